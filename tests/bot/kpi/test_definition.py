"""定義: printed beside every figure, and the same in the documentation."""

from pathlib import Path

import pytest

from bot.kpi.definition import DEFINITIONS, OF_RULE, Definition
from bot.kpi.suppression import RULE
from knowledge import UserRule

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "kpi.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("each", DEFINITIONS, ids=lambda each: each.name)
def test_the_documentation_holds_each_definition_word_for_word(each: Definition) -> None:
    assert f"| {each.name} | {each.unit} | {each.rule} | {each.limits} |" in PAGE


def test_the_documentation_holds_the_rule_of_small_numbers() -> None:
    assert RULE in PAGE


def test_every_rule_of_the_city_file_is_defined_and_documented() -> None:
    assert set(OF_RULE) == set(UserRule)
    assert [rule.value for rule in UserRule if f"| `{rule.value}`" not in PAGE] == []
