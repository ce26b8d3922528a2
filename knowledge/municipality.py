"""市区町村: the municipalities and prefectures of Japan, and where a text names them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

VARIANTS = str.maketrans("ヶ竈鰺檮惠澤", "ケ釜鯵梼恵沢")  # one way of writing for letters that are typed in two


class MunicipalityKind(StrEnum):
    """What a row of the list is. The 1,741 municipalities are 市, 特別区, 町 and 村; a 政令市の区 is part of its city."""

    PREFECTURE = "prefecture"
    CITY = "city"
    SPECIAL_WARD = "special_ward"
    TOWN = "town"
    VILLAGE = "village"
    WARD = "ward"


@dataclass(frozen=True, slots=True)
class Municipality:
    """`code` is the six-digit 全国地方公共団体コード; `city` is the 政令市 that a ward belongs to, empty for all others."""

    code: str
    prefecture: str
    name: str
    kana: str
    kind: MunicipalityKind
    city: str = ""

    @property
    def stem(self) -> str:
        """The name without its 市, 区, 町, 村 or 都府県: 町田 of 町田市. 北海道 has no shorter name."""
        return self.name if self.name == "北海道" else self.name[:-1]


class Named(NamedTuple):
    """A place that a text names from `start` to `end`; `whole` where 市, 区, 町, 村 or 県 was said with it."""

    start: int
    end: int
    places: tuple[Municipality, ...]
    whole: bool


@dataclass(frozen=True)
class Gazetteer:
    """All municipalities, found in a text by their whole names or by what they are called without 市 or 区."""

    municipalities: tuple[Municipality, ...] = ()

    def __iter__(self) -> Iterator[Municipality]:
        return iter(self.municipalities)

    def __len__(self) -> int:
        return len(self.municipalities)

    def found_in(self, text: str) -> list[Named]:
        """The places that `text` names, from left to right, the longest name at each place and none inside another.

        東京都府中市 is 東京都 and 府中市, never 京都府. A stem counts from two characters on.
        """
        text = text.translate(VARIANTS)
        found, at = [], 0
        while at < len(text) - 1:
            names = self._starting.get(text[at : at + 2], ())
            name = next((name for name in names if text.startswith(name, at)), "")
            if name:
                found.append(Named(at, at + len(name), self._places[name], name in self._whole))
            at += len(name) or 1
        return found

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(place.name.translate(VARIANTS) for place in self.municipalities)

    @cached_property
    def _places(self) -> dict[str, tuple[Municipality, ...]]:
        """The municipalities that bear each name; those of a whole name only, where a stem is a whole name too."""
        named: dict[str, list[Municipality]] = {}
        for place in self.municipalities:
            named.setdefault(place.name.translate(VARIANTS), []).append(place)
        for place in self.municipalities:
            stem = place.stem.translate(VARIANTS)
            if len(stem) > 1 and stem not in self._whole:
                named.setdefault(stem, []).append(place)
        return {name: tuple(places) for name, places in named.items()}

    @cached_property
    def _starting(self) -> dict[str, tuple[str, ...]]:
        """The names by their first two characters, the longest first."""
        starting: dict[str, list[str]] = {}
        for name in sorted(self._places, key=len, reverse=True):
            starting.setdefault(name[:2], []).append(name)
        return {start: tuple(names) for start, names in starting.items()}
