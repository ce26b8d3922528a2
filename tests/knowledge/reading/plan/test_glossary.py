"""Glossaries in the forms in which cities print them, and terms that are explained where they are used."""

from pathlib import Path

import pytest

from knowledge import PassageKind
from knowledge.reading.plan.glossary.find import find_glossary
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, SourceLine, read_source

PLANS = Path(__file__).parents[5] / "shared" / "plans"
real = pytest.mark.skipif(not PLANS.is_dir(), reason="the real plans are not in shared/plans")


def source(text: str) -> Source:
    return Source("keikaku.txt", "text", tuple(SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)))


def real_glossary(number: str) -> Part:
    return find_glossary(read_source(next(PLANS.glob(f"{number}_*.txt"))))


def entries(text: str) -> dict[str, str]:
    return {term.word: term.meaning for term in find_glossary(source(text)).terms}


NUMBERED = """ 用語集

項番 用 語 説 明

1  ＭＩ Minato Intelligenceの略で、人のように考え

る仕組みのことです。

また、港の頭脳とも呼ばれます。

 項番 用 語 説 明

2  Minato 5.0 みなと野市がめざす姿です。

86

3  みなとっと

【ミナトット】

市の知らせる仕組みです。

4  窓口支援サー

ビス

窓口での書類の準備を助けます。次の形があります。

\uf09f 予約する

\uf09f 相談する
 参考資料

次の章です。
"""
IN_OTHER_FORMS = {
    "marks before the word": "# 用語解説一覧(五十音順)\n\n# ◆みなとっと\n\n市の知らせる仕組み。\n\n#### **◆**灯台\n\n港を照\nらす。\n\n# 次の章\n",
    "a table with tabs": "## 7 用語\n\n用語\t意味\nみなとっと\t市の知らせる仕組み。\n灯台\t港を照らす。\n\n## 次の章\n",
    "a table without a title": "本文です。\n\n用語\t説明\nみなとっと\t市の知らせる仕組み。\n灯台\t港を照らす。\n\n次の文。\n",
    "a table in Markdown": "## 用語集\n\n| 用語 | 説明 |\n|---|---|\n| みなとっと | 市の知らせる仕組み。 |\n| 灯台 | 港を照らす。 |\n\n次の文。\n",
    "bold words": "## 用語集\n\n**みなとっと** 市の知らせる仕組み。\n\n**灯台**\n港を照らす。\n\n## 次の章\n",
    "a colon behind the word": "用語の説明\n\nみなとっと：市の知らせる仕組み。\n灯台：港を照らす。\n",
    "a gap behind the word": "用語集\n\n【あ行】\n\nみなとっと　　市の知らせる仕組み。\n灯台　　港を照らす。\n",
    "headings in Markdown": "## 用語集\n\n### みなとっと\n市の知らせる仕組み。\n\n### 灯台\n港を照らす。\n\n## 次の章\n",
    "paragraphs": "用語集\n\nみなとっと\n\n市の知らせる仕組み。\n\n灯台\n\n港を照らす。ただし明\n\nるい日を除く。\n\nみなと野市の計画\n\n発行：みなと野市\n",
    "paragraphs under あ行": "用語集\n\nあ行\n\nみなとっと\n\n市の知らせる仕組みのことをいう。\n\nか行\n\n灯台\n\n港を照らす高い塔のことをいう。\n",
}


def test_numbered_entries_over_several_lines():
    part = find_glossary(source(NUMBERED))
    assert [(term.word, term.reading, term.aliases) for term in part.terms] == [
        ("ＭＩ", "", ("Minato Intelligence", "港の頭脳")),
        ("Minato 5.0", "", ()),
        ("みなとっと", "ミナトット", ()),
        ("窓口支援サービス", "", ()),
    ]
    assert [term.meaning for term in part.terms] == [
        "Minato Intelligenceの略で、人のように考える仕組みのことです。\nまた、港の頭脳とも呼ばれます。",
        "みなと野市がめざす姿です。",
        "市の知らせる仕組みです。",
        "窓口での書類の準備を助けます。次の形があります。\n・予約する\n・相談する",
    ]
    assert [(term.first_line, term.last_line) for term in part.terms] == [(5, 9), (13, 13), (17, 21), (23, 31)]
    assert part.lines == frozenset(range(2, 32))  # the title and the next chapter stay with the outline


@pytest.mark.parametrize("text", IN_OTHER_FORMS.values(), ids=IN_OTHER_FORMS.keys())
def test_the_form_is_known_by_itself(text):
    found = entries(text)
    assert list(found) == ["みなとっと", "灯台"]
    assert found["みなとっと"].startswith("市の知らせる仕組み")
    assert found["灯台"].startswith("港を照らす")
    assert "次の" not in found["灯台"]


def test_a_title_on_each_page_is_one_glossary():
    text = "用語集\n\n1 灯台 港を照らす。\n\n2 港 船が着く所。\n\n用語集\n\n3 船 海を行く乗り物。\n"
    part = find_glossary(source(text))
    assert [term.word for term in part.terms] == ["灯台", "港", "船"]


def test_a_title_in_the_table_of_contents_is_not_the_glossary():
    text = "目次\n用語集\n\n第1章 計画\n\n背景\n\n港の町です。\n\n目的\n\n町を明るくします。\n\n用語集\n\n灯台\n\n港を照らす塔のこと。\n\n港\n\n船が着く所のこと。\n"
    assert list(entries(text)) == ["灯台", "港"]


def test_each_entry_is_a_passage_with_its_word_and_meaning():
    part = find_glossary(source(IN_OTHER_FORMS["a table with tabs"]))
    assert [(p.headings, p.text, p.kind, p.first_line) for p in part.passages] == [
        (("7 用語", "みなとっと"), "みなとっと\n市の知らせる仕組み。", PassageKind.GLOSSARY, 4),
        (("7 用語", "灯台"), "灯台\n港を照らす。", PassageKind.GLOSSARY, 5),
    ]


@pytest.mark.parametrize(
    ("head", "meaning", "names"),
    [
        ("◆ Ａ Ｉ 【Artificial Intelligence】", "人工知能のこと。", ("ＡＩ", "Artificial Intelligence", "人工知能")),
        ("◆QOL [Quality of Life]", "生活の質を指す概念。", ("QOL", "Quality of Life")),
        ("◆みなと基本法(みなとＮＷ法)", "港の法律。", ("みなと基本法", "みなとＮＷ法")),
        ("◆スタートアップ(企業・事業)", "新しい企業。", ("スタートアップ(企業・事業)", "スタートアップ")),
        ("◆ＭＲ", "Minato Realityの略で、「港の現実」と訳されます。", ("ＭＲ", "Minato Reality", "港の現実")),
        ("◆CX向上", "Citizen Experience 体験を良くすること。", ("CX向上", "Citizen Experience")),
        ("◆多様性", "Diversity (多様性) と、いろいろな人がいること。", ("多様性",)),
        ("◆灯台", "サービスの品質のこと。", ("灯台",)),
        (
            "◆港湾デジタル・トランスフォーメーション（DX）計画",
            "計画。",
            ("港湾デジタル・トランスフォーメーション（DX）計画", "港湾DX計画"),
        ),
    ],
)
def test_other_printed_names_are_found(head, meaning, names):
    text = f"# 用語集\n\n{head}\n\n{meaning}\n\n◆最後\n\n最後の語。\n"
    assert find_glossary(source(text)).terms[0].names == names


def test_marks_in_a_meaning_go_and_name_their_words():
    part = find_glossary(source("用語集\n\n◆灯台\n\n港\\*を照らす。\n\n◆港\n\n船が着く所。\n"))
    assert (part.terms[0].meaning, part.passages[0].terms) == ("港を照らす。", ("港",))


def test_a_starred_note_is_a_term_if_the_document_uses_the_word():
    text = "灯台の整備を進めます。\n\n\\*灯台\n\n港の入口を夜のあいだ照らしている高い塔\n\n目標\n\n10基\n\n\\*ないしょ\n\n本文のどこにも出てこない言葉の説明\n"
    part = find_glossary(source(text))
    assert [(t.word, t.meaning, t.first_line, t.last_line) for t in part.terms] == [
        ("灯台", "港の入口を夜のあいだ照らしている高い塔", 3, 5)
    ]


@pytest.mark.parametrize("title", ["## 「灯台」とは？", "（灯台とは）", "灯台とは?", "## 灯台とは"])
def test_a_box_that_asks_what_something_is_explains_it(title):
    text = f"本文です。\n\n{title}\n\n港の入口を夜のあいだ照らす塔です。\n\n◎明るい港へ\n\n## 次の章\n\n本文です。\n"
    part = find_glossary(source(text))
    assert entries(text) == {"灯台": "港の入口を夜のあいだ照らす塔です。\n◎明るい港へ"}
    assert part.passages[0].headings == (title.lstrip("# "), "灯台")


def test_a_chapter_that_has_such_a_title_is_no_box():
    body = "\n\n".join(["灯台は、港の入口を夜のあいだ照らす塔です。市では古い塔から順に直していきます。"] * 14)
    assert find_glossary(source(f"4 灯台とは\n\n{body}\n")) == Part()
    assert find_glossary(source(f"## 灯台とは\n\n{body}\n")) == Part()


@pytest.mark.parametrize(
    ("meaning", "problem"),
    [
        (
            "次のいずれの項目にも該当する形で公開されたデータのこと。",
            "説明が予告している項目が、文字として残っていません",
        ),
        ("市が公開し、だれでも使えるデータを", "用語の説明が途中で切れています"),
    ],
)
def test_an_entry_that_is_visibly_incomplete_is_a_doubt(meaning, problem):
    part = find_glossary(source(f"用語集\n\n◆みなとデータ\n\n{meaning}\n\n◆港\n\n船が着く所。\n"))
    assert [(doubt.line, doubt.problem, doubt.text) for doubt in part.doubts] == [(3, problem, "みなとデータ")]


def test_an_announced_list_that_is_there_is_no_doubt():
    part = find_glossary(
        source("用語集\n\n◆港\n\n次のいずれの項目にも該当する所。\n\n・船が着く\n\n・荷を下ろす\n\n◆灯台\n\n塔。\n")
    )
    assert part.doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        "本文に用語集という言葉があるだけです。\n用語集\t52\n",
        "用語集\n",
        "第1章 計画\n\n本文です。\n\n項目\t令和8年度\n実施\t○\n",
        "項目\t内容\n窓口\t混雑を減らします。\n電話\t早く答えます。\n",
        "用語集\n1 計画の背景\n2 計画の期間\n",
        "",
    ],
)
def test_a_document_without_a_glossary_has_none(text):
    assert find_glossary(source(text)) == Part()


@real
@pytest.mark.parametrize(
    ("number", "count", "first", "last"),
    [
        ("000", 55, "ＡＩ", "ユニバーサルツーリズム"),
        ("002", 38, "インターネット", "You Tube"),
        ("004", 16, "ウェブアクセシビリティ", "SNS"),
    ],
)
def test_all_entries_of_a_real_glossary(number, count, first, last):
    part = real_glossary(number)
    assert len(part.terms) == len(part.passages) == count
    assert len({term.word for term in part.terms}) == count
    assert (part.terms[0].word, part.terms[-1].word) == (first, last)
    assert all(len(term.meaning) >= 8 for term in part.terms)


@real
def test_the_real_glossary_of_000_has_its_readings_and_wrapped_words():
    terms = {term.word: term for term in real_glossary("000").terms}
    assert {term.word: term.reading for term in terms.values() if term.reading} == {
        "Facebook": "フェイスブック",
        "LINE": "ライン",
        "Twitter": "ツイッター",
    }
    assert {
        "サイバーシルクロード八王子",
        "サービスデザイン思考",
        "システムのオープン化",
        "セキュリティインシデント",
    } <= set(terms)
    assert "人工知能" in terms["ＡＩ"].aliases
    assert terms["テレワーク"].meaning.count("\n・") == 3
    assert (terms["ＡＩ"].first_line, terms["ユニバーサルツーリズム"].last_line) == (3435, 3949)


@real
def test_the_real_glossary_of_004_has_sub_definitions_aliases_and_one_doubt():
    part = real_glossary("004")
    terms = {term.word: term for term in part.terms}
    assert terms["テレワーク"].meaning.count("\n") == 3
    assert "Robotic Process Automation" in terms["RPA"].aliases
    assert [(doubt.line, doubt.text) for doubt in part.doubts] == [(1053, "オープンデータ")]
    assert terms["SNS"].last_line == 1127


@real
def test_the_real_tables_of_001_and_the_terms_explained_on_the_spot():
    part = real_glossary("001")
    listed = [p for p in part.passages if p.headings[0] == "7 用語"]
    assert len(listed) == 12
    assert [(t.word, t.first_line) for t in part.terms if t.first_line < 660] == [
        ("DX", 33),
        ("公的個人認証サービス", 283),
        ("AIを活用した自動運転バス", 381),
        ("AIを活用したデマンド交通", 389),
        ("地方税統一QRコード", 490),
    ]


@real
def test_the_real_document_003_explains_one_term_in_a_box():
    assert [(t.word, t.first_line) for t in real_glossary("003").terms] == [("KPI", 25)]


@real
def test_two_titles_printed_over_each_other_in_002_are_a_doubt():
    assert [doubt.line for doubt in real_glossary("002").doubts] == [490]
