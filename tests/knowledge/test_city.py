import pytest

from knowledge import City, Section
from knowledge.city import valid_city_code

CITY = City("131016", "みなと野市", sections=(Section("市民課", desks=("住民登録", "戸籍"), telephone="00-0000-0000"),))


@pytest.mark.parametrize(
    "code",
    [
        "131016",  # 6·1 + 5·3 + 4·1 + 3·0 + 2·1 = 27, 11 - 27 mod 11 = 11 - 5 = 6
        "011002",  # 5·1 + 4·1 = 9, 11 - 9 = 2
        "261009",  # 6·2 + 5·6 + 4·1 = 46, 11 - 46 mod 11 = 11 - 2 = 9
        "010006",  # 5·1 = 5, 11 - 5 = 6
        "141003",  # 6·1 + 5·4 + 4·1 = 30, 11 - 30 mod 11 = 11 - 8 = 3
        "271403",  # 6·2 + 5·7 + 4·1 + 3·4 = 63, 11 - 63 mod 11 = 11 - 8 = 3
        "401307",  # 6·4 + 4·1 + 3·3 = 37, 11 - 37 mod 11 = 11 - 4 = 7
        "131130",  # 6·1 + 5·3 + 4·1 + 3·1 + 2·3 = 34, 11 - 34 mod 11 = 10, of which the last digit is 0
        "110001",  # 6·1 + 5·1 = 11, 11 - 11 mod 11 = 11, of which the last digit is 1
    ],
)
def test_a_code_with_its_check_digit_is_valid(code):
    assert valid_city_code(code)


@pytest.mark.parametrize("digit", "012345789")
def test_every_other_check_digit_is_refused(digit):
    assert not valid_city_code("13101" + digit)


@pytest.mark.parametrize(
    "code", ["13101", "1310166", "", "１３１０１６", "13101六", "13101X", " 131016", "131016\n", "-31016", "١٣١٠١٦"]
)
def test_what_is_not_six_ascii_digits_is_no_code(code):
    assert not valid_city_code(code)


@pytest.mark.parametrize(
    ("asked", "name", "telephone"),
    [
        ("市民課", "市民課", "00-0000-0000"),
        ("戸籍", "市民課", "00-0000-0000"),
        ("住民登録", "市民課", "00-0000-0000"),
        ("下水道", "下水道の担当課", ""),
        ("", "みなと野市の代表窓口", ""),
    ],
)
def test_a_section_is_found_by_name_or_desk_and_named_after_the_desk_otherwise(asked, name, telephone):
    section = CITY.section_for(asked)
    assert (section.name, section.telephone) == (name, telephone)
