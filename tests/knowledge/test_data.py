"""The content that ships: it keeps the house rules in every city, and there is enough of it."""

from datetime import date

import pytest

from knowledge import Audience, Entry, Knowledge, load_knowledge, shipped_cities
from knowledge.checking import Level, check_knowledge, forbidden_pairs
from knowledge.section import DESKS

CITIES = ("132012", "132039", "132284")
WRITTEN = date(2026, 11, 20)  # the day on which the content was last gone through as a whole


@pytest.fixture(scope="module")
def shelves() -> dict[str, Knowledge]:
    return {code: load_knowledge(code) for code in CITIES}


@pytest.fixture(scope="module")
def entries(shelves: dict[str, Knowledge]) -> list[Entry]:
    """Every shipped entry once, whoever owns it."""
    return list({(entry.owner, entry.id): entry for shelf in shelves.values() for entry in shelf.entries}.values())


def test_these_cities_ship():
    assert shipped_cities() == CITIES


@pytest.mark.parametrize("code", CITIES)
def test_the_content_of_a_city_has_no_error(shelves, code):
    findings = check_knowledge(shelves[code], WRITTEN)
    assert [str(finding) for finding in findings if finding.level is Level.ERROR] == []


def test_the_common_base_is_broad(entries):
    common = [entry for entry in entries if entry.owner == "common"]
    assert len(common) >= 60
    assert len({entry.category for entry in common}) >= 40


@pytest.mark.parametrize(
    ("code", "fewest", "fewest_for_staff"), [("132012", 25, 8), ("132039", 12, 0), ("132284", 10, 0)]
)
def test_a_city_has_content_of_its_own(entries, code, fewest, fewest_for_staff):
    own = [entry for entry in entries if entry.owner == code]
    assert len(own) >= fewest
    assert sum(entry.audience is Audience.STAFF for entry in own) >= fewest_for_staff


@pytest.mark.parametrize("code", CITIES)
def test_no_entry_of_another_city_is_on_the_shelf(shelves, code):
    assert {entry.owner for entry in shelves[code].entries} == {"common", code}


def test_an_entry_of_a_city_overrides_a_common_one_or_bears_the_code_of_the_city(entries):
    common = {entry.id for entry in entries if entry.owner == "common"}
    own = [entry for entry in entries if entry.owner != "common" and entry.id not in common]
    assert [entry.id for entry in own if not entry.id.startswith(f"{entry.owner}-")] == []


def test_every_entry_has_enough_phrasings_and_none_twice(entries):
    assert [entry.id for entry in entries if len(set(entry.phrasings)) < 5] == []
    assert [entry.id for entry in entries if len(set(entry.phrasings)) < len(entry.phrasings)] == []


def test_every_source_has_a_title_and_the_day_on_which_it_was_true(entries):
    sources = [(entry.id, source) for entry in entries for source in entry.source]
    assert [id for id, source in sources if not source.title] == []
    assert [id for id, source in sources if not source.as_of] == []


def test_every_section_that_a_city_names_has_a_source(shelves):
    sections = [section for shelf in shelves.values() for section in shelf.city.sections]
    assert [section.name for section in sections if not (section.source and section.source.title)] == []


def test_common_entries_name_a_desk(entries):
    assert {entry.section for entry in entries if entry.owner == "common"} <= set(DESKS)


def test_the_lexicon_is_large(shelves):
    assert all(len(shelf.lexicon.groups) >= 150 for shelf in shelves.values())


@pytest.mark.parametrize("code", CITIES)
def test_no_word_of_a_forbidden_pair_is_expanded_to_the_other(shelves, code):
    pairs = {frozenset(pair) for pair in forbidden_pairs()}
    expanded = [
        (form, other)
        for form, others, ambiguous in shelves[code].lexicon.directed()
        for other in others
        if not ambiguous and frozenset((form, other)) in pairs
    ]
    assert len(pairs) >= 100
    assert expanded == []


@pytest.mark.parametrize("code", CITIES)
def test_no_two_words_of_a_forbidden_pair_share_a_group_of_synonyms(shelves, code):
    synonyms = [{*group.spoken, *group.official} for group in shelves[code].lexicon.groups if group.both_ways]
    assert [pair for pair in forbidden_pairs() if any(set(pair) <= forms for forms in synonyms)] == []


def test_the_plan_of_hachioji_gives_the_target_of_users(shelves):
    assert shelves["132012"].city.annual_users_target[2025] == 34_000
