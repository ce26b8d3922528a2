"""Whom a plan names to be asked: telephone, fax, mail and address with the section they belong to."""

from datetime import date
from pathlib import Path

import pytest

from knowledge import PassageKind, PlanContact
from knowledge.reading.plan.document.contact_line import contact_line, last_day, own_name
from knowledge.reading.plan.document.contacts import find_contacts
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, SourceLine, read_source

PLANS = Path(__file__).parents[5] / "shared" / "plans"
real = pytest.mark.skipif(not PLANS.is_dir(), reason="the real plans are not in shared/plans")


def source(text: str) -> Source:
    return Source("keikaku.txt", "text", tuple(SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)))


def real_contacts(number: str) -> Part:
    return find_contacts(read_source(next(PLANS.glob(f"{number}_*.txt"))))


IMPRINT = """計画を進めます。

みなと野市デジタル計画

発行：みなと野市

編集：みなと野市企画部情報課

住所：〒999-0001

みなと野市港町一丁目1番1号

電話：０９９-000-1111(直通)
"""
INVITATION = """みなと野市デジタル計画（案）

計画（案）へのご意見をお寄せください。

募集期間 令和8年11月29日(日曜日)から12月20日(日曜日)まで(必着)

提出方法 郵送、ファックス又は電子メール

**提出先
・
問い合わせ先** みなと野市総務部広聴課
住 所：〒999-0001 みなと野市港町1-1-1
ファックス番号：099-000-2222
電子メール：kocho@city.example.jp
電話(問い合わせのみ)：099-000-1111

**詳細** <https://city.example.jp/iken>

※ご意見は公開します。

第1章 計画
"""


def test_the_imprint_names_the_section_that_edits_the_plan():
    part = find_contacts(source(IMPRINT))
    assert part.contacts == (
        PlanContact("情報課", "099-000-1111", "〒999-0001 みなと野市港町一丁目1番1号", note="直通", first_line=7),
    )
    passage = part.passages[0]
    assert (passage.kind, passage.headings, passage.section) == (
        PassageKind.CONTACT,
        ("みなと野市企画部情報課",),
        "情報課",
    )
    assert passage.text.split("\n")[-1] == "電話：０９９-000-1111(直通)"  # as printed
    assert passage.until is None
    assert passage.text.split("\n")[0] == "発行：みなと野市"
    assert part.lines == frozenset(range(5, 14))


def test_an_invitation_keeps_its_deadline():
    part = find_contacts(source(INVITATION))
    assert part.contacts == (
        PlanContact(
            "広聴課",
            "099-000-1111",
            "〒999-0001 みなと野市港町1-1-1",
            "kocho@city.example.jp",
            "099-000-2222",
            "問い合わせのみ",
            9,
        ),
    )
    passage = part.passages[0]
    assert passage.until == date(2026, 12, 20)
    assert (passage.first_line, passage.last_line) == (3, 19)
    assert passage.text.split("\n") == [
        "計画（案）へのご意見をお寄せください。",
        "募集期間 令和8年11月29日(日曜日)から12月20日(日曜日)まで(必着)",
        "提出方法 郵送、ファックス又は電子メール",
        "提出先・問い合わせ先 みなと野市総務部広聴課",
        "住 所：〒999-0001 みなと野市港町1-1-1",
        "ファックス番号：099-000-2222",
        "電子メール：kocho@city.example.jp",
        "電話(問い合わせのみ)：099-000-1111",
        "詳細 https://city.example.jp/iken",
        "※ご意見は公開します。",
    ]


def test_each_section_has_its_own_contact():
    text = "お問い合わせ先\n\n情報課\n電話 099-000-1111\n\n福祉課 高齢係\n電話 099-000-2222 FAX 099-000-3333\n"
    assert [(c.section, c.telephone, c.fax) for c in find_contacts(source(text)).contacts] == [
        ("情報課", "099-000-1111", ""),
        ("福祉課", "099-000-2222", "099-000-3333"),
    ]


def test_a_number_without_a_section_is_a_doubt_and_no_contact():
    part = find_contacts(source("本文です。\n\n電話：099-000-1111\n"))
    assert part.contacts == ()
    assert [(d.line, d.problem) for d in part.doubts] == [(3, "連絡先がどの課のものか、文字からは分かりません")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("電話：099-000-1111(直通)", {"telephone": "099-000-1111", "note": "直通"}),
        ("電話番号 099(000)1111", {"telephone": "099(000)1111"}),
        ("TEL：０９９－０００－１１１１（内線 1234）", {"telephone": "099-000-1111", "note": "内線 1234"}),
        ("電話(問い合わせのみ)：099-000-1111", {"telephone": "099-000-1111", "note": "問い合わせのみ"}),
        ("FAX 099-000-2222", {"fax": "099-000-2222"}),
        ("Eメール：joho@city.example.jp", {"mail": "joho@city.example.jp"}),
        ("〒999-0001 みなと野市港町1-1-1", {"address": "〒999-0001 みなと野市港町1-1-1"}),
        ("担当：みなと野市企画部情報課", {"printed": "みなと野市企画部情報課"}),
        ("お問い合わせ先 情報課", {"printed": "情報課"}),
        ("情報課", {"printed": "情報課"}),
        ("電話での相談は2,098-100件", {}),
        ("情報課では、電話の混雑を減らします。", {}),
        ("令和4年06-12-20", {}),
    ],
)
def test_what_a_line_tells(text, told):
    found = contact_line(text)
    names = ("telephone", "fax", "mail", "address", "printed", "note")
    assert {name: value for name in names if (value := getattr(found, name))} == told


@pytest.mark.parametrize(
    ("printed", "own"),
    [
        ("みなと野市企画部情報課", "情報課"),
        ("みなと野市都市整備部まちづくり課", "まちづくり課"),
        ("都市計画課", "都市計画課"),
        ("みなと野市教育委員会", "みなと野市教育委員会"),
    ],
)
def test_the_section_without_city_and_department(printed, own):
    assert own_name(printed) == own


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("募集期間 令和8年11月29日から12月20日まで", date(2026, 12, 20)),
        ("募集期間：令和8年12月15日（火）～１月14日（木）", date(2027, 1, 14)),  # over the turn of the year
        ("提出期限 2026年4月1日", date(2026, 4, 1)),
        ("締切 令和元年5月7日", date(2019, 5, 7)),
        ("募集期間 12月1日から12月20日まで", None),  # no year is printed
        ("令和8年4月1日に策定しました。", None),  # no period
        ("募集期間 令和8年2月30日まで", None),  # no such day
    ],
)
def test_the_last_day_of_an_invitation(text, day):
    assert last_day(text) == day


@pytest.mark.parametrize("text", ["", "第1章 計画\n\n電話での問い合わせが増えています。\n", "受付 06-12月\n"])
def test_a_document_without_contacts_has_none(text):
    assert find_contacts(source(text)) == Part()


@real
@pytest.mark.parametrize("number", ["000", "002", "003"])
def test_real_documents_without_contacts(number):
    assert real_contacts(number) == Part()


@real
def test_the_real_contact_of_001():
    part = real_contacts("001")
    (contact,) = part.contacts
    assert (contact.section, contact.telephone, contact.note, contact.first_line) == (
        "デジタル推進課",
        "042-649-6044",
        "直通",
        690,
    )
    assert contact.address.startswith("〒192-8501 ")
    assert (contact.mail, contact.fax, part.passages[0].until) == ("", "", None)
    assert part.passages[0].last_line == 696


@real
def test_the_real_contact_and_invitation_of_004():
    part = real_contacts("004")
    (contact,), (passage,) = part.contacts, part.passages
    assert (contact.section, contact.telephone, contact.fax, contact.note) == (
        "情報政策課",
        "0422-60-1805",
        "0422-51-9149",
        "問い合わせのみ",
    )
    assert contact.mail == "SEC-JYOUHOU@city.musashino.lg.jp"
    assert contact.address.startswith("〒180-8777 ")
    assert passage.until == date(2022, 12, 20)
    assert (passage.first_line, passage.last_line) == (7, 31)
    assert "https://logoform.jp/form/SK8e/176990" in passage.text
