"""Choosing without typing: GET /api/categories, and the same tree on the page."""

from datetime import datetime
from html import escape
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from adapters.web.ask import ChoiceView, ErrorView, Refusal
from adapters.web.limit import look
from adapters.web.origins import for_city
from bot import Branch, Choice, Shelf, catalogue, wording
from knowledge import TOKYO, Audience

router = APIRouter(prefix="/api", tags=["browse"])


class PartView(BaseModel):
    """小分類 with its entries; take one with `choice` of POST /api/ask."""

    name: str
    path: str
    entries: list[ChoiceView]


class BranchView(BaseModel):
    """大分類."""

    name: str
    parts: list[PartView]


class CatalogueView(BaseModel):
    """`name` and `colour` (#rrggbb, or "") are the city's."""

    city: str
    name: str
    colour: str
    categories: list[BranchView]


@router.get(
    "/categories",
    response_model=CatalogueView,
    responses={status: {"model": ErrorView} for status in (404, 422, 429)},
    dependencies=[Depends(look)],
    summary="The categories with the entries that residents may see today",
)
def categories(request: Request, city: Annotated[str, Query(max_length=6, examples=["132012"])]) -> dict[str, object]:
    """Residents only, like POST /api/ask."""
    for_city(request, city)
    try:
        shelf = request.app.state.shelves(city).shelf
    except LookupError as error:
        raise Refusal(404, "unknown_city", wording.UNKNOWN_CITY) from error
    tree = residents_tree(shelf)
    return {
        "city": city,
        "name": shelf.knowledge.city.name,
        "colour": shelf.knowledge.city.web_colour,
        "categories": [
            {
                "name": branch.name,
                "parts": [
                    {
                        "name": part.name,
                        "path": part.path,
                        "entries": [{"id": choice.id, "label": choice.label} for choice in part.choices],
                    }
                    for part in branch.parts
                ],
            }
            for branch in tree
        ],
    }


def residents_tree(shelf: Shelf) -> tuple[Branch, ...]:
    return catalogue(shelf, Audience.RESIDENT, datetime.now(TOKYO).date())


def tree_html(tree: tuple[Branch, ...], city: str) -> str:
    """A disclosure for each 大分類, whose links lead to the entries of a 小分類."""
    return "".join(
        f"<details><summary>{escape(branch.name)}</summary><ul>"
        + "".join(
            f'<li><a href="/chat?{escape(urlencode({"city": city, "category": part.path}))}">{escape(part.name)}'
            f' <span class="count">{len(part.choices)}</span></a></li>'
            for part in branch.parts
        )
        + "</ul></details>"
        for branch in tree
    )


def part_html(tree: tuple[Branch, ...], city: str, path: str) -> str:
    """The entries of the 小分類 `path` as buttons, or nothing where there is no such part."""
    for branch in tree:
        for part in branch.parts:
            if part.path == path:
                heading = f"<h2>{escape(branch.name)}：{escape(part.name)}</h2>"
                return heading + choices_html(part.choices, city)
    return ""


def choices_html(choices: tuple[Choice, ...], city: str) -> str:
    """Candidates as buttons that work without JavaScript."""
    buttons = "".join(
        f'<li><button name="choice" value="{escape(choice.id)}">{escape(choice.label)}</button></li>'
        for choice in choices
    )
    hidden = f'<input type="hidden" name="city" value="{escape(city)}">'
    return f'<form method="post" action="/chat">{hidden}<ul>{buttons}</ul></form>'
