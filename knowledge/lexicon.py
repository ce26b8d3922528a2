"""語彙: what people say, and what it is called officially."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """種別 of a row of lexicon.csv."""

    SPOKEN = "話し言葉"
    ABBREVIATION = "略称"
    MISSPELT = "誤記"
    FORMER = "旧称"
    VARIANT = "表記ゆれ"
    PARAPHRASE = "言い換え"
    LOANWORD = "外来語"


@dataclass(frozen=True, slots=True)
class Group:
    """Forms people use and the official forms they stand for.

    `both_ways` groups are true synonyms. An `ambiguous` group may mean several different things, so it is never
    expanded blindly.
    """

    spoken: tuple[str, ...]
    official: tuple[str, ...]
    kind: Kind = Kind.SPOKEN
    both_ways: bool = False
    ambiguous: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The groups in force for a city; later groups win over earlier ones that name the same spoken form."""

    groups: tuple[Group, ...] = ()

    def __add__(self, other: "Lexicon") -> "Lexicon":
        return Lexicon(self.groups + other.groups)

    def directed(self) -> Iterable[tuple[str, tuple[str, ...], bool]]:
        """(form, the forms it stands for, ambiguous), in the direction in which expansion may go."""
        for group in self.groups:
            for form in group.spoken:
                others = tuple(other for other in group.spoken if other != form) if group.both_ways else ()
                yield form, group.official + others, group.ambiguous
            if group.both_ways:
                for form in group.official:
                    others = tuple(other for other in group.official if other != form)
                    yield form, group.spoken + others, group.ambiguous

    def misspellings(self) -> Iterable[tuple[str, str]]:
        """(what was typed or converted wrongly, what was meant), where only one thing can be meant."""
        for group in self.groups:
            if group.kind is Kind.MISSPELT and not group.ambiguous and len(group.official) == 1:
                yield from ((form, group.official[0]) for form in group.spoken)
