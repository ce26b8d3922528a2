"""Years, names in Latin letters and counters that a question names: an answer must speak of them."""

import pytest

from bot.attribute import missing
from bot.particular import particulars
from index import normalise


def named(question: str) -> list[str]:
    return [attribute.name for attribute in particulars(normalise(question))]


def lacking(question: str, served: str, titles: str = "") -> tuple[str, ...]:
    return missing(particulars(normalise(question)), normalise(served), (), normalise(titles))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("令和6年度は何をする予定？", ["令和6年度のこと"]),
        ("R6年度の目標", ["令和6年度のこと"]),
        ("2025年の姿って何？", ["令和7年のこと"]),
        ("令和6年に引っ越しました", []),  # a date in somebody's life is not what is asked for
        ("LGWANの端末から使えますか", ["「LGWAN」のこと"]),
        ("iPhoneのApple ID忘れた", ["「IPHONE」のこと", "「APPLE」のこと"]),
        ("DXの計画をWebで見たい", []),
        ("Wi-Fiは使えますか", []),
        ("shiei basu no jikokuhyou", []),  # romaji is Japanese
        ("https://example.com は市のページ？", []),
        ("何台とめられますか", ["人数や数量"]),
        ("延べ人数を教えて", ["人数や数量"]),
        ("指数はいくつ", []),
        ("回収まで平均で何日かかりますか", ["人数や数量"]),
        ("登録者のうち70代以上は", ["70代のこと"]),
        ("七十代の利用率は", ["70代のこと", "「利用率」"]),
        ("70代の母に受けさせたい", []),
        ("何か所ありますか", ["人数や数量"]),
        ("何ギガ出ますか", ["人数や数量"]),
        ("何か国語に対応していますか", ["人数や数量"]),
        ("うけとっている ひとは なんにん いますか", ["人数や数量"]),
        ("対応手続数", ["「対応手続数」"]),
        ("契約件数を教えて", ["「契約件数」"]),
        ("実証実験の正答率", ["「正答率」"]),
        ("令和元年と比べてどう", ["令和1年のこと"]),
        ("何のために作りますか", []),
        ("何時から何日までですか", []),
        ("効率が上がる方法", []),
        ("ベトナム語を話せますか", ["ベトナム語のこと"]),
        ("国語の教科書、用語の意味", []),
        ("あんないは えいごや べとなむごも ありますか", ["英語のこと", "ベトナム語のこと"]),
        ("ちゅうごくごで はなせますか", ["中国語のこと"]),
        ("かえいごと、へいごう", []),
        ("古い冷蔵庫をヤマダ電機は引き取ってくれますか", ["「ヤマダ電機」のこと"]),
        ("ヤマダ電機で買った冷蔵庫を捨てたい", []),
        ("何分おきに更新されますか", ["人数や数量"]),
        ("何階にありますか", ["人数や数量"]),
        ("住民票がほしい", []),
    ],
)
def test_what_a_question_names_in_particular(question, names):
    assert named(question) == names


@pytest.mark.parametrize(
    ("question", "served", "gives"),
    [
        ("令和6年度は何をする", "令和6年度に試行する。", True),
        ("令和6年度は何をする", "R6に試行する。", True),
        ("令和6年度は何をする", "令和5年度から令和7年度まで続ける。", True),
        ("令和6年度は何をする", "検討を進める。", False),
        ("令和6年度は何をする", "令和16年度に終える。", False),
        ("2025年の姿は", "計画は令和7年度までである。", False),
        ("2025年の姿は", "令和7年には誰もが使えている。", True),
        ("何台とめられますか", "約1,200台分があります。", True),
        ("何台とめられますか", "2か所あります。", False),
        ("何か所ありますか", "16カ所にあります。", True),
        ("何割ですか", "29.4%です。", True),
        ("病院では何割負担ですか", "2割です。", True),
        ("何名ですか", "3人です。", True),
        ("件数は", "約50人です。", False),
        ("契約件数は", "契約は120件です。", True),
        ("契約件数は", "相談は120件です。", False),
        ("何か国語に対応していますか", "13言語に対応します。", True),
        ("何ギガ出ますか", "16か所にあります。", False),
        ("正答率は", "回答率は36.4%です。", False),
        ("回答率は", "回答は1,585件、割合は39.4%です。", True),
        ("平均で何日かかりますか", "令和6年度に61%でした。", False),
        ("70代の利用率は", "利用している人は、60歳代で80%、70歳代で50%です。", True),
        ("70代の利用率は", "全体で84.5%です。", False),
        ("LGWANで使えますか", "LG-WANから使えます。", True),
        ("えいごで はなせますか", "英語と中国語の相談員がいます。", True),
        ("えいごで はなせますか", "通訳のいる日があります。", False),
        ("ヤマダ電機は引き取ってくれますか", "買った店に引き取りを頼んでください。", False),
        ("ローソンでも取れますか", "コンビニの機械で取れます。", True),
        ("LGWANで使えますか", "庁内の網から使えます。", False),
    ],
)
def test_whether_a_text_speaks_of_it(question, served, gives):
    assert (lacking(question, served) == ()) is gives


def test_a_name_may_stand_in_the_question_that_an_entry_answers():
    assert lacking("iPhoneで使えますか", "対応する機種で使えます。", "iPhoneは対応していますか") == ()
    assert lacking("何台ですか", "たくさんあります。", "10台ありますか") == ("人数や数量",)


@pytest.mark.parametrize(("served", "gives"), [("国税電子申告で出せます。", True), ("窓口で出せます。", False)])
def test_a_word_that_the_lexicon_knows_may_stand_under_its_official_name(served, gives):
    asked = particulars("etaxを使いたい", {"etax": ("国税電子申告",)})
    assert (missing(asked, served) == ()) is gives
