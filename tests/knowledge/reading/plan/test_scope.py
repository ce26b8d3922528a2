import pytest

from knowledge.plan import Scope
from knowledge.reading.plan.text.scope import scope_of

SENTENCE = "手続を家から行えるようにしました。"


@pytest.mark.parametrize(
    ("headings", "scope"),
    [
        (("2章 動向", "1 国による情報化施策の動向"), Scope.NATION),
        (("2 国や都の動向", "(1) 国の動向", "① 国が掲げる理念・支援策"), Scope.NATION),
        (("2 国や都の動向", "(2) 東京都の動向"), Scope.PREFECTURE),
        (("(2) 東京都における情報化の現状", "ア 実施戦略"), Scope.PREFECTURE),
        (("2 兵庫県の取組",), Scope.PREFECTURE),
        (("(3)他の地方公共団体における情報化の現状", "ア 事業について"), Scope.ELSEWHERE),
        (("先進自治体の取組",), Scope.ELSEWHERE),
        (("3 社会の動向",), Scope.NATION),
        (("2 国や都の動向",), Scope.CITY),
        (("Ⅰ 国・都などにおける情報化の動向",), Scope.CITY),
        (("(1) 国の動向", "ア 本市の取組"), Scope.CITY),
        (("施策① 国の制度を活かした窓口",), Scope.CITY),
        (("第1章 計画",), Scope.CITY),
        ((), Scope.CITY),
    ],
)
def test_the_innermost_heading_that_tells_it(headings, scope):
    assert scope_of(headings, SENTENCE) is scope


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("国は、計画を作りました。", Scope.NATION),
        ("・国は計画を作りました。\n・総務省は、手順書を作りました。", Scope.NATION),
        ("東京都では、戦略を作りました。", Scope.PREFECTURE),
        ("・国は計画を作りました。\n・市民からは、要望が多くあります。", Scope.CITY),
        ("国は計画を作りました。本市も作ります。", Scope.CITY),
        ("国は", Scope.CITY),
    ],
)
def test_or_the_subject_of_every_paragraph(text, scope):
    assert scope_of(("背景",), text) is scope


@pytest.mark.parametrize("words", ["本市においても", "市では、", "市民アンケートによると"])
def test_a_passage_about_the_city_itself_is_the_citys_wherever_it_stands(words):
    assert scope_of(("(1) 国の動向",), f"国の計画を受け、{words}手続を見直します。") is Scope.CITY
