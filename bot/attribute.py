"""What a question asks for: a fee, a telephone number, a day … A similar topic without it is not an answer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class Attribute:
    """`asked` finds it in a normalised question, `given` in the text that would be served.

    `blank` tells by its name that a blank of the entry stands for it: where the city has not filled that blank, the
    attribute is not given, however the rest of the text reads. With `anywhere` the titles may give it as well as the text.
    `residents_only` is not asked of what staff may see.
    """

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]
    blank: re.Pattern[str]
    anywhere: bool = False
    residents_only: bool = False

    @classmethod
    def of(cls, name: str, asked: str, given: str = NEVER, blank: str = NEVER, **more: bool) -> "Attribute":
        """From the patterns' texts; what no text can give is not given."""
        return cls(name, re.compile(asked), re.compile(given), re.compile(blank), **more)


def missing(asked: Iterable[Attribute], served: str, blanks: Iterable[str] = (), titles: str = "") -> tuple[str, ...]:
    """Names of what was `asked` for and the normalised text `served`, with `blanks` unfilled, does not give.

    `titles` are the questions that the text answers, or its headings.
    """
    left_out = " ".join(blanks)
    names = (
        attribute.name
        for attribute in asked
        if not attribute.given.search(f"{served} {titles}" if attribute.anywhere else served)
        or attribute.blank.search(left_out)
    )
    return tuple(dict.fromkeys(names))
