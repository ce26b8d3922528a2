"""リッチメニュー: the menu that opens below a chat, as LINE takes it. Pure: categories in, menus out.

Six categories make a menu; where there are more, tabs lead from one menu to the next.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.line.characters import clipped
from adapters.line.message import Message
from adapters.line.postback import TAB, Act, Postback
from bot import Branch, wording

WIDTH, HEIGHT = 2500, 1686  # the largest that LINE recommends
TABS, FOOT = 230, 216  # heights of the tabs and of the line below the categories
COLUMNS, ROWS = 3, 2
MOST_TABS = 4
BRAND = "#0017c1"  # where a city has named no colour: that of the web page
DRAWING = 1  # counts up when the picture of the same menu is drawn differently


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the picture, in pixels."""

    x: int
    y: int
    width: int
    height: int

    def bounds(self) -> dict[str, int]:
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height}


@dataclass(frozen=True, slots=True)
class Tile:
    """A category on the menu."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Tab:
    """One menu of a city: its `number` (from 1), the `labels` of all tabs, the categories on it, its colour (#rrggbb)."""

    city: str
    number: int
    labels: tuple[str, ...]
    tiles: tuple[Tile, ...]
    colour: str
    font: str = ""

    @property
    def alias(self) -> str:
        return alias(self.city, self.number)

    @property
    def name(self) -> str:
        """The name at LINE, which nobody else sees: it ends with the fingerprint of everything that is shown."""
        shown = json.dumps([self.body(""), self.colour, self.labels, self.font, DRAWING], ensure_ascii=False)
        digest = hashlib.sha256(shown.encode()).hexdigest()[:16]
        return f"{name_prefix(self.city)}{self.number} {digest}"

    def body(self, name: str | None = None) -> Message:
        """The menu in the form of LINE's API."""
        tabs = [
            {"bounds": box.bounds(), "action": self._switch(number)}
            for number, box in enumerate(tab_boxes(len(self.labels)), 1)
        ]
        tiles = [{"bounds": tile.box.bounds(), "action": _opens(tile.name)} for tile in self.tiles]
        return {
            "size": {"width": WIDTH, "height": HEIGHT},
            "selected": True,
            "name": self.name if name is None else name,
            "chatBarText": wording.Button.MENU,
            "areas": [*(tabs if len(self.labels) > 1 else []), *tiles, _foot()],
        }

    def _switch(self, number: int) -> Message:
        target = alias(self.city, number)
        return {"type": "richmenuswitch", "richMenuAliasId": target, "data": f"{TAB}{number}"}


def tabs_for(city: str, tree: Sequence[Branch], colour: str = "", font: str = "") -> list[Tab]:
    """The menus of `city`, six categories on each; what does not fit on four is reached by the line below them."""
    size = COLUMNS * ROWS
    groups = [tree[at : at + size] for at in range(0, len(tree), size)][:MOST_TABS]
    labels = tuple(_label(group) for group in groups)
    return [
        Tab(
            city,
            number,
            labels,
            tuple(map(Tile, (branch.name for branch in group), tile_boxes())),
            colour or BRAND,
            font,
        )
        for number, group in enumerate(groups, 1)
    ]


def name_prefix(city: str) -> str:
    """How the names of our menus for `city` begin, so that those of other tools are left alone."""
    return f"madoguchi {city} "


def alias_prefix(city: str) -> str:
    """How the ids of our aliases for `city` begin."""
    return f"madoguchi-{city}-"


def alias(city: str, number: int) -> str:
    """The id under which a tab is switched to."""
    return f"{alias_prefix(city)}{number}"


def tab_boxes(count: int) -> list[Box]:
    edges = [round(WIDTH * at / count) for at in range(count + 1)]
    return [Box(left, 0, right - left, TABS) for left, right in pairwise(edges)]


def tile_boxes() -> list[Box]:
    across = [round(WIDTH * at / COLUMNS) for at in range(COLUMNS + 1)]
    down = [TABS + round((HEIGHT - TABS - FOOT) * at / ROWS) for at in range(ROWS + 1)]
    return [
        Box(across[column], down[row], across[column + 1] - across[column], down[row + 1] - down[row])
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]


def foot_box() -> Box:
    return Box(0, HEIGHT - FOOT, WIDTH, FOOT)


def _label(group: Sequence[Branch]) -> str:
    """What a tab holds, by its first and last category: 引っ越し～福祉."""
    first, last = (branch.name.split("・")[0] for branch in (group[0], group[-1]))
    return clipped(first if len(group) == 1 else f"{first}～{last}", 14)


def _opens(category: str) -> Message:
    return {"type": "postback", "data": Postback(Act.CATEGORY, category).data, "displayText": category}


def _foot() -> Message:
    """The line that says one can also write opens the whole list, for those who tap on it."""
    said = wording.Button.MENU
    return {
        "bounds": foot_box().bounds(),
        "action": {"type": "postback", "data": Postback(Act.CATEGORY, "all").data, "displayText": said},
    }
