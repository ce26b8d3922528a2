"""A small year of みなと野市, worked by hand: counts as a source gives them, and the report made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from bot import Outcome, kpi
from knowledge import Audience, City, Entry, Knowledge, Section

CITY = City(
    "131016",
    "みなと野市",
    sections=(Section("清掃課", ("ごみ",)), Section("図書館")),
    annual_users_target={2026: 1_200},
)
ENTRIES = (
    Entry("gomi", "131016", "=粗大ごみはどう出せばいいですか。<b>", "答", "ごみ", category="くらし/ごみ"),
    Entry("card", "131016", "図書館の利用カードを作りたいです。", "答", "図書館", category="まなび/図書館"),
    Entry("kyuka", "131016", "年次休暇の申請はどの画面ですか。", "答", "総務", audience=Audience.STAFF),
)
# month, measure, count; of residents, all on the page
RESIDENTS = (
    *(
        (4, "new_in_year", 300),
        (4, "new_in_month", 300),
        (4, "users", 340),
        (4, "sessions", 360),
        (4, "questions", 800),
    ),
    *(
        (5, "new_in_year", 150),
        (5, "new_in_month", 200),
        (5, "users", 240),
        (5, "sessions", 250),
        (5, "questions", 500),
    ),
    *((6, "new_in_year", 60), (6, "new_in_month", 90), (6, "users", 100), (6, "sessions", 110), (6, "questions", 200)),
    *((4, "answered", 560), (5, "answered", 350), (6, "answered", 140), (4, "choices", 120), (5, "handoff", 150)),
    *((6, "handoff", 60), (4, "smalltalk", 120), (4, "without_user", 40), (4, "chosen", 100), (5, "none_chosen", 7)),
    *((4, "helpful", 30), (5, "unhelpful", 10)),
)
STAFF = ((4, "new_in_year", 12), (4, "users", 15), (4, "sessions", 15), (4, "questions", 20), (4, "answered", 20))
USED = (
    kpi.EntryCount(Audience.RESIDENT, "gomi", Outcome.ANSWERED, 1_000),
    kpi.EntryCount(Audience.RESIDENT, "gomi", kpi.Measure.HELPFUL, 30),
    kpi.EntryCount(Audience.RESIDENT, "gomi", kpi.Measure.UNHELPFUL, 10),
    kpi.EntryCount(Audience.RESIDENT, "card", Outcome.ANSWERED, 50),
    kpi.EntryCount(Audience.RESIDENT, "card", Outcome.CHOICES, 120),
    kpi.EntryCount(Audience.STAFF, "kyuka", Outcome.ANSWERED, 20),
)


@dataclass
class Source:
    """A kpi.UsageCounts that holds the year above."""

    rows: list[kpi.Count] = field(default_factory=list)
    before: Knowledge | None = None

    def __post_init__(self) -> None:
        for audience, made in ((Audience.RESIDENT, RESIDENTS), (Audience.STAFF, STAFF)):
            for month, measure, count in made:
                for channel in (kpi.ALL, "web"):
                    self.rows.append(kpi.Count(date(2026, month, 1), audience, channel, measure, count))

    def counts(self, city: str, first: date, last: date) -> Sequence[kpi.Count]:
        return [row for row in self.rows if kpi.month_of(first) <= row.month <= last]

    def entries(self, city: str, first: date, last: date) -> Sequence[kpi.EntryCount]:
        return USED

    def grades(self, city: str, first: date, last: date) -> Sequence[kpi.GradeCount]:
        given = ((4, 5, 4), (4, 4, 3), (4, 2, 1), (7, 3, 4))
        quarters = [kpi.GradeCount(date(2026, month, 1), grade, count) for month, grade, count in given]
        return [each for each in quarters if self.rows and first <= each.quarter <= last]

    def first_day(self, city: str, first: date, last: date) -> date | None:
        return date(2026, 4, 1)

    def content(self, shipped: Knowledge, day: date) -> Knowledge | None:
        return shipped if day >= date(2026, 4, 1) else self.before


@pytest.fixture
def knowledge() -> Knowledge:
    return Knowledge(CITY, ENTRIES)


@pytest.fixture
def part(knowledge: Knowledge) -> kpi.Report:
    """From April to 20 June, made on that day; the year before had one entry."""
    source = Source(before=replace(knowledge, entries=ENTRIES[:1]))
    return kpi.report_of(source, knowledge, kpi.Period.of(2026, date(2026, 6, 20)), date(2026, 6, 20))


@pytest.fixture
def whole(knowledge: Knowledge) -> kpi.Report:
    return kpi.report_of(Source(), knowledge, kpi.Period.of(2026, date(2027, 5, 1)), date(2027, 5, 1))


@pytest.fixture
def two_channels(knowledge: Knowledge) -> kpi.Report:
    """As `part`, with 300 questions of 120 users on LINE in April besides."""
    source = Source()
    for measure, count in (("new_in_month", 120), ("new_in_year", 120), ("users", 140), ("questions", 300)):
        source.rows.append(kpi.Count(date(2026, 4, 1), Audience.RESIDENT, "line", measure, count))
    return kpi.report_of(source, knowledge, kpi.Period.of(2026, date(2026, 6, 20)), date(2026, 6, 20))


@pytest.fixture
def empty(knowledge: Knowledge) -> kpi.Report:
    """The first day of a year, before anybody has asked."""
    source = Source()
    source.rows.clear()
    return kpi.report_of(source, knowledge, kpi.Period.of(2026, date(2026, 4, 1)), date(2026, 4, 1))
