"""仮の名前: countable within a fiscal year, unlinkable from one year to the next."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from adapters.pseudonym import pseudonymise, pseudonyms_of
from knowledge import TOKYO

KEY = b"a key of the tests"
LAST_SECOND = datetime(2027, 3, 31, 23, 59, 59, tzinfo=TOKYO)
MIDNIGHT = datetime(2027, 4, 1, 0, 0, 0, tzinfo=TOKYO)


def test_the_value_is_hmac_of_the_session_with_a_key_derived_for_the_year() -> None:
    """Written out once, so that nobody changes it by chance: a year's users would be counted twice."""
    key = hmac.new(KEY, b"madoguchi pseudonyms, fiscal year 2026", hashlib.sha256).digest()
    expected = hmac.new(key, b"132012\0kaiwa-1", hashlib.sha256).hexdigest()
    assert pseudonymise(KEY, "132012", "kaiwa-1", LAST_SECOND) == expected


def test_one_person_has_one_pseudonym_all_through_the_fiscal_year() -> None:
    first = datetime(2026, 4, 1, tzinfo=TOKYO)
    days = [first + timedelta(days=day) for day in range(365)]
    assert len({pseudonymise(KEY, "132012", "kaiwa-1", day) for day in days}) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LAST_SECOND, MIDNIGHT),
        (
            datetime(2027, 3, 31, 14, 59, 59, tzinfo=UTC),
            datetime(2027, 3, 31, 15, 0, 0, tzinfo=UTC),
        ),  # the same moments
        (datetime(2028, 3, 31, 12, tzinfo=TOKYO), datetime(2028, 4, 1, 12, tzinfo=TOKYO)),  # a leap year
    ],
)
def test_the_year_turns_at_midnight_in_tokyo(before: datetime, after: datetime) -> None:
    assert pseudonymise(KEY, "132012", "kaiwa-1", before) != pseudonymise(KEY, "132012", "kaiwa-1", after)


def test_the_calendar_year_changes_nothing() -> None:
    december, january = datetime(2026, 12, 31, 23, 59, tzinfo=TOKYO), datetime(2027, 1, 1, tzinfo=TOKYO)
    assert pseudonymise(KEY, "132012", "kaiwa-1", december) == pseudonymise(KEY, "132012", "kaiwa-1", january)


def test_a_history_over_the_turn_of_the_year_counts_each_year_and_links_none() -> None:
    """Five people ask every hour from 31 March noon to 1 April noon: five users in each year, no value in both."""
    years: dict[int, set[str]] = {2026: set(), 2027: set()}
    for hour in range(24):
        at = datetime(2027, 3, 31, 12, tzinfo=TOKYO) + timedelta(hours=hour)
        for person in range(5):
            years[2026 if hour < 12 else 2027].add(pseudonymise(KEY, "132012", f"person {person}", at))
    assert [len(users) for users in years.values()] == [5, 5]
    assert years[2026].isdisjoint(years[2027])


def test_cities_sessions_and_keys_give_other_pseudonyms() -> None:
    made = [
        pseudonymise(key, city, session, MIDNIGHT)
        for key in (KEY, b"another key")
        for city in ("132012", "132039")
        for session in ("kaiwa-1", "kaiwa-2")
    ]
    assert len(set(made)) == 8


def test_no_session_is_no_pseudonym() -> None:
    assert pseudonymise(KEY, "132012", "", MIDNIGHT) == ""


def test_who_holds_key_and_session_finds_every_year() -> None:
    """For 開示 and 消去."""
    assert pseudonyms_of(KEY, "132012", "kaiwa-1", range(2026, 2028)) == (
        pseudonymise(KEY, "132012", "kaiwa-1", LAST_SECOND),
        pseudonymise(KEY, "132012", "kaiwa-1", MIDNIGHT),
    )
