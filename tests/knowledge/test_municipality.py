"""The list of municipalities that ships: complete by count and by code, and found in texts."""

from collections import Counter

import pytest

from knowledge import DATA, Gazetteer, Municipality, MunicipalityKind, load_knowledge
from knowledge.city import valid_city_code
from knowledge.reading.municipalities import read_municipalities

# 市区町村 in each prefecture (総務省, 1,718 市町村 and 23 特別区), in the order of the codes.
COUNTS = (
    "北海道179 青森県40 岩手県33 宮城県35 秋田県25 山形県35 福島県59 茨城県44 栃木県25 群馬県35 埼玉県63 千葉県54 東京都62 神奈川県33"
    " 新潟県30 富山県15 石川県19 福井県17 山梨県27 長野県77 岐阜県42 静岡県35 愛知県54 三重県29 滋賀県19 京都府26 大阪府43 兵庫県41"
    " 奈良県39 和歌山県30 鳥取県19 島根県19 岡山県27 広島県23 山口県19 徳島県24 香川県17 愛媛県20 高知県34 福岡県60 佐賀県20 長崎県21"
    " 熊本県45 大分県18 宮崎県26 鹿児島県43 沖縄県41"
)
WARDS = (
    "札幌市10 仙台市5 さいたま市10 千葉市6 横浜市18 川崎市7 相模原市3 新潟市8 静岡市3 浜松市3 名古屋市16 京都市11 大阪市24 堺市7"
    " 神戸市9 岡山市4 広島市8 北九州市7 福岡市7 熊本市5"
)
ENDS = {"prefecture": "都道府県", "city": "市", "special_ward": "区", "ward": "区", "town": "町", "village": "村"}
KANA_ENDS = {
    "prefecture": ("とう", "どう", "ふ", "けん", "きょうと"),
    "city": ("し",),
    "special_ward": ("く",),
    "ward": ("く",),
    "town": ("ちょう", "まち"),
    "village": ("むら", "そん"),
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return read_municipalities(DATA / "common" / "municipalities.csv")


def test_there_are_as_many_of_each_kind_as_in_japan(gazetteer: Gazetteer) -> None:
    assert Counter(place.kind.value for place in gazetteer) == {
        "prefecture": 47,
        "city": 792,
        "special_ward": 23,
        "town": 743,
        "village": 183,
        "ward": 171,
    }
    assert len(gazetteer) == 47 + 1741 + 171


def test_each_prefecture_has_all_its_municipalities(gazetteer: Gazetteer) -> None:
    outside = (MunicipalityKind.PREFECTURE, MunicipalityKind.WARD)
    counted = Counter(place.prefecture for place in gazetteer if place.kind not in outside)
    assert [f"{name}{count}" for name, count in counted.items()] == COUNTS.split()


def test_each_designated_city_has_all_its_wards(gazetteer: Gazetteer) -> None:
    counted = Counter(place.city for place in gazetteer if place.city)
    assert [f"{name}{count}" for name, count in counted.items()] == WARDS.split()
    assert set(counted) <= {place.name for place in gazetteer if place.kind is MunicipalityKind.CITY}


def test_codes_carry_their_check_digit_ascend_and_belong_to_their_prefecture(gazetteer: Gazetteer) -> None:
    """The rule of the check digit is that of 総務省, in `valid_city_code`."""
    codes = [place.code for place in gazetteer]
    assert [code for code in codes if not valid_city_code(code)] == []
    assert codes == sorted(set(codes))
    numbers = {place.prefecture: place.code[:2] for place in gazetteer if place.kind is MunicipalityKind.PREFECTURE}
    assert list(numbers.values()) == [f"{number:02}" for number in range(1, 48)]
    assert [place.name for place in gazetteer if place.code[:2] != numbers[place.prefecture]] == []


def test_names_and_readings_end_as_their_kind_does(gazetteer: Gazetteer) -> None:
    assert [place for place in gazetteer if place.name[-1] not in ENDS[place.kind]] == []
    assert [place for place in gazetteer if not place.kana.endswith(KANA_ENDS[place.kind])] == []
    assert [
        place for place in gazetteer if not all("ぁ" <= letter <= "ゖ" or letter == "ー" for letter in place.kana)
    ] == []


def test_no_name_stands_twice_in_a_prefecture_or_a_city(gazetteer: Gazetteer) -> None:
    assert max(Counter((place.prefecture, place.city, place.name) for place in gazetteer).values()) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [("札幌市", "011002"), ("八王子市", "132012"), ("横浜市", "141003"), ("浜名区", "221392"), ("与那国町", "473821")],
)
def test_known_codes(gazetteer: Gazetteer, name: str, code: str) -> None:
    assert [place.code for place in gazetteer if place.name == name] == [code]


@pytest.mark.parametrize("code", ["132012", "132039", "132284"])
def test_every_shipped_city_is_in_the_list_that_it_knows(code: str) -> None:
    knowledge = load_knowledge(code)
    [place] = [place for place in knowledge.municipalities if place.code == code]
    assert (place.name, place.kana, place.prefecture) == (
        knowledge.city.name,
        knowledge.city.kana,
        knowledge.city.prefecture,
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("町田市の粗大ごみ", ["町田市"]),
        ("町田の粗大ごみ", ["町田"]),
        ("東京都府中市の図書館", ["東京都", "府中市"]),
        ("東京都市計画", ["東京都"]),
        ("東久留米市と久留米市", ["東久留米市", "久留米市"]),
        ("四日市市の四日市", ["四日市市", "四日市"]),
        ("市川三郷町の市川市", ["市川三郷町", "市川市"]),
        ("鶴ケ島市、鶴ヶ島", ["鶴ケ島市", "鶴ヶ島"]),
        ("津市", ["津市"]),
        ("津", []),
        ("", []),
        ("市役所", []),
    ],
)
def test_the_longest_name_at_each_place_is_found(gazetteer: Gazetteer, text: str, names: list[str]) -> None:
    found = gazetteer.found_in(text)
    assert [text[each.start : each.end] for each in found] == names


def test_whether_the_whole_name_was_said_and_who_bears_it(gazetteer: Gazetteer) -> None:
    whole, stem = gazetteer.found_in("府中市と府中")
    assert (whole.whole, stem.whole) == (True, False)
    assert [place.prefecture for place in whole.places] == ["東京都", "広島県"]
    assert [place.name for place in stem.places] == ["府中市", "府中市", "府中町"]


def test_a_name_without_its_kind() -> None:
    assert Municipality("011002", "北海道", "札幌市", "さっぽろし", MunicipalityKind.CITY).stem == "札幌"
    assert Municipality("010006", "北海道", "北海道", "ほっかいどう", MunicipalityKind.PREFECTURE).stem == "北海道"
