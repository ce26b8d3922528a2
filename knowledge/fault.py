"""What is wrong with a file, said so that the person who wrote it can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: where it stands, the value found there, what is wrong, and what to do."""

    file: str
    place: str
    value: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        shown = f"「{self.value}」" if self.value else "(空欄)"
        return f"{self.file} {self.place}: {shown} {self.problem} → {self.remedy}"


class FaultyContent(ValueError):
    """Raised by the readers with every fault of a file at once; nothing of the file was loaded."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def shorten(value: Any, limit: int = 60) -> str:
    """`value` as one line of at most `limit` characters, for an error message."""
    line = " ".join(str(value if value is not None else "").split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
