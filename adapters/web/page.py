"""The page at /chat, which also answers one question without JavaScript."""

from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from adapters.web.ask import Refusal, answer
from adapters.web.browse import choices_html, part_html, residents_tree, tree_html
from bot import Choice, wording

router = APIRouter(include_in_schema=False)
STATIC = Path(__file__).parent / "static"


@lru_cache(maxsize=1)
def template() -> str:
    return (STATIC / "chat.html").read_text(encoding="utf-8")


@router.get("/")
def home() -> RedirectResponse:
    return RedirectResponse("/chat")


@router.get("/chat")
def chat(request: Request, city: str = "", category: str = "") -> HTMLResponse:
    """The page; with `category` (大分類/小分類) also the entries of that category."""
    names = request.app.state.shelves.names()
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
) -> HTMLResponse:
    try:
        return _page(request, city, _answer_html(answer(request, city, text, choice, ""), city), text)
    except Refusal as refusal:
        return _page(request, city, f'<p class="answer">{escape(refusal.message)}</p>', text, refusal.status)


def _page(request: Request, city: str, answer_html: str, text: str = "", status: int = 200) -> HTMLResponse:
    names: dict[str, str] = request.app.state.shelves.names()
    if city and city not in names and not answer_html:
        answer_html, status = f'<p class="answer">{escape(wording.UNKNOWN_CITY)}</p>', 404
    code = city if city in names else next(iter(names), "")
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == code else ""}>{escape(name)}</option>'
        for value, name in names.items()
    )
    page = template().replace("{{city_name}}", escape(names.get(code, ""))).replace("{{city_code}}", escape(code))
    tree = tree_html(residents_tree(request.app.state.shelves(code).shelf), code) if code else ""
    page = page.replace("{{city_options}}", options).replace("{{browse}}", tree).replace("{{answer}}", answer_html)
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
    return "\n".join(parts)


def _lines(text: object) -> str:
    return escape(str(text)).replace("\n", "<br>")
