"""法令の改正: when a law that entries rest on last changed in what they say."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LawChange:
    """`law` is the title as entries cite it, `in_force` the day from which the change holds, `what` what changed."""

    law: str
    in_force: date
    what: str
    source: str
