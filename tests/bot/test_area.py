"""Another city's matter is named as such; a person who moves here, or this city by any of its names, is not."""

import pytest

from bot.area import elsewhere
from index import normalise
from knowledge import City

CITY = City("132012", "八王子市", names=("八王子", "はちおうじ"))


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("町田市の保育園に入りたい", "町田市"),
        ("横浜市の粗大ごみはどうやって申し込むの", "横浜市"),
        ("世田谷区の図書館カードを作りたい", "世田谷区"),
        ("武蔵野市の証明書の手数料は", "武蔵野市"),
        ("横浜市から引っ越してきました", None),
        ("横浜市の実家から越してきたばかりです", None),
        ("町田市の会社に通っています", None),
        ("八王子市の粗大ごみ", None),
        ("はちおうじと町田市の違い", None),
        ("市の図書館はどこですか", None),
        ("元八王子町の集会所", None),
        ("都市計画の図面を見たい", None),
        ("区の広報", None),
    ],
)
def test_whose_matter_a_question_is(question: str, place: str | None) -> None:
    assert elsewhere(normalise(question), CITY) == place
