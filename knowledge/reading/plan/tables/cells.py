"""Cells of a table as exports of printed plans leave them: tabs or `|` between them, and HTML within.

Marks that point into the glossary stay: whoever knows its words takes them out.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.text.heading import plain_form
from knowledge.reading.plan.text.line import ELEMENTS
from knowledge.reading.plan.text.line import SPACED as JUSTIFIED

TAG = re.compile(  # an HTML element or comment; not <https://…>, <mail@…> or 3 < 5
    rf"<!--.*?-->|</?(?P<name>[abipqsu]|(?i:{ELEMENTS}))(?:\s+[a-zA-Z][^<>]*)?\s*/?>"
)
BREAKING = frozenset(
    [
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "hr",
        "li",
        "ol",
        "p",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
LISTS = frozenset(("ul", "ol"))
RULE = re.compile(r"\s*:?-{2,}:?\s*")  # the second row of a Markdown table
PIPE = re.compile(r"(?<!\\)\|")
BULLETS = "・•‣●▪■◆✓✔➢▶"
BULLET = re.compile(rf"[{BULLETS}](?=\s*[^\s{BULLETS}])\s*")
SPACED = re.compile(r"[ぁ-んァ-ヶ一-鿿](?:\s+[ぁ-んァ-ヶ一-鿿])+")  # 「区 分」: letters set apart to fill a narrow cell
FLATTENED = (
    r"(?<=[ぁ-んァ-ヶ一-鿿）」]) +(?=[ぁ-んァ-ヶ一-鿿（「])(?!など|等)"  # between items of a list that lost its tags
)
APART = re.compile(r"(?<=^[一-鿿])\s+(?=[一-鿿](?:$|[(（]))")  # 「説 明（例）」
DISPLAYED_BULLET = "・"


@dataclass(frozen=True)
class Row:
    """A line of the file as a row: `raw` are its cells as they stand there, empty ones and tags included."""

    number: int
    raw: tuple[str, ...]

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The cells as they are shown, each on one line."""
        return tuple(map(shown, self.raw))

    @property
    def filled(self) -> tuple[int, ...]:
        """The places of the cells that hold anything."""
        return tuple(place for place, cell in enumerate(self.cells) if cell)

    @property
    def is_rule(self) -> bool:
        """Whether it is the row of dashes under the header of a Markdown table."""
        return bool(self.raw) and all(RULE.fullmatch(cell) for cell in self.raw)

    @property
    def text(self) -> str:
        """What a person finds in the row, for a doubt."""
        return " ".join(filter(None, self.cells))


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a cell that stands on a line of its own; `listed` where it is one of a list."""

    text: str
    listed: bool

    @property
    def line(self) -> str:
        return (DISPLAYED_BULLET if self.listed else "") + self.text


def runs(source: Source) -> Iterator[tuple[Row, ...]]:
    """The tables of `source`: rows that follow each other line upon line."""
    run: list[Row] = []
    piped = _piped(source.lines)
    for line in source.lines:
        cells = split_row(line.text, piped=line.number in piped)
        if run and (cells is None or line.number != run[-1].number + 1):
            yield tuple(run)
            run = []
        if cells is not None:
            run.append(Row(line.number, cells))
    if run:
        yield tuple(run)


def split_row(line: str, piped: bool = False) -> tuple[str, ...] | None:
    """The cells of `line`, or None where it is no row of a table: no tab, nor `|` around its cells (or, `piped`, between)."""
    bare = line.strip()
    if len(PIPE.findall(bare)) > 1 and bare.startswith("|"):
        return _pipe_cells(bare)
    if "\t" in line:
        return tuple(line.strip("\r\n").split("\t"))
    return _pipe_cells(bare) if piped and PIPE.search(bare) else None


def items(cell: str) -> tuple[Item, ...]:
    """The pieces of `cell`: at breaks, between sentences set apart by a space, and at bullets.

    A `<ul>` that no `<li>` follows holds one item a sentence, and lasts until a paragraph begins.
    """
    pieces: list[Item] = []
    for chunk, listed in _chunks(cell):
        pieces += _split_chunk(chunk, listed)
    return tuple(pieces)


def shown(cell: str) -> str:
    """`cell` on one line: without tags and bullets, its pieces parted by a space."""
    text = " ".join(item.text for item in items(cell))
    return re.sub(r"\s+", "", text) if SPACED.fullmatch(text) else APART.sub("", text)


def label_form(cell: str) -> str:
    """What labels are compared by, whatever their widths and spaces: 「区 分」 is 区分, and ① stays ①."""
    return re.sub(r"\s+", "", plain_form(cell))


def labelled(label: str, cells: Iterable[str]) -> str:
    """「label: text」, or the items of `cells` on lines of their own where they are several."""
    pieces = [item for cell in cells for item in items(cell)]
    if len(pieces) == 1:
        return f"{label}: {pieces[0].text}" if label else pieces[0].text
    return "\n".join([f"{label}:"] * bool(label) + [item.line for item in pieces])


def _piped(lines: tuple[SourceLine, ...]) -> frozenset[int]:
    """The lines of Markdown tables without `|` at their ends: those around a row of dashes that have one within."""
    found: set[int] = set()
    for place, line in enumerate(lines):
        cells = _pipe_cells(line.text.strip()) if PIPE.search(line.text) else ()
        if not (cells and all(RULE.fullmatch(cell) for cell in cells)):
            continue
        found |= {line.number, *(before.number for before in lines[max(0, place - 1) : place])}
        for after in lines[place + 1 :]:
            if not PIPE.search(after.text):
                break
            found.add(after.number)
    return frozenset(found)


def _pipe_cells(line: str) -> tuple[str, ...]:
    inner = line.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.strip().replace("\\|", "|") for cell in PIPE.split(inner))


def _chunks(cell: str) -> Iterator[tuple[str, bool]]:
    """The text between the breaking tags of `cell`, and whether it stands in a list."""
    text, listed, last = "", False, 0
    for tag in TAG.finditer(cell):
        text += cell[last : tag.start()]
        last = tag.end()
        name = (tag["name"] or "").lower()
        if name in BREAKING:
            yield text, listed
            text = ""
        if name in LISTS or name == "p":
            listed = name in LISTS and not tag[0].startswith("</")
    yield text + cell[last:], listed


def _split_chunk(chunk: str, listed: bool) -> Iterator[Item]:
    for line in html.unescape(chunk).split("\n"):
        bare = line.strip()
        ends = r"(?<=。)[ \t\u3000]+"
        if BULLET.match(bare):
            # A bullet within the line is one only after one at its beginning: 「AI ・ RPA」 is a list of words.
            ends += rf"|(?<=[。\s])(?=[{re.escape(bare[0])}])"
        elif listed and "。" not in bare:
            ends += f"|{FLATTENED}"
        for piece in re.split(ends, bare):
            bullet = BULLET.match(piece)
            text = re.sub(r"\s+", " ", piece[bullet.end() :] if bullet else piece).strip()
            text = JUSTIFIED.sub(lambda word: word[0].replace(" ", ""), text)
            if text:
                yield Item(text, listed or bool(bullet))
