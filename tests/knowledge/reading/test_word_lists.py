"""Topics, terms and changes of laws, as tables that people keep in Excel."""

from datetime import date

import pytest

from knowledge import Topic
from knowledge.glossary import Term
from knowledge.law import LawChange
from knowledge.reading.word_lists import read_glossary, read_laws, read_topics


def test_topics_name_a_desk_and_its_words(write):
    path = write("topics.csv", "担当分野,言葉\nごみ,粗大ごみ | 資源回収\n動物,カラス\n")
    assert read_topics(path) == (Topic("ごみ", ("粗大ごみ", "資源回収")), Topic("動物", ("カラス",)))


def test_terms_come_with_their_meaning_and_source(write):
    path = write("glossary.csv", "用語,説明,出典\n附票,これまでの住所の記録,住民基本台帳法第16条\n")
    assert read_glossary(path) == (Term("附票", "これまでの住所の記録", "住民基本台帳法第16条"),)


def test_changes_of_laws_come_with_their_day(write):
    path = write("laws.csv", "法令,施行日,内容,出典\n戸籍法,令和6年3月1日,広域交付,令和元年法律第17号\n")
    assert read_laws(path) == (LawChange("戸籍法", date(2024, 3, 1), "広域交付", "令和元年法律第17号"),)


@pytest.mark.parametrize(
    ("read", "content", "place", "value", "problem"),
    [
        (read_topics, "担当分野,言葉\n宇宙,ロケット\n", "2行目 担当分野", "宇宙", "知らない担当分野です"),
        (read_topics, "担当分野,言葉\nごみ,\n", "2行目 言葉", "", "空欄です"),
        (read_topics, "担当分野,言葉\nごみ,粗大|缶\n", "2行目 言葉", "缶", "1字の言葉です"),
        (read_glossary, "用語,説明,出典\n附票,,法\n", "2行目 説明", "", "空欄です"),
        (read_glossary, "用語,説明,出典\n附票,記録,\n", "2行目 出典", "", "空欄です"),
        (read_laws, "法令,施行日,内容,出典\n戸籍法,,x,y\n", "2行目 施行日", "", "空欄です"),
        (read_laws, "法令,施行日,内容,出典\n戸籍法,いつか,x,y\n", "2行目 施行日", "いつか", "日付として読めません"),
    ],
)
def test_a_fault_is_reported_with_its_row(write, faults_of, read, content, place, value, problem):
    (fault,) = faults_of(read, write("list.csv", content))
    assert (fault.file, fault.place, fault.value, fault.problem) == ("list.csv", place, value, problem)
