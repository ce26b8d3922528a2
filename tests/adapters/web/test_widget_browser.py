"""The widget in a real browser, on pages of another origin: strict, hostile, without storage, on a phone, by keyboard."""

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from adapters.app import create_app
from adapters.settings import Settings

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
HOSTILE = """
* { color: red !important; font: 5px cursive !important; display: block !important; background: lime !important;
    position: static !important; visibility: visible; text-transform: uppercase !important; }
madoguchi-chat { display: none !important; opacity: 0 !important; pointer-events: none !important; --md-paper: #f00; }
button, textarea { width: 1px !important; transform: scale(3) !important; }
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>City</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{style}
<script {defer} src="{widget}/widget/v1/madoguchi.js" data-city="131016" {data}></script></head>
<body><header><h1>City</h1></header><main><p><a href="/other">Other page</a></p></main></body></html>"""
CHAT = "madoguchi-chat"
LAUNCHER = f"{CHAT} .launcher"
PANEL = f"{CHAT} .panel"
INPUT = f"{CHAT} #text"
LOG = f"{CHAT} .log"
HAS_FOCUS = "each => each.matches(':focus')"


class CityPage:
    """A city's web server: strict, with `?style` a style that fights everything, `?early` a script that does not wait for
    the page, and `?data=` more attributes."""

    def __init__(self) -> None:
        self.widget = ""

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/hostile.css", self.style), Route("/{path:path}", self.page)])

    async def style(self, request: Request) -> Response:
        return Response(HOSTILE, media_type="text/css")

    async def page(self, request: Request) -> Response:
        style = '<link rel="stylesheet" href="/hostile.css">' if "style" in request.query_params else ""
        defer = "" if "early" in request.query_params else "defer"
        page = PAGE.format(widget=self.widget, style=style, defer=defer, data=request.query_params.get("data", ""))
        policy = f"default-src 'none'; script-src 'self' {self.widget}; style-src 'self'; connect-src {self.widget}"
        return HTMLResponse(page, headers={"Content-Security-Policy": f"{policy}; base-uri 'none'; form-action 'none'"})


@pytest.fixture(scope="module")
def city(serve: Callable[[ASGIApp], str], session_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a city's page, which brings the widget from the application's; the city names its page as an origin."""
    page = CityPage()
    address = serve(page.app())
    content = tmp_path_factory.mktemp("origins") / "content"
    shutil.copytree(session_folder / "content", content)
    settings_of_city = content / "131016" / "city.toml"
    named = settings_of_city.read_text(encoding="utf-8").replace("origins = [", f'origins = ["{address}", ')
    settings_of_city.write_text(named, encoding="utf-8")
    with contextlib.chdir(session_folder):
        settings = Settings(content_dir=content, data_dir=(session_folder / "var").absolute(), limit_network="off")
        page.widget = serve(create_app(settings))
    return address


@pytest.fixture
def desktop(city: str, new_page: Callable[..., Any]) -> Any:
    page = new_page(1280, 860)
    page.goto(city)
    page.wait_for_selector(LAUNCHER)
    return page


@pytest.fixture
def phone(city: str, new_page: Callable[..., Any]) -> Any:
    page = new_page(375, 760, has_touch=True)
    page.goto(city)
    page.wait_for_selector(LAUNCHER)
    return page


def ask(page: Any, text: str) -> None:
    if not page.locator(PANEL).is_visible():
        page.click(LAUNCHER)
    page.fill(INPUT, text)
    page.keyboard.press("Enter")


def answer(page: Any, **changed: Any) -> None:
    """From now on every reply has `changed` in it; in `entry` field by field."""

    def change(route: Any) -> None:
        response = route.fetch()
        reply = response.json()
        entry = {**(reply["entry"] or {}), **changed.get("entry", {})}
        route.fulfill(response=response, json={**reply, **changed, "entry": entry})

    page.route("**/api/ask", change)


EASY = "粗大（そだい）ごみは、清掃課（せいそうか）に 申（もう）し込（こ）みます。"


def offer(page: Any, *labels: str) -> None:
    """From now on these entries are offered while typing."""
    found = [{"id": "sodai-gomi", "label": label} for label in labels]
    headers = {"Access-Control-Allow-Origin": "*"}
    page.route("**/api/suggest*", lambda route: route.fulfill(json={"suggestions": found}, headers=headers))


# ---- On the pages of a city ------------------------------------------------------------------------------------------


def test_it_works_under_the_strict_policy_of_a_page_of_another_origin(desktop: Any) -> None:
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
    assert desktop.locator(f"{CHAT} h2.title").inner_text() == "みなと野市の窓口"
    assert desktop.locator(f"{LOG} a[href='tel:0300001002']").is_visible()
    assert desktop.complaints == []


def test_no_request_goes_elsewhere_and_no_cookie_is_sent(city: str, new_page: Callable[..., Any]) -> None:
    page, requests = new_page(1280, 860), []
    page.on("request", lambda request: requests.append(request))
    page.goto(city)
    ask(page, "ソファを捨てたい")
    page.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
    assert all(request.url.startswith(("http://127.0.0.1:", "data:")) for request in requests)
    assert not any("cookie" in request.headers for request in requests)
    assert page.context.cookies() == []


def test_a_page_s_own_style_does_not_reach_it(city: str, new_page: Callable[..., Any]) -> None:
    looks = []
    script = """each => { const style = getComputedStyle(each), box = each.getBoundingClientRect();
        return [style.color, style.backgroundColor, style.fontSize, style.textTransform, style.position,
                Math.round(box.left), Math.round(box.width), Math.round(box.height)]; }"""
    for query in ("", "?style"):
        page = new_page(1280, 860)
        page.goto(f"{city}/{query}")
        ask(page, "ソファを捨てたい")
        page.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
        places = (LAUNCHER, PANEL, f"{LOG} .answer", INPUT, f"{CHAT} .send", f"{LOG} .contact")
        looks.append([page.locator(place).evaluate(script) for place in places])
    assert looks[0] == looks[1]


def test_its_own_style_does_not_reach_the_page(desktop: Any) -> None:
    script = "getComputedStyle(document.querySelector('h1')).font + document.querySelectorAll('style, link').length"
    before = desktop.evaluate("getComputedStyle(document.querySelector('h1')).font")
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .answered")
    assert desktop.evaluate(script).startswith(before)
    assert desktop.locator("head style, head link[rel=stylesheet]").count() == 0


def test_with_storage_blocked_it_only_forgets(city: str, new_page: Callable[..., Any]) -> None:
    page = new_page(1280, 860)
    blocked = "{ get() { throw new DOMException('blocked', 'SecurityError'); } }"
    page.add_init_script(
        "".join(f"Object.defineProperty(window, '{name}Storage', {blocked});" for name in ("session", "local"))
    )
    page.goto(city)
    ask(page, "ソファを捨てたい")
    page.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
    page.click(f"{CHAT} .end >> text=履歴を消す")
    page.reload()
    page.wait_for_selector(LAUNCHER)
    assert not page.locator(PANEL).is_visible()
    assert page.complaints == []


@pytest.mark.parametrize("missing", ["delete window.customElements", "delete HTMLScriptElement.prototype.noModule"])
def test_a_browser_that_cannot_run_it_is_shown_the_way(city: str, new_page: Callable[..., Any], missing: str) -> None:
    page = new_page()
    page.add_init_script(missing)
    page.goto(city)
    link = page.locator(f"{CHAT} a")
    assert "質問のページを開く" in link.inner_text()
    assert link.get_attribute("href").endswith("/chat?city=131016")


def test_a_browser_without_sheets_from_scripts_fetches_the_style(address: str, new_page: Callable[..., Any]) -> None:
    """As Safari before 16.4. The page's style-src must name the server then; /demo is of the same origin."""
    page = new_page(1280, 860)
    page.add_init_script("CSSStyleSheet.prototype.replaceSync = undefined")
    page.goto(f"{address}/demo?city=131016")
    page.wait_for_selector(LAUNCHER)
    page.wait_for_load_state("networkidle")
    assert page.locator(LAUNCHER).evaluate("each => getComputedStyle(each).position") == "fixed"
    assert page.complaints == []


@pytest.mark.parametrize(
    ("data", "attribute", "selector", "text"),
    [
        ('data-heading="AI窓口"', "heading", f"{CHAT} h2.title", "AI窓口"),
        ('data-launcher="チャットで聞く"', "launcher", LAUNCHER, "チャットで聞く"),
    ],
)
def test_the_city_chooses_its_words(
    city: str, new_page: Callable[..., Any], data: str, attribute: str, selector: str, text: str
) -> None:
    page = new_page(1280, 860)
    page.goto(f"{city}/?data={data}")
    page.click(LAUNCHER)
    page.wait_for_selector(f"{CHAT} .chips button")
    assert page.locator(selector).inner_text() == text


def test_a_page_that_forgot_defer_has_it_too(city: str, new_page: Callable[..., Any]) -> None:
    page = new_page(1280, 860)
    page.goto(f"{city}/?early")
    page.click(LAUNCHER)
    assert page.locator(PANEL).is_visible()
    assert page.complaints == []


def test_it_stands_left_where_the_city_wants_it(city: str, new_page: Callable[..., Any]) -> None:
    page = new_page(1280, 860)
    page.goto(f'{city}/?data=data-position="left"')
    page.click(LAUNCHER)
    assert page.locator(LAUNCHER).bounding_box()["x"] == 16
    assert page.locator(PANEL).bounding_box()["x"] == 16


def test_the_city_s_colour_stands_behind_white_letters(desktop: Any) -> None:
    def coloured(route: Any) -> None:
        response = route.fetch()
        route.fulfill(response=response, json={**response.json(), "colour": "#0b6b57"})

    desktop.route("**/api/categories*", coloured)
    desktop.click(LAUNCHER)
    desktop.wait_for_selector(f"{CHAT} .chips button")
    top = desktop.locator(f"{CHAT} .top")
    assert top.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(11, 107, 87)"


# ---- The conversation ------------------------------------------------------------------------------------------------


def test_an_answer_as_a_screen_reader_is_told_of_it(desktop: Any) -> None:
    answer(
        desktop,
        contact={"section": "清掃課", "telephone": "03-0000-1002", "hours": "本日はお休みです。", "open_now": False},
    )
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .opinion")
    assert (
        f"{desktop.locator(LOG).aria_snapshot()}\n"
        == """\
- log "質問と返答":
  - text: あなたの質問
  - paragraph: ソファを捨てたい
  - article:
    - paragraph: 窓口の返答
    - heading "粗大ごみはどう出せばいいですか。" [level=3]
    - paragraph: 粗大ごみは、清掃課に申し込んでから、家の前に出してください。 品目を書いた紙を貼ってください。
    - paragraph: 担当：清掃課
    - paragraph:
      - link "電話 03-0000-1002":
        - /url: tel:0300001002
    - paragraph:
      - text: 本日はお休みです。
      - strong: いまは受付時間外です。
    - group: 出典
    - paragraph:
      - text: 更新日：
      - time: 2026年11月1日
    - button "コピー"
    - paragraph: この案内は役に立ちましたか。
    - group "この案内は役に立ちましたか。":
      - button "役に立った"
      - button "役に立たなかった"
"""
    )


def test_the_panel_as_a_screen_reader_is_told_of_it(desktop: Any) -> None:
    desktop.click(LAUNCHER)
    desktop.wait_for_selector(f"{CHAT} .chips button")
    dialog = desktop.get_by_role("dialog", name="みなと野市の窓口")
    assert dialog.get_by_role("textbox", name="質問を書く").count() == 1
    assert dialog.get_by_role("log", name="質問と返答").count() == 1
    assert dialog.get_by_role("navigation", name="一覧から選ぶ").get_by_role("button").count() == 3
    assert desktop.get_by_role("button", name="質問する", expanded=True).count() == 1
    assert dialog.get_by_role("button", name="文字 標準（文字の大きさを変える）").count() == 1


def test_the_main_task_by_keyboard_alone(desktop: Any) -> None:
    """To the launcher, open, ask, back to 役に立たなかった, say why, close with Esc: the focus is on the launcher again."""
    press = desktop.keyboard.press

    def reach(selector: str, key: str, most: int = 12) -> None:
        for _ in range(most):
            press(key)
            if desktop.locator(selector).first.evaluate(HAS_FOCUS):
                return
        pytest.fail(f"{selector} is not reached with {key}")

    reach(LAUNCHER, "Tab")
    press("Enter")
    assert desktop.locator(INPUT).evaluate(HAS_FOCUS)
    desktop.keyboard.type("ソファを捨てたい")
    press("Enter")
    desktop.wait_for_selector(f"{LOG} .opinion")
    reach(f"{LOG} .opinion button:has-text('役に立たなかった')", "Shift+Tab")
    press("Enter")
    desktop.wait_for_selector(f"{LOG} >> text=案内の見直しに使います")
    press("Tab")
    desktop.keyboard.type("日にちが知りたい")
    reach(f"{LOG} .reason button", "Tab", 1)
    press("Enter")
    desktop.wait_for_selector(f"{LOG} .reason", state="hidden")
    press("Escape")
    assert not desktop.locator(PANEL).is_visible()
    assert desktop.locator(LAUNCHER).evaluate(HAS_FOCUS)
    assert desktop.complaints == []


def test_beside_the_page_the_panel_is_no_trap(desktop: Any) -> None:
    desktop.click(LAUNCHER)
    desktop.locator(f"{CHAT} .send").focus()
    desktop.keyboard.press("Tab")
    assert desktop.locator(f"{CHAT} :focus").count() == 0
    assert desktop.locator(PANEL).get_attribute("aria-modal") is None


def test_on_a_phone_it_fills_the_screen_and_tab_goes_round_inside(phone: Any) -> None:
    phone.click(LAUNCHER)
    assert phone.locator(PANEL).bounding_box() == {"x": 0, "y": 0, "width": 375, "height": 760}
    assert phone.locator(PANEL).get_attribute("aria-modal") == "true"
    assert phone.locator(f"{CHAT} h2.title").evaluate(HAS_FOCUS)
    phone.locator(f"{CHAT} .send").focus()
    phone.keyboard.press("Tab")
    assert phone.locator(f"{CHAT} .size button").evaluate(HAS_FOCUS)
    phone.keyboard.press("Shift+Tab")
    assert phone.locator(f"{CHAT} .send").evaluate(HAS_FOCUS)
    phone.keyboard.press("Escape")
    assert phone.locator(LAUNCHER).evaluate(HAS_FOCUS)


def test_the_launcher_steps_aside_for_what_has_the_focus(desktop: Any) -> None:
    desktop.evaluate("""() => { const link = document.querySelector('main a');
        Object.assign(link.style, { position: 'fixed', right: '30px', bottom: '30px' }); }""")
    assert desktop.locator(LAUNCHER).bounding_box()["x"] > 640
    desktop.locator("main a").focus()
    assert desktop.locator(LAUNCHER).bounding_box()["x"] == 16


def test_enter_that_ends_a_conversion_does_not_send(desktop: Any) -> None:
    desktop.click(LAUNCHER)
    session = desktop.context.new_cdp_session(desktop)
    session.send("Input.imeSetComposition", {"text": "粗大", "selectionStart": 2, "selectionEnd": 2})
    for kind in ("rawKeyDown", "keyUp"):
        session.send(
            "Input.dispatchKeyEvent", {"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
        )
    desktop.wait_for_timeout(300)
    assert desktop.input_value(INPUT) == "粗大"
    composing = "new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })"
    desktop.locator(INPUT).evaluate(f"input => input.dispatchEvent({composing})")
    assert desktop.locator(LOG).inner_text() == ""
    session.send("Input.insertText", {"text": "粗大ごみ"})
    desktop.keyboard.press("Shift+Enter")
    assert desktop.locator(LOG).inner_text() == ""
    desktop.keyboard.press("Enter")
    desktop.wait_for_selector(f"{LOG} .question >> text=粗大ごみ")


def test_what_looks_like_markup_stays_text(desktop: Any) -> None:
    bad = "<img src=x onerror='window.hit = 1'><script>window.hit = 1</script>"
    offer(desktop, bad)
    answer(
        desktop,
        outcome="answered",
        text=f"{bad} https://example.jp/?a=<b>",
        entry={"question": bad, "section": bad, "updated_on": bad, "easy": f"{bad}漢字（かんじ）"},
        sources=[{"title": bad, "place": bad, "url": "javascript:window.hit=1", "excerpt": bad}],
        choices=[{"id": bad, "label": bad}],
        contact={"section": bad, "telephone": bad, "hours": bad, "open_now": True},
    )
    desktop.click(LAUNCHER)
    desktop.locator(INPUT).press_sequentially(bad)
    desktop.wait_for_selector(f"{CHAT} .box button")
    desktop.keyboard.press("Enter")
    desktop.wait_for_selector(f"{LOG} .opinion")
    desktop.click(f"{LOG} summary")
    for name in ("やさしい日本語", "ふりがな"):
        desktop.click(f"{LOG} .toggle >> text={name}")
    desktop.reload()
    desktop.wait_for_selector(f"{LOG} .opinion")
    assert desktop.evaluate("window.hit") is None
    assert desktop.locator(f"{CHAT} img, {CHAT} script, {CHAT} b").count() == 0
    assert desktop.locator(f"{CHAT} a[href^=javascript]").count() == 0
    assert desktop.locator(LOG).inner_text().count("onerror='window.hit = 1'") >= 8


def test_the_conversation_goes_along_to_the_next_page_and_leaves_the_focus_there(desktop: Any, city: str) -> None:
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .answered")
    desktop.goto(f"{city}/other")
    desktop.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
    assert desktop.locator(PANEL).is_visible()
    assert desktop.evaluate("document.activeElement === document.body")
    ask(desktop, "費用は？")
    desktop.wait_for_selector(f"{LOG} .exchange:nth-child(2) .reply")


def test_a_history_that_was_cleared_is_gone(desktop: Any) -> None:
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .answered")
    before = desktop.evaluate("JSON.parse(sessionStorage['madoguchi.131016.talk']).value.session")
    desktop.click(f"{CHAT} .end >> text=履歴を消す")
    assert desktop.locator(LOG).inner_text() == ""
    assert desktop.locator(f"{CHAT} .status").inner_text() == "履歴を消しました。"
    kept = desktop.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")
    assert "ソファ" not in kept
    assert before not in kept
    desktop.reload()
    desktop.wait_for_selector(INPUT)
    assert desktop.locator(LOG).inner_text() == ""


def test_the_city_may_have_it_remembered_for_some_days(city: str, new_page: Callable[..., Any]) -> None:
    page = new_page(1280, 860)
    page.goto(f'{city}/?data=data-remember="7"')
    ask(page, "ソファを捨てたい")
    page.wait_for_selector(f"{LOG} .answered")
    later = page.context.new_page()
    later.goto(f'{city}/?data=data-remember="7"')
    later.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
    later.evaluate("""() => { const name = 'madoguchi.131016.talk', kept = JSON.parse(localStorage[name]);
        localStorage[name] = JSON.stringify({ ...kept, at: kept.at - 7 * 86400000 }); }""")
    later.reload()
    later.wait_for_selector(INPUT)
    assert later.locator(LOG).inner_text() == ""


def test_without_that_another_tab_knows_nothing(desktop: Any, city: str) -> None:
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .answered")
    other = desktop.context.new_page()
    other.goto(city)
    other.click(LAUNCHER)
    assert other.locator(LOG).inner_text() == ""


def test_what_cannot_be_read_of_an_older_history_is_forgotten(desktop: Any) -> None:
    for kept in (
        "{",
        "null",
        "[]",
        '{"at": 1, "value": {"session": "s", "exchanges": [{}]}}',
        '{"value": {"exchanges": 1}}',
    ):
        desktop.evaluate("kept => { sessionStorage['madoguchi.131016.talk'] = kept; }", kept)
        desktop.reload()
        ask(desktop, "ソファを捨てたい")
        desktop.wait_for_selector(f"{LOG} .answered")
    assert desktop.complaints == []


def test_it_says_that_it_thinks_only_while_it_does(desktop: Any) -> None:
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .answered")
    assert desktop.locator(f"{CHAT} .thinking").count() == 0
    sent = []

    def slowly(route: Any) -> None:
        sent.append(route)

    desktop.route("**/api/ask", slowly)
    ask(desktop, "図書館に登録したい")
    desktop.wait_for_selector(f"{CHAT} .thinking >> text=考えています")
    ask(desktop, "もう一つ")
    assert desktop.locator(f"{CHAT} .status").inner_text() == "前の質問の返答を待っています。少しお待ちください。"
    assert desktop.input_value(INPUT) == "もう一つ"
    assert len(sent) == 1
    sent[0].continue_()
    desktop.wait_for_selector(f"{LOG} >> text=図書館のカウンター")
    assert desktop.locator(f"{CHAT} .status").inner_text() == ""


@pytest.mark.parametrize(
    ("status", "body", "sentence", "again"),
    [
        (500, "<html>", "うまく返答できませんでした", True),
        (503, "{}", "混み合っています", True),
        (429, "[]", "混み合っています", True),
        (429, '{"error": {"code": "too_many", "message": "少しお待ちください。"}}', "少しお待ちください。", True),
        (422, '{"error": {"code": "x", "message": "読み取れませんでした。"}}', "読み取れませんでした。", False),
        (200, "not json", "うまく返答できませんでした", False),
        (None, "", "窓口につながりませんでした", True),
    ],
)
def test_what_went_wrong_is_told_and_can_be_tried_again(
    desktop: Any, status: int | None, body: str, sentence: str, again: bool
) -> None:
    headers = {"Access-Control-Allow-Origin": "*"}
    failing = [lambda route: route.fulfill(status=status, body=body, headers=headers) if status else route.abort()]
    desktop.route("**/api/ask", lambda route: failing[0](route))
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .problem >> text={sentence}")
    assert desktop.input_value(INPUT) == "ソファを捨てたい"
    retry = desktop.locator(f"{LOG} .retry")
    assert retry.count() == int(again)
    if again:
        failing[0] = lambda route: route.continue_()
        retry.click()
        desktop.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
        assert desktop.locator(f"{LOG} .exchange").count() == 1
        assert desktop.input_value(INPUT) == ""


def test_without_a_connection_it_says_so_and_loses_nothing(desktop: Any) -> None:
    desktop.click(LAUNCHER)
    desktop.context.set_offline(True)
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} >> text=インターネットにつながっていないようです")
    desktop.context.set_offline(False)
    desktop.click(f"{LOG} .retry")
    desktop.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")


def test_personal_data_goes_off_the_page_and_is_not_kept(desktop: Any) -> None:
    ask(desktop, "マイナンバーは123456789018です")
    desktop.wait_for_selector(f"{LOG} .personal_data")
    assert "123456789018" not in desktop.locator(LOG).inner_text()
    assert "123456789018" not in desktop.evaluate("JSON.stringify({ ...sessionStorage })")


def test_an_empty_question_is_not_sent(desktop: Any) -> None:
    ask(desktop, " 　")
    assert desktop.locator(f"{CHAT} .status").inner_text() == "質問を書いてから、「送る」を押してください。"
    assert desktop.locator(LOG).inner_text() == ""


# ---- While typing ----------------------------------------------------------------------------------------------------


def test_entries_are_offered_while_typing_and_taken_with_the_arrows(desktop: Any) -> None:
    offer(desktop, "粗大ごみはどう出せばいいですか。", "粗大ごみの料金")
    desktop.click(LAUNCHER)
    desktop.locator(INPUT).press_sequentially("粗大ごみ")
    desktop.wait_for_selector(f"{CHAT} .box button")
    desktop.wait_for_selector(f"{CHAT} .suggestions [role=status] >> text=候補が2件あります")
    desktop.keyboard.press("ArrowUp")
    desktop.keyboard.press("ArrowUp")
    assert desktop.locator(f"{CHAT} .box button").first.evaluate(HAS_FOCUS)
    desktop.keyboard.press("Enter")
    desktop.wait_for_selector(f"{LOG} >> text=清掃課に申し込んでから")
    assert not desktop.locator(f"{CHAT} .box").is_visible()
    assert desktop.input_value(INPUT) == ""


def test_esc_closes_what_is_offered_first(desktop: Any) -> None:
    offer(desktop, "粗大ごみの料金")
    desktop.click(LAUNCHER)
    desktop.locator(INPUT).press_sequentially("粗大ごみ")
    desktop.wait_for_selector(f"{CHAT} .box button")
    desktop.keyboard.press("ArrowUp")
    desktop.keyboard.press("Escape")
    assert desktop.locator(f"{CHAT} .box").is_hidden()
    assert desktop.locator(INPUT).evaluate(HAS_FOCUS)
    desktop.keyboard.press("Escape")
    assert desktop.locator(PANEL).is_hidden()


def test_where_nothing_is_offered_nothing_is_shown(desktop: Any) -> None:
    desktop.route(
        "**/api/suggest*",
        lambda route: route.fulfill(status=404, body="{}", headers={"Access-Control-Allow-Origin": "*"}),
    )
    desktop.click(LAUNCHER)
    desktop.locator(INPUT).press_sequentially("粗大ごみ")
    desktop.wait_for_timeout(500)
    assert desktop.locator(f"{CHAT} .box").is_hidden()


# ---- Reading ---------------------------------------------------------------------------------------------------------


def test_easy_japanese_and_readings_where_the_entry_has_them(desktop: Any) -> None:
    answer(desktop, entry={"easy": EASY})
    ask(desktop, "ソファを捨てたい")
    text = desktop.locator(f"{LOG} .answer")
    desktop.click(f"{LOG} .toggle >> text=ふりがな")
    assert [each.text_content() for each in text.locator("rt").all()] == ["そだい", "せいそうか"]
    desktop.click(f"{LOG} .toggle >> text=やさしい日本語")
    assert [each.text_content() for each in text.locator("rt").all()] == ["そだい", "せいそうか", "もう", "こ"]
    desktop.click(f"{LOG} .toggle >> text=ふりがな")
    assert text.inner_text() == EASY
    desktop.reload()
    desktop.wait_for_selector(f"{LOG} .toggle")
    assert text.inner_text() == EASY
    assert desktop.get_by_role("button", name="やさしい日本語", pressed=True).count() == 1


def test_an_entry_without_them_offers_neither(desktop: Any) -> None:
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .answered")
    assert desktop.locator(f"{LOG} .toggle").count() == 0


def test_the_text_grows_in_three_sizes(desktop: Any) -> None:
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .answered")
    sizes = []
    for _ in range(4):
        sizes.append(desktop.locator(f"{LOG} .answer").evaluate("each => getComputedStyle(each).fontSize"))
        desktop.click(f"{CHAT} .size button")
    assert sizes == ["17px", "21px", "26px", "17px"]
    desktop.reload()
    assert desktop.locator(f"{CHAT} .size button").inner_text() == "文字 大"


def test_what_is_read_stays_in_its_place_while_the_text_grows(desktop: Any) -> None:
    """Pressed by mouse at its place: Playwright's click would scroll by itself."""
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .answered")
    desktop.wait_for_timeout(1000)  # until it has scrolled there
    button = desktop.locator(f"{CHAT} .size button").bounding_box()
    tops, sizes = [], []
    for _ in range(3):
        tops.append(desktop.locator(f"{LOG} .exchange").last.bounding_box()["y"])
        sizes.append(desktop.locator(f"{CHAT} .hello").evaluate("each => each.scrollHeight"))
        desktop.mouse.click(button["x"] + 10, button["y"] + 10)
    assert sizes[0] < sizes[1] < sizes[2]  # what is above it grew
    assert max(tops) - min(tops) < 2


def test_the_answer_is_copied_as_text(desktop: Any, city: str) -> None:
    desktop.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=city)
    ask(desktop, "ソファを捨てたい")
    desktop.click(f"{LOG} >> text=コピー")
    desktop.wait_for_selector(f"{LOG} >> text=コピーしました。")
    assert desktop.evaluate("navigator.clipboard.readText()") == (
        "粗大ごみはどう出せばいいですか。\n"
        "粗大ごみは、清掃課に申し込んでから、家の前に出してください。\n品目を書いた紙を貼ってください。\n"
        "担当：清掃課 03-0000-1002\n出典：みなと野市廃棄物の処理に関する条例 第12条\n更新日：2026年11月1日"
    )


def test_without_a_clipboard_the_old_way_copies(city: str, new_page: Callable[..., Any]) -> None:
    page = new_page(1280, 860)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(city)
    ask(page, "ソファを捨てたい")
    page.click(f"{LOG} >> text=コピー")
    page.wait_for_selector(f"{LOG} >> text=コピーしました。")
    assert page.locator(f"{CHAT} textarea").count() == 2  # the question, and why it did not help


def test_the_conversation_is_printed_alone_and_the_page_without_it(desktop: Any) -> None:
    ask(desktop, "ソファを捨てたい")
    desktop.wait_for_selector(f"{LOG} .answered")
    desktop.emulate_media(media="print")
    assert desktop.locator("main").is_visible()
    assert not desktop.locator(LOG).is_visible()
    desktop.emulate_media(media="screen")
    desktop.evaluate("window.print = () => { window.printing = true; }")
    looks = """() => { const seen = each => each.getClientRects().length > 0;
        const root = document.querySelector('madoguchi-chat').shadowRoot;
        window.looks = { page: seen(document.querySelector('main')), log: seen(root.querySelector('.log')), ask: seen(root.querySelector('.ask')) }; }"""
    desktop.evaluate(f"window.print = {looks}")
    end = desktop.locator(f"{CHAT} .end button", has_text="印刷")
    handle = end.element_handle()
    desktop.emulate_media(media="print")
    handle.evaluate("button => button.click()")
    assert desktop.evaluate("window.looks") == {"page": False, "log": True, "ask": False}
    assert desktop.locator("main").is_visible()


# ---- For everybody ---------------------------------------------------------------------------------------------------


def closed(page: Any) -> None:
    page.wait_for_selector(LAUNCHER)


def opened(page: Any) -> None:
    page.click(LAUNCHER)
    page.wait_for_selector(f"{CHAT} .chips button")


def answered(page: Any) -> None:
    answer(page, entry={"easy": EASY})
    ask(page, "ソファを捨てたい")
    page.click(f"{LOG} summary")
    page.click(f"{LOG} .toggle >> text=ふりがな")
    page.click(f"{LOG} .opinion >> text=役に立たなかった")
    page.wait_for_selector(f"{LOG} .reason")


def choices(page: Any) -> None:
    ask(page, "住民票の写しを受け取る")
    page.wait_for_selector(f"{LOG} .choices")


def error(page: Any) -> None:
    page.route("**/api/ask", lambda route: route.abort())
    ask(page, "ソファを捨てたい")
    page.wait_for_selector(f"{LOG} .problem")


def typing(page: Any) -> None:
    offer(page, "粗大ごみはどう出せばいいですか。", "粗大ごみの料金")
    page.click(LAUNCHER)
    page.locator(INPUT).press_sequentially("粗大ごみ")
    page.wait_for_selector(f"{CHAT} .box button")


def crisis(page: Any) -> None:
    answer(
        page,
        outcome="crisis",
        text="火事や急な病気のときは、119に電話してください。\nこども #8000",
        choices=[],
        sources=[],
        contact=None,
    )
    ask(page, "ソファを捨てたい")
    page.wait_for_selector(f"{LOG} .crisis")


STATES = [closed, opened, answered, choices, error, typing, crisis]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
    "forced colours": {"forced_colors": "active"},
    "phone": {"width": 375, "height": 760},
}
every_state = pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)


@pytest.fixture
def faults() -> Callable[[Any], list[str]]:
    """`faults(page)` is what axe-core finds, with every rule it has."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (./setup dev)")

    def found(page: Any) -> list[str]:
        page.wait_for_timeout(100)
        violations = axe.Axe().run(page).response["violations"]
        return [f"{each['id']}: {json.dumps([node['target'] for node in each['nodes']])}" for each in violations]

    return found


@every_state
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(
    city: str, new_page: Callable[..., Any], faults: Callable[[Any], list[str]], state: Callable[[Any], None], look: str
) -> None:
    page = new_page(**{"width": 1280, "height": 860, **LOOKS[look]})
    page.goto(city)
    state(page)
    assert faults(page) == []


@pytest.mark.parametrize("path", ["/chat?city=131016", "/demo", "/accessibility", "/chat/131016/sodai-gomi"])
@pytest.mark.parametrize("script", [True, False])
def test_axe_finds_nothing_on_the_pages_around_it(
    address: str, new_page: Callable[..., Any], faults: Callable[[Any], list[str]], path: str, script: bool
) -> None:
    page = new_page(1280, 860)
    if not script:
        page.route("**/widget/**", lambda route: route.abort())
    page.goto(f"{address}{path}")
    if script and path in ("/chat?city=131016", "/demo"):
        page.wait_for_selector(f"{CHAT} .size button, {LAUNCHER}")
    assert faults(page) == []


@every_state
@pytest.mark.parametrize(("width", "height", "presses"), [(320, 640, 0), (320, 256, 0), (320, 640, 2)])
def test_nothing_overflows_and_what_is_pressed_is_large(
    city: str, new_page: Callable[..., Any], state: Callable[[Any], None], width: int, height: int, presses: int
) -> None:
    """320 × 256 is a screen of 1280 × 1024 enlarged to 400 %; two presses make the text largest."""
    page = new_page(width, height)
    page.goto(city)
    state(page)
    for _ in range(presses if state is not closed else 0):
        page.click(f"{CHAT} .size button")
    page.evaluate("""() => { const sheet = new CSSStyleSheet(); // WCAG 2.2, 1.4.12
        sheet.replaceSync('* { line-height: 1.8 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
        const root = document.querySelector('madoguchi-chat').shadowRoot;
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]; }""")
    wide = """panel => [panel, ...panel.querySelectorAll('*')].filter(each => each.getClientRects().length && !each.closest('.unseen')
        && !['RT', 'RUBY', 'RP'].includes(each.tagName) && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline')
        .map(each => each.className || each.tagName)"""
    if state is not closed:
        assert page.locator(PANEL).evaluate(wide) == []
        send = page.locator(f"{CHAT} .send")
        send.scroll_into_view_if_needed()
        assert send.bounding_box()["x"] + send.bounding_box()["width"] <= width
    pressed = page.locator(
        f"{CHAT} button:visible, {CHAT} summary:visible, {CHAT} .tel:visible, {CHAT} .sources a:visible"
    )
    boxes = [(each.inner_text(), each.bounding_box()) for each in pressed.all()]
    assert [text for text, box in boxes if round(min(box["height"], box["width"])) < 44] == []


def test_nothing_moves_for_those_who_want_it_still(city: str, new_page: Callable[..., Any]) -> None:
    moving = {}
    for wish in ("reduce", "no-preference"):
        page = new_page(1280, 860, reduced_motion=wish)
        page.route("**/api/ask", lambda route: None)
        page.goto(city)
        ask(page, "ソファを捨てたい")
        page.wait_for_selector(f"{CHAT} .thinking")
        moving[wish] = page.locator(f"{CHAT} .thinking").evaluate(
            "each => getComputedStyle(each, '::after').animationName"
        )
    assert moving == {"reduce": "none", "no-preference": "thinking"}
