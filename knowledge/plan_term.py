"""計画の用語: a headword of a plan's own glossary, as that plan defines it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanTerm:
    """`meaning` is printed text with its wraps joined. `reading` is in kana, as printed; `aliases` are other printed names.

    Lines are 1-based and inclusive. A meaning holds for its own plan: definitions of two plans are never blended.
    """

    word: str
    meaning: str
    reading: str = ""
    aliases: tuple[str, ...] = ()
    first_line: int = 0
    last_line: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that the term is called, the headword first."""
        return (self.word, *self.aliases, *((self.reading,) if self.reading else ()))
