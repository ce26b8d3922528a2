"""What we say: the path of a question from text to reply, without I/O."""

from bot import wording
from bot.answer import Choice, Citation, Contact, Reply
from bot.compose import Shelf, UnknownChoice
from bot.outcome import Outcome
from bot.question import LONGEST, Question
from bot.reply import Bot, Published
from bot.usage import Considered, UsageEvent, UsageLog

__all__ = [
    "LONGEST",
    "Bot",
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
    "wording",
]
