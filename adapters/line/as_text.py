"""Messages as text for a terminal, with a number in brackets for everything that can be tapped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.line.message import Message


@dataclass
class Shown:
    """`lines` to read; `actions` in the order of their numbers in brackets, from 1."""

    lines: list[str] = field(default_factory=list)
    actions: list[Message] = field(default_factory=list)

    def tappable(self, action: Message) -> str:
        """An action with its number: [3] 一覧から選ぶ."""
        self.actions.append(action)
        target = f" → {action['uri']}" if action["type"] == "uri" else ""
        return f"[{len(self.actions)}] {action.get('label') or action.get('displayText') or action.get('data')}{target}"


def as_text(messages: Sequence[Message]) -> Shown:
    """What a person would see, from top to bottom; quick replies come last, as on a phone."""
    shown = Shown()
    for message in messages:
        shown.lines.append("┌─")
        if message["type"] == "text":
            shown.lines += [f"│ {line}" for line in message["text"].splitlines()]
        else:
            shown.lines += [f"│ {line}" for line in _component(message["contents"]["body"], shown)]
        shown.lines.append("└─")
    for message in messages:
        items = message.get("quickReply", {}).get("items", [])
        shown.lines += [f"  ( {shown.tappable(item['action'])} )" for item in items]
    return shown


def _component(component: Any, shown: Shown) -> Iterator[str]:
    """The lines of a part of a Flex message; what can be tapped is one line."""
    if "action" in component:
        words = " ".join(_words(component)) or component["action"].get("label", "")
        yield shown.tappable({**component["action"], "label": words})
    elif component["type"] == "text":
        yield from component["text"].splitlines()
    else:
        for inner in component.get("contents", []):
            yield from _component(inner, shown)


def _words(component: Any) -> Iterator[str]:
    if component["type"] == "text":
        yield component["text"]
    for inner in component.get("contents", []):
        yield from _words(inner)
