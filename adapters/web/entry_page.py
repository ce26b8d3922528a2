"""GET /chat/{city}/{entry}: the page of one entry, to link to, to print and to be found by search engines. No script."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from adapters.web.guard import may_frame
from adapters.web.html import fill
from adapters.web.limit import look
from bot import Question as Asked
from bot import Reply, Shelf, UnknownChoice, chosen, wording
from knowledge import TOKYO

router = APIRouter(include_in_schema=False)
ADDRESS = re.compile(r"(https?://[!#-;=?-~]*[#-&*+\-/-9=@-~])")  # not ending with a sign that may end a sentence
NO_ENTRY = "none"  # the choice どれでもない
# As JSON these are the same characters, as HTML they are nothing: an answer cannot end the element that it stands in.
HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Page:
    """One entry, or one measure of a plan, as residents are shown it today."""

    title: str
    reply: Reply


def address(city: str, entry: str) -> str:
    """The path of the page of `entry`."""
    return f"/chat/{quote(city, safe='')}/{quote(entry, safe='')}"


def shown(request: Request, city: str, entry: str) -> Page | None:
    """What the page of `entry` shows, or None where residents may not see it: nothing is asked, so nothing is counted.

    `city` must be served.
    """
    shelf: Shelf = request.app.state.shelves(city).shelf
    if entry == NO_ENTRY:
        return None
    try:
        reply = chosen(Asked(city, "", datetime.now(TOKYO), choice=entry), shelf)
    except UnknownChoice:
        return None
    return Page(reply.entry.question if reply.entry else shelf.cards[entry].title, reply)


@router.get("/chat/{city}/{entry}", dependencies=[Depends(look)])
def entry_page(request: Request, city: str, entry: str) -> HTMLResponse:
    """The answer with its sources, section and date, and the same as data (schema.org FAQPage)."""
    names: dict[str, str] = request.app.state.shelves.names()
    if city not in names:
        return _missing(wording.UNKNOWN_CITY, "", "")
    may_frame(request, request.app.state.shelves(city).shelf.knowledge.city.web_origins)
    page = shown(request, city, entry)
    if page is None:
        return _missing(wording.UNKNOWN_CHOICE, city, names[city])
    path = address(city, entry)
    values = {
        "title": page.title,
        "city": city,
        "city_name": names[city],
        "reply": page.reply,
        "labels": wording,
        "lines": [pieces(line) for line in page.reply.text.splitlines() if line.strip()],
        "links": {choice.id: address(city, choice.id) for choice in page.reply.choices if choice.id != NO_ENTRY},
        "canonical": request.app.state.public_url + path,
        "data": Markup(as_data(page, names[city])) if page.reply.entry else "",  # noqa: S704 — HARMLESS
    }
    return HTMLResponse(fill("entry_page.html", **values))


def as_data(page: Page, city_name: str) -> str:
    """The question and its answer as schema.org describes an FAQ page, in JSON that is harmless inside HTML."""
    answer: dict[str, object] = {"@type": "Answer", "text": page.reply.text}
    if page.reply.entry and page.reply.entry.updated_on:
        answer["dateModified"] = page.reply.entry.updated_on.isoformat()
    data = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": "ja",
        "publisher": {"@type": "GovernmentOrganization", "name": city_name},
        "mainEntity": [{"@type": "Question", "name": page.title, "acceptedAnswer": answer}],
    }
    return json.dumps(data, ensure_ascii=False).translate(HARMLESS)


def pieces(line: str) -> list[tuple[str, bool]]:
    """`line` in parts, each with whether it is the address of a page. Japanese that follows without a space is no part of it."""
    return [(part, bool(ADDRESS.fullmatch(part))) for part in ADDRESS.split(line) if part]


def _missing(sentence: str, city: str, city_name: str) -> HTMLResponse:
    return HTMLResponse(fill("no_entry.html", sentence=sentence, city=city, city_name=city_name), 404)
