"""Whom to ask, and whether they are there today."""

from datetime import datetime

from bot import wording
from bot.answer import Contact
from knowledge import TOKYO, City


def contact_for(city: City, section: str, at: datetime) -> Contact:
    """The section (or desk) `section` of `city` with its telephone and today's hours, as known at the moment `at`."""
    found = city.section_for(section)
    return Contact(
        section=found.name,
        telephone=found.telephone,
        hours=todays_hours(city, at),
        open_now=city.calendar.open_at(at),
        place=found.place,
    )


def todays_hours(city: City, at: datetime) -> str:
    """One line on today: open with hours, closed with the reason, or not known."""
    today = city.calendar.day(at.astimezone(TOKYO).date())
    if today.open is False:
        return wording.closed_today(today.reason)
    if today.hours:
        return wording.open_today(today.reason, str(today.hours))
    return wording.hours_unknown(today.reason)
