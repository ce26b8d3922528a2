"""A question as it is searched for."""

from collections.abc import Mapping
from typing import Any

import pytest

from index.expansion import TYPO_WEIGHT, Vocabulary
from index.query import MEANT_WEIGHT, NEIGHBOUR_WEIGHT, QueryReader
from index.readings import Readings
from knowledge import Lexicon
from knowledge.lexicon import Group

LEXICON = Lexicon(
    (
        Group(("生ごみ袋",), ("指定収集袋",)),
        Group(("補助",), ("補助金", "給付金"), ambiguous=True),
        Group(("じゅうしょ",), ("住所",)),
    )
)
KNOWN = ["住民", "票", "写し", "窓口", "指定", "収集", "袋", "塵", "パスポート", "粗大", "捨てる", "方", "の", "dx"]


@pytest.fixture
def reader_with(fake_encoder: type[Any]) -> Any:
    """A reader over KNOWN and the given word vectors, with the encoder that it asks."""

    def make(words: Mapping[str, tuple[float, float]]) -> tuple[QueryReader, Any]:
        encoder = fake_encoder(words=words)
        readings = Readings.build(["住民票の写し", "粗大ごみの捨て方", "住所"])
        known = {word: row for row, word in enumerate(KNOWN)}
        return QueryReader(known, Vocabulary(LEXICON), readings, encoder), encoder

    return make


@pytest.fixture
def reader(reader_with: Any) -> QueryReader:
    return reader_with({})[0]


def test_the_person_s_own_words_weigh_one(reader: QueryReader) -> None:
    query = reader.read("住民票の写しは?")
    assert query.words == ("住民", "票", "写し")
    assert query.terms == {"住民": 1.0, "票": 1.0, "写し": 1.0}


def test_a_repeated_word_counts_once(reader: QueryReader) -> None:
    assert reader.read("窓口、窓口、窓口").terms == {"窓口": 1.0}


def test_official_words_weigh_less_than_own_words_and_never_lower_them(reader: QueryReader) -> None:
    terms = reader.read("生ごみ袋").terms
    assert terms["指定"] == terms["収集"] == MEANT_WEIGHT
    assert terms["袋"] == 1.0  # said by the person as well


def test_own_words_weigh_most_then_what_they_stand_for_then_what_is_like_them() -> None:
    assert 1.0 > MEANT_WEIGHT > NEIGHBOUR_WEIGHT > 0
    assert 1.0 > TYPO_WEIGHT > NEIGHBOUR_WEIGHT


@pytest.mark.parametrize("typed", ["補助", "補助の窓口", "補助の窓口で住民票の写し"])
def test_an_ambiguous_form_is_shown_and_never_expanded(reader: QueryReader, typed: str) -> None:
    query = reader.read(typed)
    assert [(meant.form, meant.ambiguous) for meant in query.meant] == [("補助", True)]
    assert not {"給付", "金"} & set(query.terms)


@pytest.mark.parametrize(
    ("typed", "ambiguous"), [("補助", True), ("補助の窓口", True), ("補助の窓口の収集", False), ("窓口", False)]
)
def test_a_question_that_is_hardly_more_than_an_ambiguous_form_is_ambiguous(
    reader: QueryReader, typed: str, ambiguous: bool
) -> None:
    assert reader.read(typed).ambiguous is ambiguous


def test_a_form_of_one_meaning_is_never_asked_back(reader: QueryReader) -> None:
    assert not reader.read("生ごみ袋").ambiguous


def test_neighbours_weigh_by_their_cosine(reader_with: Any) -> None:
    reader, _ = reader_with({"案内": (1.0, 0.0), "窓口": (0.8, 0.6), "住民": (0.0, 1.0)})
    query = reader.read("案内の票")
    assert query.terms == {
        "案内": 1.0,
        "票": 1.0,
        "窓口": pytest.approx(NEIGHBOUR_WEIGHT * 0.8),  # 住民 is at 90 degrees
    }
    assert query.words == ("案内", "票")


def test_the_greater_weight_of_two_neighbours_counts(reader_with: Any) -> None:
    reader, _ = reader_with({"案内": (0.6, 0.8), "相談": (0.8, 0.6), "窓口": (1.0, 0.0)})
    assert reader.read("案内の相談").terms["窓口"] == pytest.approx(NEIGHBOUR_WEIGHT * 0.8)


def test_a_neighbour_that_the_person_said_keeps_its_weight(reader_with: Any) -> None:
    reader, _ = reader_with({"案内": (1.0, 0.0), "窓口": (0.8, 0.6)})
    assert reader.read("案内と窓口").terms == {"案内": 1.0, "窓口": 1.0}


def test_counts_and_times_have_no_neighbours(reader_with: Any) -> None:
    reader, _ = reader_with({"3": (1.0, 0.0), "月": (1.0, 0.0), "塵": (1.0, 0.0)})
    assert set(reader.read("3月の票").terms) == {"3", "月", "票"}


def test_a_misspelt_word_is_replaced_by_the_near_one_and_weighs_less(reader: QueryReader) -> None:
    query = reader.read("窓口のパスポヘト")
    assert query.replaced == {"パスポヘト": "パスポート"}
    assert query.words == ("窓口", "パスポート")
    assert query.terms == {"窓口": 1.0, "パスポート": TYPO_WEIGHT}


def test_a_word_with_neighbours_in_meaning_is_not_taken_for_misspelt(reader_with: Any) -> None:
    reader, _ = reader_with({"パスポヘト": (1.0, 0.0), "袋": (1.0, 0.1)})
    assert reader.read("窓口のパスポヘト").replaced == {}


def test_a_known_word_is_never_replaced(reader: QueryReader) -> None:
    assert reader.read("窓口のパスポート").replaced == {}


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("じゅうみんひょうのうつし", "住民 票 の 写し"),
        ("ｼﾞｭｳﾐﾝﾋｮｳ", "住民 票"),
        ("juuminhyou no utsushi", "住民 票 の 写し"),
        ("sodaigomi", "粗大 ごみ"),
    ],
)
def test_kana_and_romaji_are_read_as_words(reader: QueryReader, typed: str, read_as: str) -> None:
    query = reader.read(typed)
    assert query.by_sound
    assert query.read_as == read_as
    assert query.grams.keys() == reader.read(read_as.replace(" ", "")).grams.keys()


@pytest.mark.parametrize(("typed", "words"), [("DX", ("dx",)), ("ＤＸ", ("dx",))])
def test_an_abbreviation_is_a_word_and_no_romaji(reader: QueryReader, typed: str, words: tuple[str, ...]) -> None:
    query = reader.read(typed)
    assert not query.by_sound
    assert query.words == words


def test_a_question_with_kanji_is_searched_as_it_stands(reader: QueryReader) -> None:
    query = reader.read("　住民票のｳﾂｼ ")
    assert (query.text, query.read_as, query.by_sound) == ("住民票のうつし", "住民票のうつし", False)


def test_forms_in_kana_are_found_across_the_words_they_are_read_as(reader: QueryReader) -> None:
    assert reader.read("じゅうしょをかえる").read_as.startswith("住所")


def test_the_direction_is_that_of_the_question_and_its_official_words(reader_with: Any) -> None:
    reader, encoder = reader_with({})
    reader.read("生ごみ袋と補助")
    assert encoder.asked == ["生ごみ袋と補助 指定収集袋"]


def test_a_rambling_message_is_cut(reader: QueryReader) -> None:
    query = reader.read("窓" * 400 + "住民票")
    assert len(query.text) == 400
    assert "票" not in query.terms


@pytest.mark.parametrize("typed", ["", "   ", "!?", "\u200b"])
def test_nothing_asked_is_nothing_searched_for(reader: QueryReader, typed: str) -> None:
    query = reader.read(typed)
    assert (query.words, query.terms, query.meant) == ((), {}, ())
