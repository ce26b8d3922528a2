"""The page at /chat, which also answers one question without JavaScript."""

from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from adapters.web.ask import Refusal, answer
from bot import wording

router = APIRouter(include_in_schema=False)
STATIC = Path(__file__).parent / "static"


@lru_cache(maxsize=1)
def template() -> str:
    return (STATIC / "chat.html").read_text(encoding="utf-8")


@router.get("/")
def home() -> RedirectResponse:
    return RedirectResponse("/chat")


@router.get("/chat")
def chat(request: Request, city: str = "") -> HTMLResponse:
    return _page(request, city, "")


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
    page = page.replace("{{city_options}}", options).replace("{{answer}}", answer_html)
    return HTMLResponse(page, status)


def _answer_html(reply: dict[str, object], city: str) -> str:
    """A reply for readers without JavaScript; everything in it is escaped."""
    parts = [f'<p class="answer">{_lines(reply["text"])}</p>']
    choices = reply["choices"] if isinstance(reply["choices"], list) else []
    if choices:
        parts.append(_choices_html(choices, city))
    if isinstance(contact := reply["contact"], dict):
        lines = " ".join(escape(str(contact[key])) for key in ("section", "telephone", "hours") if contact[key])
        parts.append(f'<p class="contact">{lines}</p>')
    sources = reply["sources"] if isinstance(reply["sources"], list) else []
    if sources:
        items = "".join(f"<li>{escape(source['title'])} {escape(source['place'])}</li>" for source in sources)
        parts.append(f'<ul class="sources">{items}</ul>')
    return "\n".join(parts)


def _choices_html(choices: list[dict[str, str]], city: str) -> str:
    buttons = "".join(
        f'<li><button name="choice" value="{escape(choice["id"])}">{escape(choice["label"])}</button></li>'
        for choice in choices
    )
    hidden = f'<input type="hidden" name="city" value="{escape(city)}">'
    return f'<form method="post" action="/chat">{hidden}<ul>{buttons}</ul></form>'


def _lines(text: object) -> str:
    return escape(str(text)).replace("\n", "<br>")
