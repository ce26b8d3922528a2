"""GET /chat/{city}/{entry}: the page of one entry, and the same as data for search engines."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from adapters.web.entry_page import pieces
from bot import wording

Start = Callable[..., TestClient]
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_it_shows_the_whole_entry_and_counts_nothing(client: TestClient, record: Callable[[], list[Any]]) -> None:
    before = len(record())
    page = client.get("/chat/131016/sodai-gomi").text
    for shown in (
        "<h1>粗大ごみはどう出せばいいですか。</h1>",
        "<p>粗大ごみは、清掃課に申し込んでから、家の前に出してください。</p>",
        "<p>品目を書いた紙を貼ってください。</p>",
        '清掃課　電話 <a href="tel:0300001002">03-0000-1002</a>',
        '<a href="https://example.jp/jorei/12">みなと野市廃棄物の処理に関する条例</a> 第12条',
        '<time datetime="2026-11-01">2026年11月1日</time>',
        '<link rel="canonical" href="/chat/131016/sodai-gomi">',
        "<title>粗大ごみはどう出せばいいですか。 ― みなと野市の窓口</title>",
    ):
        assert shown in page
    assert "委託先" not in page  # the note is for staff
    assert len(record()) == before


def test_it_needs_no_script(client: TestClient) -> None:
    page = client.get("/chat/131016/sodai-gomi").text
    assert re.findall(r"<script(?! type=\"application/ld\+json\")|<style|\son\w+=|style=|javascript:", page) == []


def test_its_data_say_the_same_as_an_faq_page(client: TestClient) -> None:
    [data] = map(json.loads, DATA.findall(client.get("/chat/131016/sodai-gomi").text))
    assert data == {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": "ja",
        "publisher": {"@type": "GovernmentOrganization", "name": "みなと野市"},
        "mainEntity": [
            {
                "@type": "Question",
                "name": "粗大ごみはどう出せばいいですか。",
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": "粗大ごみは、清掃課に申し込んでから、家の前に出してください。\n品目を書いた紙を貼ってください。",
                    "dateModified": "2026-11-01",
                },
            }
        ],
    }


def test_signs_of_html_stay_signs(client: TestClient) -> None:
    page = client.get("/chat/131016/kigo-no-kaki-kata").text
    assert "<h1>申請書の記号&lt;&gt;の意味を教えてください。</h1>" in page
    assert "記号&lt;必須&gt;は必ず書く欄、&#34;任意&#34;&amp;&#39;自由&#39;は" in page
    [raw] = DATA.findall(page)
    assert not set("<>&") & set(raw)
    assert json.loads(raw)["mainEntity"][0]["name"] == "申請書の記号<>の意味を教えてください。"


def test_it_leads_on_to_what_the_same_person_needs_next(client: TestClient) -> None:
    page = client.get("/chat/131016/kigo-no-kaki-kata").text
    assert '<a href="/chat/131016/juminhyo-madoguchi">住民票の写しを窓口で取りたいです。</a>' in page


@pytest.mark.parametrize(
    "entry", ["shokuin-kyuka", "natsu-pool", "inu-toroku", "sonna-komoku-wa-nai", "none", "<script>"]
)
def test_what_residents_may_not_see_is_not_there(client: TestClient, entry: str) -> None:
    """For staff, expired, another city's, made up, どれでもない, markup: all alike."""
    response = client.get(f"/chat/131016/{entry}")
    assert (response.status_code, wording.UNKNOWN_CHOICE in response.text) == (404, True)
    assert response.text == client.get("/chat/131016/another").text
    assert '<meta name="robots" content="noindex">' in response.text


def test_an_unknown_city_is_told_kindly(client: TestClient) -> None:
    response = client.get("/chat/132012/sodai-gomi")
    assert (response.status_code, wording.UNKNOWN_CITY in response.text) == (404, True)


@pytest.mark.parametrize("public", ["https://faq.example.jp", "https://faq.example.jp/"])
def test_its_one_address_is_the_public_one(start: Start, public: str) -> None:
    client = start(public_url=public)
    page = client.get("/chat/131016/sodai-gomi", headers={"Host": "evil.example"}).text
    assert '<link rel="canonical" href="https://faq.example.jp/chat/131016/sodai-gomi">' in page
    assert "evil" not in page


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("申込み https://a.jp/x?y=1", [("申込み ", False), ("https://a.jp/x?y=1", True)]),
        ("https://a.jp/です。", [("https://a.jp/", True), ("です。", False)]),
        ("(https://a.jp/x).", [("(", False), ("https://a.jp/x", True), (").", False)]),
        ("javascript:alert(1)", [("javascript:alert(1)", False)]),
        ("https://", [("https://", False)]),
        ("電話 03-0000-1002", [("電話 03-0000-1002", False)]),
        ('https://a.jp/"onclick=x', [("https://a.jp/", True), ('"onclick=x', False)]),
    ],
)
def test_addresses_in_an_answer_become_links(line: str, parts: list[tuple[str, bool]]) -> None:
    assert pieces(line) == parts
