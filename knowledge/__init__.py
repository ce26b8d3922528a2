"""What we know: entries, plans, sections and calendars, and the readers that check them."""

from knowledge.calendar import TOKYO, Calendar, Today
from knowledge.city import City
from knowledge.crisis import Crisis
from knowledge.entry import COMMON, Audience, Entry, fill_blanks
from knowledge.fault import Fault, FaultyContent
from knowledge.lexicon import Lexicon
from knowledge.plan import Passage, Plan, PlanStatus
from knowledge.section import DESKS, Section
from knowledge.shelf import DATA, Knowledge, common_lexicon, load_knowledge, shipped_cities
from knowledge.source import Source
from knowledge.topic import Topic

__all__ = [
    "COMMON",
    "DATA",
    "DESKS",
    "TOKYO",
    "Audience",
    "Calendar",
    "City",
    "Crisis",
    "Entry",
    "Fault",
    "FaultyContent",
    "Knowledge",
    "Lexicon",
    "Passage",
    "Plan",
    "PlanStatus",
    "Section",
    "Source",
    "Today",
    "Topic",
    "common_lexicon",
    "fill_blanks",
    "load_knowledge",
    "shipped_cities",
]
