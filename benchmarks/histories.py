"""Histories of usage, made by chance around the moments where counting goes wrong."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

JAPAN = timezone(timedelta(hours=9))
# The first seconds of days where a month, a fiscal year or February ends; 2024 is a leap year, 2023 none.
EDGES = [
    datetime(2023, 4, 1, tzinfo=JAPAN),
    datetime(2024, 2, 29, tzinfo=JAPAN),
    datetime(2024, 3, 1, tzinfo=JAPAN),
    datetime(2024, 4, 1, tzinfo=JAPAN),
    datetime(2024, 4, 2, tzinfo=JAPAN),
    datetime(2024, 5, 1, tzinfo=JAPAN),
    datetime(2025, 1, 1, tzinfo=JAPAN),
    datetime(2025, 3, 1, tzinfo=JAPAN),
    datetime(2025, 4, 1, tzinfo=JAPAN),
]
OUTCOMES = ("answered", "choices", "passage", "handoff", "out_of_area", "smalltalk", "crisis", "personal_data", "error")
GAPS = (0, 1, 59, 1_799, 1_800, 1_801, 3_600, 86_399, 86_400)  # seconds; half an hour ends a session


@dataclass
class History:
    """`arrivals`: groups of events in the order in which they were recorded; reports are made between the groups.

    `erased`: users whose pseudonym was blanked after the group of that number. `feedback`: (reply id, helpful) said after it.
    """

    city: str
    arrivals: list[list[dict[str, Any]]]
    erased: dict[int, list[str]] = field(default_factory=dict)
    feedback: dict[int, list[tuple[str, bool]]] = field(default_factory=dict)


def histories(count: int, seed: int = 20261125) -> Iterator[History]:
    chance = random.Random(seed)
    for number in range(count):
        yield history(f"{number:06}", chance)


def history(city: str, chance: random.Random) -> History:
    """Up to twelve questions of a few people around some edges, some twice, some late, some without a user."""
    events = [event for _ in range(chance.randrange(1, 4)) for event in visit(city, chance)]
    events += [dict(event) for event in events if chance.random() < 0.1]  # delivered twice
    late = [event for event in events if chance.random() < 0.2]
    first = [event for event in events if event not in late]
    chance.shuffle(late)
    if chance.random() < 0.7:
        first.sort(key=lambda event: event["at"])
    half = len(first) // 2
    made = History(city, [first[:half], first[half:], late])
    users = sorted({event["user"] for event in events if event["user"]})
    if users and chance.random() < 0.3:
        made.erased[chance.randrange(3)] = [chance.choice(users)]
    for event in events:
        if chance.random() < 0.3:  # perhaps before the event is there, and perhaps a second time
            said = (event["id"], chance.random() < 0.6)
            made.feedback.setdefault(chance.randrange(3), []).append(said)
    return made


def visit(city: str, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Questions of one person in one go, or over some days."""
    moment = chance.choice(EDGES) + timedelta(
        seconds=chance.choice((-1, 1)) * chance.choice(GAPS), microseconds=chance.choice((0, 1, 499_999, 999_999))
    )
    person, audience = chance.randrange(3), "staff" if chance.random() < 0.2 else "resident"
    channel = chance.choice(("web", "web", "line", "cli"))
    for _ in range(chance.randrange(1, 5)):
        year = moment.astimezone(JAPAN).year - (moment.astimezone(JAPAN).month < 4)
        name = hashlib.sha256(f"{year} {city} {person}".encode()).hexdigest()  # the key changes with the fiscal year
        known = channel != "cli" and chance.random() < 0.85
        session = name if chance.random() < 0.8 else name[::-1]
        yield {
            "id": f"{chance.getrandbits(128):032x}",
            "at": moment,
            "city": city,
            "channel": channel if chance.random() < 0.9 else "web",
            "audience": audience,
            "user": name if known else "",
            "session": session if known and chance.random() < 0.95 else "",
            "outcome": chance.choice(OUTCOMES),
            "text": "",
            "choice": chance.choice(("", "", "", "none", "gomi")),
            "shown": chance.choice(([], ["gomi"], ["toshokan", "gomi"])),
            "considered": [],
            "revision": 1,
            "milliseconds": 1.0,
        }
        moment += timedelta(seconds=chance.choice(GAPS), microseconds=chance.choice((0, 0, 1, 600_000)))
