"""国や民間の窓口: who answers what no municipality can."""

import re
from dataclasses import dataclass

from knowledge.source import Source


@dataclass(frozen=True, slots=True)
class Body:
    """One kind of body. A question is its matter when one of `patterns` is in it and none of `ours`.

    `ask` says in one sentence where to ask. `asks` and `refuses` (`not` in the file) are examples of what is its matter and
    what is not: they are tests of the patterns, and nothing else uses them.
    """

    id: str
    name: str
    ask: str
    patterns: tuple[re.Pattern[str], ...]
    ours: tuple[re.Pattern[str], ...] = ()
    source: Source | None = None
    asks: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()

    def concerns(self, text: str) -> bool:
        """Whether the normalised question `text` is certainly this body's matter."""
        return any(each.search(text) for each in self.patterns) and not any(each.search(text) for each in self.ours)
