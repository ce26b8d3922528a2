import pytest

from knowledge import Lexicon
from knowledge.lexicon import Group, Kind
from knowledge.reading.lexicon import read_lexicon

HEADER = "言い方,正式名,種別,方向,あいまい,備考\n"


@pytest.mark.parametrize(
    ("row", "group"),
    [
        (
            "引っ越し|引越し,転入|転出|転居,話し言葉,片方向,はい,どこへ移るか",
            Group(("引っ越し", "引越し"), ("転入", "転出", "転居"), ambiguous=True, note="どこへ移るか"),
        ),
        (
            "マイナカード,マイナンバーカード,略称,双方向,いいえ,",
            Group(("マイナカード",), ("マイナンバーカード",), Kind.ABBREVIATION, True),
        ),
        ("住民表,住民票,誤記,,,", Group(("住民表",), ("住民票",), Kind.MISSPELT)),
        ("役所,市役所,,,,", Group(("役所",), ("市役所",), Kind.SPOKEN)),
        (" 役所 ｜ 市の役場 | |役所,市役所,,,,", Group(("役所", "市の役場"), ("市役所",))),
    ],
)
def test_a_row_is_a_group(write, row, group):
    assert read_lexicon(write("lexicon.csv", HEADER + row + "\n", "utf-8-sig")) == Lexicon((group,))


def test_every_kind_has_its_name(write):
    names = ["話し言葉", "略称", "誤記", "旧称", "表記ゆれ", "言い換え", "外来語"]
    rows = "".join(f"役所{name},市役所,{name},,,\n" for name in names)
    assert [group.kind for group in read_lexicon(write("lexicon.csv", HEADER + rows)).groups] == list(Kind)


def test_every_fault_of_a_lexicon_is_reported_at_once(write, faults_of):
    path = write("lexicon.csv", HEADER + "役所,,俗語,上,たぶん,\n,市役所,,,,\n|,市役所,,,,\n")
    assert [(fault.place, fault.value, fault.problem) for fault in faults_of(read_lexicon, path)] == [
        ("2行目 正式名", "", "空欄です"),
        ("2行目 種別", "俗語", "使えない値です"),
        ("2行目 方向", "上", "使えない値です"),
        ("2行目 あいまい", "たぶん", "使えない値です"),
        ("3行目 言い方", "", "空欄です"),
        ("4行目 言い方", "|", "空欄です"),
    ]
