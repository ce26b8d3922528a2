"""The pages for residents: /chat, which also answers one question without JavaScript, /demo and /accessibility."""

from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from adapters.web.ask import Refusal, answer
from adapters.web.browse import choices_html, part_html, residents_tree, tree_html
from adapters.web.entry_page import address
from adapters.web.feedback import said
from adapters.web.guard import may_frame
from bot import Choice, Outcome, wording

router = APIRouter(include_in_schema=False)
OPINIONS = (Outcome.ANSWERED, Outcome.PASSAGE)  # the replies of which people are asked whether they helped
STATIC = Path(__file__).parent / "static"


@lru_cache
def template(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


@router.get("/")
def home() -> RedirectResponse:
    return RedirectResponse("/chat")


@router.get("/chat")
def chat(request: Request, city: str = "", category: str = "", entry: str = "") -> Response:
    """The page; with `category` (大分類/小分類) also the entries of that category. `entry` leads to its page: so LINE linked
    to entries at first."""
    names = request.app.state.shelves.names()
    if entry and city in names:
        return RedirectResponse(address(city, entry), 308)
    if not category or city not in names:
        return _page(request, city, "")
    entries = part_html(residents_tree(request.app.state.shelves(city).shelf), city, category)
    if entries:
        return _page(request, city, entries)
    return _page(request, city, f'<p class="answer">{escape(wording.UNKNOWN_CATEGORY)}</p>', status=404)


@router.post("/chat")
def chat_without_script(
    request: Request,
    city: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    choice: Annotated[str, Form()] = "",
    reply_id: Annotated[str, Form()] = "",
    helpful: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """The reply to a question, or to a candidate taken; with `reply_id` the thanks for what was said of that reply."""
    try:
        if reply_id:
            thanks = said(request, reply_id, helpful == "yes")
            return _page(request, city, f'<p class="answer">{escape(thanks)}</p>')
        return _page(request, city, _answer_html(answer(request, city, text, choice, ""), city), text)
    except Refusal as refusal:
        page = _page(request, city, f'<p class="answer">{escape(refusal.message)}</p>', text, refusal.status)
        page.headers.update(refusal.headers or {})
        return page


@router.get("/demo")
def demo(request: Request, city: str = "") -> HTMLResponse:
    """An imitation of a city's homepage with the widget in it, under the strict policy of every response."""
    names: dict[str, str] = request.app.state.shelves.names()
    code = city if city in names else next(iter(names), "")
    page = template("demo.html").replace("{{city_name}}", escape(names.get(code, "")))
    return HTMLResponse(page.replace("{{city_code}}", escape(code)))


@router.get("/accessibility")
def accessibility() -> HTMLResponse:
    """What was checked for people who cannot use every page, and how."""
    return HTMLResponse(template("accessibility.html"))


def _page(request: Request, city: str, answer_html: str, text: str = "", status: int = 200) -> HTMLResponse:
    names: dict[str, str] = request.app.state.shelves.names()
    if city and city not in names and not answer_html:
        answer_html, status = f'<p class="answer">{escape(wording.UNKNOWN_CITY)}</p>', 404
    code = city if city in names else next(iter(names), "")
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == code else ""}>{escape(name)}</option>'
        for value, name in names.items()
    )
    page = (
        template("chat.html")
        .replace("{{city_name}}", escape(names.get(code, "")))
        .replace("{{city_code}}", escape(code))
    )
    tree = tree_html(residents_tree(request.app.state.shelves(code).shelf), code) if code else ""
    page = page.replace("{{city_options}}", options).replace("{{browse}}", tree).replace("{{answer}}", answer_html)
    if code:
        may_frame(request, request.app.state.shelves(code).shelf.knowledge.city.web_origins)
    return HTMLResponse(page, status)


def _answer_html(reply: dict[str, object], city: str) -> str:
    """A reply for readers without JavaScript; everything in it is escaped."""
    parts = [f'<p class="answer">{_lines(reply["text"])}</p>']
    choices = reply["choices"] if isinstance(reply["choices"], list) else []
    if choices:
        parts.append(choices_html(tuple(Choice(**choice) for choice in choices), city))
    if isinstance(contact := reply["contact"], dict):
        lines = " ".join(escape(str(contact[key])) for key in ("section", "telephone", "hours") if contact[key])
        parts.append(f'<p class="contact">{lines}</p>')
    sources = reply["sources"] if isinstance(reply["sources"], list) else []
    if sources:
        items = "".join(f"<li>{escape(source['title'])} {escape(source['place'])}</li>" for source in sources)
        parts.append(f'<ul class="sources">{items}</ul>')
    if reply["reply_id"] and reply["outcome"] in OPINIONS:
        parts.append(_opinion_html(str(reply["reply_id"]), city))
    return "\n".join(parts)


def _opinion_html(reply_id: str, city: str) -> str:
    """Two buttons: whether the reply helped."""
    known = {"city": city, "reply_id": reply_id}
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in known.items())
    labels = {"yes": wording.Button.HELPFUL, "no": wording.Button.NOT_HELPFUL}
    buttons = "".join(
        f'<li><button name="helpful" value="{value}">{label}</button></li>' for value, label in labels.items()
    )
    return f'<form method="post" action="/chat"><p>{wording.DID_IT_HELP}</p>{hidden}<ul>{buttons}</ul></form>'


def _lines(text: object) -> str:
    return escape(str(text)).replace("\n", "<br>")
