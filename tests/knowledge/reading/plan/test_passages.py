from knowledge.reading.plan.text.paragraph import Paragraph
from knowledge.reading.plan.text.passages import passages


def section(*texts: str, leads: tuple[int, ...] = ()) -> list[Paragraph]:
    return [Paragraph((n,), (text,), lead=n in leads) for n, text in enumerate(texts, 1)]


def spans(*texts: str, leads: tuple[int, ...] = ()) -> list[tuple[int, int]]:
    return [(each.first_line, each.last_line) for each in passages(section(*texts, leads=leads), ("第1章",))]


def sentence(length: int) -> str:
    return "窓" * (length - 1) + "。"


def test_short_neighbours_of_one_section_stand_together():
    (passage,) = passages(section("第1章", sentence(80), sentence(90)), ("第1章",))
    assert (passage.text.count("\n"), passage.headings) == (2, ("第1章",))


def test_a_section_a_little_over_the_wish_is_not_cut():
    assert spans(sentence(280), sentence(280)) == [(1, 2)]


def test_a_long_section_is_cut_evenly():
    assert spans(*[sentence(200)] * 6) == [(1, 2), (3, 4), (5, 6)]


def test_a_short_rest_stays_with_the_passage_before():
    assert spans(sentence(300), sentence(300), sentence(60)) == [(1, 1), (2, 3)]


def test_what_announces_the_next_paragraph_goes_with_it():
    assert spans(sentence(390), "次のとおり", sentence(390), leads=(2,)) == [(1, 1), (2, 3)]


def test_short_items_of_a_list_stay_together():
    assert spans(sentence(300), *["・相談の予約を家から行う"] * 20) == [(1, 21)]


def test_a_paragraph_that_is_too_long_is_cut_between_sentences():
    found = list(passages(section(sentence(300) * 4), ()))
    assert [len(each.text) for each in found] == [300] * 4
    assert {(each.first_line, each.last_line) for each in found} == {(1, 1)}


def test_a_paragraph_of_many_lines_is_cut_at_a_line_that_ends_a_sentence():
    lines = Paragraph(tuple(range(1, 41)), tuple("窓" * 29 + ("。" if n % 15 == 0 else "と") for n in range(1, 41)))
    assert [(each.first_line, each.last_line) for each in passages([lines], ())] == [(1, 15), (16, 30), (31, 40)]


def test_a_section_without_words_gives_nothing():
    assert list(passages([], ())) == []
