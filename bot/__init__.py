"""What we say: the path of a question from text to reply, without I/O."""

from bot import kpi, wording
from bot.answer import Choice, Citation, Contact, Reply
from bot.browse import Branch, Part, catalogue
from bot.compose import UnknownChoice, chosen
from bot.outcome import Outcome
from bot.privacy import mask
from bot.question import LONGEST, Question
from bot.reply import Bot, Published
from bot.shelf import Shelf
from bot.suggest import Suggestions
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
    "Part",
    "Published",
    "Question",
    "Reply",
    "Shelf",
    "Suggestions",
    "UnknownChoice",
    "UsageEvent",
    "UsageLog",
    "catalogue",
    "chosen",
    "kpi",
    "mask",
    "wording",
]
