"""madoguchi calibrate: thresholds, what is foretold and what is seen."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, connect
from knowledge import Entry

Run = Callable[..., Any]


@pytest.fixture
def large(settings: Settings, lost_things: Sequence[Entry]) -> None:
    """131016 with fifteen entries more."""
    engine: Engine = connect(settings.database)
    Shelves(settings, PublishedContent(engine)).publish("131016", "忘れ物", lost_things)
    engine.dispose()


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


@pytest.mark.usefixtures("large")
class TestCalibrate:
    def test_it_prints_targets_thresholds_reliability_and_outcomes(self, run: Run) -> None:
        ran = run("calibrate", "--city", "131016", "--target", "0.07")
        assert ran.status == 0
        assert re.search(r"^131016 みなと野市: 言い換え [\d,]+回の質問（ラベルなし）$", ran.out, re.MULTILINE)
        [line] = [line for line in ran.out.splitlines() if line.endswith("←")]
        assert line.strip().startswith("7.0%")
        assert re.search(r"^しきい値: 回答 0\.\d\d、候補 0\.\d\d", ran.out, re.MULTILINE)
        bins = re.findall(r"^0\.\d–[01]\.\d +[\d.]+ +([\d.]+)% +([\d.]+)%$", ran.out, re.MULTILINE)
        assert bins
        shares = re.findall(r"([\d.]+)%", ran.out.splitlines()[-1])
        assert sum(map(float, shares)) == pytest.approx(100, abs=0.4)

    def test_labelled_questions_are_set_beside(self, run: Run, tmp_path: Path) -> None:
        file = written(
            tmp_path / "q.jsonl",
            {"question": "財布を電車に忘れた", "expected": ["wasuremono-2"]},
            {"question": "こんにちは", "expected": []},
            {"city": "131024", "question": "よその市の質問", "expected": []},
        )
        ran = run("calibrate", "--city", "131016", "--questions", file)
        assert "■ q.jsonl 2問" in ran.out
        assert "検索の前の案内 50.0%" in ran.out.splitlines()[-1]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ('{"question": "鍵"}', 'line 1: not an object with "question" and "expected"'),
            ("財布", 'line 1: not an object with "question" and "expected"'),
            ('{"question": 1, "expected": []}', 'line 1: "question" must be a text'),
            ('{"city": "131024", "question": "鍵", "expected": []}', "has no question for city 131016"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_told_before_anything_is_asked(
        self, run: Run, tmp_path: Path, text: str, told: str
    ) -> None:
        file = tmp_path / "q.jsonl"
        file.write_text(text, encoding="utf-8")
        ran = run("calibrate", "--city", "131016", "--questions", file)
        assert (ran.status, ran.out) == (1, "")
        assert told in ran.err

    @pytest.mark.parametrize("target", ["0", "1", "5"])
    def test_a_target_is_a_share(self, run: Run, target: str) -> None:
        assert run("calibrate", "--city", "131016", "--target", target).status == 2


def test_a_city_with_few_entries_says_that_the_defaults_hold(run: Run) -> None:
    ran = run("calibrate", "--city", "131016")
    assert ran.status == 0
    assert ran.out == "131016 みなと野市: 言い換えのある項目が20未満なので、既定のしきい値を使います。\n"
