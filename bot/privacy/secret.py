"""A place in a text that could tell who asked, and the mark that takes its place."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Mark(StrEnum):
    """What is written in place of a secret, so that a reader of the record still understands the question."""

    MY_NUMBER = "マイナンバー"
    CARD = "カード番号"
    TELEPHONE = "電話"
    MAIL = "メール"
    POSTCODE = "郵便番号"
    ADDRESS = "住所"
    ACCOUNT = "口座"
    LICENCE = "免許証番号"
    INSURANCE = "保険証番号"
    PASSPORT = "旅券番号"
    RESIDENCE_CARD = "在留カード番号"
    BIRTH = "生年月日"
    NAME = "氏名"
    NUMBER = "番号"

    @property
    def written(self) -> str:
        return f"〔{self.value}〕"


NEVER_NEEDED = frozenset({Mark.MY_NUMBER, Mark.CARD})  # whoever writes one of these is told so


class Secret(NamedTuple):
    """`text[start:end]` is of the kind `mark`; without a mark it was looked at and is nobody's: a free number, a fee."""

    start: int
    end: int
    mark: Mark | None


class Claims:
    """The secrets of one text, none inside another: what was claimed first stays."""

    def __init__(self) -> None:
        self._claimed: list[Secret] = []

    def free(self, start: int, end: int) -> bool:
        """Whether nothing between `start` and `end` is claimed."""
        return all(end <= each.start or each.end <= start for each in self._claimed)

    def claim(self, start: int, end: int, mark: Mark | None) -> None:
        """Claim a place, less what is claimed already: that stays with whom it has."""
        for taken in sorted(self._claimed, key=_place):
            if start < taken.end and taken.start < end:
                if start < taken.start:
                    self._claimed.append(Secret(start, taken.start, mark))
                start = taken.end
        if start < end:
            self._claimed.append(Secret(start, end, mark))

    def claim_groups(self, match: re.Match[str], mark: Mark, groups: Iterable[int] | None = None) -> None:
        """Claim the `groups` of a match (all of them by default) that took part in it."""
        for group in groups or range(1, (match.re.groups or 0) + 1):
            if match.start(group) >= 0:
                self.claim(*match.span(group), mark)

    def of(self, mark: Mark) -> list[Secret]:
        return [each for each in self._claimed if each.mark is mark]

    def secrets(self) -> list[Secret]:
        """What must be masked, from left to right."""
        return sorted((each for each in self._claimed if each.mark), key=_place)


def _place(secret: Secret) -> int:
    return secret.start
