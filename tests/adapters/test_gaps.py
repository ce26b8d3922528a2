"""Gaps as the record has them: which questions count, what stands for a question without a text, how often each came."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update

from adapters.storage import GapRecord, KpiCounts, SqlFeedback
from adapters.storage.database import writing
from adapters.storage.tables import usage_events
from benchmarks.played import record
from bot import Outcome, kpi
from bot.gap import Missed
from knowledge import TOKYO, Audience

CITY = "131016"
YEAR = date(2026, 4, 1), date(2027, 3, 31)
FOUND = [{"id": "hon", "score": 1.0, "confidence": 0.2}]


def event(id: str, at: str, text: str, **changed: Any) -> dict[str, Any]:
    """A question on the page that was handed over, at a time in Japan."""
    made = {"id": id, "at": datetime.fromisoformat(at).replace(tzinfo=TOKYO), "city": CITY, "channel": "web"}
    made |= {"audience": "resident", "user": "a", "session": "a", "outcome": "handoff", "text": text, "choice": ""}
    return made | {"shown": [], "considered": [], "revision": 1, "milliseconds": 1.0} | changed


def missed(engine: Engine, *events: dict[str, Any], audience: Audience = Audience.RESIDENT) -> list[Missed]:
    record(engine, events)
    return list(GapRecord(engine).missed(CITY, audience, *YEAR))


def one(text: str, day: str, entry: str = "", taken: bool = False, **counts: int) -> Missed:
    all_counts = {"questions": 1, "handoff": 0, "none_chosen": 0, "unhelpful": 0} | counts
    return Missed(text, "", entry, taken, **all_counts, last=date.fromisoformat(day))


def test_each_distinct_text_is_counted_the_commonest_first(engine: Engine) -> None:
    events = [
        event("1", "2026-11-20T10:00", "火葬はどこで"),
        event("2", "2026-11-20T11:00", "ドローンを飛ばす"),
        event("3", "2026-11-22T11:00", "ドローンを飛ばす"),
        event("4", "2026-11-19T11:00", "ドローンを飛ばす", user="b", session="b"),
    ]
    assert missed(engine, *events) == [
        one("ドローンを飛ばす", "2026-11-22", questions=3, handoff=3),
        one("火葬はどこで", "2026-11-20", handoff=1),
    ]


OTHERS = {
    "an answer": {"outcome": "answered"},
    "a passage": {"outcome": "passage"},
    "smalltalk": {"outcome": "smalltalk"},
    "another city": {"city": "131024"},
    "staff": {"audience": "staff"},
    "a try on the command line": {"channel": "cli"},
    "the year before": {"at": "2026-03-31T23:59"},
    "the year after": {"at": "2027-04-01T00:00"},
}


@pytest.mark.parametrize("changed", OTHERS.values(), ids=OTHERS)
def test_what_is_no_gap_is_left_out(engine: Engine, changed: dict[str, Any]) -> None:
    asked = {"id": "1", "at": "2026-11-20T10:00", "text": "問"} | changed
    assert missed(engine, event(**asked)) == []


def test_staff_have_gaps_of_their_own(engine: Engine) -> None:
    asked = event("1", "2026-11-20T10:00", "決裁は", audience="staff")
    assert missed(engine, asked, audience=Audience.STAFF) == [one("決裁は", "2026-11-20", handoff=1)]


def choices(id: str, at: str, text: str, **changed: Any) -> dict[str, Any]:
    return event(id, at, text, outcome="choices", shown=["x", "y"], **changed)


def none_chosen(id: str, at: str, **changed: Any) -> dict[str, Any]:
    return event(id, at, "", choice=kpi.NONE, **changed)


class TestNoneOfThese:
    """どれでもない speaks of the question for which the candidates were offered."""

    def test_it_has_the_text_of_the_question_before_it(self, engine: Engine) -> None:
        found = missed(
            engine,
            choices("1", "2026-11-20T10:00", "前の質問"),
            choices("2", "2026-11-20T10:01", "犬の散歩の決まり"),
            none_chosen("3", "2026-11-20T10:02"),
            choices("4", "2026-11-20T10:03", "後の質問"),
        )
        assert found == [one("犬の散歩の決まり", "2026-11-20", none_chosen=1)]

    @pytest.mark.parametrize("changed", [{"session": "b"}, {"user": "b"}, {"city": "131024"}])
    def test_the_question_of_another_session_is_not_taken(self, engine: Engine, changed: dict[str, Any]) -> None:
        found = missed(
            engine, choices("1", "2026-11-20T10:00", "ほかの人", **changed), none_chosen("2", "2026-11-20T10:01")
        )
        assert found == [one("", "2026-11-20", none_chosen=1)]

    def test_without_a_session_nothing_is_guessed(self, engine: Engine) -> None:
        alone = {"user": "", "session": ""}
        found = missed(
            engine, choices("1", "2026-11-20T10:00", "だれか", **alone), none_chosen("2", "2026-11-20T10:01", **alone)
        )
        assert found == [one("", "2026-11-20", none_chosen=1)]

    def test_it_is_counted_with_the_same_text_typed_elsewhere(self, engine: Engine) -> None:
        found = missed(
            engine,
            choices("1", "2026-11-20T10:00", "犬の散歩"),
            none_chosen("2", "2026-11-20T10:02"),
            event("3", "2026-11-21T10:00", "犬の散歩"),
        )
        assert found == [one("犬の散歩", "2026-11-21", questions=2, handoff=1, none_chosen=1)]


class TestUnhelpful:
    """Replies of which somebody said that they did not help."""

    def say(self, engine: Engine, reply: str, helpful: bool) -> None:
        SqlFeedback(engine).say(reply, datetime(2026, 11, 25, tzinfo=TOKYO), helpful)

    def test_an_answer_that_did_not_help_is_a_gap(self, engine: Engine) -> None:
        self.say(engine, "1", helpful=False)
        self.say(engine, "2", helpful=True)
        found = missed(
            engine,
            event("1", "2026-11-20T10:00", "図書館の駐車場", outcome="answered"),
            event("2", "2026-11-20T10:00", "図書館の時間", outcome="answered"),
        )
        assert found == [one("図書館の駐車場", "2026-11-20", unhelpful=1)]

    def test_a_hand_over_that_did_not_help_is_one_question(self, engine: Engine) -> None:
        self.say(engine, "1", helpful=False)
        found = missed(engine, event("1", "2026-11-20T10:00", "問"))
        assert found == [one("問", "2026-11-20", handoff=1, unhelpful=1)]

    def test_a_candidate_that_was_taken_and_did_not_help_stands_for_itself(self, engine: Engine) -> None:
        self.say(engine, "1", helpful=False)
        taken = event("1", "2026-11-20T10:00", "", outcome="answered", choice="sodai", shown=["sodai"])
        assert missed(engine, taken) == [one("", "2026-11-20", unhelpful=1, entry="sodai", taken=True)]


def test_blanked_texts_are_counted_by_what_was_found(engine: Engine) -> None:
    events = [event(str(number), "2026-11-20T10:00", "消す文", considered=FOUND) for number in range(3)]
    record(engine, events)
    with writing(engine) as connection:
        connection.execute(update(usage_events).values(text=""))
    found = list(GapRecord(engine).missed(CITY, Audience.RESIDENT, *YEAR))
    assert found == [one("", "2026-11-20", questions=3, handoff=3, entry="hon", taken=False)]


def test_a_question_that_leaned_on_an_answer_is_told_with_it(engine: Engine) -> None:
    [found] = missed(engine, event("1", "2026-11-20T10:00", "費用は？", leaned_on="sodai"))
    assert (found.text, found.leaned_on, found.entry) == ("費用は？", "sodai", "")


def test_hand_overs_and_none_add_up_to_the_gaps_of_the_report(engine: Engine) -> None:
    start = datetime(2026, 11, 1, tzinfo=TOKYO)
    for number in range(60):
        outcome = (*(outcome.value for outcome in Outcome), "handoff")[number % (len(Outcome) + 1)]
        at = (start + timedelta(hours=number)).strftime("%Y-%m-%dT%H:%M")
        choice = kpi.NONE if outcome == "handoff" and number % 2 else ""
        record(engine, [event(str(number), at, "" if choice else f"問{number % 7}", outcome=outcome, choice=choice)])
    found = GapRecord(engine).missed(CITY, Audience.RESIDENT, *YEAR)
    counts = KpiCounts(engine)
    counts.refresh(CITY)
    reported = sum(
        row.count for row in counts.counts(CITY, *YEAR) if (row.measure, row.channel) == ("handoff", kpi.ALL)
    )
    assert sum(each.handoff + each.none_chosen for each in found) == reported > 0
