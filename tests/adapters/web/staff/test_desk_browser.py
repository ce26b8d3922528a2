"""A whole call at the desk by keyboard, and the desk and the statistics for axe, narrow, and without JavaScript."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from adapters.passwords import hash_password
from adapters.storage.accounts import Role
from knowledge import TOKYO

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PASSWORD = "four unrelated words"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
BOX, OPTION = "#desk-q", ".desk-option"


@pytest.fixture(scope="module", autouse=True)
def clerk(application: Any, address: str) -> None:
    """Somebody who answers the telephone of みなと野市."""
    accounts = application.state.entrance.accounts
    if accounts.find("denwa") is None:
        now = datetime.now(TOKYO)
        accounts.add("denwa", "電話 係", Role.EDITOR, ["131016"], "test", now, hash_password(PASSWORD))


@pytest.fixture
def desk(new_page: Callable[..., Any], address: str) -> Callable[..., Any]:
    """`desk("/staff", 375)` is that page in a window of that width, signed in."""

    def opened(path: str = "/staff", width: int = 1280, **options: Any) -> Any:
        page = new_page(width, 900, **options)
        page.goto(f"{address}/staff/sign-in?next={path}")
        page.fill("#name", "denwa")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector(".staff-who")
        return page

    return opened


def asked(page: Any, text: str) -> None:
    """Type `text` as soon as the box takes it, and wait for its candidates, not those of its first letters."""
    page.wait_for_selector(f"{BOX}[role=combobox]:focus")
    with page.expect_response(lambda response: parse_qs(urlsplit(response.url).query).get("q") == [text]):
        page.keyboard.type(text)
    page.wait_for_selector(OPTION)
    page.wait_for_timeout(100)  # until they are drawn


def faults(page: Any) -> list[str]:
    return [
        f"{each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page, options=RULES).response["violations"]
    ]


def test_a_call_from_question_to_the_next_without_a_mouse(desk: Callable[..., Any], address: str) -> None:
    page = desk()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    asked(page, "住民票の写しを受け取る")
    page.wait_for_selector("text=候補を見ています")
    assert (
        page.locator("#desk-answer h2").inner_text()
        == page.locator(f"{OPTION}[aria-selected=true] .desk-option__title").inner_text()
    )
    while "郵便" not in page.locator("#desk-heading").inner_text():
        page.keyboard.press("ArrowDown")
    marked = page.locator(BOX).get_attribute("aria-activedescendant")
    assert "郵便" in page.locator(f"#{marked}").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_selector("#desk-answer .desk-badge >> text=回答")
    assert page.evaluate("document.activeElement.id") == "desk-heading"
    page.keyboard.press("c")
    page.wait_for_selector(".desk-said >> text=コピーしました")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "返信用の封筒" in copied
    assert "担当：市民窓口課（本庁舎1階） 電話 03-0000-1001" in copied
    page.keyboard.press("/")
    page.keyboard.type("ソファを捨てたい")
    page.wait_for_selector("#desk-heading >> text=粗大ごみ")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=回答が違う")
    page.keyboard.press("Alt+KeyC")
    page.wait_for_selector(".desk-said >> text=コピーしました")
    assert "集荷の委託先" not in page.evaluate("navigator.clipboard.readText()")
    assert {url.startswith(address) for url in requests} == {True}
    assert page.complaints == []


def test_wrong_and_proposal_take_one_press_each(desk: Callable[..., Any]) -> None:
    page = desk()
    asked(page, "図書館に登録したい")
    page.keyboard.press("Enter")
    page.locator("button", has_text="回答が違う").press("Enter")
    page.wait_for_selector(".desk-said >> text=記録しました")
    assert page.evaluate("document.activeElement.id") == "desk-reason"
    page.keyboard.type("古い")
    page.keyboard.press("Enter")
    page.wait_for_selector("#desk-reason", state="detached")
    page.locator("button", has_text="項目を提案").press("Enter")
    page.wait_for_selector(".desk-said a >> text=下書きを見る")
    assert page.complaints == []


def test_who_types_on_and_presses_enter_at_once_does_not_open_what_was_marked_before(desk: Callable[..., Any]) -> None:
    page = desk()
    asked(page, "住民票の写しを受け取る")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("図書館に登録したい")
    page.keyboard.press("Enter")
    page.wait_for_selector("#desk-heading >> text=図書館の利用カード")
    page.wait_for_selector("text=回答が違う")
    assert page.complaints == []


def test_enter_while_the_input_method_composes_sends_nothing(desk: Callable[..., Any]) -> None:
    page = desk()
    asked(page, "図書館に登録したい")
    page.evaluate(
        "document.querySelector('#desk-q').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'ArrowDown', isComposing: true, bubbles: true, cancelable: true}))"
    )
    assert page.locator(OPTION).first.get_attribute("aria-selected") == "true"


def test_single_letters_can_be_turned_off(desk: Callable[..., Any]) -> None:
    page = desk()
    page.uncheck("#desk-single input")
    page.locator("#desk-single input").press("/")
    assert page.evaluate("document.activeElement.id") != "desk-q"
    page.reload()
    assert not page.is_checked("#desk-single input")


def test_what_was_typed_is_never_markup(desk: Callable[..., Any]) -> None:
    page = desk()
    asked(page, "山形かっこの意味")
    page.wait_for_selector("#desk-answer >> text=記号<必須>")
    assert page.locator("#desk-answer 必須").count() == 0


@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_for_axe_to_find_and_nothing_beyond_the_edge(desk: Callable[..., Any], width: int) -> None:
    page = desk(width=width)
    found = faults(page)
    asked(page, "ソファを捨てたい")
    found += faults(page)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=回答が違う")
    page.click("text=回答が違う")
    page.wait_for_selector("#desk-reason")
    page.click(".desk-survey summary")
    found += faults(page)
    edges = [page.evaluate("document.documentElement.scrollWidth")]
    for path in ("/staff/kpi", "/staff/kpi?month=11&year=2026", "/staff/kpi/gaps"):
        page.goto(page.url.split("/staff")[0] + path)
        found += faults(page)
        edges.append(page.evaluate("document.documentElement.scrollWidth"))
    assert found == []
    assert max(edges) <= width


def test_without_javascript_a_question_is_answered(desk: Callable[..., Any]) -> None:
    page = desk(java_script_enabled=False)
    page.fill(BOX, "ソファを捨てたい")
    page.click("text=聞く")
    assert "清掃課に申し込んでから" in page.locator("#desk-answer").inner_text()
    page.click(f"{OPTION} >> nth=0")
    page.click("text=回答が違う")
    assert "記録しました" in page.locator(".staff-done").inner_text()
