"""municipalities.csv: each fault with its place, nothing of a faulty file."""

import pytest

from knowledge import Municipality, MunicipalityKind
from knowledge.reading.municipalities import read_municipalities

HEADER = "code,prefecture,name,kana,kind,city\n"
CITY = "141003,神奈川県,横浜市,よこはまし,city,\n"
WARD = "141011,神奈川県,鶴見区,つるみく,ward,横浜市\n"


def test_rows_are_read(write):
    assert list(read_municipalities(write("municipalities.csv", HEADER + CITY + WARD))) == [
        Municipality("141003", "神奈川県", "横浜市", "よこはまし", MunicipalityKind.CITY),
        Municipality("141011", "神奈川県", "鶴見区", "つるみく", MunicipalityKind.WARD, "横浜市"),
    ]


def test_a_code_and_a_reading_may_be_missing(write):
    [place] = read_municipalities(write("municipalities.csv", HEADER + ",神奈川県,横浜市,,city,\n"))
    assert (place.code, place.kana) == ("", "")


@pytest.mark.parametrize(
    ("row", "place", "problem"),
    [
        ("141004,神奈川県,横浜市,,city,\n", "2行目 code", "全国地方公共団体コードではありません"),
        ("141003,,横浜市,,city,\n", "2行目 prefecture", "空欄です"),
        ("141003,神奈川県,,,city,\n", "2行目 name", "空欄です"),
        ("141003,神奈川県,横浜市,,,\n", "2行目 kind", "空欄です"),
        ("141003,神奈川県,横浜市,,都市,\n", "2行目 kind", "使えない値です"),
        ("141003,神奈川県,横浜市,,city,横浜市\n", "2行目 city", "政令市の名前は区(ward)だけに書きます"),
        ("141011,神奈川県,鶴見区,,ward,\n", "2行目 city", "政令市の名前は区(ward)だけに書きます"),
    ],
)
def test_a_fault_is_reported_with_its_place(write, faults_of, row, place, problem):
    faults = faults_of(read_municipalities, write("municipalities.csv", HEADER + row))
    assert (faults[0].place, faults[0].problem) == (place, problem)


def test_a_code_belongs_to_one_row(write, faults_of):
    faults = faults_of(read_municipalities, write("municipalities.csv", HEADER + CITY + CITY))
    assert [fault.problem for fault in faults] == ["同じものが二つあります"] * 2
