from datetime import date

import pytest

from knowledge import Audience, Entry, fill_blanks

ANSWER = """転入届は、住み始めた日から14日以内に出してください。
手数料は{{手数料}}です。
電話は{{電話}}、受付は{{ 受付時間 }}です。"""
FILLS = {"手数料": "300円", "電話": "00-0000-0000", "受付時間": "8時30分から"}


def entry(**changes) -> Entry:
    return Entry(
        **({"id": "tennyu", "owner": "common", "question": "?", "answer": "!", "section": "住民登録"} | changes)
    )


@pytest.mark.parametrize(
    ("fills", "text", "missing"),
    [
        (
            FILLS,
            "転入届は、住み始めた日から14日以内に出してください。\n手数料は300円です。\n電話は00-0000-0000、受付は8時30分からです。",
            (),
        ),
        (
            {"手数料": "300円"},
            "転入届は、住み始めた日から14日以内に出してください。\n手数料は300円です。",
            ("電話", "受付時間"),
        ),
        (
            {"手数料": "300円", "電話": "00-0000-0000"},
            "転入届は、住み始めた日から14日以内に出してください。\n手数料は300円です。",
            ("受付時間",),
        ),
        ({}, "転入届は、住み始めた日から14日以内に出してください。", ("手数料", "電話", "受付時間")),
    ],
)
def test_a_line_with_an_unfilled_blank_is_left_out_whole(fills, text, missing):
    filled = fill_blanks(ANSWER, fills)
    assert (filled.text, filled.missing) == (text, missing)


@pytest.mark.parametrize("fill", ["300円", r"\1", r"C:\new", "{{手数料}}", "１通３００円（税込）"])
def test_a_fill_reaches_the_person_exactly_as_written(fill):
    assert fill_blanks("手数料は{{手数料}}です。", {"手数料": fill}).text == f"手数料は{fill}です。"


@pytest.mark.parametrize("nothing", ["", "  "])
def test_a_fill_without_text_fills_nothing(nothing):
    filled = fill_blanks("届け先は市民課です。\n手数料は{{手数料}}です。", {"手数料": nothing})
    assert (filled.text, filled.missing) == ("届け先は市民課です。", ("手数料",))


def test_a_blank_missing_in_two_lines_is_named_once():
    assert fill_blanks("{{場所}}へ。\n{{電話}}か{{場所}}へ。", {}).missing == ("場所", "電話")


def test_an_answer_of_blanks_alone_leaves_nothing():
    assert fill_blanks("手数料は{{手数料}}です。\n", {}).text == ""


def test_blanks_are_named_once_in_order_over_both_answers():
    both = entry(answer="{{手数料}}と{{ 場所 }}", easy_answer="{{場所}}、{{電話}}")
    assert both.blanks() == ("手数料", "場所", "電話")


@pytest.mark.parametrize(
    ("start", "end", "day", "valid"),
    [
        (None, None, date(2026, 11, 20), True),
        (date(2026, 4, 1), date(2027, 3, 31), date(2026, 3, 31), False),
        (date(2026, 4, 1), date(2027, 3, 31), date(2026, 4, 1), True),
        (date(2026, 4, 1), date(2027, 3, 31), date(2027, 3, 31), True),
        (date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1), False),
        (date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 20), True),
        (date(2026, 11, 20), None, date(2026, 11, 19), False),
        (date(2026, 11, 20), None, date(2026, 11, 20), True),
        (None, date(2026, 11, 20), date(2026, 11, 20), True),
        (None, date(2026, 11, 20), date(2026, 11, 21), False),
    ],
)
def test_an_entry_is_valid_from_its_first_to_its_last_day(start, end, day, valid):
    assert entry(valid_from=start, valid_until=end).valid_on(day) is valid


@pytest.mark.parametrize(
    ("reader", "of_the_entry", "seen"),
    [
        (Audience.RESIDENT, Audience.RESIDENT, True),
        (Audience.RESIDENT, Audience.STAFF, False),
        (Audience.STAFF, Audience.RESIDENT, True),
        (Audience.STAFF, Audience.STAFF, True),
    ],
)
def test_staff_see_both_audiences_and_residents_their_own(reader, of_the_entry, seen):
    assert reader.may_see(of_the_entry) is seen
