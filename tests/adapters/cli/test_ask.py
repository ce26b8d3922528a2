"""madoguchi ask: a question, or a file of them, at the moment that the clock is set to."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
GOMI = "粗大ごみはどう出せばいいですか。"
CONTRACT = {"reply_id", "outcome", "text", "entry", "sources", "choices", "contact", "revision"}


def test_a_reply_is_readable_in_a_terminal(run: Run) -> None:
    ran = run("ask", GOMI, "--city", "131016", "--as-of", "2026-11-20T10:00")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "[回答]",
        "■ 粗大ごみはどう出せばいいですか。",
        "粗大ごみは、清掃課に申し込んでから、家の前に出してください。",
        "品目を書いた紙を貼ってください。",
        "担当: 清掃課 / 03-0000-1002 / 本日（金曜日）の受付時間は 08:30～17:15 です。",
        "出典: みなと野市廃棄物の処理に関する条例 第12条 https://example.jp/jorei/12",
        "更新日: 2026-11-01",
    ]


def test_candidates_are_numbered(run: Run) -> None:
    lines = run("ask", "住民票の写しを受け取る", "--city", "131016").out.splitlines()
    assert lines[0] == "[候補の提示]"
    assert sorted(line.split(". ")[1] for line in lines[2:4]) == [
        "住民票の写しを窓口で取りたい (juminhyo-madoguchi)",
        "住民票の写しを郵便で取りたい (juminhyo-yubin)",
    ]
    assert lines[4] == "  3. どれでもない (none)"


def test_json_is_the_public_contract(run: Run) -> None:
    ran = run("ask", GOMI, "--city", "131016", "--json")
    reply = json.loads(ran.out)
    assert set(reply) == CONTRACT
    assert (reply["outcome"], reply["entry"]["id"]) == ("answered", "sodai-gomi")


@pytest.mark.parametrize(
    ("moment", "hours", "open_now"),
    [
        ("2026-11-20T08:29", "本日（金曜日）の受付時間は 08:30～17:15 です。", False),
        ("2026-11-20T08:30", "本日（金曜日）の受付時間は 08:30～17:15 です。", True),
        ("2026-11-20T17:14", "本日（金曜日）の受付時間は 08:30～17:15 です。", True),
        ("2026-11-20T17:15", "本日（金曜日）の受付時間は 08:30～17:15 です。", False),
        ("2026-11-21T10:00", "本日は土曜日のため、窓口はお休みです。", False),
        ("2026-11-22T10:00", "本日は日曜日のため、窓口はお休みです。", False),
        ("2026-11-22", "本日は日曜日のため、窓口はお休みです。", False),
        ("2026-11-23T10:00", "本日は勤労感謝の日のため、窓口はお休みです。", False),
        ("2026-12-30T10:00", "本日（年末年始）の受付時間は登録されていません。", None),
    ],
)
def test_the_clock_decides_what_the_contact_says(run: Run, moment: str, hours: str, open_now: bool | None) -> None:
    contact = json.loads(run("ask", GOMI, "--city", "131016", "--json", "--as-of", moment).out)["contact"]
    assert (contact["hours"], contact["open_now"]) == (hours, open_now)


@pytest.mark.parametrize(("day", "outcome"), [("2020-08-31", "answered"), ("2020-09-01", "handoff")])
def test_the_clock_decides_what_is_valid(run: Run, day: str, outcome: str) -> None:
    """natsu-pool was valid until 2020-08-31, that day included."""
    reply = json.loads(
        run("ask", "市民プールの夏の開場はどうなっていますか。", "--city", "131016", "--json", "--as-of", day).out
    )
    assert reply["outcome"] == outcome


@pytest.mark.parametrize(("audience", "found"), [("resident", False), ("staff", True)])
def test_only_staff_are_shown_what_is_for_staff(run: Run, audience: str, found: bool) -> None:
    ran = run("ask", "年次休暇の申請はどの画面で行いますか。", "--city", "131016", "--audience", audience)
    assert ("庶務事務システム" in ran.out) is found


def test_the_only_city_need_not_be_named(run: Run) -> None:
    assert "清掃課" in run("ask", GOMI, CITIES="131016").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((GOMI,), "name the city with --city; served: 131016, 131024"),
        ((GOMI, "--city", "132012"), "no city '132012'"),
        (("", "--city", "131016"), "ご質問を入力してください。"),
        ((" \u3000", "--city", "131016"), "ご質問を入力してください。"),
        (("あ" * 2_001, "--city", "131016"), "2000文字までにまとめて"),
    ],
    ids=["no city", "unknown city", "no question", "only spaces", "too long"],
)
def test_what_cannot_be_asked_is_told_in_a_line(run: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = run("ask", *arguments)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("madoguchi: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("option", [("--as-of", "昨日"), ("--audience", "mayor"), ("--no-such-option",)])
def test_a_wrong_option_is_a_usage_error(run: Run, option: tuple[str, ...]) -> None:
    assert run("ask", GOMI, "--city", "131016", *option).status == 2


@pytest.mark.parametrize(("options", "events"), [((), 1), (("--no-record",), 0)])
def test_a_question_is_counted_unless_it_is_a_try(
    run: Run, kept: Callable[[Path], list[dict[str, Any]]], options: tuple[str, ...], events: int
) -> None:
    run("ask", GOMI, "--city", "131016", *options)
    assert [event["channel"] for event in kept(Path("var/madoguchi.sqlite3"))] == ["cli"] * events


class TestFile:
    """A file of questions: JSON Lines in, JSON Lines out."""

    @pytest.fixture
    def ask_file(self, run: Run, workplace: Path) -> Run:
        def ask(content: str | bytes, *options: str) -> Any:
            path = workplace / "questions.jsonl"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            return run("ask", "--file", path, *options)

        return ask

    def test_every_line_gets_one_line_with_its_id_and_the_time_it_took(self, ask_file: Run) -> None:
        ran = ask_file(
            '{"id": "q1", "city": "131016", "question": "粗大ごみはどう出せばいいですか。"}\n'
            '{"id": 7, "city": "131024", "audience": "resident", "question": "野良猫が増えて困っています。"}\n'
            "\n"
            '{"city": "131016", "audience": "staff", "question": "年次休暇の申請はどの画面で行いますか。"}\n'
        )
        replies = [json.loads(line) for line in ran.out.splitlines()]
        assert ran.status == 0
        assert [reply["id"] for reply in replies] == ["q1", 7, 4]
        assert [reply["entry"]["id"] for reply in replies] == ["sodai-gomi", "neko-sodan", "shokuin-kyuka"]
        assert all(set(reply) == CONTRACT | {"id", "milliseconds"} for reply in replies)
        assert all(0 < reply["milliseconds"] < 2_000 for reply in replies)
        assert ran.err == "3 question(s) answered\n"

    def test_a_byte_order_mark_and_windows_line_ends_are_read(self, ask_file: Run) -> None:
        line = '{"id": 1, "city": "131016", "question": "粗大ごみはどう出せばいいですか。"}\r\n'
        ran = ask_file(b"\xef\xbb\xbf" + (line * 2).encode())
        assert (ran.status, len(ran.out.splitlines())) == (0, 2)

    def test_an_empty_file_answers_nothing(self, ask_file: Run) -> None:
        ran = ask_file("")
        assert (ran.status, ran.out, ran.err) == (0, "", "0 question(s) answered\n")

    def test_the_clock_is_set_for_every_line(self, ask_file: Run) -> None:
        line = f'{{"city": "131016", "question": "{GOMI}"}}\n'
        ran = ask_file(line * 3, "--as-of", "2026-11-22T10:00")
        hours = [json.loads(reply)["contact"]["hours"] for reply in ran.out.splitlines()]
        assert hours == ["本日は日曜日のため、窓口はお休みです。"] * 3

    def test_a_file_is_no_resident_s_question_and_is_not_counted(
        self, ask_file: Run, kept: Callable[[Path], list[dict[str, Any]]]
    ) -> None:
        ask_file(f'{{"city": "131016", "question": "{GOMI}"}}\n')
        assert kept(Path("var/madoguchi.sqlite3")) == []

    @pytest.mark.parametrize(
        "line",
        [
            "粗大ごみはどう出せばいいですか。",
            '{"city": "131016", "question": "粗大ごみ"',
            '["131016", "粗大ごみ"]',
            "null",
            "5",
            '{"city": "131016"}',
            '{"question": "粗大ごみ"}',
            '{"city": "131016", "question": null}',
            '{"city": "131016", "question": ["粗大ごみ"]}',
            '{"city": "131016", "question": "粗大ごみ", "audience": "mayor"}',
        ],
    )
    def test_a_bad_line_is_named_before_anything_is_answered(self, ask_file: Run, line: str) -> None:
        good = f'{{"city": "131016", "question": "{GOMI}"}}\n'
        ran = ask_file(good + good + line + "\n")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("madoguchi: line 3: ")
        assert "city, question" in ran.err

    def test_an_unknown_city_is_named_before_anything_is_answered(self, ask_file: Run) -> None:
        good = f'{{"city": "131016", "question": "{GOMI}"}}\n'
        ran = ask_file(good + good.replace("131016", "132012"))
        assert (ran.status, ran.out) == (1, "")
        assert "'132012'" in ran.err

    @pytest.mark.parametrize(
        "content",
        [f'{{"city": "131016", "question": "{GOMI}"}}\n'.encode("cp932"), b"PK\x03\x04\xff\xfe\x00" * 20],
        ids=["CP932", "Excel"],
    )
    def test_a_file_that_is_not_utf_8_is_told_in_a_line(self, ask_file: Run, content: bytes) -> None:
        ran = ask_file(content)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("madoguchi: ")
        assert "UTF-8" in ran.err

    def test_a_file_that_is_not_there_is_named(self, run: Run) -> None:
        ran = run("ask", "--file", "missing.jsonl")
        assert ran.status in (1, 2)
        assert "missing.jsonl" in ran.err
