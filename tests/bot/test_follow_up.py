import pytest

from bot.follow_up import leans
from index import normalise


@pytest.mark.parametrize(
    "question",
    [
        "費用は？",
        "いくらですか",
        "それはどこで？",
        "それっていつまで",
        "どこに行けばいいですか",
        "電話番号は",
        "必要なものは何ですか",
        "郵送でもできますか",
        "代理でもいいですか",
        "土日でも大丈夫？",
        "じゃあ、期限は？",
        "何時までですか",
        "その手続きはスマホでできる？",
    ],
)
def test_a_question_without_a_topic_leans_on_the_one_before(question):
    assert leans(normalise(question))


@pytest.mark.parametrize(
    "question",
    [
        "住民票の費用は？",
        "粗大ごみはどこに出す？",
        "転入届",
        "児童手当はいつもらえますか",
        "図書館は何時までですか",
        "ありがとう",
        "それより保育園のことを聞きたい",
        "パスポートの期限",
        "は",
    ],
)
def test_a_question_with_a_topic_stands_alone(question):
    assert not leans(normalise(question))
