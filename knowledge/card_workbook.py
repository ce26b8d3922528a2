"""The table of cards as an Excel workbook, laid out for the people who settle its numbers."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.card import Card, Certainty
from knowledge.card_table import CERTAINTIES, COLUMNS, DERIVED, GOAL, NUMERIC, PRINTED, RESULT, STATUSES, card_rows

TABLE, GUIDE = "カード", "見かた"
TO_SETTLE = PatternFill("solid", fgColor="FFF2CC")  # pale yellow: black text stays legible on it, also when printed
HEADER = PatternFill("solid", fgColor="D9E2F3")
TOP = Alignment(vertical="top", wrap_text=True)
EXACT_DIGITS = 15  # a number in Excel keeps no more
LONGEST_LIST = 255  # characters that Excel allows for the choices of a cell
CHOICES = {
    "certainty": tuple(CERTAINTIES),
    "part": (RESULT, GOAL),
    "status": STATUSES,
    "goal_source": (PRINTED, DERIVED),
}
STEPS = (
    "色のついた行は、番号が文書の文字からは決められなかったカードです。原本のそのページを見て、番号を決めてください。",
    "管理番号の欄に、番号の候補のどれかを書きます。一つのカードに何行かあるときは、どれか1行に書けば足ります。",
    "順番から推定のカードは、番号が合っていれば、番号の確かさを確実に直してください。違っていれば、管理番号も直します。",
    "数の読み違いは、原文と見比べて、値、単位、目標値、対目標を直してください。担当や備考なども直せます。",
    "並べ替え、絞り込み、行を隠すこと、列の順を変えることは、自由にしてかまいません。",
    "行は消さないでください。要らない数があるときは、行を残して、区分から原文までの欄を空けます。",
    "足りない数は、同じカードの行を写して、年度から原文までを書き直し、通し番号を空けます。",
    "列は、足すことも消すこともできません。気づいたことは、別のシートではなく、メモ（コメント）に書いてください。",
    "直さないカードは、行を全部消してもかまいません。そのカードは、いまのまま残ります。",
    "できたら保存して、取り込む人に渡してください。誤りがあれば、行と列と直し方が出て、何も変わりません。",
)


def write_workbook(cards: Sequence[Card], path: Path) -> None:
    """Write the table of `cards` and a sheet that explains it to `path`. Raises OSError.

    Texts are cells of text, also where they look like a formula, a date or a number. A number is a number where Excel keeps
    all its digits. Characters that a workbook cannot hold (control characters) are left out.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_table(book.create_sheet(TABLE), cards)
    _write_guide(book.create_sheet(GUIDE))
    book.save(path)


def _write_table(sheet: Worksheet, cards: Sequence[Card]) -> None:
    keys = list(COLUMNS)
    letters = {key: get_column_letter(place) for place, key in enumerate(keys, 1)}
    _write_header(sheet, [(column.name, column.width) for column in COLUMNS.values()])
    choices = _Choices(sheet)
    to_settle = next(name for name, certainty in CERTAINTIES.items() if certainty is Certainty.AMBIGUOUS)
    for number, row in enumerate(card_rows(cards), 2):
        colour = TO_SETTLE if row["certainty"] == to_settle else None
        for place, key in enumerate(keys, 1):
            _fill(_cell(sheet, number, place), row[key], numeric=key in NUMERIC, colour=colour)
        for key, names in CHOICES.items():
            choices.offer(f"{letters[key]}{number}", names)
        choices.offer(f"{letters['number']}{number}", tuple(str(row["candidates"] or "").split("\n")))
    sheet.freeze_panes = f"{get_column_letter(keys.index('title') + 2)}2"
    sheet.auto_filter.ref = f"A1:{letters[keys[-1]]}{max(sheet.max_row, 1)}"
    _fit_page(sheet)


def _write_header(sheet: Worksheet, columns: Sequence[tuple[str, int]]) -> None:
    for place, (name, width) in enumerate(columns, 1):
        cell = _cell(sheet, 1, place)
        _fill(cell, name)
        cell.font, cell.fill = Font(bold=True), HEADER
        sheet.column_dimensions[get_column_letter(place)].width = width + 2


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast(Cell, sheet.cell(row, column))  # nothing is merged here


def _fill(cell: Cell, value: str | Decimal | None, *, numeric: bool = False, colour: PatternFill | None = None) -> None:
    cell.alignment = TOP
    if colour:
        cell.fill = colour
    if isinstance(value, Decimal) and _exact(value):
        places = max(0, -int(value.as_tuple().exponent))
        cell.value = int(value) if not places else float(value)
        cell.number_format = f"#,##0.{'0' * places}" if places else "#,##0"
        return
    text = f"{value:f}" if isinstance(value, Decimal) else value or ""
    if text or not numeric:
        cell.number_format = "@"
    if text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"  # also where openpyxl would see a formula or an error value
        cell.quotePrefix = True  # and where Excel would, after somebody has edited the cell


def _exact(value: Decimal) -> bool:
    """Whether a number cell keeps every digit of `value`."""
    return len(value.as_tuple().digits) <= EXACT_DIGITS and abs(value.adjusted()) < EXACT_DIGITS


class _Choices:
    """The lists from which a cell may be chosen: one for each set of names, whatever the number of its cells."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._lists: dict[tuple[str, ...], DataValidation] = {}

    def offer(self, cell: str, names: tuple[str, ...]) -> None:
        """Offer `names`, where they fit into a list. Something else can still be written: reading it tells what is wrong."""
        formula = ",".join(names)
        if not any(names) or len(formula) > LONGEST_LIST or '"' in formula or formula.count(",") >= len(names):
            return
        if names not in self._lists:
            choice = DataValidation("list", formula1=f'"{formula}"', allow_blank=True, showErrorMessage=False)
            self._sheet.add_data_validation(choice)
            self._lists[names] = choice
        self._lists[names].add(cell)


def _write_guide(sheet: Worksheet) -> None:
    _write_header(sheet, [("見かた", 22), ("", 96)])
    rows = [("すること", ""), *((f"{number}", step) for number, step in enumerate(STEPS, 1)), ("", ""), ("列", "")]
    rows += [(column.name, column.meaning) for column in COLUMNS.values()]
    for number, row in enumerate(rows, 2):
        for place, text in enumerate(row, 1):
            _fill(_cell(sheet, number, place), text)
        if not row[1]:
            sheet.cell(number, 1).font = Font(bold=True)
    _fit_page(sheet)


def _fit_page(sheet: Worksheet) -> None:
    """Print on A4, landscape, as wide as the page, with the header on each page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
