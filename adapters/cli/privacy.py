"""madoguchi privacy: 開示, 消去, and the end of retention for a daily timer."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

import typer

from adapters.cli.context import operator
from adapters.cli.say import note, say, say_json
from adapters.pseudonym import pseudonyms_of
from adapters.settings import Settings, pseudonym_key, read_settings
from adapters.storage import KpiCounts, Spool, connect
from adapters.storage.events import load_spool
from adapters.storage.inbox import drop_old
from adapters.storage.privacy import ERASED, PersonalRecord
from bot import kpi
from knowledge import TOKYO

app = typer.Typer(help="What is kept of people: hand it out, erase it, end its retention.", no_args_is_help=True)
City = Annotated[str, typer.Option(help="City code, such as 132012.")]
User = Annotated[
    str,
    typer.Option(
        help="A pseudonym of the record (64 hexadecimal digits), or the session or account that the person has."
    ),
]
Why = Annotated[str, typer.Option(help="Number or occasion of the request, for the audit. Write no name here.")]
NOTHING = "nothing is kept of this user or session"
PSEUDONYM = re.compile(rf"[0-9a-f]{{64}}|{ERASED}[0-9a-f]+")


@dataclass(frozen=True)
class Kept:
    """What is kept, with the settings; events that waited in the spool are loaded."""

    settings: Settings
    record: PersonalRecord
    spool: Spool

    def pseudonyms(self, city: str, user: str) -> tuple[str, ...]:
        """The pseudonym itself, or those of a session or account in every year of the record. Raises LookupError."""
        given, cities = user.strip(), self.record.cities()
        if city not in cities:
            raise LookupError(f"city {city!r} has no events; there are events of: {', '.join(cities) or 'no city'}.")
        if not given:
            raise LookupError("--user is empty; give a pseudonym, or the session or account that the person has.")
        if PSEUDONYM.fullmatch(given):
            return (given,)
        return pseudonyms_of(pseudonym_key(self.settings), city, given, self.record.years(city))


@app.command("export")
def export(city: City, user: User, why: Why = "") -> None:
    """Write everything that is kept of one user or session as JSON Lines (開示)."""
    kept = _open()
    events = kept.record.events_of(city, kept.pseudonyms(city, user))
    for event in events:
        say_json(event | {"at": event["at"].astimezone(TOKYO).isoformat()})
    kept.record.note(operator(), "privacy export", city, why, datetime.now(TOKYO))
    note(f"{city}: {len(events)} events" if events else f"{city}: {NOTHING}")
    _tell_of_spool(kept.spool)


@app.command("erase")
def erase(city: City, user: User, why: Why = "") -> None:
    """Blank what one user or session typed, and cut every link to them (消去). No figure changes."""
    kept = _open()
    erased = kept.record.erase(city, kept.pseudonyms(city, user))
    kept.record.note(operator(), "privacy erase", city, why, datetime.now(TOKYO))
    say(f"{city}: {erased} events erased" if erased else f"{city}: {NOTHING}")
    _tell_of_spool(kept.spool)


@app.command("retain")
def retain() -> None:
    """Blank texts and drop events whose time is over; meant for a daily timer, and harmless when run twice."""
    kept, now = _open(), datetime.now(TOKYO)
    day = now.date() - timedelta(days=kept.settings.retain_text_days)
    year = kpi.year_start(now.date()).year - kept.settings.retain_event_years
    cities = kept.record.cities()
    for city in cities:
        blanked = kept.record.blank_texts(city, day)
        if any(past < year for past in kept.record.years(city)):
            KpiCounts(kept.record.engine).refresh(city)
        dropped = kept.record.drop_events(city, year)
        done = f"{blanked} texts from before {day} blanked, {dropped} events from before {year}-04-01 dropped"
        say(f"{city}: {done}")
        if blanked or dropped:
            kept.record.note(operator(), "privacy retain", city, done, now)
    reasons = kept.record.blank_reasons(day)
    kept.record.drop_left_over(day)
    dropped = drop_old(kept.record.engine, now.date())
    if sentences := kept.record.blank_sentences(day):
        say(f"{sentences} sentences of the staff survey from before {day} blanked")
    if dropped:
        say(f"{dropped} events of LINE dropped from the inbox")
    say(f"{reasons} reasons from before {day} blanked" if cities else "no events; there is nothing to do")
    _tell_of_spool(kept.spool)


def _open() -> Kept:
    settings = read_settings()
    engine = connect(settings.database)
    spool = Spool(settings.spool_dir, settings.spool_megabytes * 2**20)
    load_spool(engine, spool)
    return Kept(settings, PersonalRecord(engine), spool)


def _tell_of_spool(spool: Spool) -> None:
    """Events that a running server keeps on disk were not seen."""
    if waiting := spool.size():
        note(f"{waiting} bytes of events still wait in {spool.home}; run this again once the server has loaded them.")
