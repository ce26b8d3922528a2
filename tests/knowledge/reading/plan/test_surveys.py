"""Survey chapters: questions with their sentences and figures, nothing made up where a chart is lost."""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge import PassageKind
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, SourceLine, read_source
from knowledge.reading.plan.surveys.find import find_surveys
from knowledge.reading.plan.surveys.table import count_table, wrong_shares
from knowledge.survey import Answer, SurveyBase

PLANS = Path(__file__).parents[5] / "shared" / "plans"
real = pytest.mark.skipif(not PLANS.is_dir(), reason="the real plans are not in shared/plans")
LOST = "図の数値は文字として残っていません"


def source(text: str) -> Source:
    return Source("keikaku.txt", "text", tuple(SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)))


def real_surveys(number: str) -> Part:
    return find_surveys(read_source(next(PLANS.glob(f"{number}_*.txt"))))


OVERVIEW = """# 市民アンケート調査の結果

# アンケートの概要

・調査対象：みなと野市に住む18歳以上の人

1,000人

・調査方法：郵送

・調査期間：令和8年6月1日～6月30日

・回答数：400件

・回答率：40.0%

注)四捨五入のため、合計が100%にならないことがあります。

"""
QUESTIONS = (
    OVERVIEW
    + """# 【問1】あなたの市政情報の入手手段について、お答えください

○問1-1 ふだん何で市の情報を知りますか(複数回答可)



全体では、広報紙の割合が高く、70歳代では80%以上です。

○問1-2 問1-1で「ホームページ」を選んだ方にお伺いします

・よく見るページについて、お答えください



手続のページの割合が高くなっています。

# 次の章
"""
)
COUNTED = (
    OVERVIEW
    + """ア 使っている機器（複数回答形式）

「電話」が90.0%で、いちばん多くなっています。

使っている機器

選択肢	電 話	A Iスピーカー（話しかける機器）	無回答
回答数	360	30	10
割合	90.0%	7.5%	2.5%

イ 使わない理由（複数回答形式）

「使っていない」方 30 人に理由をお伺いしました。

選択肢	必要がない	わからない
回答数	20	12
割合	66.7%	40.0%

使わない理由の年齢別の内訳



ウ 回答した人

選択肢	18～29歳	30歳以上	合計
回答数	100	300	400
割合	25.0%	75.0%	100%

【参考】7月1日の人口

	18～29歳	30歳以上	合計
年齢別人口	2,000	8,000	10,000
割合	20.0%	80.0%	100%

	男性	女性	合計
人口数	4,900	5,100	10,000
割合	49.0%	51.0%	100%

# 次の章

本文です。
"""
)
TEXT_FIRST = """ 2 デジタル化に関するアンケート結果

アンケート概要

実施期間 ： 令和８年６月１日から30日

実施方法 ： オンライン及び書面

回答数 ： 1,000件

 アンケートに答えた人は、女性が53.0％、

男性が46.0％となっています。

年代別に見ると、女性の割合は若い世代ほど高くなっていま

す。

質問 あなたの性別は、次のどれですか。

男性

46.0%女性

53.0%

答えたく

ない

1.0%

20.4

6.5

12.2

17.2

 窓口で困ることは、待ち時間と答えた割合が、全体で最も高

くなっています。

質問

窓口で困ることは何ですか。（複数回答）
３章 計画
"""


def test_the_overview_is_one_passage():
    passage = find_surveys(source(OVERVIEW)).passages[0]
    assert passage.headings == ("市民アンケート調査の結果", "アンケートの概要")
    assert passage.kind is PassageKind.SURVEY
    assert passage.text.split("\n") == [
        "・調査対象：みなと野市に住む18歳以上の人1,000人",
        "・調査方法：郵送",
        "・調査期間：令和8年6月1日～6月30日",
        "・回答数：400件",
        "・回答率：40.0%",
        "注)四捨五入のため、合計が100%にならないことがあります。",
    ]


def test_questions_are_passages_with_what_was_found_and_of_how_many():
    part = find_surveys(source(QUESTIONS))
    first, second = part.passages[1:]
    assert first.headings[1:] == (
        "【問1】あなたの市政情報の入手手段について、お答えください",
        "○問1-1 ふだん何で市の情報を知りますか(複数回答可)",
    )
    assert first.text == "全体では、広報紙の割合が高く、70歳代では80%以上です。\n（回答数：400件）"
    # Only some were asked: their number is not printed, and that of the whole survey would be wrong.
    assert second.text == "手続のページの割合が高くなっています。"


def test_a_lost_chart_is_a_doubt_and_its_question_has_no_answers():
    part = find_surveys(source(QUESTIONS))
    assert [(doubt.problem, doubt.text[:6]) for doubt in part.doubts] == [(LOST, "○問1-1 "), (LOST, "○問1-2 ")]
    assert [survey.answers for survey in part.surveys] == [(), ()]
    assert part.surveys[0].base == SurveyBase(400, "みなと野市に住む18歳以上の人1,000人")
    assert part.surveys[1].base == SurveyBase(None, "問1-1で「ホームページ」を選んだ方")


def test_a_title_that_nothing_but_its_words_shows_is_taken_with_the_chapter():
    text = TEXT_FIRST.replace(" 2 デジタル化に関する", " デジタル化に関する")
    assert 1 in find_surveys(source(text)).lines
    assert 1 not in find_surveys(source(TEXT_FIRST)).lines


def test_the_chapter_ends_with_the_next_one():
    lines = find_surveys(source(QUESTIONS)).lines
    end = QUESTIONS.split("\n").index("# 次の章") + 1
    assert 1 not in lines  # its title is the outline's
    assert max(lines) == end - 1


def test_tables_become_answers_with_counts_and_shares():
    part = find_surveys(source(COUNTED))
    first = part.surveys[0]
    assert first.question == "使っている機器"
    assert first.base.count == 400
    assert first.answers == (
        Answer("電話", 360, Decimal("90.0")),
        Answer("AIスピーカー（話しかける機器）", 30, Decimal("7.5")),
        Answer("無回答", 10, Decimal("2.5")),
    )
    assert part.passages[1].text.split("\n") == [
        "「電話」が90.0%で、いちばん多くなっています。",
        "使っている機器",
        "電話：回答数 360、割合 90.0%",
        "AIスピーカー（話しかける機器）：回答数 30、割合 7.5%",
        "無回答：回答数 10、割合 2.5%",
        "（回答数：400件）",
    ]


def test_those_who_were_asked_further_are_the_base_of_their_table():
    part = find_surveys(source(COUNTED))
    assert part.surveys[1].base == SurveyBase(30, "「使っていない」方")
    assert "（回答数：400件）" not in part.passages[2].text


def test_a_caption_without_a_table_is_a_lost_chart():
    assert [(d.problem, d.text) for d in find_surveys(source(COUNTED)).doubts] == [(LOST, "使わない理由の年齢別の内訳")]


def test_a_population_says_which_ages_it_counts_and_is_no_survey():
    part = find_surveys(source(COUNTED))
    assert [len(survey.answers) for survey in part.surveys] == [3, 2, 2]
    text = part.passages[-1].text
    assert "（この表の年齢は18～29歳から30歳以上までで、合計10,000はその範囲の人数です。）" in text
    assert "（合計10,000は、年齢別の表の18～29歳から30歳以上までの合計と同じです。）" in text
    assert "回答数：400件" not in text


def test_a_share_that_its_count_does_not_make_is_a_doubt():
    wrong = COUNTED.replace("割合	90.0%	7.5%", "割合	90.0%	8.5%")
    problems = {doubt.problem: doubt.text for doubt in find_surveys(source(wrong)).doubts}
    assert problems["割合が回答数から計算した値と合いません"] == "AIスピーカー（話しかける機器）"


def test_a_total_that_its_counts_do_not_make_is_a_doubt():
    wrong = COUNTED.replace("回答数	100	300	400", "回答数	100	310	400")
    assert "合計が各項目の和と合いません" in {doubt.problem for doubt in find_surveys(source(wrong)).doubts}


def test_sentences_above_their_question_go_with_it():
    part = find_surveys(source(TEXT_FIRST))
    assert [(p.headings[1:], p.text.split("\n")) for p in part.passages[1:]] == [
        (
            ("あなたの性別は、次のどれですか。",),
            [
                "アンケートに答えた人は、女性が53.0％、男性が46.0％となっています。",
                "年代別に見ると、女性の割合は若い世代ほど高くなっています。",
                "男性：46.0%",
                "女性：53.0%",
                "答えたくない：1.0%",
                "（回答数：1,000件）",
            ],
        ),
        (
            ("窓口で困ることは何ですか。（複数回答）",),
            ["窓口で困ることは、待ち時間と答えた割合が、全体で最も高くなっています。", "（回答数：1,000件）"],
        ),
    ]


def test_shares_beside_their_labels_are_answers_and_numbers_without_labels_are_not():
    part = find_surveys(source(TEXT_FIRST))
    assert part.surveys[0].answers == (
        Answer("男性", None, Decimal("46.0")),
        Answer("女性", None, Decimal("53.0")),
        Answer("答えたくない", None, Decimal("1.0")),
    )
    assert part.surveys[1].answers == ()
    assert [(doubt.problem, doubt.text) for doubt in part.doubts] == [
        ("図の数値に項目名が付いて残っていないため、載せていません", "20.4"),
        (LOST, "窓口で困ることは何ですか。（複数回答）"),
    ]
    assert not any("20.4" in passage.text for passage in part.passages)


def test_a_chapter_is_known_by_its_overview_where_its_title_does_not_tell():
    text = OVERVIEW.replace("# 市民アンケート調査の結果", "(2) 市民の現状と課題").replace(
        "# アンケートの概要", "【調査概要】"
    )
    text += "① 電話について 電話の利用率は、70歳代で50%です。\n\n(3) 次の節\n\n本文です。\n"
    part = find_surveys(source(text))
    assert [passage.headings[1:] for passage in part.passages] == [("【調査概要】",), ("① 電話について",)]
    assert part.passages[1].text == "電話の利用率は、70歳代で50%です。\n（回答数：400件）"


@pytest.mark.parametrize(
    ("rows", "answers"),
    [
        ("選択肢\tはい\tいいえ\n回答数\t3\t1\n割合\t75%\t25%", [("はい", 3, "75"), ("いいえ", 1, "25")]),
        ("項目\t回答数\t割合\nはい\t3\t75.0%\nいいえ\t1\t25.0%", [("はい", 3, "75.0"), ("いいえ", 1, "25.0")]),
        ("選択肢\tはい\tいいえ\n構成比\t７５％\t２５％", [("はい", None, "75"), ("いいえ", None, "25")]),
        ("選択肢\tはい\tいいえ\n件数\t1,234\t5", [("はい", 1234, None), ("いいえ", 5, None)]),
    ],
)
def test_tables_are_read_either_way_round(rows, answers):
    table = count_table([SourceLine(n, row) for n, row in enumerate(rows.split("\n"), 1)])
    assert table
    assert [(a.label, a.count, str(a.share) if a.share is not None else None) for a in table.answers] == answers


@pytest.mark.parametrize(
    "rows", ["年度\t令和8年度\t令和9年度\n取組\t実施\t継続", "本文\t本文", "区分\t説明\n窓口\t本庁"]
)
def test_a_table_that_counts_nothing_is_none(rows):
    assert count_table([SourceLine(n, row) for n, row in enumerate(rows.split("\n"), 1)]) is None


def test_shares_are_rounded_half_up():
    assert wrong_shares([Answer("はい", 1, Decimal("12.5")), Answer("いいえ", 1, Decimal("12.6"))], 8) == [
        Answer("いいえ", 1, Decimal("12.6"))
    ]
    assert wrong_shares([Answer("はい", 1, Decimal("13"))], 8) == []


@pytest.mark.parametrize(
    "text",
    [
        "第1章 計画\n\n市民アンケートの結果によると、窓口の混雑が課題です。回答は多くありませんでした。\n",
        "3 取組\n\nLINEを活用したアンケートの推進 広聴課\n\n回答の機能を構築します。\n",
        "目次\n市民アンケートの調査結果\t44\n回答\n",
        "",
    ],
)
def test_a_document_without_survey_results_has_none(text):
    assert find_surveys(source(text)) == Part()


@real
@pytest.mark.parametrize("number", ["001", "003"])
def test_real_documents_without_a_survey(number):
    assert find_surveys(read_source(next(PLANS.glob(f"{number}_*.txt")))) == Part()


@real
def test_all_counts_of_the_real_survey_in_004_make_their_shares():
    part = real_surveys("004")
    assert [len(survey.answers) for survey in part.surveys] == [3, 8, 13, 9, 12, 8, 8, 5, 8, 14, 5]
    assert [survey.base.count for survey in part.surveys] == [727, 727, 727, 727, 727, 78, 40, 727, 727, 727, 645]
    for survey in part.surveys:
        assert survey.base.count
        assert wrong_shares(survey.answers, survey.base.count) == []
    assert {doubt.problem for doubt in part.doubts} == {LOST}  # no share and no total disagrees
    assert [doubt.line for doubt in part.doubts] == [1007, 1035]


@real
def test_the_real_population_in_004_is_of_those_over_18():
    texts = [p.text for p in real_surveys("004").passages if "127,432" in p.text]
    assert len(texts) == 2
    assert all("18～19歳から70歳以上まで" in text for text in texts)


@real
def test_the_real_survey_in_000_keeps_its_three_pies_and_leaves_out_what_has_no_label():
    part = real_surveys("000")
    answered = {survey.first_line: [str(a.share) for a in survey.answers] for survey in part.surveys if survey.answers}
    assert answered == {
        4003: ["46.4", "52.4", "1.0", "0.1"],
        4141: ["79.4", "16.7", "3.4", "0.4", "0.1"],
        4326: ["65.0", "3.2", "31.7", "0.1"],
    }
    assert len(part.surveys) == 10
    assert all(survey.base.count == 1585 for survey in part.surveys)
    loose = [doubt.line for doubt in part.doubts if doubt.problem.startswith("図の数値に項目名")]
    assert loose == [3984, 4053, 4188, 4251, 4348]
    assert not any("92.9" in passage.text or "70.3" in passage.text for passage in part.passages)


@real
def test_every_question_of_the_real_survey_in_000_has_what_is_told_about_it():
    part = real_surveys("000")
    told = {
        passage.headings[-1][-24:]: passage.text
        for passage in part.passages
        if passage.first_line > 4002 and len(passage.headings) > 1
    }
    assert len(told) == 10
    assert all(words in next(text for title, text in told.items() if of in title) for of, words in QUOTED.items())


QUOTED = {  # end of the question: a word of the finding
    "性別は、次のどれ": "52.4％",
    "何歳ですか": "50歳代",
    "知っていますか": "79.4％",
    "取得していますか": "65.0％",
    "期待することはどんなことですか。（": "手続を市役所",
    "理由についてお聞かせ": "カードの紛失",
    "決済サービス": "コード決済",
    "ようなことですか。（複数回答）": "",
}


@real
def test_the_real_surveys_in_002_are_sentences_by_question():
    part = real_surveys("002")
    assert len(part.surveys) == 22
    assert not any(survey.answers for survey in part.surveys)
    assert sum(doubt.problem == LOST for doubt in part.doubts) == 22
    overviews = [passage for passage in part.passages if "回答率" in passage.text and "39" in passage.text]
    assert [(p.first_line, p.last_line) for p in overviews] == [(204, 208), (604, 619)]
    some = [p for p in part.passages if "にチェックをつけた方" in " ".join(p.headings)]
    assert some
    assert not any("787" in passage.text for passage in some)


@real
def test_sentences_that_a_page_break_cut_in_002_are_whole():
    texts = "\n".join(passage.text for passage in real_surveys("002").passages if 196 < passage.first_line < 250)
    assert "60歳代で80%以上、70歳代で50%" in texts
