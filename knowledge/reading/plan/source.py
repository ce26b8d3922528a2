"""The lines of a document as they stand in the file, before anything is understood."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceLine:
    """`number` counts from 1 as in `sed -n`; `page` is the PDF's own page (1-based), 0 where the file has none."""

    number: int
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A document's lines. `form` is markdown, text (pulled out of a PDF) or pdf."""

    file: str
    form: str
    lines: tuple[SourceLine, ...]
