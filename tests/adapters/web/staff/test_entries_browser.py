"""/staff/entries in a real browser: by keyboard alone, on narrow screens, without JavaScript, and nothing for axe to find."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI

from adapters.app import create_app
from adapters.settings import Settings
from adapters.storage.accounts import Role
from adapters.storage.sign_ins import How
from adapters.web.staff.session import COOKIE
from knowledge import TOKYO

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (./setup dev)")
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GOMI = "sodai-gomi"


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(settings)


@pytest.fixture
def address(app: FastAPI, serve: Callable[[FastAPI], str]) -> str:
    """Where an application of the test's own is served."""
    return serve(app)


@pytest.fixture
def staff(app: FastAPI, address: str, new_page: Callable[..., Any]) -> Callable[..., Any]:
    """`staff("sato", Role.EDITOR)` is a tab in which she has signed in."""

    def opened(name: str, role: Role = Role.EDITOR, width: int = 1280, **options: Any) -> Any:
        now, entrance = datetime.now(TOKYO), app.state.entrance
        account = entrance.accounts.add(name, f"{name}さん", role, ["131016"], "test", now)
        page = new_page(width, 900, base_url=address, locale="ja-JP", **options)
        token = entrance.sessions.begin(account, How.PASSWORD, "test", now)
        page.context.add_cookies([{"name": COOKIE, "value": token, "domain": "127.0.0.1", "path": "/staff"}])
        page.set_default_timeout(30_000)
        return page

    return opened


def faults(page: Any) -> list[str]:
    """What axe finds, and what is wider than a narrow screen."""
    found = axe.Axe().run(page, options={"runOnly": RULES}).response["violations"]
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    return [f"{each['id']} {each['nodes'][0]['html']}" for each in found] + ([f"{wide} wide"] if wide > 320 else [])


def test_from_the_list_to_the_publication_by_keyboard_alone(staff: Callable[..., Any]) -> None:
    sato, mori = staff("sato"), staff("mori", Role.APPROVER)
    sato.goto("/staff/entries?city=131016")
    assert faults(sato) == []
    sato.focus("#q")
    sato.keyboard.type("ソファ")
    sato.keyboard.press("Enter")
    sato.wait_for_url("**q=**")
    reach(sato, "粗大ごみはどう出せばいいですか。")
    sato.keyboard.press("Enter")
    sato.wait_for_selector("h2:has-text('これまでの版')")
    assert faults(sato) == []
    reach(sato, "この項目を直す")
    sato.keyboard.press("Enter")
    sato.wait_for_selector("#answer")
    reach(sato, "", "answer")
    sato.keyboard.press("Control+End")
    sato.keyboard.type("\n電話でも申し込めます。")
    sato.wait_for_selector("[data-status]:has-text('公開の前に直すところ')")
    assert faults(sato) == []
    reach(sato, "下書きを保存")
    sato.keyboard.press("Enter")
    sato.wait_for_selector(".staff-done")
    assert faults(sato) == []
    mori.goto(f"/staff/entries/{GOMI}?city=131016")
    mori.wait_for_selector("ins:has-text('電話でも申し込めます。')")
    assert faults(mori) == []
    reach(mori, "公開する")
    mori.keyboard.press("Enter")
    mori.wait_for_selector(".staff-done:has-text('公開しました')")
    assert faults(mori) == []
    assert sato.complaints + mori.complaints == []


def reach(page: Any, text: str, id: str = "") -> None:
    """Press Tab until the focus is on what says `text`, or on the field `id`; every stop on the way is visible."""
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate("[document.activeElement.innerText?.trim() ?? '', document.activeElement.id]")
        if (here[0] == text and not id) or (id and here[1] == id):
            return
    raise AssertionError(f"{text or id} is not reached by Tab")


def test_preview_and_answers_before_anything_is_saved(staff: Callable[..., Any]) -> None:
    sato = staff("sato")
    sato.goto(f"/staff/entries/{GOMI}/edit?city=131016")
    sato.fill("#answer", "粗大ごみは、駅前で集めます。")
    sato.click("button[value=look]")
    sato.wait_for_selector(".entry-line__bubble:has-text('駅前で集めます')")
    assert sato.evaluate("document.activeElement.id") == "look"
    assert faults(sato) == []
    sato.fill("#ask", "ソファを捨てたい")
    sato.focus("#ask")
    sato.keyboard.press("Enter")
    sato.wait_for_selector("#asked:has-text('この項目で答えます。')")
    assert faults(sato) == []
    assert sato.complaints == []


def test_what_is_wrong_is_told_while_it_is_written(staff: Callable[..., Any]) -> None:
    sato = staff("sato")
    sato.goto(f"/staff/entries/{GOMI}/edit?city=131016")
    sato.fill("#phrasings", "<b>一つだけ</b>")
    sato.wait_for_selector("#remarks-phrasings:has-text('言い換えが1つです')")
    sato.wait_for_selector("[data-status]:has-text('1件')")
    sato.fill("#answer", "あ" * 601)
    sato.wait_for_selector("[data-count=answer]:has-text('601字')")
    sato.wait_for_selector("#remarks-answer:has-text('回答が601字です')")
    sato.click("text=出典の行を足す")
    assert sato.evaluate("document.activeElement.id").startswith("source_")
    assert faults(sato) == []
    assert sato.complaints == []


def test_what_is_not_saved_is_not_lost_by_leaving(staff: Callable[..., Any]) -> None:
    sato = staff("sato")
    asked: list[str] = []
    sato.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    sato.goto(f"/staff/entries/{GOMI}/edit?city=131016")
    sato.locator("#note").press_sequentially("書きかけ")
    sato.click("text=直さずに戻る", no_wait_after=True)
    sato.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert "書きかけ" in sato.input_value("#note")


@pytest.mark.parametrize("javascript", [True, False])
def test_two_editors_choose_line_by_line(staff: Callable[..., Any], javascript: bool) -> None:
    sato, kato = staff("sato"), staff("kato", width=375, java_script_enabled=javascript)
    for page in (sato, kato):
        page.goto(f"/staff/entries/{GOMI}/edit?city=131016")
    sato.fill("#answer", "佐藤の一行目。\n同じ行。")
    sato.click("button[value=save]")
    sato.wait_for_selector(".staff-done")
    kato.fill("#answer", "加藤の一行目。\n同じ行。")
    kato.click("button[value=save]")
    kato.wait_for_selector("h1:has-text('ほかの人も直しています')")
    if javascript:
        assert faults(kato) == []
    kato.check("#take_answer_0_both")
    kato.click("text=選んだとおりに合わせる")
    kato.wait_for_selector(".staff-done:has-text('まだ保存していません')")
    assert kato.input_value("#answer") == "佐藤の一行目。\n加藤の一行目。\n同じ行。"
    kato.click("button[value=save]")
    kato.wait_for_selector(".staff-done:has-text('保存しました')")
