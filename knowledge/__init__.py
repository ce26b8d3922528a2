"""What we know: entries, plans, sections and calendars, and the readers that check them."""

from knowledge.body import Body
from knowledge.calendar import TOKYO, Calendar, Today
from knowledge.card import Card, CardKind, CardYear, Certainty, Figure, Status
from knowledge.city import City, UserRule
from knowledge.crisis import Crisis
from knowledge.entry import COMMON, Audience, Entry, fill_blanks
from knowledge.fault import Fault, FaultyContent
from knowledge.helpline import Helpline
from knowledge.lexicon import Lexicon
from knowledge.municipality import Gazetteer, Municipality, MunicipalityKind, Named
from knowledge.plan import Doubt, Passage, PassageKind, Plan, PlanContact, PlanStatus, Scope
from knowledge.plan_term import PlanTerm
from knowledge.section import DESKS, Section
from knowledge.shelf import DATA, Knowledge, Own, common_lexicon, load_common, load_knowledge, load_own, shipped_cities
from knowledge.source import Source
from knowledge.survey import Answer, Survey, SurveyBase
from knowledge.topic import Topic

__all__ = [
    "COMMON",
    "DATA",
    "DESKS",
    "TOKYO",
    "Answer",
    "Audience",
    "Body",
    "Calendar",
    "Card",
    "CardKind",
    "CardYear",
    "Certainty",
    "City",
    "Crisis",
    "Doubt",
    "Entry",
    "Fault",
    "FaultyContent",
    "Figure",
    "Gazetteer",
    "Helpline",
    "Knowledge",
    "Lexicon",
    "Municipality",
    "MunicipalityKind",
    "Named",
    "Own",
    "Passage",
    "PassageKind",
    "Plan",
    "PlanContact",
    "PlanStatus",
    "PlanTerm",
    "Scope",
    "Section",
    "Source",
    "Status",
    "Survey",
    "SurveyBase",
    "Today",
    "Topic",
    "UserRule",
    "common_lexicon",
    "fill_blanks",
    "load_common",
    "load_knowledge",
    "load_own",
    "shipped_cities",
]
