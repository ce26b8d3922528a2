"""What a question's words stand for."""

import pytest

from index.expansion import Spellings, Vocabulary
from knowledge import Lexicon
from knowledge.lexicon import Group, Kind


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(
        Lexicon(
            (
                Group(("引っ越し", "引越し"), ("転入", "転出"), ambiguous=True),
                Group(("市外に引っ越し",), ("転出",)),
                Group(("住民標",), ("住民票",)),
                Group(("住民",), ("住民票", "住民税")),
                Group(("スマ",), ("住まい",)),
                Group(("スマホ", "ガラケー"), ("携帯電話",)),
                Group(("謄本",), ("戸籍全部事項証明書",), both_ways=True),
                Group(("ＬＩＮＥ",), ("公式アカウント",)),
                Group(("税",), ("納税",)),
                Group(("あ" * 17,), ("長すぎる語",)),
                Group(("mnp",), ("番号ポータビリティ",)),
                Group(("10万円",), ("給付金",)),
            )
        )
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("出世届に必要なもの", "出生届に必要なもの"),
        ("出世届と印艦", "出生届と印鑑"),
        ("マイナポで見る", "マイナポータルで見る"),
        ("マイナポータルで見る", "マイナポータルで見る"),  # the form is part of the right word
        ("電子決剤", "電子決剤"),  # two things may be meant: it is asked, not put right
        ("出生届", "出生届"),
        ("", ""),
    ],
)
def test_what_was_converted_wrongly_is_put_right_before_it_is_read(typed: str, read: str) -> None:
    groups = (
        Group(("出世届",), ("出生届",), Kind.MISSPELT),
        Group(("印艦", "印監"), ("印鑑",), Kind.MISSPELT),
        Group(("マイナポ",), ("マイナポータル",), Kind.MISSPELT),
        Group(("電子決剤",), ("電子決済", "電子決裁"), Kind.MISSPELT, ambiguous=True),
    )
    assert Vocabulary(Lexicon(groups)).corrected(typed) == read


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("市外に引っ越しします", ["市外に引っ越し"]),  # the longest form, not 引っ越し inside it
        ("引っ越しします", ["引っ越し"]),
        ("スマホで謄本", ["スマホ", "謄本"]),  # left to right
        ("謄本をスマホで", ["謄本", "スマホ"]),
        ("住民標の住民標", ["住民標", "住民標"]),
        ("lineで届く", ["line"]),  # forms are normalised as questions are
        ("市の窓口", []),
        ("税", []),  # a single character means too much
        ("あ" * 17, []),
        ("", []),
    ],
)
def test_the_longest_form_is_found_first(vocabulary: Vocabulary, text: str, forms: list[str]) -> None:
    assert [meant.form for meant in vocabulary.found_in(text)] == forms


@pytest.mark.parametrize("text", ["住民票の写し", "住民税の通知", "戸籍全部事項証明書"])
def test_a_form_inside_an_official_word_is_left_alone(vocabulary: Vocabulary, text: str) -> None:
    assert [meant.form for meant in vocabulary.found_in(text) if meant.form == "住民"] == []


def test_the_same_form_outside_an_official_word_is_found(vocabulary: Vocabulary) -> None:
    assert [meant.form for meant in vocabulary.found_in("住民の集まり")] == ["住民"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("スマートフォン教室", False),
        ("コスマ", False),
        ("スマ・ホーム", False),
        ("スマを直す", True),
        ("この10万円", True),
        ("110万円", False),
        ("mnpしたい", True),
        ("mnpx", False),
        ("amnp", False),
    ],
)
def test_part_of_a_longer_run_of_katakana_letters_or_digits_is_no_word(
    vocabulary: Vocabulary, text: str, found: bool
) -> None:
    assert bool(vocabulary.found_in(text)) is found


def test_an_ambiguous_form_is_marked(vocabulary: Vocabulary) -> None:
    assert [meant.ambiguous for meant in vocabulary.found_in("引越しとスマホ")] == [True, False]


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("ガラケー", ("携帯電話",)),
        ("謄本", ("戸籍全部事項証明書",)),
        ("戸籍全部事項証明書", ("謄本",)),  # both ways
    ],
)
def test_a_form_stands_for_its_official_words(vocabulary: Vocabulary, text: str, official: tuple[str, ...]) -> None:
    assert [meant.official for meant in vocabulary.found_in(text)] == [official]


def test_a_one_way_official_word_is_not_replaced(vocabulary: Vocabulary) -> None:
    assert vocabulary.found_in("携帯電話") == []


def test_the_lemmas_of_all_official_words_are_searched_for_once_each(vocabulary: Vocabulary) -> None:
    (meant,) = vocabulary.found_in("住民の集まり")
    assert list(vocabulary.lemmas(meant)) == ["住民", "票", "税"]


def test_a_later_group_wins_over_an_earlier_one() -> None:
    lexicon = Lexicon((Group(("保険証",), ("被保険者証",)),)) + Lexicon((Group(("保険証",), ("資格確認書",)),))
    assert [meant.official for meant in Vocabulary(lexicon).found_in("保険証")] == [("資格確認書",)]


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("マイナンバ", ["マイナンバー"], "マイナンバー"),  # one left out
        ("マイナンーバ", ["マイナンバー"], "マイナンバー"),  # two changed places: one edit
        ("住民表", ["住民票"], "住民票"),  # one exchanged
        ("パスポトト", ["パスポート"], "パスポート"),
        ("ぱすぽーと", ["パスポート"], "パスポート"),  # kana fold together
        ("住民長表", ["住民票"], None),  # two edits in four characters
        ("クリーンセタン", ["クリーンセンター"], "クリーンセンター"),  # two edits, seven characters
        ("クリンセタ", ["クリーンセンター"], None),
        ("クルーンセソタア", ["クリーンセンター"], None),  # three edits
        ("マイナソヤー", ["マイナンバー"], None),  # two edits, six characters
        ("税表", ["税票"], None),  # two characters have too many neighbours
        ("税", ["税金"], None),
        ("税金表", ["税金"], None),  # nor are words of two characters offered
        ("図書館", [], None),
        ("住民業", ["学校給食", "住民票"], "住民票"),
    ],
)
def test_near_spellings(typed: str, known: list[str], meant: str | None) -> None:
    assert Spellings(known).near(typed) == meant


def test_the_nearest_spelling_wins() -> None:
    assert Spellings(["クリーニングセンタ", "クリーンセンター"]).near("クリーンセンタ") == "クリーンセンター"
