"""カテゴリ: the two-level tree for browsing without typing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.entry import Audience

LONGEST_NAME = 12  # characters on a button of a phone, two buttons side by side
MOST_PARTS = 12  # buttons that fit a phone's screen, two side by side


@dataclass(frozen=True, slots=True)
class Category:
    """大分類 with its 小分類 (`parts`). One for staff is shown to staff alone."""

    name: str
    parts: tuple[str, ...]
    audience: Audience = Audience.RESIDENT

    def paths(self) -> tuple[str, ...]:
        """What an entry of each part bears as its category: 大分類/小分類."""
        return tuple(f"{self.name}/{part}" for part in self.parts)


def merged(categories: Iterable[Category], own: Iterable[Category]) -> tuple[Category, ...]:
    """The common tree with a city's own: parts of the same name are added to, others follow."""
    tree = {category.name: category for category in categories}
    for category in own:
        known = tree.get(category.name)
        parts = tuple(dict.fromkeys((known.parts if known else ()) + category.parts))
        tree[category.name] = replace(known or category, parts=parts)
    return tuple(tree.values())
