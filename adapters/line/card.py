"""Flex messages, where buttons that stay in the chat read better than text: the menu, and whom to call in a crisis."""

from collections.abc import Sequence

from adapters.line.action import button, call, page
from adapters.line.characters import cut
from adapters.line.flex_limits import LABEL
from adapters.line.limit import ALT_TEXT
from adapters.line.message import Message
from adapters.line.rendered import Offer
from bot import wording
from knowledge import Helpline

INK, LINES, GROUND = "#1d2b28", "#5b6966", "#eef4f2"  # dark on light: 14:1 and 5.5:1, over WCAG's 4.5:1


def menu_card(title: str, offers: Sequence[Offer]) -> Message:
    """`offers` as buttons in two columns; each shows the number by which it can be named, too."""
    buttons = [_tile(wording.numbered(number, offer.label), offer) for number, offer in enumerate(offers, 1)]
    rows = [_row(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    lines = [wording.numbered(number, offer.label) for number, offer in enumerate(offers, 1)]
    text = [_text(title, weight="bold", size="md"), _text(wording.BY_NUMBER, size="xs", color=LINES)]
    return _flex("\n".join([title, *lines, wording.BY_NUMBER]), [*text, *rows])


def helplines_card(helplines: Sequence[Helpline]) -> Message | None:
    """A button to call each of `helplines` that a telephone dials at one tap, or to open its page; None where there is neither."""
    rows: list[Message] = []
    lines = []
    for line in helplines:
        if action := call(line.name, line.telephone, LABEL) or _page(line):
            about = "、".join(part for part in (line.who, line.hours) if part)
            lines.append(wording.helpline(line.name, line.telephone, line.who, line.hours))
            rows += [_text(about, size="sm", color=LINES)] if about else []
            rows.append({"type": "button", "style": "primary", "height": "sm", "color": "#b3261e", "action": action})
    if not rows:
        return None
    title = _text(wording.Button.HELP, weight="bold", size="md")
    return _flex("\n".join([wording.Button.HELP, *lines]), [title, *rows])


def _page(line: Helpline) -> Message | None:
    """A button to the page of a place that has no telephone but a chat, for those who cannot speak."""
    return page(line.name, line.source.url, LABEL) if line.source and not line.telephone else None


def _flex(alt: str, contents: list[Message]) -> Message:
    body = {"type": "box", "layout": "vertical", "spacing": "sm", "contents": contents}
    return {
        "type": "flex",
        "altText": cut(alt, ALT_TEXT)[0],
        "contents": {"type": "bubble", "size": "giga", "body": body},
    }


def _text(text: str, **style: str) -> Message:
    return {"type": "text", "text": text, "wrap": True, "color": INK, **style}


def _row(tiles: list[Message]) -> Message:
    return {"type": "box", "layout": "horizontal", "spacing": "sm", "contents": tiles}


def _tile(label: str, offer: Offer) -> Message:
    return {
        "type": "box",
        "layout": "vertical",
        "backgroundColor": GROUND,
        "cornerRadius": "8px",
        "paddingAll": "12px",
        "contents": [_text(label, size="sm")],
        "action": button(offer.label, offer.postback, most=LABEL),
    }
