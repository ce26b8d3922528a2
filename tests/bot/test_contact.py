"""Whom to ask, and whether they are there today."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.contact import contact_for, todays_hours
from knowledge import TOKYO, Calendar, City

TUESDAY = datetime(2026, 6, 2, 10, 0, tzinfo=TOKYO)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("asked_for", "section", "telephone", "place"),
    [
        ("市民課", "市民課", "03-0000-1111", "本庁舎1階"),
        ("住民登録", "市民課", "03-0000-1111", "本庁舎1階"),  # by its desk
        ("ごみ", "ごみ対策課", "03-0000-2222", ""),
        ("総合案内", "総務課", "", ""),
        ("下水道", "下水道の担当課", "", ""),  # nobody is assigned
        ("", "みなと野市の代表窓口", "", ""),
    ],
)
def test_the_section_is_named_with_what_is_known_of_it(
    city: City, asked_for: str, section: str, telephone: str, place: str
) -> None:
    contact = contact_for(city, asked_for, TUESDAY)
    assert (contact.section, contact.telephone, contact.place) == (section, telephone, place)


@pytest.mark.parametrize(
    ("moment", "open_now", "hours"),
    [
        ("2026-06-02 10:00", True, "本日（火曜日）の受付時間は 08:30～17:15 です。"),
        ("2026-06-02 08:30", True, "本日（火曜日）の受付時間は 08:30～17:15 です。"),
        ("2026-06-02 08:29", False, "本日（火曜日）の受付時間は 08:30～17:15 です。"),
        ("2026-06-02 17:15", False, "本日（火曜日）の受付時間は 08:30～17:15 です。"),
        ("2026-06-06 10:00", False, "本日は土曜日のため、窓口はお休みです。"),
        ("2026-06-07 10:00", False, "本日は日曜日のため、窓口はお休みです。"),
        ("2026-05-05 10:00", False, "本日はこどもの日のため、窓口はお休みです。"),
        ("2026-06-10 10:00", False, "本日は庁舎の停電のため、窓口はお休みです。"),
        ("2026-12-29 10:00", False, "本日は年末年始のため、窓口はお休みです。"),
        ("2027-01-03 10:00", False, "本日は年末年始のため、窓口はお休みです。"),
        ("2027-01-04 10:00", True, "本日（月曜日）の受付時間は 08:30～17:15 です。"),
    ],
)
def test_today_s_hours_and_whether_it_is_open(city: City, moment: str, open_now: bool, hours: str) -> None:
    contact = contact_for(city, "市民課", at(moment))
    assert (contact.open_now, contact.hours) == (open_now, hours)


@pytest.mark.parametrize("moment", ["2026-05-06 10:00", "2025-05-06 10:00", "2027-03-22 10:00"])
def test_a_substitute_holiday_is_a_holiday(city: City, moment: str) -> None:
    """振替休日: 2026-05-03, 2025-05-04 and 2027-03-21 are Sundays."""
    contact = contact_for(city, "市民課", at(moment))
    assert contact.open_now is False
    assert "振替休日" in contact.hours


def test_hours_that_nobody_entered_are_neither_open_nor_closed(city: City) -> None:
    contact = contact_for(replace(city, calendar=Calendar()), "市民課", TUESDAY)
    assert contact.open_now is None
    assert contact.hours == "本日（火曜日）の受付時間は登録されていません。"


def test_sundays_are_off_even_where_no_hours_were_entered(city: City) -> None:
    contact = contact_for(replace(city, calendar=Calendar()), "市民課", at("2026-06-07 10:00"))
    assert (contact.open_now, contact.hours) == (False, "本日は日曜日のため、窓口はお休みです。")


def test_today_is_today_in_tokyo(city: City) -> None:
    """Saturday 23:00 in London is Sunday morning here."""
    assert todays_hours(city, datetime(2026, 6, 6, 23, 0, tzinfo=UTC)) == "本日は日曜日のため、窓口はお休みです。"
