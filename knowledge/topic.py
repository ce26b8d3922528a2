"""話題: words by which a question belongs to a desk, also where no entry answers it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions with one of `words` in them belong to `section`: a desk, or a city's own section."""

    section: str
    words: tuple[str, ...]
