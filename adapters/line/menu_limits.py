"""The limits of rich menus, of their images and of their aliases."""

import io
import re
from collections.abc import Iterator
from typing import Any

from PIL import Image, UnidentifiedImageError

from adapters.line.characters import graphemes
from adapters.line.limit import Breach, action_breaches, at_most, text_of

IMAGE = 1_000_000  # bytes of PNG or JPEG
WIDTH = range(800, 2501)
HEIGHT = 250  # at least
RATIO = 1.45  # width to height, at least
AREAS = 20
BAR = 14  # graphemes of chatBarText
NAME = 300
LABEL = 20
ALIAS = re.compile(r"[a-z0-9_-]{1,32}")
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg"}


def menu_breaches(menu: dict[str, Any]) -> list[Breach]:
    """What LINE would refuse in a rich menu."""
    found = list(size_breaches("size", *_size(menu.get("size"))))
    for key, most in (("name", NAME), ("chatBarText", BAR)):
        if not text_of(menu, key):
            found.append(Breach(key, "is empty"))
        found += at_most(key, len(graphemes(text_of(menu, key))), most, "graphemes")
    if not isinstance(menu.get("selected"), bool):
        found.append(Breach("selected", "is neither true nor false"))
    areas = menu.get("areas")
    areas = areas if isinstance(areas, list) else []
    found += at_most("areas", len(areas), AREAS, "areas")
    for number, area in enumerate(areas):
        found += _area(f"areas[{number}]", area, _size(menu.get("size")))
    return found


def size_breaches(place: str, width: int, height: int) -> Iterator[Breach]:
    """What LINE would refuse in the size of a menu or an image, in pixels."""
    if width not in WIDTH:
        yield Breach(place, f"a width of {width}; {WIDTH.start} to {WIDTH.stop - 1} pixels")
    if height < HEIGHT:
        yield Breach(place, f"a height of {height}; at least {HEIGHT} pixels")
    if height and width / height < RATIO:
        yield Breach(place, f"{width} × {height}; the width is at least {RATIO} times the height")


def image_breaches(image: bytes, content_type: str, size: dict[str, int]) -> list[Breach]:
    """What LINE would refuse in the image of a menu of `size`."""
    found = list(at_most("image", len(image), IMAGE, "bytes"))
    try:
        with Image.open(io.BytesIO(image)) as opened:
            kind, (width, height) = str(opened.format), opened.size
    except UnidentifiedImageError:
        return [*found, Breach("image", "is neither PNG nor JPEG")]
    if FORMATS.get(kind) != content_type:
        found.append(Breach("image", f"{kind} sent as {content_type!r}"))
    if (width, height) != _size(size):
        found.append(Breach("image", f"{width} × {height} for a menu of {size}"))
    return [*found, *size_breaches("image", width, height)]


def alias_breaches(name: str) -> list[Breach]:
    """What LINE would refuse in the id of an alias."""
    return [] if ALIAS.fullmatch(name) else [Breach("richMenuAliasId", f"{name!r} is not {ALIAS.pattern}")]


def _area(place: str, area: Any, size: tuple[int, int]) -> Iterator[Breach]:
    bounds = area.get("bounds") if isinstance(area, dict) else None
    sides = [bounds.get(key) if isinstance(bounds, dict) else None for key in ("x", "y", "width", "height")]
    x, y, width, height = (side if isinstance(side, int) else -1 for side in sides)
    if min(x, y, width, height) < 0 or x + width > size[0] or y + height > size[1]:
        yield Breach(f"{place}.bounds", f"{bounds!r} does not lie in {size[0]} × {size[1]}")
    yield from action_breaches(f"{place}.action", area.get("action"), LABEL, must_have_label=False)


def _size(size: Any) -> tuple[int, int]:
    found = [size.get(key) if isinstance(size, dict) else 0 for key in ("width", "height")]
    width, height = (each if isinstance(each, int) else 0 for each in found)
    return width, height
