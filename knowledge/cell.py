"""A cell of a table that people keep in a spreadsheet: several things in one cell, and texts that are no formula."""

import re
from collections.abc import Iterable

LONGEST_CELL = 32_767  # UTF-16 units that Excel keeps in a cell; an emoji is two
# A spreadsheet takes a cell of a CSV file that begins so for a formula (OWASP, CSV Injection). The mark goes in front of
# such a text, and of one that looks as if it had the mark already, and comes off again when the file is read.
MARK = "'"
FORMULA = re.compile(rf"{MARK}*[=+\-@\t\r\n＝＋－＠]")
# What separates is written with a backslash in front of it where it belongs to the text itself.
SEPARATORS = "｜|"
PIECE = re.compile(r"\\[\\｜|\n]|[\s\S]")
TO_ESCAPE = re.compile(r"[\\｜|\n]")


def marked(text: str) -> str:
    """`text` as a cell of a CSV file that no spreadsheet takes for a formula."""
    return MARK + text if FORMULA.match(text) else text


def unmarked(text: str) -> str:
    """What `marked` was given; an apostrophe before anything else stays."""
    return text[len(MARK) :] if text.startswith(MARK) and FORMULA.match(text) else text


def one_a_line(items: Iterable[str]) -> str:
    """A cell with `items`, one a line."""
    return "\n".join(re.sub(r"[\\\n]", r"\\\g<0>", item) for item in items)


def parted(parts: Iterable[str]) -> str:
    """A line of `parts` between ｜, without the empty ones at its end."""
    written = [TO_ESCAPE.sub(r"\\\g<0>", part) for part in parts]
    while written and not written[-1]:
        written.pop()
    return "｜".join(written)


def lines_of(cell: str) -> list[str]:
    """The lines of a cell, still as they are written."""
    return _split(cell, "\n")


def parts_of(line: str) -> list[str]:
    """The parts of a line, as they are meant."""
    return [meant(part.strip()) for part in _split(line, SEPARATORS)]


def meant(written: str) -> str:
    """A line or part without the backslashes that only keep a separator from separating."""
    return re.sub(r"\\([\\｜|\n])", r"\1", written)


def excel_length(text: str) -> int:
    """How many of Excel's characters (UTF-16 units) `text` takes."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _split(text: str, separators: str) -> list[str]:
    pieces: list[list[str]] = [[]]
    for token in PIECE.findall(text):
        if token in separators:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return ["".join(piece) for piece in pieces]
