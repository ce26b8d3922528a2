"""Firms that a question says or asks something of, and firms that are only named in passing."""

import pytest

from bot.company import firms
from index import normalise


@pytest.mark.parametrize(
    ("question", "firm", "trade"),
    [
        ("ヤマダ電機がただで持っていってくれるか知ってる", "ヤマダ電機", "家電量販"),
        ("ニトリはベッドを引き取ってくれますか", "ニトリ", "家具店"),
        ("メルカリって税金がかかるの", "メルカリ", "フリマ|リユース"),
        ("ドコモの料金を教えて", "ドコモ", "携帯電話"),
        ("佐川急便の営業所", "佐川急便", "宅配"),
        ("セブンイレブンでも住民票は取れますか", "セブンイレブン", "コンビニ"),
        ("楽天の解約のしかた", "楽天", "通信販売"),
        ("JRは遅れていますか", "jr", "鉄道"),
    ],
)
def test_a_firm_that_is_said_to_do_something_is_named_with_its_trade(question: str, firm: str, trade: str) -> None:
    assert list(firms(normalise(question))) == [(firm, trade)]


@pytest.mark.parametrize(
    "question",
    [
        "ヤマダ電機で買った冷蔵庫を捨てたい",
        "ニトリのベッドを粗大ごみに出したい",
        "ドコモを名乗る電話がかかってきた",
        "メルカリで売ったお金の申告",
        "子ライフはどこ、アライフの会",
        "店のノジマさんに頼まれた",
        "京王線の駅の駐輪場",
        "auspiciousは何",
    ],
)
def test_a_firm_in_passing_is_not_asked_about(question: str) -> None:
    assert list(firms(normalise(question))) == []
