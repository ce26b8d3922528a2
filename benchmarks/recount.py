"""Every figure of the record counted a second time: in plain Python, from the lines of `madoguchi usage events` alone.

It shares no line with the program, so that both would have to be wrong in the same way. docs/kpi.md says the rules.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from typing import Any

JAPAN = timezone(timedelta(hours=9))
Event = dict[str, Any]
Figures = Counter[tuple[Any, ...]]  # a figure, such as (audience, channel, month, measure) → its count


def recount(events: Iterable[Event], city: str, year: int, last: date) -> Figures:  # noqa: C901 - plain, and in one piece
    """Counts by (audience, channel, month, measure), channel "" for all but the command line; entries and feedback beside."""
    figures: Figures = Counter()
    chosen = [event for event in events if event["city"] == city and in_year(event, year, last)]
    days: dict[Any, set[date]] = defaultdict(set)
    talks: dict[Any, list[datetime]] = defaultdict(list)
    for event in chosen:
        day, who = japan(event).date(), event["audience"]
        said = {None: "", True: "helpful", False: "unhelpful"}[event["helpful"]]
        channels = [event["channel"]] + ([""] if event["channel"] != "cli" else [])
        for channel in channels:
            month = (who, channel, day.replace(day=1))
            figures[*month, "questions"] += 1
            figures[*month, event["outcome"]] += 1
            figures[*month, said] += said != ""
            figures[*month, "without_user"] += event["user"] == ""
            figures[*month, "without_session"] += event["session"] == ""
            figures[*month, "chosen"] += event["choice"] not in ("", "none")
            figures[*month, "none_chosen"] += event["choice"] == "none"
            if event["user"]:
                days[who, channel, event["user"]].add(day)
        if event["session"]:
            talks[who, event["channel"], event["session"]].append(japan(event))
        lead = event["shown"][0] if event["shown"] else ""
        if lead and event["channel"] != "cli":
            figures["entry", who, lead, event["outcome"]] += 1
            if said:
                figures["entry", who, lead, said] += 1
    for (who, channel, _), seen in days.items():
        months: set[date] = set()
        for day in sorted(seen):
            month = day.replace(day=1)
            figures[who, channel, month, "users"] += 1
            figures[who, channel, month, "new_in_month"] += month not in months
            figures[who, channel, month, "new_in_year"] += not months
            months.add(month)
    for (who, channel, _), moments in talks.items():
        before = None
        for moment in sorted(at.replace(microsecond=0) for at in moments):
            if before is None or moment - before >= timedelta(minutes=30):
                for each in [channel] + ([""] if channel != "cli" else []):
                    figures[who, each, moment.date().replace(day=1), "sessions"] += 1
            before = moment
    return +figures


def japan(event: Event) -> datetime:
    return datetime.fromisoformat(event["at"]).astimezone(JAPAN)


def in_year(event: Event, year: int, last: date) -> bool:
    return date(year, 4, 1) <= japan(event).date() <= min(last, date(year + 1, 3, 31))
