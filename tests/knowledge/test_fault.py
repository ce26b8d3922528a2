import pytest

from knowledge import Fault, FaultyContent
from knowledge.fault import shorten

NO_DATE = Fault("faq.csv", "41行目 更新日", "来年", "日付として読めません", "2026-11-20 のように書いてください")
EMPTY = Fault("faq.csv", "42行目 担当課", "", "空欄です", "担当課を書いてください")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            NO_DATE,
            "faq.csv 41行目 更新日: 「来年」 日付として読めません → 2026-11-20 のように書いてください",
        ),
        (EMPTY, "faq.csv 42行目 担当課: (空欄) 空欄です → 担当課を書いてください"),
    ],
)
def test_a_fault_says_where_what_and_what_to_do(fault, message):
    assert str(fault) == message


def test_faulty_content_shows_every_fault_on_a_line_of_its_own():
    assert str(FaultyContent([NO_DATE, EMPTY])) == f"{NO_DATE}\n{EMPTY}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0, "0"),
        ("二行の\n  文", "二行の 文"),
        ("あ" * 60, "あ" * 60),
        ("あ" * 61, "あ" * 59 + "…"),
    ],
)
def test_a_value_is_shown_as_one_short_line(value, shown):
    assert shorten(value) == shown
