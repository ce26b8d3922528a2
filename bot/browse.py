"""Choosing without typing: the categories with the entries that a person may see today."""

from dataclasses import dataclass
from datetime import date

from bot.answer import Choice
from bot.shelf import Shelf
from knowledge import Audience


@dataclass(frozen=True, slots=True)
class Part:
    """小分類: `path` is 大分類/小分類, `choices` its entries by question, in the order of the content."""

    name: str
    path: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """大分類 with those of its parts that hold something to show."""

    name: str
    parts: tuple[Part, ...]


def catalogue(shelf: Shelf, audience: Audience, day: date) -> tuple[Branch, ...]:
    """The tree of what `audience` may see on `day`; empty categories are left out, the city's own entries come first."""
    held: dict[str, list[Choice]] = {}
    for entry in sorted(shelf.shown(audience, day), key=lambda entry: not entry.owned_by_city):
        held.setdefault(entry.category, []).append(Choice(entry.id, entry.question))
    branches = (
        Branch(
            category.name,
            tuple(
                Part(part, path, tuple(held[path]))
                for part, path in zip(category.parts, category.paths(), strict=True)
                if path in held
            ),
        )
        for category in shelf.knowledge.categories
        if audience.may_see(category.audience)
    )
    return tuple(branch for branch in branches if branch.parts)
