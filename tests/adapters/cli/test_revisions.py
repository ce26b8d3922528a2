"""madoguchi revisions and restore: what was published, by whom, and back with one command."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ROWS = "項目ID,質問,回答,担当課\n131016-asagao,朝顔の苗はどこでもらえますか。,{answer},総務課\n"
SHIPPED = r"1  20\d\d-\d\d-\d\d \d\d:\d\d  \S+  loaded from the shipped content of Madoguchi.*"
QUESTION = ("ask", "朝顔の苗はどこでもらえますか。", "--city", "131016", "--no-record")


@pytest.fixture
def publish(run: Run, workplace: Path) -> Callable[[str], None]:
    """`publish("窓口です。")` imports the entry 131016-asagao with that answer."""

    def import_entry(answer: str) -> None:
        (workplace / "asagao.csv").write_text(ROWS.format(answer=answer), encoding="utf-8")
        assert run("import", "entries", "asagao.csv", "--city", "131016").status == 0

    return import_entry


def test_a_city_that_published_nothing_has_what_ships(run: Run) -> None:
    lines = run("revisions", "--city", "131016").out.splitlines()
    assert lines[0] == "131016 みなと野市: revision 1 is in force"
    assert re.fullmatch(SHIPPED, lines[1])
    assert lines[2:] == []


def test_revisions_are_listed_with_when_who_and_why(run: Run, publish: Callable[[str], None]) -> None:
    publish("窓口です。")
    run("restore", "--city", "131016", "--revision", 1, "--why", "回答が誤り")
    lines = run("revisions", "--city", "131016").out.splitlines()
    assert lines[0] == "131016 みなと野市: revision 3 is in force"
    assert re.fullmatch(r"3  20\d\d-\d\d-\d\d \d\d:\d\d  \S+  回答が誤り \(content of 1\)", lines[1])
    assert re.fullmatch(r"2  20\d\d-\d\d-\d\d \d\d:\d\d  \S+  import entries asagao\.csv", lines[2])
    assert re.fullmatch(SHIPPED, lines[3])
    assert lines[4:] == []


def test_what_is_restored_is_answered_at_once(run: Run, publish: Callable[[str], None]) -> None:
    publish("総務課の窓口です。")
    publish("まちがった案内です。")
    ran = run("restore", "--city", "131016", "--revision", 2)
    assert (ran.status, ran.out) == (0, "131016: revision 2 is restored, published as revision 4\n")
    assert "総務課の窓口です。" in run(*QUESTION).out
    run("restore", "--city", "131016", "--revision", 1)
    assert "131016-asagao" not in run(*QUESTION, "--json").out


def test_nothing_is_published_where_nothing_differs(run: Run, publish: Callable[[str], None]) -> None:
    publish("窓口です。")
    ran = run("restore", "--city", "131016", "--revision", 2)
    assert ran.out == "131016: revision 2, which is in force, holds the same as 2; nothing was published\n"


def test_a_revision_that_never_was_is_refused(run: Run) -> None:
    ran = run("restore", "--city", "131016", "--revision", 9)
    assert (ran.status, ran.out) == (1, "")
    assert "131016 has no revision 9; it has 1 to 1. `madoguchi revisions --city 131016` lists them." in ran.err


@pytest.mark.parametrize("words", [("revisions",), ("restore", "--revision", "1")], ids=lambda words: words[0])
def test_an_unknown_city_is_refused(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words, "--city", "999999")
    assert ran.status == 1
    assert "no city '999999'" in ran.err


def test_a_database_of_a_newer_program_is_told_in_a_line(run: Run, publish: Callable[[str], None]) -> None:

    publish("窓口です。")
    with closing(sqlite3.connect("var/madoguchi.sqlite3")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    ran = run("revisions", "--city", "131016")
    assert ran.status == 1
    assert "has version 9999" in ran.err
    assert len(ran.err.splitlines()) == 1
