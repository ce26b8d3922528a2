"""madoguchi line pause / resume: one sentence in place of answers, until somebody resumes."""

from datetime import datetime
from typing import Annotated

import typer

from adapters.cli.context import operator
from adapters.cli.say import fail, say
from adapters.settings import read_settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, connect
from adapters.storage.pauses import KNOWN_FOR, Pause, SqlPauses
from bot import wording
from knowledge import TOKYO

CHANNEL = "line"
LONGEST = 500  # characters of the sentence and of the reason
City = Annotated[str, typer.Option(help="City code, such as 132012.")]
Why = Annotated[str, typer.Option(help="Why, for colleagues and the audit. Write no name here.")]
Sentence = Annotated[str, typer.Option(help="What residents are told meanwhile.")]


def pause(city: City, why: Why, sentence: Sentence = wording.PAUSED) -> None:
    """Answer everything on LINE with one sentence; only emergencies and warnings about personal numbers are answered as ever."""
    for name, text in (("--why", why), ("--sentence", sentence)):
        if not 0 < len(text.strip()) <= LONGEST:
            fail(f"{name} has {len(text.strip())} characters; it takes 1 to {LONGEST}")
    begun = Pause(sentence.strip(), why.strip(), operator(), datetime.now(TOKYO))
    _pauses(city).begin(city, CHANNEL, begun)
    say(f"{city}: LINE is paused; every process says so within {KNOWN_FOR:.0f} s: {begun.sentence}")


def resume(city: City) -> None:
    """Answer on LINE again."""
    pauses = _pauses(city)
    before = pauses.of(city, CHANNEL)
    if before is None or not pauses.end(city, CHANNEL, operator(), datetime.now(TOKYO)):
        fail(f"{city}: LINE is not paused")
    since = before.at.astimezone(TOKYO)
    say(f"{city}: LINE answers again; it was paused since {since:%Y-%m-%d %H:%M} by {before.who} ({before.why})")


def _pauses(city: str) -> SqlPauses:
    """Raises LookupError for a city that is not served here."""
    settings = read_settings()
    engine = connect(settings.database)
    served = Shelves(settings, PublishedContent(engine)).codes
    if city not in served:
        raise LookupError(f"city {city!r} is not served here; served: {', '.join(served)}")
    return SqlPauses(engine)
