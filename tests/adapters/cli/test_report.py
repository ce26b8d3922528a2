"""madoguchi report and madoguchi usage, from recorded questions to files."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.cli import report as module
from adapters.settings import Settings
from adapters.storage import SqlFeedback, connect
from benchmarks.played import record
from benchmarks.recount import recount
from knowledge import TOKYO

Run = Callable[..., Any]
CITY = "131016"


def event(number: int, at: str, **changed: Any) -> dict[str, Any]:
    made = {"id": f"e{number}", "at": datetime.fromisoformat(at).replace(tzinfo=TOKYO), "city": CITY, "channel": "web"}
    made |= {"audience": "resident", "user": f"u{number % 40}", "session": f"s{number}", "outcome": "answered"}
    made |= {"text": "ソファを捨てたい", "choice": "", "shown": ["sodai-gomi"], "considered": [], "revision": 1}
    return made | {"milliseconds": 1.0} | changed


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_today", lambda: date(2026, 11, 25))


@pytest.fixture
def recorded(settings: Settings) -> Settings:
    """A hundred questions of forty residents in April, twenty of five in June, three of staff; a target of 30."""
    path = settings.content_dir / CITY / "city.toml"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n[targets.annual_users]\n2026 = 30\n2025 = 30\n", encoding="utf-8"
    )
    engine = connect(settings.database)
    april = [event(number, f"2026-04-{1 + number % 28:02}T10:00") for number in range(100)]
    june = [event(100 + number, f"2026-06-{1 + number:02}T10:00", user=f"u{number % 5}") for number in range(20)]
    staff = [event(200 + number, "2026-06-11T10:00", audience="staff", user="t") for number in range(3)]
    record(engine, april + june + staff)
    engine.dispose()
    return settings


def test_the_report_of_a_part_of_a_year(run: Run, recorded: Settings) -> None:
    ran = run("report", "--city", CITY, "--fiscal-year", "2026")
    assert ran.status == 0
    assert "期間：令和8年4月1日から令和8年11月25日まで（年度の途中、239日分）" in ran.out
    assert "40人（令和8年11月25日現在）\n（対目標：＋10人）" in ran.out


def test_as_of_counts_to_the_end_of_that_day(run: Run, recorded: Settings) -> None:
    found = json.loads(run("report", "--city", CITY, "--as-of", "2026-06-05", "--format", "json").out)
    assert found["residents"]["channels"]["all"]["questions"] == 105
    assert [line["questions"] for line in found["residents"]["months"]["all"]] == [100, 0, 5]


def test_the_rule_of_the_city_is_the_one_of_its_file(run: Run, recorded: Settings) -> None:
    path = recorded.content_dir / CITY / "city.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[kpi]\nannual_users = "questions"\n', encoding="utf-8")
    found = json.loads(run("report", "--city", CITY, "--format", "json").out)["annual_users"]
    assert (found["rule"], found["value"], found["by_rule"]["users"]) == ("questions", 120, 40)


@pytest.mark.parametrize("form", ["text", "csv", "xlsx", "html", "json"])
def test_a_report_is_written_to_a_file_whole_and_never_over_another(run: Run, recorded: Settings, form: str) -> None:
    ran = run("report", "--city", CITY, "--format", form, "--out", f"report.{form}")
    assert (ran.status, ran.out) == (0, "")
    before = Path(f"report.{form}").read_bytes()
    assert before
    again = run("report", "--city", CITY, "--format", form, "--out", f"report.{form}")
    assert (again.status, Path(f"report.{form}").read_bytes()) == (1, before)
    assert f"report.{form} is there already. Move it away, or give another name." in again.err
    assert list(Path().glob(".*.part")) == []


WRONG = [
    (("report", "--city", "999999"), 1, "no city '999999'"),
    (("report", "--city", CITY, "--fiscal-year", "2027"), 1, "fiscal year 2027 begins on 2027-04-01, after 2026-11-25"),
    (
        ("report", "--city", CITY, "--as-of", "2026-11-26"),
        1,
        "--as-of 2026-11-26 is still to come; today is 2026-11-25",
    ),
    (("report", "--city", CITY, "--format", "xlsx"), 2, "xlsx needs --out FILE"),
    (("report", "--city", CITY, "--format", "pdf"), 2, "pdf"),
    (("usage", "events", "--city", CITY), 2, "give --jsonl"),
    (
        ("usage", "export", "--city", CITY, "--as-of", "2026-04-20"),
        1,
        "no month of fiscal year 2026 is over on 2026-04-20",
    ),
    (("report", "--city", CITY, "--out", "no/such/folder/report.txt"), 1, "no/such/folder"),
]


@pytest.mark.parametrize(
    ("call", "status", "told"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_a_wrong_call_says_what_is_wrong(
    run: Run, recorded: Settings, call: tuple[str, ...], status: int, told: str
) -> None:
    ran = run(*call)
    assert (ran.status, ran.out) == (status, "")
    assert told in " ".join(ran.err.replace("│", " ").split())


def test_open_data_holds_whole_months_and_no_small_number(run: Run, recorded: Settings) -> None:
    ran = run("usage", "export", "--city", CITY, "--fiscal-year", "2026", "--out", "open.csv")
    assert ran.status == 0
    assert "10未満の数は載せない" in ran.err
    assert "公開するのは、年度が終わってから一度にしてください。" in ran.err
    text = Path("open.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")  # Excel in Japan reads UTF-8 by this mark
    rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    assert {row["終わりの日"] for row in rows} == {"2026-10-31"}
    assert [row["値"] for row in rows if row["公開区分"] == "職員" and row["値"]] == []
    assert all(int(row["値"]) >= 10 for row in rows if row["値"])


def test_everybody_can_recount_from_the_stream_of_events(run: Run, recorded: Settings) -> None:
    ran = run("usage", "events", "--city", CITY, "--fiscal-year", "2026", "--jsonl")
    events = [json.loads(line) for line in ran.out.splitlines()]
    assert len(events) == 123
    assert "text" not in events[0]
    figures = recount(events, CITY, 2026, date(2026, 11, 25))
    found = json.loads(run("report", "--city", CITY, "--fiscal-year", "2026", "--format", "json").out)
    for month in found["residents"]["months"]["all"]:
        first = date.fromisoformat(month["month"])
        for name, measure in (("users", "new_in_month"), ("user_days", "users"), ("sessions", "sessions")):
            assert month[name] == figures["resident", "", first, measure]


def test_the_figures_are_those_that_a_clerk_counts_from_the_lines(run: Run, settings: Settings) -> None:
    """Nine questions, counted by hand, by plain Python over the lines of the file, and by the report."""
    engine = connect(settings.database)
    record(
        engine,
        [
            event(1, "2026-04-01T00:00", user="a", session="a1"),
            event(2, "2026-04-01T00:29:59", user="a", session="a1", outcome="choices"),
            event(3, "2026-04-01T00:59:59", user="a", session="a1", choice="sodai-gomi"),  # half an hour later
            event(4, "2026-04-30T23:59:59", user="b", session="b1", outcome="handoff", shown=[]),
            event(5, "2026-05-01T00:00", user="b", session="b1"),
            event(6, "2026-05-01T09:00", user="c", session="c1", channel="line", outcome="smalltalk", shown=[]),
            event(7, "2026-05-01T09:00", user="", session=""),
            event(8, "2026-05-01T09:00", user="s", session="s1", audience="staff"),
            event(9, "2026-05-01T09:00", user="t", session="t1", channel="cli"),
            event(10, "2026-03-31T23:59:59", user="a", session="a1"),  # of the year before
        ],
    )
    SqlFeedback(engine).say("e1", datetime(2026, 6, 1, tzinfo=TOKYO), True)
    SqlFeedback(engine).say("e4", datetime(2026, 6, 1, tzinfo=TOKYO), False)
    engine.dispose()
    ran = run("usage", "events", "--city", CITY, "--fiscal-year", "2026", "--jsonl")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    ours = [line for line in lines if line["audience"] == "resident" and line["channel"] != "cli"]
    days = {
        (line["user"], datetime.fromisoformat(line["at"]).astimezone(TOKYO).date()) for line in ours if line["user"]
    }
    outcomes = Counter(line["outcome"] for line in ours)
    assert len(lines) == 9
    assert (len(ours), len({user for user, _ in days}), len(days)) == (7, 3, 4)
    assert outcomes == {"answered": 4, "choices": 1, "handoff": 1, "smalltalk": 1}
    assert [line["helpful"] for line in ours] == [True, None, None, False, None, None, None]

    found = json.loads(run("report", "--city", CITY, "--fiscal-year", "2026", "--format", "json").out)["residents"]
    everything, months = found["channels"]["all"], found["months"]["all"]
    counted = [everything[name] for name in ("users", "user_days", "sessions", "questions", "without_user")]
    assert counted == [3, 4, 4, 7, 1]  # sessions: a1 twice, b1 across midnight once, c1
    assert [(month["users"], month["sessions"], month["questions"]) for month in months[:2]] == [(2, 3, 4), (2, 1, 3)]
    assert {name: count for name, count in found["outcomes"].items() if count} == outcomes
    assert found["answer_rate"] == {"part": 4, "whole": 6, "per_cent": 66.7}
    assert found["helpful_rate"] == {"part": 1, "whole": 2, "per_cent": 50.0}
    assert found["channels"]["line"]["questions"] == found["channels"]["cli"]["questions"] == 1
    assert (found["chosen"], found["gaps"], found["top_entries"][0]["questions"]) == (1, 1, 5)


def test_the_masked_text_comes_only_where_it_is_asked_for(run: Run, recorded: Settings) -> None:
    ran = run("usage", "events", "--city", CITY, "--fiscal-year", "2026", "--jsonl", "--text")
    assert json.loads(ran.out.splitlines()[0])["text"] == "ソファを捨てたい"


def test_the_nightly_count(run: Run, recorded: Settings) -> None:
    assert run("usage", "count", "--city", CITY).err == f"{CITY}: 48 day(s) counted\n"
    assert run("usage", "count", "--city", CITY).err == f"{CITY}: 0 day(s) counted\n"
    assert run("usage", "count", "--city", CITY, "--anew").err == f"{CITY}: 48 day(s) counted\n"


def test_what_is_added_to_the_files_later_is_not_counted_before_it_is_published(run: Run, recorded: Settings) -> None:
    def entries(*more: str) -> int:
        found = json.loads(run("report", "--city", CITY, "--format", "json", *more).out)
        count: int = found["residents"]["content"]["entries"]
        return count

    before = entries()
    assert before == 5  # of the seven in the file, one is for staff and one is over
    path = recorded.content_dir / CITY / "entries" / "kurashi.yaml"
    added = "- {id: shinki, question: 問い, answer: 答え, section: 図書館, category: まなび/図書館, phrasings: [甲, 乙, 丙, 丁]}\n"
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    assert entries() == before
    assert entries("--as-of", "2026-04-10") == before
