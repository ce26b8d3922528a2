import pytest

from knowledge import Lexicon
from knowledge.lexicon import Group


@pytest.mark.parametrize(
    ("group", "directed"),
    [
        (Group(("引っ越してきた",), ("転入",)), [("引っ越してきた", ("転入",), False)]),
        (
            Group(("住民表", "住民標"), ("住民票",)),
            [("住民表", ("住民票",), False), ("住民標", ("住民票",), False)],
        ),
        (
            Group(("引っ越し",), ("転入", "転出", "転居"), ambiguous=True),
            [("引っ越し", ("転入", "転出", "転居"), True)],
        ),
        (
            Group(("マイナカード", "個人番号カード"), ("マイナンバーカード",), both_ways=True),
            [
                ("マイナカード", ("マイナンバーカード", "個人番号カード"), False),
                ("個人番号カード", ("マイナンバーカード", "マイナカード"), False),
                ("マイナンバーカード", ("マイナカード", "個人番号カード"), False),
            ],
        ),
        (
            Group(("謄本",), ("戸籍謄本", "戸籍全部事項証明書"), both_ways=True),
            [
                ("謄本", ("戸籍謄本", "戸籍全部事項証明書"), False),
                ("戸籍謄本", ("謄本", "戸籍全部事項証明書"), False),
                ("戸籍全部事項証明書", ("謄本", "戸籍謄本"), False),
            ],
        ),
    ],
    ids=["one way", "two forms do not stand for each other", "ambiguous", "both ways", "two official forms"],
)
def test_expansion_goes_in_the_direction_of_the_group(group, directed):
    assert list(Lexicon((group,)).directed()) == directed


def test_an_official_word_of_a_one_way_group_leads_nowhere():
    assert [form for form, _, _ in Lexicon((Group(("ゴミ出し",), ("ごみの収集",)),)).directed()] == ["ゴミ出し"]


def test_the_groups_of_the_city_come_after_the_common_ones():
    common, city = Group(("役所",), ("市役所",)), Group(("役所",), ("みなと野市役所",))
    assert (Lexicon((common,)) + Lexicon((city,))).groups == (common, city)
