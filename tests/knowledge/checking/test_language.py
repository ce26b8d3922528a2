"""How an answer reads aloud."""

from dataclasses import replace

import pytest

from knowledge import Audience, Entry
from knowledge.checking.finding import Level
from knowledge.checking.language import double_negatives, unexplained_terms
from knowledge.glossary import Term

ENTRY = Entry("fuhyo", "common", "住所の移り変わりを証明できますか。", "", "戸籍")
GLOSSARY = (Term("附票", "これまでの住所の記録", "法"), Term("AI", "人工知能", "計画"), Term("AI-OCR", "x", "計画"))


@pytest.mark.parametrize(
    "line",
    [
        "窓口に来なければなりません。",
        "届け出ないといけません。",
        "受け取れないわけではありません。",
        "郵送できなくはありません。",
        "出せないことはありません。",
        "本人が来ない限り、受け取れません。",
        "必ずもらえないとは限りません。",
        "申請せずには受け取れません。",
    ],
)
def test_a_double_negative_is_warned_of(line):
    (finding,) = double_negatives(replace(ENTRY, answer=f"窓口で取れます。\n{line}"))
    assert (finding.level, finding.where) == (Level.WARNING, "fuhyo")
    assert "二重の否定です" in finding.problem


@pytest.mark.parametrize(
    "line",
    [
        "窓口に来てください。",
        "手数料はかかりません。",
        "本人でない人は、委任状を持ってきてください。",
        "届け出がないときは、手当は出ません。",
        "わからないことは、聞いてください。",
    ],
)
def test_one_negative_is_none_too_many(line):
    assert list(double_negatives(replace(ENTRY, answer=line))) == []


def test_the_easy_answer_is_read_too():
    assert (
        len(list(double_negatives(replace(ENTRY, easy_answer="来（こ）なければなりません。".replace("（こ）", "")))))
        == 1
    )


@pytest.mark.parametrize(
    ("answer", "unexplained"),
    [
        ("附票を取ってください。", ["附票"]),
        ("附票（これまでの住所の記録）を取ってください。", []),
        ("これまでの住所の記録（附票）を取ってください。", []),
        ("「附票」とは、住所の記録です。", []),
        ("AIで答えます。", ["AI"]),
        ("AI-OCRで読み取ります。", ["AI-OCR"]),  # the longer term, not the one inside it
        ("MAINの窓口です。", []),  # AI inside another word
        ("{{附票の場所}}で取れます。", []),  # the name of a blank is not shown
        ("窓口で取れます。", []),
    ],
)
def test_a_term_of_the_trade_needs_its_meaning(answer, unexplained):
    findings = list(unexplained_terms(replace(ENTRY, answer=answer), GLOSSARY))
    assert [finding.problem for finding in findings] == [f"「{word}」の説明がありません" for word in unexplained]


def test_the_remedy_shows_the_meaning():
    (finding,) = unexplained_terms(replace(ENTRY, answer="附票です。"), GLOSSARY)
    assert "附票（これまでの住所の記録）" in finding.remedy


def test_a_term_that_the_question_has_is_the_reader_s_own():
    assert list(unexplained_terms(replace(ENTRY, question="附票は取れますか", answer="附票です。"), GLOSSARY)) == []


def test_staff_know_the_terms_of_their_trade():
    assert list(unexplained_terms(replace(ENTRY, audience=Audience.STAFF, answer="附票です。"), GLOSSARY)) == []
