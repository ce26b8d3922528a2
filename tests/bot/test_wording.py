"""Every sentence of ours: none is empty, none is broken, each says what it was given."""

from datetime import date

import pytest

from bot import wording
from knowledge import PlanStatus

CONSTANTS = {name: text for name, text in vars(wording).items() if name.isupper()}


@pytest.mark.parametrize("name", CONSTANTS)
def test_no_sentence_is_empty_or_unfinished(name: str) -> None:
    text = CONSTANTS[name]
    assert isinstance(text, str)
    assert text == text.strip()
    assert len(text) >= 4
    assert "\n\n" not in text
    if name not in ("NONE_OF_THESE", "ASK_IN_WORDS", "LOCATION"):
        assert text.endswith(("。", ".", "।"))


def test_only_the_blanks_we_fill_stand_in_a_sentence() -> None:
    with_blanks = {name for name, text in CONSTANTS.items() if "{" in text}
    assert with_blanks == {"GREETING", "TEXT_TOO_LONG", "WELCOME"}
    assert "みなと野市" in wording.GREETING.format(city="みなと野市")
    assert "みなと野市" in wording.WELCOME.format(city="みなと野市")
    assert "2000文字" in wording.TEXT_TOO_LONG.format(limit=2000)


@pytest.mark.parametrize(
    ("missing", "text"),
    [
        (
            (),
            "申し訳ありません。お尋ねの件は、こちらでは分かりません。\n市民課にお問い合わせください。",
        ),
        (("電話番号",), "お尋ねの電話番号は、こちらでは分かりません。\n市民課にお問い合わせください。"),
        (
            ("手数料や金額", "場所"),
            "お尋ねの手数料や金額・場所は、こちらでは分かりません。\n市民課にお問い合わせください。",
        ),
    ],
)
def test_a_handoff_names_what_is_missing_and_the_section(missing: tuple[str, ...], text: str) -> None:
    assert wording.handoff("市民課", missing) == text


def test_what_was_left_out_is_named_with_the_section() -> None:
    assert wording.left_out("市民課", ("手数料", "受付時間")) == "手数料・受付時間は、市民課にお問い合わせください。"


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("119番", "119", "火事", "24時間"), "119番 119(火事、24時間)"),
        (("119番", "119", "", "24時間"), "119番 119(24時間)"),
        (("119番", "119", "火事", ""), "119番 119(火事)"),
        (("119番", "119", "", ""), "119番 119"),
        (("相談先の一覧", "", "", ""), "相談先の一覧"),
        (("相談先の一覧", "", "どなたでも", ""), "相談先の一覧(どなたでも)"),
    ],
)
def test_a_helpline_shows_what_is_known_of_it(parts: tuple[str, str, str, str], line: str) -> None:
    assert wording.helpline(*parts) == line


@pytest.mark.parametrize(
    ("status", "as_of", "text"),
    [
        (PlanStatus.FINAL, None, "「計画」に、次の記載があります。\n窓口を試行する。"),
        (PlanStatus.FINAL, date(2026, 2, 1), "「計画」(2026年2月時点)に、次の記載があります。\n窓口を試行する。"),
        (
            PlanStatus.DRAFT,
            date(2026, 12, 1),
            "「計画」(2026年12月時点)に、次の記載があります。\n窓口を試行する。\n"
            "これは案の段階の文書です。決まった内容とは違うことがあります。",
        ),
    ],
)
def test_a_passage_is_shown_with_its_edition_and_as_a_draft(status: PlanStatus, as_of: date | None, text: str) -> None:
    assert wording.passage("計画", status, as_of, "窓口を試行する。") == text


def test_a_note_is_marked_as_the_staff_s() -> None:
    assert wording.internal_note("別表は庁内") == "【職員向けメモ】別表は庁内"


def test_today_s_line() -> None:
    assert wording.open_today("月曜日", "08:30～17:15") == "本日（月曜日）の受付時間は 08:30～17:15 です。"
    assert wording.closed_today("日曜日") == "本日は日曜日のため、窓口はお休みです。"
    assert wording.hours_unknown("月曜日") == "本日（月曜日）の受付時間は登録されていません。"
