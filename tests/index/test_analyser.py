"""Words of a Japanese text."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from index.analyser import analyse, content_lemmas, remembering


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("住民票の写しを取りたいのですが", ["住民", "票", "写し", "取る"]),
        ("ゴミの捨て方", ["塵", "捨てる", "方"]),
        ("引っ越してきました", ["引っ越す"]),
        ("これはいくらですか", ["幾ら"]),
        ("市役所へ出かけたい", ["市", "役所", "出掛ける"]),
        ("住民税と固定資産税", ["住民", "税", "固定", "資産", "税"]),
        ("令和7年度の予算", ["令和", "7", "年度", "予算"]),
        ("a4のpdf", ["a", "4", "pdf"]),
        ("", []),
    ],
)
def test_content_words_are_given_by_their_lemmas_in_order(text: str, lemmas: list[str]) -> None:
    assert content_lemmas(text) == lemmas


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("窓口からは", ["窓口"]),  # particles
        ("窓口でした", ["窓口"]),  # auxiliaries
        ("これとこちら", []),  # pronouns
        ("しかし窓口", ["窓口"]),  # conjunction
        ("はい、えーと", []),  # interjections
        ("この窓口", ["窓口"]),  # adnominal
        ("、。!?「」()…・", []),
        ("8:30~17:15", ["8", "30", "17", "15"]),
        ("1-4-2", ["1", "4", "2"]),
        ("wi-fi", ["wi", "fi"]),
    ],
)
def test_words_and_signs_that_say_nothing_of_the_topic_are_no_content(text: str, content: list[str]) -> None:
    assert [token.surface for token in analyse(text) if token.content] == content


@pytest.mark.parametrize(
    "text", ["住んでいる", "予約してください", "申請できます", "書いておく", "食べてしまった", "高くない"]
)
def test_auxiliary_verbs_are_no_content(text: str) -> None:
    assert len(content_lemmas(text)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("ごみ", "ゴミ"), ("子ども", "子供"), ("捨てた", "捨てます"), ("引越し", "引っ越し"), ("a4", "a4")],
)
def test_spellings_and_inflections_share_a_lemma(one: str, other: str) -> None:
    assert content_lemmas(one) == content_lemmas(other) != []


@pytest.mark.parametrize(
    ("text", "lemma"), [("カード", "カード"), ("パスポート", "パスポート"), ("インターネット", "インターネット")]
)
def test_loanwords_lose_the_foreign_half_of_their_lemma(text: str, lemma: str) -> None:
    """UniDic writes カード as カード-card."""
    assert content_lemmas(text) == [lemma]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("住民票", "じゅうみんひょう"),
        ("カード", "かーど"),
        ("写し", "うつし"),
        ("abc", "abc"),
        ("ぴよもげ", "ぴよもげ"),
    ],
)
def test_readings_are_hiragana_and_unknown_words_read_as_they_stand(text: str, reading: str) -> None:
    assert "".join(token.reading for token in analyse(text)) == reading


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("3月", []),
        ("水曜", []),
        ("12枚", []),
        ("住民票3通", ["住民"]),
        ("今日の窓口", ["窓口"]),
    ],
)
def test_counts_and_times_are_no_topic(text: str, topics: list[str]) -> None:
    assert [token.lemma for token in analyse(text) if token.content and token.topical] == topics


def test_surfaces_put_together_are_the_text() -> None:
    text = "粗大ごみは、8時~17時に電話で予約して出してください。"
    assert "".join(token.surface for token in analyse(text)) == text


def test_tokens_outlive_the_next_text() -> None:
    """fugashi's features are read lazily from memory that the next text overwrites."""
    first = analyse("住民票の写し")
    copied = [tuple(token) for token in first]
    analyse("全く別の長い文章を解析して上書きする")
    assert [tuple(token) for token in first] == copied


def test_eight_threads_find_what_one_finds() -> None:
    texts = [
        f"{number}番の窓口で{word}を受け取れますか"
        for number in range(50)
        for word in ("住民票", "保険証", "カード", "ゴミ袋")
    ]
    alone = [analyse(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(analyse, texts * 4))
    assert together == alone * 4


def test_what_is_remembered_is_what_was_analysed() -> None:
    text = "粗大ごみの出し方"
    fresh = analyse(text)
    with remembering():
        assert analyse(text) == analyse(text) == fresh
    assert analyse(text) == fresh
