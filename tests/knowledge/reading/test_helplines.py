"""National numbers: none without whom it is for, when it answers, and a dated source."""

from datetime import date

import pytest

from knowledge import Source
from knowledge.helpline import Helpline
from knowledge.reading.helplines import read_helplines

WHOLE = {
    "id": "119",
    "name": "119番",
    "telephone": '"119"',
    "who": "火事や急な病気の人",
    "hours": "24時間",
    "source": "{title: 消防庁の案内, as_of: 2026-11-20}",
}


def item(**changes: str | None) -> str:
    values = {key: value for key, value in (WHOLE | changes).items() if value is not None}
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in values.items()) + "\n"


def test_a_number_is_read_whole(write):
    assert read_helplines(write("helplines.yaml", item())) == (
        Helpline(
            "119番",
            "119",
            "火事や急な病気の人",
            "24時間",
            Source("消防庁の案内", as_of=date(2026, 11, 20)),
            "119",
        ),
    )


def test_a_page_needs_no_number(write):
    assert read_helplines(write("helplines.yaml", item(telephone=None)))[0].telephone == ""


@pytest.mark.parametrize(
    ("changes", "place", "problem"),
    [
        ({"name": None}, "1行目 name", "空欄です"),
        ({"who": None}, "1行目 who", "空欄です"),
        ({"hours": None}, "1行目 hours", "空欄です"),
        ({"source": None}, "1行目 source title", "空欄です"),
        ({"source": "{title: 消防庁の案内}"}, "1行目 source", "確かめた日がありません"),
        ({"source": "消防庁"}, "1行目 source", "表ではありません"),
        ({"price": "0"}, "1行目 price", "知らない名前です"),
    ],
)
def test_a_fault_is_reported_with_its_place(write, faults_of, changes, place, problem):
    faults = faults_of(read_helplines, write("helplines.yaml", item(**changes)))
    assert (faults[0].place, faults[0].problem) == (place, problem)


def test_an_id_belongs_to_one_number(write, faults_of):
    faults = faults_of(read_helplines, write("helplines.yaml", item() + item(name="もう一つ")))
    assert [fault.problem for fault in faults] == ["同じものが二つあります"] * 2
