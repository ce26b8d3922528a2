"""The picture of a rich menu, drawn in the city's colour."""

import io
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from adapters.line.menu import HEIGHT, TABS, WIDTH, Box, Tab, foot_box, tab_boxes
from bot import wording

PACKAGED = ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf")
INSTALLED = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
    "/usr/share/fonts/opentype/ipafont-gothic/ipagp.ttf",
    "/System/Library/Fonts/ヒラギノ角ゴシック W6.ttc",
    "C:/Windows/Fonts/YuGothB.ttc",
)
PAPER, INK, EDGE, GROUND = "#ffffff", "#1f2328", "#d5d9dd", "#f1f3f5"
GAP, DISC, FINE = 22, 260, 4  # pixels beside a category and across its disc; how much finer edges are drawn
COLOURS = 128  # in the picture: flat areas and smooth letters need no more, and it stays far below LINE's 1 MB


class MissingFont(LookupError):
    """No font with Japanese was found, or the one named cannot be read; the message says what to do."""


def find_font(named: Path | None) -> Path:
    """The font file to draw with: the one `named`, or one that is installed. Raises MissingFont."""
    if named:
        if not named.is_file():
            raise MissingFont(
                f"MADOGUCHI_LINE_FONT={named}: there is no such file. Name a TTF, OTF or TTC file with Japanese."
            )
        return named
    for path in _candidates():
        if path.is_file():
            return path
    raise MissingFont(
        "no font with Japanese is installed, and the picture of the rich menu needs one. Install one "
        "(.venv/bin/pip install noto-cjk-sans-jp-bold, or on Debian: apt-get install fonts-noto-cjk), "
        "or name a font file: MADOGUCHI_LINE_FONT=/path/to/font.otf"
    )


def draw(tab: Tab, font: Path) -> bytes:
    """The picture of `tab` as PNG. Raises MissingFont where `font` is no font."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    _tabs(image, tab, font)
    for tile in tab.tiles:
        _tile(image, tile.box, tile.name, tab.colour, font)
    _foot(image, tab.colour, font)
    png = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(png, "PNG", optimize=True)
    return png.getvalue()


def _candidates() -> Iterator[Path]:
    package, file = PACKAGED
    spec = find_spec(package)
    yield from (Path(place) / file for place in (spec.submodule_search_locations or [] if spec else []))
    yield from map(Path, INSTALLED)


def _tabs(image: Image.Image, tab: Tab, font: Path) -> None:
    """The tab that is open is white and joins the page below; the others are in the city's colour."""
    image.paste(tab.colour, (0, 0, WIDTH, TABS))
    for number, (box, label) in enumerate(zip(tab_boxes(len(tab.labels)), tab.labels, strict=True), 1):
        is_open = number == tab.number
        if is_open:
            _shape(image, Box(box.x + 24, 28, box.width - 48, TABS + 12), 36, PAPER)
        inner = Box(box.x + 48, 28 if is_open else 14, box.width - 96, TABS - 28)
        _write(image, label, inner, 88, INK if is_open else _ink_on(tab.colour), font)
    image.paste(PAPER, (0, TABS, WIDTH, TABS + 40))


def _tile(image: Image.Image, box: Box, name: str, colour: str, font: Path) -> None:
    """A category: its first character on a disc in the city's colour, its name below."""
    outer = Box(box.x + GAP, box.y + GAP, box.width - 2 * GAP, box.height - 2 * GAP)
    _shape(image, outer, 40, EDGE)
    _shape(image, Box(outer.x + 3, outer.y + 3, outer.width - 6, outer.height - 6), 37, GROUND)
    disc = Box(outer.x + (outer.width - DISC) // 2, outer.y + 70, DISC, DISC)
    _shape(image, disc, DISC // 2, colour)
    _write(image, name[:1], disc, 150, _ink_on(colour), font)
    below = disc.y + DISC + 20
    _write(image, name, Box(outer.x + 20, below, outer.width - 40, outer.y + outer.height - below - 30), 96, INK, font)


def _foot(image: Image.Image, colour: str, font: Path) -> None:
    box = foot_box()
    image.paste(colour, (box.x, box.y + 10, box.x + box.width, box.y + box.height))
    inner = Box(box.x + 60, box.y + 10, box.width - 120, box.height - 10)
    _write(image, wording.MENU_FOOT, inner, 84, _ink_on(colour), font)


def _shape(image: Image.Image, box: Box, radius: int, colour: str) -> None:
    """A rectangle with round corners, drawn large and made small: smooth edges."""
    mask = Image.new("L", (box.width * FINE, box.height * FINE))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *(side - 1 for side in mask.size)), radius * FINE, 255)
    image.paste(colour, (box.x, box.y), mask.reduce(FINE))


def _write(image: Image.Image, text: str, box: Box, size: int, ink: str, font: Path) -> None:
    """`text` in the middle of `box`, smaller where it would not fit."""
    width = _face(font, size).getlength(text)
    face = _face(font, size if width <= box.width else max(24, int(size * box.width / width)))
    ImageDraw.Draw(image).text((box.x + box.width / 2, box.y + box.height / 2), text, ink, face, "mm")


@lru_cache(maxsize=64)
def _face(font: Path, size: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(font, size)
    except OSError as error:
        raise MissingFont(
            f"{font} cannot be read as a font ({error}). Name another with MADOGUCHI_LINE_FONT."
        ) from error


def _ink_on(colour: str) -> str:
    """White or dark, whichever contrasts more with `colour` (relative luminance of WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return PAPER if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.0615 else INK


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
