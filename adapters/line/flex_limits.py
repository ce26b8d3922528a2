"""The limits of Flex messages."""

import json
from collections.abc import Iterator
from typing import Any

from adapters.line.limit import Breach, action_breaches, at_most, text_of, uri_breaches

BUBBLE = 30_000  # bytes of JSON
CAROUSEL = 50_000
BUBBLES = 12
LABEL = 40  # graphemes of a button's label in Flex
BLOCKS = ("header", "hero", "body", "footer")
COMPONENTS = ("box", "button", "image", "icon", "text", "span", "separator", "filler")


def flex_breaches(place: str, contents: Any) -> Iterator[Breach]:
    """What LINE would refuse in the contents of a Flex message."""
    kind = text_of(contents, "type")
    if kind == "bubble":
        yield from _bubble(place, contents)
    elif kind == "carousel":
        yield from _carousel(place, contents)
    else:
        yield Breach(f"{place}.type", f"{kind!r} is neither bubble nor carousel")


def _carousel(place: str, carousel: Any) -> Iterator[Breach]:
    bubbles = carousel.get("contents")
    bubbles = bubbles if isinstance(bubbles, list) else []
    if not bubbles:
        yield Breach(f"{place}.contents", "is empty")
    yield from at_most(f"{place}.contents", len(bubbles), BUBBLES, "bubbles")
    yield from at_most(place, _size(carousel), CAROUSEL, "bytes")
    if len({text_of(bubble, "size") or "mega" for bubble in bubbles}) > 1:
        yield Breach(f"{place}.contents", "bubbles of different widths")
    for number, bubble in enumerate(bubbles):
        yield from _bubble(f"{place}.contents[{number}]", bubble)


def _bubble(place: str, bubble: Any) -> Iterator[Breach]:
    if text_of(bubble, "type") != "bubble":
        yield Breach(f"{place}.type", "is not 'bubble'")
        return
    yield from at_most(place, _size(bubble), BUBBLE, "bytes")
    blocks = [name for name in BLOCKS if name in bubble]
    if not blocks:
        yield Breach(place, f"has none of {', '.join(BLOCKS)}")
    for name in blocks:
        yield from _component(f"{place}.{name}", bubble[name])


def _component(place: str, component: Any) -> Iterator[Breach]:
    kind = text_of(component, "type")
    if kind not in COMPONENTS:
        yield Breach(f"{place}.type", f"{kind!r} is none of {', '.join(COMPONENTS)}")
        return
    if kind == "text" and not text_of(component, "text") and not component.get("contents"):
        yield Breach(f"{place}.text", "is empty")
    if kind == "box" and text_of(component, "layout") not in ("horizontal", "vertical", "baseline"):
        yield Breach(f"{place}.layout", "is none of horizontal, vertical, baseline")
    if kind in ("image", "icon"):
        yield from uri_breaches(f"{place}.url", text_of(component, "url"))
    if kind == "button" or "action" in component:
        yield from action_breaches(f"{place}.action", component.get("action"), LABEL, must_have_label=kind == "button")
    inner = component.get("contents", [])
    for number, each in enumerate(inner if isinstance(inner, list) else []):
        yield from _component(f"{place}.contents[{number}]", each)


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
