"""The page in a real browser (headless Chromium), as a person uses it: by keyboard, on a phone, with a strict CSP."""

import shutil
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from adapters.app import create_app
from adapters.settings import Settings

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (./setup dev)")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: apt-get install chromium)"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LOG = "#log"


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """A server of the application on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    """The page of みなと野市 on a phone; what the console complained of is in `page.complaints`."""
    with playwright.sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{address}/chat?city=131016")
        yield page
        browser.close()


def ask(page: Any, text: str) -> None:
    page.fill("#text", text)
    page.keyboard.press("Enter")


def test_a_question_is_answered_with_section_telephone_and_source(page: Any) -> None:
    ask(page, "ソファを捨てたい")
    page.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
    assert page.locator(f"{LOG} a[href='tel:0300001002']").count() == 1
    page.click(f"{LOG} summary")
    assert page.locator(f"{LOG} >> text=みなと野市廃棄物の処理に関する条例").is_visible()
    assert page.complaints == []


def test_a_choice_is_taken_by_keyboard(page: Any) -> None:
    ask(page, "住民票の写しを受け取る")
    page.wait_for_selector(f"{LOG} button >> text=郵便で")
    page.locator(f"{LOG} button", has_text="郵便で").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{LOG} >> text=返信用の封筒")
    assert page.complaints == []


def test_enter_while_kanji_are_being_chosen_does_not_send(page: Any) -> None:
    page.fill("#text", "そだい")
    page.evaluate(
        """() => document.querySelector('#text').dispatchEvent(
            new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"""
    )
    page.wait_for_timeout(300)
    assert page.input_value("#text") == "そだい"
    assert page.locator(LOG).inner_text() == ""


def test_the_conversation_outlives_a_reload_and_can_be_wiped(page: Any) -> None:
    ask(page, "図書館に登録したい")
    page.wait_for_selector(f"{LOG} >> text=図書館のカウンター")
    page.reload()
    assert "図書館のカウンター" in page.locator(LOG).inner_text()
    page.click("#clear button")
    page.reload()
    assert "図書館のカウンター" not in page.locator(LOG).inner_text()


def test_text_from_the_server_is_never_markup(page: Any) -> None:
    ask(page, "山形かっこの意味")
    page.wait_for_selector(f"{LOG} >> text=記号<必須>")
    assert page.locator(f"{LOG} 必須").count() == 0


def test_nothing_overflows_at_320_pixels(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    ask(page, "ソファを捨てたい")
    page.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_question_that_could_not_be_sent_is_not_lost(page: Any) -> None:
    page.context.set_offline(True)
    ask(page, "ソファを捨てたい")
    page.wait_for_selector(f"{LOG} button >> text=もう一度")
    page.context.set_offline(False)
    page.click(f"{LOG} button >> text=もう一度")
    page.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")


class TestBrowsing:
    """一覧から選ぶ, without typing a letter."""

    def test_two_presses_and_an_entry_by_keyboard(self, page: Any) -> None:
        page.locator(".branches summary", has_text="証明").focus()
        page.keyboard.press("Enter")
        page.locator(".branches a", has_text="住民票").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".served h2 >> text=証明：住民票")
        page.locator(".served button", has_text="郵便で").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(f"{LOG} >> text=返信用の封筒")
        assert page.complaints == []

    def test_what_the_same_person_needs_next_is_a_button_below_the_answer(self, page: Any) -> None:
        ask(page, "申請書の記号の意味")
        page.wait_for_selector(f"{LOG} >> text=あわせてよく見られる案内")
        page.click(f"{LOG} button >> text=窓口で取りたい")
        page.wait_for_selector(f"{LOG} >> text=市民窓口課で申請書を書いて")
        assert page.complaints == []

    def test_buttons_are_large_enough_and_nothing_overflows(self, page: Any) -> None:
        page.set_viewport_size({"width": 320, "height": 640})
        page.click(".branches summary >> text=証明")
        boxes = [box.bounding_box() for box in page.locator(".branches summary, .branches a:visible").all()]
        assert min(box["height"] for box in boxes) >= 44
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
