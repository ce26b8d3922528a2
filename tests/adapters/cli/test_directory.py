"""madoguchi directory: whom a hand-over names."""

import csv
from collections.abc import Callable
from typing import Any

from knowledge.section import DESKS

Run = Callable[..., Any]


def test_every_desk_is_listed_with_its_section(run: Run) -> None:
    ran = run("directory", "--city", "131016")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert "ごみ: 清掃課  03-0000-1002  ごみ、資源回収" in lines
    assert "動物: （課が決まっていません）  カラス、ハクビシン" in lines
    assert "市の話題: 清掃課  03-0000-1002  みなと野コンポスト" in lines
    assert "119番: 火事や急な病気の人  119  24時間" in lines
    assert len(lines) == len(DESKS) + 2


def test_a_table_for_excel(run: Run) -> None:
    rows = list(csv.reader(run("directory", "--city", "131016", "--csv").out.splitlines()))
    assert rows[0] == ["担当分野・相談先", "課・だれのため", "電話", "つながる時間・話題の言葉", "出典"]
    assert rows[-1] == ["119番", "火事や急な病気の人", "119", "24時間", "消防庁の案内（2026-11-20）"]
    assert {len(row) for row in rows} == {5}


def test_an_unknown_city_is_told(run: Run) -> None:
    ran = run("directory", "--city", "999999")
    assert (ran.status, ran.out) == (1, "")
    assert "999999" in ran.err
