"""Labels of candidates: short, and different in what matters."""

import pytest

from bot.label import labels


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("図書館の利用者カードを作るには、どうすればよいですか。", "図書館の利用者カードを作る"),
        ("パスポートの申請には、何が必要ですか。", "パスポートの申請"),
        ("警戒レベルとは何ですか。いつ避難すればよいですか。", "警戒レベル"),
        ("軽自動車税は、いつ、誰にかかりますか。途中で手放したら戻りますか。", "軽自動車税"),
        ("ごみの収集日と、出す時刻や場所を教えてください。", "ごみの収集日と、出す時刻や場所"),
        ("成年後見制度を使いたいです。どこに相談し、申し立てますか。", "成年後見制度を使いたい"),
        ("スマホの使い方を教わる教室や、高齢者への支援はありますか。", "スマホの使い方を教わる教室や、高齢者への支援"),
        ("印鑑登録証（カード）をなくしました。どうすればよいですか。", "印鑑登録証（カード）をなくしました"),
        ("申請したパスポートは、家族が代わりに受け取れますか。", "申請したパスポートは、家族が代わりに受け取れますか"),
        ("結核の検診や相談は、どこでできますか。", "結核の検診や相談"),
        ("死亡届は、だれが、いつまでに、どこへ出しますか。", "死亡届は、だれが、いつまでに、どこへ出しますか。"),
        ("印鑑は何がいりますか", "印鑑は何がいりますか"),  # 印鑑 alone would be a word
        ("外国人住民が日本を離れて帰国するとき、役所で何をしますか。", "外国人住民が日本を離れて帰国するとき"),
        ("不審者や詐欺などの防犯情報は、どこで受け取れますか。", "不審者や詐欺などの防犯情報"),
        ("公園の使い方の決まりを知りたいです。", "公園の使い方の決まり"),
        ("電子申請の利用促進", "電子申請の利用促進"),  # the title of a card
        ("", ""),
    ],
)
def test_a_label_is_the_matter_without_the_words_of_asking(question: str, label: str) -> None:
    assert labels([question]) == (label,)


def test_where_the_matter_is_the_same_the_whole_questions_tell_what_differs() -> None:
    questions = [
        "国民健康保険料は、いくらですか。",
        "国民健康保険料は、どう納めますか。",
        "国民年金の保険料は、どう納めますか。",
    ]
    assert labels(questions) == (*questions[:2], "国民年金の保険料")


def test_a_label_that_is_part_of_another_is_written_in_full() -> None:
    questions = ["マイナンバーカードは、どう申請しますか。", "マイナンバーカードの更新は、どこでできますか。"]
    assert labels(questions) == ("マイナンバーカードは、どう申請しますか。", "マイナンバーカードの更新")


def test_no_labels_for_no_questions() -> None:
    assert labels([]) == ()
