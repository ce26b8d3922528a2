"""掲載と利用: sections with entries, and whose entries are asked for."""

from datetime import date

from bot import Outcome, kpi
from bot.kpi.coverage import category_of, content_of, lines_by, section_of, top_entries
from knowledge import Audience, City, Entry, Knowledge, Section

RESIDENT, STAFF = Audience.RESIDENT, Audience.STAFF
CITY = City("131016", "みなと野市", sections=(Section("清掃課", ("ごみ",)), Section("図書館"), Section("総務課")))


def entry(id: str, section: str, category: str, audience: Audience = RESIDENT, until: date | None = None) -> Entry:
    return Entry(id, "131016", f"{id}は？", "答", section, category=category, audience=audience, valid_until=until)


KNOWLEDGE = Knowledge(
    CITY,
    (
        entry("gomi", "ごみ", "くらし/ごみ"),
        entry("sodai", "清掃課", "くらし/ごみ"),
        entry("card", "図書館", "まなび/図書館"),
        entry("inu", "動物", "くらし/動物"),
        entry("natsu", "総務課", "まなび/体育", until=date(2026, 8, 31)),
        entry("kyuka", "総務課", "庁内/休暇", STAFF),
    ),
)
COUNTS = [
    kpi.EntryCount(RESIDENT, "gomi", Outcome.ANSWERED, 30),
    kpi.EntryCount(RESIDENT, "gomi", Outcome.HANDOFF, 5),
    kpi.EntryCount(RESIDENT, "gomi", kpi.Measure.HELPFUL, 3),
    kpi.EntryCount(RESIDENT, "gomi", kpi.Measure.UNHELPFUL, 1),
    kpi.EntryCount(RESIDENT, "card", Outcome.CHOICES, 8),
    kpi.EntryCount(RESIDENT, "old", Outcome.ANSWERED, 2),
    kpi.EntryCount(RESIDENT, "plan-1#3", Outcome.PASSAGE, 7),
    kpi.EntryCount(STAFF, "kyuka", Outcome.ANSWERED, 99),
]


def test_the_content_of_a_day() -> None:
    """動物 has no section in this city; natsu is over on 1 September."""
    found = content_of(KNOWLEDGE, date(2026, 8, 31), RESIDENT)
    assert (found.entries, found.sections, found.unassigned) == (5, 3, 1)
    found = content_of(KNOWLEDGE, date(2026, 9, 1), RESIDENT)
    assert (found.entries, found.sections, found.unassigned) == (4, 2, 1)
    found = content_of(KNOWLEDGE, date(2026, 9, 1), STAFF)
    assert (found.entries, found.sections, found.unassigned) == (1, 1, 0)


def test_sections_by_what_was_shown_first_with_staff_apart() -> None:
    lines = list(lines_by(section_of, KNOWLEDGE, COUNTS, RESIDENT))
    assert [(line.name, line.entries, line.used, line.questions) for line in lines] == [
        ("清掃課", 2, 1, 35),
        ("図書館", 1, 1, 8),
        ("担当課の登録なし", 1, 0, 0),
        ("総務課", 1, 0, 0),
        ("計画の記載", 0, 1, 7),
        ("いまはない項目", 0, 1, 2),
    ]
    first = lines[0]
    assert (first.answered, first.choices, first.handoff, first.helpful) == (30, 0, 5, kpi.Share(3, 4))


def test_categories_by_their_upper_level() -> None:
    lines = list(lines_by(category_of, KNOWLEDGE, COUNTS, RESIDENT))
    assert [(line.name, line.entries, line.questions) for line in lines][:2] == [("くらし", 3, 35), ("まなび", 2, 8)]


def test_staff_see_both_kinds_of_entries() -> None:
    lines = {line.name: (line.entries, line.questions) for line in lines_by(section_of, KNOWLEDGE, COUNTS, STAFF)}
    assert (lines["総務課"], lines["清掃課"]) == ((2, 99), (2, 0))


def test_the_entries_asked_most() -> None:
    found = [(top.id, top.section, top.line.questions) for top in top_entries(KNOWLEDGE, COUNTS, RESIDENT, 20)]
    assert found == [("gomi", "清掃課", 35), ("card", "図書館", 8)]
    assert [top.id for top in top_entries(KNOWLEDGE, COUNTS, RESIDENT, 1)] == ["gomi"]
