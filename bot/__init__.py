"""What we say: the path of a question from text to reply, without I/O."""

from bot import kpi, wording
from bot.answer import Choice, Citation, Contact, Reply
from bot.browse import Branch, catalogue
from bot.compose import UnknownChoice
from bot.outcome import Outcome
from bot.question import LONGEST, Question
from bot.reply import Bot, Published
from bot.shelf import Shelf
from bot.usage import Considered, UsageEvent, UsageLog

__all__ = [
    "LONGEST",
    "Bot",
    "Branch",
    "Choice",
    "Citation",
    "Considered",
    "Contact",
    "Outcome",
    "Published",
    "Question",
    "Reply",
    "Shelf",
    "UnknownChoice",
    "UsageEvent",
    "UsageLog",
    "catalogue",
    "kpi",
    "wording",
]
