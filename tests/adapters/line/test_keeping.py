"""How long the channel keeps what, and what a person can have erased."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select, update

from adapters.line.double.deliveries import USER, text
from adapters.pseudonym import pseudonymise
from adapters.settings import Settings, pseudonym_key
from adapters.storage.database import writing
from adapters.storage.inbox import KEPT, drop_old
from adapters.storage.line_tables import line_inbox, line_recent
from adapters.storage.privacy import PersonalRecord
from knowledge import TOKYO
from tests.adapters.line.conftest import CITY, Official


def age(engine: Engine, by: timedelta) -> None:
    """Make all that the channel keeps so much older."""
    long_ago = datetime.now(UTC) - by
    with writing(engine) as connection:
        connection.execute(update(line_inbox).values(received_at=long_ago))
        connection.execute(update(line_recent).values(at=long_ago))


def kept(engine: Engine) -> tuple[int, int]:
    with engine.connect() as connection:
        return len(connection.execute(select(line_inbox)).all()), len(connection.execute(select(line_recent)).all())


def test_events_go_after_their_time_and_what_was_shown_after_half_an_hour(official: Official) -> None:
    official.answer(text("住民票の写しがほしい"))
    today = datetime.now(TOKYO).date()
    assert (drop_old(official.engine, today), kept(official.engine)) == (0, (1, 1))
    age(official.engine, timedelta(minutes=31))
    assert (drop_old(official.engine, today), kept(official.engine)) == (0, (1, 0))
    age(official.engine, KEPT + timedelta(days=1))
    assert (drop_old(official.engine, today), kept(official.engine)) == (1, (0, 0))


def test_after_half_an_hour_a_number_stands_for_nothing(official: Official) -> None:
    official.answer(text("住民票の写しがほしい"))
    age(official.engine, timedelta(minutes=31))
    official.answer(text("2"))
    assert official.events()[-1].choice == ""


def test_what_an_account_asked_can_be_erased_by_its_id(official: Official, settings: Settings) -> None:
    official.answer(text("住民票の写しがほしい"))
    pseudonym = pseudonymise(pseudonym_key(settings), CITY, USER, datetime.now(TOKYO))
    assert official.events()[0].user == pseudonym
    assert PersonalRecord(official.engine).erase(CITY, [pseudonym]) == 1
    assert kept(official.engine) == (1, 0)
    assert pseudonym not in official.everything_kept()
