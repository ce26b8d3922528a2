"""[web] of city.toml: the colour of the city's page and widget, and the sites that it may stand on."""

import re

from knowledge.reading.record import Record

EXAMPLE = '[web] の下に colour = "#0017c1"'
ORIGINS_EXAMPLE = '[web] の下に origins = ["https://www.city.example.lg.jp"]'
ORIGIN = re.compile(
    r"(https?)://((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?::([1-9][0-9]{0,4}))?"
)
USUAL_PORTS = {"http": "80", "https": "443"}  # browsers leave them out
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text of usual size


def read_web_colour(web: Record) -> str:
    """The colour under `web` (#rrggbb), "" where there is none. White text stands on it, so a colour too light for that is a fault."""
    colour = web.text("colour")
    if colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        web.fault("colour", "色として読めません", f"{EXAMPLE} のように書いてください", colour)
    elif colour and (contrast := contrast_with_white(colour)) < LEAST_CONTRAST:
        wrong = f"白い文字が読みにくい色です（コントラスト比 {contrast:.2f}）"
        web.fault("colour", wrong, f"コントラスト比が {LEAST_CONTRAST} 以上になる、もっと濃い色にしてください", colour)
    return colour


def read_web_origins(web: Record) -> tuple[str, ...]:
    """The origins under `web` as browsers send them: scheme, host and, where it is another than the usual one, port.

    Anything else would never match, or match too much: *, null, a path, capital letters, Japanese host names.
    """
    origins = web.lines("origins")
    for origin in origins:
        parts = ORIGIN.fullmatch(origin)
        if not parts or parts[3] == USUAL_PORTS[parts[1]] or int(parts[3] or 0) > 65_535:
            remedy = f"https:// とホスト名だけを、{ORIGINS_EXAMPLE} のように書いてください（パス・最後の「/」・大文字・「*」・省ける番号「:443」は書けません）"
            web.fault("origins", "サイトの起点（オリジン）として読めません", remedy, origin)
    return origins


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of `colour` (#rrggbb) and white, 1 to 21, as WCAG 2.2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
