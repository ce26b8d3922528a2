"""Cards as a table with a row for each figure: for people who check and correct them, and for open data."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from knowledge.card import Card, CardKind, CardYear, Certainty, Figure, Status
from knowledge.cell import marked

Cell = str | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the header, `width` the characters that XLSX shows of it, `meaning` what a member of staff is told."""

    name: str
    width: int
    meaning: str


CERTAINTIES = {"確実": Certainty.CERTAIN, "順番から推定": Certainty.INFERRED, "要確認": Certainty.AMBIGUOUS}
KINDS = {"KPI": CardKind.KPI, "構想段階": CardKind.CONCEPT, "指標": CardKind.INDICATOR}
RESULT, GOAL = "実績", "目標"
PRINTED, DERIVED = "記載", "算出"
COLUMNS: Mapping[str, Column] = {
    "number": Column(
        "管理番号", 11, "計画に書かれた番号。要確認のカードでは空いています。番号の候補から選んで書きます。"
    ),
    "certainty": Column(
        "番号の確かさ",
        13,
        "確実は、文書から決まる番号か、人が決めた番号。順番から推定は、文書に並ぶ順から決めた番号。"
        "要確認は、文書の文字からは決められないもの。原本を見て確かめたら、確実に直します。",
    ),
    "candidates": Column(
        "番号の候補", 11, "要確認のカードの番号は、このどれかです。1行に一つ書いてあります。直しません。"
    ),
    "title": Column("事業名称", 34, "カードの名前。どのカードの行かを見分けるので、直しません。"),
    "sections": Column("担当", 18, "1行に一つ。"),
    "group": Column("基本方針", 18, "計画の章立ての、いちばん大きいまとまり。"),
    "policy": Column("施策", 18, "基本方針の下のまとまり。"),
    "measure": Column("実施内容", 22, "施策の下のまとまり。"),
    "kind": Column("種別", 10, "KPI（年度ごとの実績と目標があるもの）、構想段階、指標のどれか。"),
    "year": Column("年度", 12, "令和6年度の形。R6、2024年度とも書けます。"),
    "activities": Column("取組内容", 14, "その年度の【 】の中の言葉。1行に一つ。"),
    "part": Column("区分", 8, "実績か目標。"),
    "status": Column("状態", 11, "文書に書かれた達成・未達成。書かれていないときは空けます。"),
    "label": Column("項目", 20, "何を数えたか。"),
    "value": Column("値", 12, "実績または目標の数。数だけを書き、単位は次の列に書きます。"),
    "unit": Column("単位", 8, "人、件、％など。"),
    "goal": Column("目標値", 12, "実績の行で、その年度に目標とした数。"),
    "goal_source": Column("目標値の出どころ", 16, "記載は文書に書かれた数、算出は値から対目標を引いた数。"),
    "delta": Column("対目標", 12, "目標などとの差。下回ったときは -460 か ▲460 と書きます。"),
    "against": Column("比べる相手", 11, "差の相手。目標か前年度。"),
    "text": Column("原文", 34, "文書に書かれたとおりの言葉。数を直すときの元になります。"),
    "as_of": Column("時点", 14, "文書に日付が書かれた数の、その日付。"),
    "page": Column("ページ", 8, "計画のページ。どのカードの行かを見分けるので、直しません。"),
    "lines": Column("行", 12, "文書のファイルの中の行。どのカードの行かを見分けるので、直しません。"),
    "content": Column("事業内容", 40, "事業のあらまし。"),
    "purpose": Column("目的", 40, "目的、あるべき姿。"),
    "note": Column("備考", 24, "文書の備考の欄の言葉。"),
    "order": Column("通し番号", 9, "並べ替えても元の順に戻せる番号。直しません。書き足した行では空けておきます。"),
}
HEADERS = {column.name: key for key, column in COLUMNS.items()}
NUMERIC = ("value", "goal", "delta", "order")
IDENTITY = ("title", "page", "lines")  # together they tell of which card a row is
CARD_FIELDS = (
    *("number", "certainty", "candidates", "sections", "group", "policy", "measure", "kind"),
    *("content", "purpose", "note"),
)
YEAR_FIELDS = ("activities", "as_of")
FIGURE_FIELDS = ("status", "label", "value", "unit", "goal", "goal_source", "delta", "against", "text")


def card_rows(cards: Iterable[Card]) -> Iterator[dict[str, Cell]]:
    """A row by column key for each figure of `cards`, and one for a card or a year that has none, in order."""
    rows = (row for card in cards for row in _rows_of(card))
    for number, row in enumerate(rows, 1):
        yield {key: row.get(key, "") for key in COLUMNS} | {"order": Decimal(number)}


def card_csv(cards: Iterable[Card], line_end: str = "\n") -> str:
    """The table as CSV. A text that a spreadsheet would take for a formula has an apostrophe in front of it."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator=line_end)
    writer.writerow(HEADERS)
    for row in card_rows(cards):
        writer.writerow([_csv_cell(cell) for cell in row.values()])
    return table.getvalue()


def card_cells(card: Card) -> dict[str, str]:
    """What each row of `card` says of the card itself, by column key."""
    lines = "" if not card.first_line else f"{card.first_line}"
    if card.last_line != card.first_line:
        lines = f"{card.first_line}～{card.last_line}"  # a hyphen would make a date of it in a spreadsheet
    cells = {
        "number": card.number,
        "certainty": _name(CERTAINTIES, card.certainty),
        "candidates": "\n".join(card.candidates),
        "title": card.title,
        "sections": "\n".join(card.sections),
        "group": card.group,
        "policy": card.policy,
        "measure": card.measure,
        "kind": _name(KINDS, card.kind),
        "page": card.page,
        "lines": lines,
        "content": card.content,
        "purpose": card.purpose,
        "note": card.note,
    }
    return {key: plain_cell(text) for key, text in cells.items()}


def plain_cell(text: str) -> str:
    """`text` as a cell keeps it: line breaks as \\n, nothing blank around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def year_name(year: int) -> str:
    """A fiscal year as a plan names it, such as 令和6年度 for 2024; empty for 0."""
    if not year:
        return ""
    era, number = ("令和", year - 2018) if year >= 2019 else ("平成", year - 1988)
    return f"{era}{'元' if number == 1 else number}年度" if number > 0 else f"{year}年度"


def _rows_of(card: Card) -> Iterator[dict[str, Cell]]:
    same: dict[str, Cell] = {**card_cells(card)}
    if not card.years:
        yield same
    for year in card.years:
        yield from (same | row for row in _year_rows(year))


def _year_rows(year: CardYear) -> Iterator[dict[str, Cell]]:
    same: dict[str, Cell] = {
        "year": year_name(year.year),
        "activities": "\n".join(year.activities),
        "as_of": plain_cell(year.as_of),
    }
    if not year.results and not year.goals:
        yield same
    for part, figures in ((RESULT, year.results), (GOAL, year.goals)):
        yield from (same | {"part": part} | figure_cells(figure) for figure in figures)


def figure_cells(figure: Figure) -> dict[str, Cell]:
    """What the row of `figure` says of it, by column key."""
    printed = PRINTED if figure.goal is not None else ""
    return {
        "status": figure.status.value if figure.status else "",
        "label": plain_cell(figure.label),
        "value": figure.value,
        "unit": plain_cell(figure.unit),
        "goal": figure.goal,
        "goal_source": DERIVED if figure.goal_derived else printed,
        "delta": figure.delta,
        "against": plain_cell(figure.against),
        "text": plain_cell(figure.text),
    }


def _name(names: Mapping[str, Certainty] | Mapping[str, CardKind], value: Certainty | CardKind) -> str:
    return next(name for name, each in names.items() if each is value)


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return marked(cell or "")


STATUSES = tuple(status.value for status in Status)
