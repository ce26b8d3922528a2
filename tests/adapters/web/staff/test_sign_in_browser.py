"""Sign-in and the list of people in a real browser: by keyboard, without JavaScript, narrow, and for axe."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from adapters.passwords import hash_password
from adapters.storage.accounts import Role
from knowledge import TOKYO

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
# The application is shared: no other test may add a person of one of these names.
NAME = "hanako.yamada"
PASSWORD = "four unrelated words"
PEOPLE = [
    (NAME, "山田 花子", Role.ADMINISTRATOR, ["*"], hash_password),
    ("kenji.o'brien", "O'Brien Kenji", Role.EDITOR, ["131016"], None),
    ("suzuki.ichiro@city.minatono.example.jp", "鈴木 一郎", Role.READER, ["131016", "131024"], None),
    ("makoto.tanaka", "田中 実", Role.APPROVER, ["131024"], None),
]
# Rows are alike, and other tests add hundreds: axe takes a minute for what twenty tell as well.
FEWER = "document.querySelectorAll('table tbody tr:nth-child(n + 21)').forEach((row) => row.remove())"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture(scope="module")
def people(application: Any, address: str) -> None:
    """An administrator with a password, and colleagues, one of them disabled."""
    accounts, now = application.state.entrance.accounts, datetime.now(TOKYO)
    for name, display, role, cities, kept in PEOPLE:
        if accounts.find(name) is None:
            accounts.add(name, display, role, cities, "test", now, kept(PASSWORD) if kept else "")
    accounts.set_disabled(accounts.find("makoto.tanaka"), True, "test", now)


pytestmark.append(pytest.mark.usefixtures("people"))


def sign_in(page: Any, address: str, next_page: str = "/staff/users") -> None:
    page.goto(f"{address}/staff/sign-in?next={next_page}")
    page.fill("#name", NAME)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".staff-who")


def faults(page: Any) -> list[str]:
    return [
        f"{each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page, options=RULES).response["violations"]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375), ("light", 320)])
def test_nothing_for_axe_to_find_and_nothing_beyond_the_edge(
    new_page: Callable[..., Any], address: str, scheme: str, width: int
) -> None:
    page = new_page(width, 800, color_scheme=scheme)
    page.goto(f"{address}/staff/sign-in")
    seen = {"sign-in": faults(page)}
    page.fill("#name", NAME)
    page.fill("#password", "wrong password!")
    page.click("button:has-text('サインイン')")
    page.wait_for_selector("[role=alert]")
    seen["refused"] = faults(page)
    sign_in(page, address)
    page.evaluate(FEWER)
    seen["people"] = faults(page)
    page.goto(f"{address}/staff/password")
    seen["password"] = faults(page)
    page.goto(f"{address}/staff/users?city=999999")
    seen["forbidden"] = faults(page)
    assert [found for found in seen.values() if found] == []
    for path in ("/staff/users", "/staff/password", "/staff/users?city=999999"):
        page.goto(f"{address}{path}")
        page.wait_for_selector("h1")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("script", [True, False])
def test_by_keyboard_alone_in_and_out(new_page: Callable[..., Any], address: str, script: bool) -> None:
    page = new_page(1280, 800, java_script_enabled=script)
    page.goto(f"{address}/staff/sign-in?next=/staff/users")
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        reached.append(focused.get_attribute("id") or focused.inner_text().strip())
        if reached[-1] == "name":
            page.keyboard.type(NAME)
        if reached[-1] == "password":
            page.keyboard.type(PASSWORD)
            page.keyboard.press("Enter")
            break
    assert reached == ["本文へ移動", "窓口", "name", "password"]
    page.wait_for_selector(".staff-who")
    assert page.locator("nav [aria-current=page]").inner_text() == "職員"
    page.get_by_role("button", name="サインアウト").press("Enter")
    page.wait_for_selector("text=サインアウトしました")
    page.goto(f"{address}/staff/users")
    assert page.url.endswith("/staff/sign-in?next=%2Fstaff%2Fusers")


def test_a_role_is_changed_and_somebody_is_disabled(new_page: Callable[..., Any], address: str) -> None:
    page = new_page(1280, 800)
    sign_in(page, address)
    # Other tests add people, some of the same name: this is the one who signs in as kenji.o'brien.
    person = page.locator("tr").filter(has=page.locator(".staff-login").get_by_text("kenji.o'brien", exact=True))
    person.get_by_label("O'Brien Kenjiさんの役割", exact=True).select_option(label="承認")
    person.get_by_role("button", name="O'Brien Kenjiさんの役割を変える").click()
    page.wait_for_selector("text=役割を変えました")
    assert person.get_by_label("O'Brien Kenjiさんの役割", exact=True).input_value() == "approver"
    person.get_by_role("button", name="O'Brien Kenjiさんの利用を止める").click()
    page.wait_for_selector("text=利用を止めました")
    person.get_by_role("button", name="O'Brien Kenjiさんの利用を再開する").click()
    page.wait_for_selector("text=利用を再開しました")
    assert page.complaints == []


def test_what_is_pressed_is_large_enough(new_page: Callable[..., Any], address: str) -> None:
    page = new_page(375, 800)
    sign_in(page, address)
    heights = page.locator("button:visible, select:visible, nav a:visible, .staff-brand a").evaluate_all(
        "nodes => nodes.map((node) => [node.outerHTML, node.getBoundingClientRect().height])"
    )
    assert len(heights) > 3
    assert [control for control, height in heights if height < 44] == []


def test_text_twice_as_large_is_lost_nowhere(new_page: Callable[..., Any], address: str) -> None:
    page = new_page(640, 800)
    sign_in(page, address)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
