"""The widget as served: one script for pages of any origin, small, from one build, and without a way for text to become markup."""

import gzip
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from adapters.web.widget import STATIC, widget, without_comments

MOST = 30 * 1024  # bytes, compressed: the budget of the widget, all in
SOURCES = sorted((STATIC / "widget" / "v1").glob("*.js"))
LOADER = "/widget/v1/madoguchi.js"


def build(client: TestClient) -> str:
    found = re.search(r'base \+ "([0-9a-f]{12})/element.js"', client.get(LOADER).text)
    assert found
    return found[1]


def test_all_of_it_fits_into_30_kilobytes() -> None:
    """style.css is left out: it is fetched in place of style.js by browsers that cannot take a style from a script."""
    sizes = {name: len(file.gzipped) for name, file in widget().files.items() if name.endswith(".js")}
    assert set(sizes) == {path.name for path in SOURCES}
    assert sum(sizes.values()) <= MOST


def test_every_module_that_is_imported_is_there_and_announced(client: TestClient) -> None:
    early = re.search(r'"([a-z. ]+)"\.split', client.get(LOADER).text)
    assert early
    assert {*early[1].split()} == {path.name for path in SOURCES} - {"madoguchi.js"}
    for path in SOURCES:
        for name in re.findall(r'from "\./([^"]+)"', path.read_text(encoding="utf-8")):
            assert client.get(f"/widget/v1/{build(client)}/{name}").status_code == 200, f"{path.name} imports {name}"


def test_nothing_is_left_to_be_filled_in(client: TestClient) -> None:
    for name in ("madoguchi.js", *(f"{build(client)}/{path.name}" for path in SOURCES)):
        assert not re.search(r"\{\{[a-z]+\}\}", client.get(f"/widget/v1/{name}").text)


def test_pages_of_every_origin_may_load_it(client: TestClient) -> None:
    for path in (LOADER, f"/widget/v1/{build(client)}/element.js"):
        headers = client.get(path, headers={"Origin": "https://www.city.example"}).headers
        assert headers["access-control-allow-origin"] == "*"
        assert headers["cross-origin-resource-policy"] == "cross-origin"
        assert headers["content-type"] == "text/javascript; charset=utf-8"
        assert "set-cookie" not in headers


def test_the_loader_is_asked_for_again_and_what_its_build_names_is_kept(client: TestClient) -> None:
    assert client.get(LOADER).headers["cache-control"] == "public, max-age=300"
    module = f"/widget/v1/{build(client)}/words.js"
    assert client.get(module).headers["cache-control"] == "public, max-age=31536000, immutable"
    again = client.get(LOADER, headers={"If-None-Match": client.get(LOADER).headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_older_loader_gets_today_s_modules_and_keeps_them_no_longer_than_itself(client: TestClient) -> None:
    response = client.get("/widget/v1/000000000000/words.js")
    assert (response.status_code, response.headers["cache-control"]) == (200, "public, max-age=300")


def test_it_travels_compressed_where_the_browser_can_read_that(client: TestClient) -> None:
    packed = client.get(LOADER, headers={"Accept-Encoding": "gzip"})
    plain = client.get(LOADER, headers={"Accept-Encoding": "identity"})
    assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert gzip.decompress(widget().files["madoguchi.js"].gzipped) == plain.content


@pytest.mark.parametrize("name", ["x/missing.js", "x/..%2f..%2fpage.css", "x/chat.html", "missing.js", "x/y/words.js"])
def test_nothing_else_is_there(client: TestClient, name: str) -> None:
    assert client.get(f"/widget/v1/{name}").status_code == 404


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_text_cannot_become_markup_style_or_code(path: Path) -> None:
    sinks = r"innerHTML|outerHTML|insertAdjacentHTML|setHTML|document\.write|DOMParser|createContextualFragment|\beval\b|Function\(|srcdoc|\.cookie"
    assert re.findall(sinks, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_module_says_what_it_is_and_is_short_enough_to_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("/*")
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 200


@pytest.mark.parametrize("name", ["widget/v1/style.css", "page.css", "tokens.css"])
def test_every_variable_of_a_style_is_a_token(name: str) -> None:
    tokens = set(re.findall(r"(--md-[a-z-]+):", (STATIC / "tokens.css").read_text(encoding="utf-8")))
    used = set(re.findall(r"var\((--[a-z-]+)\)", (STATIC / name).read_text(encoding="utf-8")))
    assert used <= tokens


def test_comments_are_left_out_of_the_style() -> None:
    assert without_comments("/* a\nb */ p { color: red; } /* c */\nb {}") == "p { color: red; } b {}"


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, dict[str, str]]:
    """The colours of each theme: light, dark, and each of them with more contrast."""
    css = without_comments((STATIC / "tokens.css").read_text(encoding="utf-8"))
    blocks = [dict(re.findall(r"--md-([a-z-]+): (#[0-9a-f]{6});", block)) for block in re.findall(r"\{([^{}]*)\}", css)]
    light, dark, more, more_dark = (block for block in blocks if len(block) > 1)
    return {
        "light": light,
        "dark": light | dark,
        "more": light | more,
        "more, dark": light | dark | more | more_dark,
    }


@pytest.mark.parametrize("theme", ["light", "dark", "more", "more, dark"])
@pytest.mark.parametrize("ground", ["paper", "tint", "mine"])
@pytest.mark.parametrize("text", ["ink", "quiet", "link", "link-strong", "alarm", "good"])
def test_text_is_legible_on_every_ground(theme: str, ground: str, text: str) -> None:
    """WCAG 2.2, 1.4.3."""
    colours = tokens()[theme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark", "more", "more, dark"])
def test_controls_and_the_focus_are_seen(theme: str) -> None:
    """WCAG 2.2, 1.4.11 and 1.4.3 for white on the accent."""
    colours = tokens()[theme]
    assert contrast(colours["control"], colours["paper"]) >= 3
    assert contrast(colours["ring"], colours["paper"]) >= 3
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
