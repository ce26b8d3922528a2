"""What is wrong with one entry or word, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error must be mended, a warning looked at; a hint is worth a thought when there is time."""

    ERROR = "誤り"
    WARNING = "注意"
    HINT = "参考"


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is the id of an entry, or the words that are meant."""

    level: Level
    where: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.level} {self.where}: {self.problem} → {self.remedy}"
