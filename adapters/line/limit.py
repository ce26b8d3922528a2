"""One limit of LINE: the breach of it, and the checks that messages of every form share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.line.characters import graphemes, utf16_units

ALT_TEXT = 1_500
POSTBACK = 300  # data, displayText, fillInText, and the text of a message action
URI = 1_000
SCHEMES = ("http", "https", "line", "tel")
URI_FORM = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]+")  # ASCII without spaces: the rest must be percent-encoded


@dataclass(frozen=True, slots=True)
class Breach:
    """`place` is the path in the request, `rule` says what is wrong and what LINE takes."""

    place: str
    rule: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}"


def text_of(value: Any, key: str) -> str:
    """The text at `key` of an object, "" for anything else."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def at_most(place: str, size: int, most: int, unit: str) -> Iterator[Breach]:
    """A breach where `size` is over `most`."""
    if size > most:
        yield Breach(place, f"{size:,} {unit}; at most {most:,}")


def action_breaches(place: str, action: Any, label: int, must_have_label: bool) -> Iterator[Breach]:
    """What LINE would refuse in an action whose label may have `label` graphemes."""
    if must_have_label and not text_of(action, "label").strip():
        yield Breach(f"{place}.label", "is missing")
    yield from at_most(f"{place}.label", len(graphemes(text_of(action, "label"))), label, "graphemes")
    kind = text_of(action, "type")
    if kind == "uri":
        yield from uri_breaches(f"{place}.uri", text_of(action, "uri"))
    elif kind == "postback":
        yield from _sized(place, action, "data", required=True)
        yield from _sized(place, action, "displayText")
        yield from _sized(place, action, "fillInText")
    elif kind == "message":
        yield from _sized(place, action, "text", required=True)
    elif kind == "richmenuswitch":
        yield from _sized(place, action, "data", required=True)
        if not text_of(action, "richMenuAliasId"):
            yield Breach(f"{place}.richMenuAliasId", "is missing")
    else:
        yield Breach(f"{place}.type", f"{kind!r} is none of uri, postback, message, richmenuswitch")


def uri_breaches(place: str, uri: str) -> Iterator[Breach]:
    """What LINE would refuse in an address."""
    yield from at_most(place, utf16_units(uri), URI, "characters")
    if not URI_FORM.fullmatch(uri):
        yield Breach(place, f"{uri!r} is no percent-encoded address")
    elif uri.split(":")[0] not in SCHEMES:
        yield Breach(place, f"{uri!r} begins with none of {', '.join(SCHEMES)}")


def _sized(place: str, action: Any, key: str, required: bool = False) -> Iterator[Breach]:
    """`data` counts in UTF-16 units, what people see in graphemes."""
    text = text_of(action, key)
    if required and not text:
        yield Breach(f"{place}.{key}", "is empty")
    size = utf16_units(text) if key == "data" else len(graphemes(text))
    yield from at_most(f"{place}.{key}", size, POSTBACK, "UTF-16 units" if key == "data" else "graphemes")
