"""The page at /chat in a real browser, as a person uses it: by keyboard, on a phone, with a strict CSP, without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
INPUT = "madoguchi-chat #text"
LOG = "madoguchi-chat .log"


@pytest.fixture
def page(address: str, new_page: Callable[..., Any]) -> Any:
    """The page of みなと野市 on a phone."""
    page = new_page()
    page.goto(f"{address}/chat?city=131016")
    page.wait_for_selector(INPUT)
    return page


def ask(page: Any, text: str) -> None:
    page.fill(INPUT, text)
    page.keyboard.press("Enter")


def test_a_question_is_answered_with_section_telephone_and_source(page: Any) -> None:
    ask(page, "ソファを捨てたい")
    page.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
    assert page.locator(f"{LOG} a[href='tel:0300001002']").count() == 1
    assert "更新日：2026年11月1日" in page.locator(LOG).inner_text()
    page.click(f"{LOG} summary")
    assert page.locator(f"{LOG} >> text=みなと野市廃棄物の処理に関する条例").is_visible()
    assert page.complaints == []


def test_a_choice_is_taken_by_keyboard(page: Any) -> None:
    ask(page, "住民票の写しを受け取る")
    page.locator(f"{LOG} button", has_text="郵便で").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{LOG} >> text=返信用の封筒")
    assert page.complaints == []


def test_none_of_these_is_handed_over(page: Any) -> None:
    ask(page, "住民票の写しを受け取る")
    page.click(f"{LOG} button >> text=どれでもない")
    page.wait_for_selector(f"{LOG} .handoff >> text=お問い合わせください")
    assert page.complaints == []


def test_the_page_is_named_for_its_city(page: Any, address: str) -> None:
    assert page.title() == "みなと野市の窓口"
    page.goto(f"{address}/chat?city=131024")
    page.wait_for_selector("madoguchi-chat .chips >> text=くらし")
    assert page.locator("madoguchi-chat h2.title").inner_text() == "かすみ台市の窓口"


def test_the_conversation_outlives_a_reload_and_can_be_wiped(page: Any) -> None:
    ask(page, "図書館に登録したい")
    page.wait_for_selector(f"{LOG} >> text=図書館のカウンター")
    page.reload()
    page.wait_for_selector(f"{LOG} >> text=図書館のカウンター")
    page.click("madoguchi-chat .end >> text=履歴を消す")
    assert page.locator("madoguchi-chat .hello").evaluate("hello => hello.matches(':focus')")
    page.reload()
    page.wait_for_selector(INPUT)
    assert page.locator(LOG).inner_text() == ""
    assert page.evaluate("JSON.stringify({...sessionStorage}) + JSON.stringify({...localStorage})").count("図書館") == 0


def test_another_city_has_a_conversation_of_its_own(page: Any, address: str) -> None:
    ask(page, "図書館に登録したい")
    page.wait_for_selector(f"{LOG} >> text=図書館のカウンター")
    page.goto(f"{address}/chat?city=131024")
    page.wait_for_selector(INPUT)
    assert page.locator(LOG).inner_text() == ""


def test_text_from_the_server_is_never_markup(page: Any) -> None:
    ask(page, "山形かっこの意味")
    page.wait_for_selector(f"{LOG} >> text=記号<必須>")
    assert page.locator(f"{LOG} 必須").count() == 0


def test_nothing_overflows_at_320_pixels(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    ask(page, "ソファを捨てたい")
    page.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


class TestBrowsing:
    """一覧から選ぶ, without typing a letter."""

    def test_three_presses_to_an_answer_by_keyboard(self, page: Any) -> None:
        for name in ("証明", "住民票", "郵便で"):
            page.locator("madoguchi-chat .browse button", has_text=name).first.focus()
            page.keyboard.press("Enter")
        page.wait_for_selector(f"{LOG} >> text=返信用の封筒")
        assert page.complaints == []

    def test_and_back(self, page: Any) -> None:
        page.click("madoguchi-chat .chips >> text=証明")
        assert page.locator("madoguchi-chat .browse h4").inner_text() == "証明"
        page.click("madoguchi-chat .back")
        assert page.locator("madoguchi-chat .chips button").all_inner_texts() == ["証明", "くらし", "まなび"]
        assert page.locator("madoguchi-chat .browse h4").evaluate("title => title.matches(':focus')")

    def test_what_the_same_person_needs_next_is_a_button_below_the_answer(self, page: Any) -> None:
        ask(page, "申請書の記号の意味")
        page.wait_for_selector(f"{LOG} >> text=あわせてよく見られる案内")
        page.click(f"{LOG} button >> text=窓口で取りたい")
        page.wait_for_selector(f"{LOG} >> text=市民窓口課で申請書を書いて")
        assert page.complaints == []


class TestServed:
    """What the server put on the page stays, and leads into the conversation."""

    def test_a_listed_entry_is_taken_in_the_conversation(self, page: Any, address: str) -> None:
        page.goto(f"{address}/chat?city=131016&category=証明/住民票")
        page.wait_for_selector(INPUT)
        page.click("[slot=served] button >> text=郵便で")
        page.wait_for_selector(f"{LOG} >> text=返信用の封筒")


class TestWithoutJavaScript:
    """One question and one answer by plain forms, and the categories by plain links."""

    @pytest.fixture
    def plain(self, address: str, new_page: Callable[..., Any]) -> Any:
        page = new_page(java_script_enabled=False)
        page.goto(f"{address}/chat?city=131016")
        return page

    def test_a_question_is_answered(self, plain: Any) -> None:
        plain.fill("#question", "ソファを捨てたい")
        plain.click("text=送る")
        assert "清掃課に申し込んでから" in plain.locator(".served").inner_text()
        plain.click(".served >> text=役に立った")
        assert "お知らせいただき" in plain.locator(".served").inner_text()

    def test_an_entry_is_found_by_its_category(self, plain: Any) -> None:
        plain.click(".branches summary >> text=証明")
        plain.click(".branches a >> text=住民票")
        plain.click(".served button >> text=郵便で")
        assert "返信用の封筒" in plain.locator(".served").inner_text()

    def test_nothing_overflows_and_what_is_pressed_is_large(self, plain: Any) -> None:
        plain.set_viewport_size({"width": 320, "height": 640})
        plain.click(".branches summary >> text=証明")
        boxes = [each.bounding_box() for each in plain.locator("button:visible, summary, .branches a:visible").all()]
        assert min(box["height"] for box in boxes) >= 44
        assert plain.evaluate("document.documentElement.scrollWidth") <= 320


class TestPageOfAnEntry:
    """/chat/{city}/{entry}: readable by everybody, and its data for search engines offend no policy."""

    @pytest.mark.parametrize("scripts", [True, False])
    def test_it_is_read_without_complaint(self, address: str, new_page: Callable[..., Any], scripts: bool) -> None:
        page, complaints = new_page(java_script_enabled=scripts), []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{address}/chat/131016/sodai-gomi")
        assert page.locator("h1").inner_text() == "粗大ごみはどう出せばいいですか。"
        assert page.locator("script[type='application/ld+json']").count() == 1
        assert complaints == []

    def test_nothing_overflows_and_links_are_large(self, address: str, new_page: Callable[..., Any]) -> None:
        page = new_page()
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(f"{address}/chat/131016/kigo-no-kaki-kata")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        boxes = [each.bounding_box() for each in page.locator("a:visible:not(.skip)").all()]
        assert min(box["height"] for box in boxes) >= 44
