"""表の見出し: the rows at the top of a table that name its columns."""

import re
from collections.abc import Sequence

from knowledge.reading.plan.tables.cells import Row, label_form
from knowledge.reading.plan.text.heading import CIRCLED, plain_form

LONGEST_NAME = 48  # characters of a cell that still names a column
SHORT_NAME = 8  # characters of both cells where only the second is a noun that names a column
CONTRAST = 4  # times as long as its header is a column of text, on the average
NAMES = re.compile(  # nouns that name a column, needed where there are only two; longer tables show it by their form
    r"(?:区分|項目|種別|種類|分類|分野|名称|事項|用語|年度|月|日程|時期|番号|No\.?|#|対象|会議名|団体名|課名|部署|施策|取組"
    r"|事業名?|選択肢|.*(?:説明|内容|意味|概要|例示?|件数|人数|回数|割合|比率|金額|数値|[目実現][標績状]値?|役割|担当課?"
    r"|所管課?|備考|理由|効果|課題|方向性|考え方|評価))(?:\(.*\))?"
)
KINDS = (  # how a cell is enumerated
    ("serial", re.compile(r"\d{1,4}$")),
    ("roman", re.compile(r"[IVX]{1,4}[ .\-]")),
    ("bracketed", re.compile(r"\(\d{1,2}\)")),
    ("circled", re.compile(rf"[{CIRCLED}]")),
    ("numbered", re.compile(r"\d{1,2}(?: |\.(?!\d))")),
    ("kana", re.compile(r"[ア-コ] ")),
)
BARE = re.compile(r"[\d,.%-]+")
VALUE = re.compile(
    r"\d日|。$|^[\d,.]+[^\d\s]{0,2}$"
)  # what a name of a column is not, though Markdown may put it there
FIGURE = re.compile(r"[▲△+\-]?\d[\d,.]*[^\d\s]{0,3}(?:\([\d,.]+[^\d\s]{0,3}\))?|[-―—–]")


def header_rows(rows: Sequence[Row]) -> int:
    """How many of `rows` name the columns: 0, 1, or 2 where the first row's names stretch over several columns."""
    if len(rows) > 1 and rows[1].is_rule:
        return int(not any(VALUE.search(label_form(cell)) for cell in rows[0].cells[1:]))
    if _is_stretched(rows):
        return 2
    return int(_is_header(rows))


def names_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The names of the columns from the header rows; of two, the upper name stands before the lower one."""
    if len(rows) < 2:
        return rows[0].cells if rows and rows[0].filled else ()
    names, upper = [], ""
    for place, lower in enumerate(rows[1].cells):
        upper = rows[0].cells[place] or upper if place < len(rows[0].cells) else upper
        names.append(f"{upper} {lower}" if lower and upper != lower else upper)
    return tuple(names)


def kind_of(cell: str) -> str:
    """How `cell` is enumerated, or that it is a bare number; empty for plain words."""
    plain = plain_form(cell)
    return next((name for name, pattern in KINDS if pattern.match(plain)), "")


def _is_header(rows: Sequence[Row]) -> bool:
    """Whether the first of `rows` names the columns: short words without figures, and not of the kind of those below."""
    if len(rows) < 2 or len(rows[0].raw) < 2:
        return False
    first, *others = rows
    cells = [label_form(cell) for cell in first.cells]
    named = cells[1:] if not cells[0] else cells
    if not _may_name(named):
        return False
    if len(cells) > 2 and _counts(others):
        return True
    if not cells[0]:
        return len(cells) > 2 or bool(NAMES.fullmatch(cells[-1]))
    if any(map(kind_of, first.cells)):
        return False
    if len(cells) == 2:
        short = max(map(len, cells)) <= SHORT_NAME
        return bool(NAMES.fullmatch(cells[1]) and (short or NAMES.fullmatch(cells[0]))) or _contrasts(cells, others)
    return any(NAMES.fullmatch(cell) for cell in cells) or _differs(cells, others)


def _is_stretched(rows: Sequence[Row]) -> bool:
    """Whether two rows are the header: gaps in the upper one, none but at the left in the lower one, figures or text below."""
    if len(rows) < 3 or len(rows[0].raw) != len(rows[1].raw):
        return False
    upper, lower = rows[0], rows[1]
    gaps = {place for place in range(1, len(upper.raw)) if not upper.cells[place]}
    last = max(upper.filled, default=0)
    under = {place for place in range(len(lower.raw)) if not lower.cells[place]}
    if not upper.filled or upper.filled[0] > 1 or not gaps or not under or gaps & under or max(under) >= min(gaps):
        return False
    texts = [label_form(row.cells[place]) for row in (upper, lower) for place in row.filled]
    repeats = len(set(lower.cells)) < len(lower.filled) or last + 1 < len(upper.raw) or len(gaps) > 1
    return _may_name(texts) and repeats


def _may_name(cells: Sequence[str]) -> bool:
    """Whether no cell is empty, a sentence or a bare figure."""
    return bool(cells) and all(
        cell and len(cell) <= LONGEST_NAME and not cell.endswith("。") and not BARE.fullmatch(cell) for cell in cells
    )


def _counts(others: Sequence[Row]) -> bool:
    """Whether there is nothing but figures to the right of the first column."""
    cells = [label_form(row.cells[place]) for row in others for place in row.filled if place]
    return bool(cells) and all(FIGURE.fullmatch(cell) for cell in cells)


def _contrasts(cells: Sequence[str], others: Sequence[Row]) -> bool:
    """Whether every column below is text many times as long as its first cell."""
    below = [row for row in others if len(row.filled) == len(cells)]
    return bool(below) and all(
        sum(len(row.cells[n]) for row in below) >= CONTRAST * len(cell) * len(below) for n, cell in enumerate(cells)
    )


def _differs(cells: Sequence[str], others: Sequence[Row]) -> bool:
    """Whether some column has figures, enumerated items or sentences below a first cell that is none of these."""
    if any(re.search(r"\d", cell) for cell in cells):
        return False
    columns = ([row.cells[n] for row in others if n < len(row.cells) and row.cells[n]] for n in range(len(cells)))
    return any(below and all(re.search(r"\d|。", cell) or kind_of(cell) for cell in below) for below in columns)
