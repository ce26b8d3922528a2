"""The years of one card: activities, results with their marks, and goals, each in the year it belongs to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.card import CardYear, Figure
from knowledge.plan import Doubt
from knowledge.reading.plan.cards.bodies import Body, Piece, Role
from knowledge.reading.plan.cards.columns import Cells, activity_columns, cells_of, split_goal, spread_marks
from knowledge.reading.plan.cards.figures import CONTINUES, as_of, join_lines, read_figures
from knowledge.reading.plan.cards.lines import Token
from knowledge.reading.plan.source import SourceLine

MOST_MARKS = 3  # in one year of one card


@dataclass(slots=True)
class Columns:
    """What a card says by year, 備考, and what could not be given to a year."""

    years: dict[int, CardYear]
    note: str = ""
    doubts: list[Doubt] = field(default_factory=list)


def result_years(bodies: Iterable[Body], years: Sequence[int]) -> int:
    """How many of `years` have results, by what most cards show: the others are years of goals."""
    filled = Counter(cells_of(_tokens(body, Role.RESULT)).filled for body in bodies if body.has(Role.RESULT))
    usual = max(filled, key=lambda count: (filled[count], -count), default=0)
    return min(usual, len(years))


def read_years(body: Body, years: Sequence[int], results: int) -> Columns:
    """The columns of `body`: `years` are those of the document, the first `results` of them have results."""
    columns = Columns({year: CardYear(year) for year in years})
    if not body.has_figures:
        return Columns({})
    cells = cells_of(_tokens(body, Role.RESULT))
    _give_note(columns, body, cells, results)
    _give_goals(columns, cells, years[results:])
    _give_results(columns, cells, years[:results])
    _give_activities(columns, body, years)
    return columns


def _tokens(body: Body, role: Role) -> list[Token]:
    return [token for piece in body.of(role) for token in piece.tokens]


def _give_note(columns: Columns, body: Body, cells: Cells, results: int) -> None:
    """備考 that ran into the line of markers, with the lines that go on with it, or text that no year is left for."""
    leaked = next((token.rest for token in _tokens(body, Role.ACTIVITY) if token.rest), "")
    surplus = cells.blank + len(cells.marked) >= results
    lines = cells.before if cells.marked and (leaked or surplus) else []
    if lines:
        cells.before = []
        if not leaked:
            columns.doubts.append(_doubt(lines, "年度の決まらない記載です。備考として扱いました"))
    text = join_lines(line.text for line in lines)
    wrapped = CONTINUES.search(leaked) or leaked.endswith("も")
    columns.note = leaked + ("" if wrapped or not leaked or not text else "\n") + text


def _give_goals(columns: Columns, cells: Cells, years: Sequence[int]) -> None:
    goals: list[Sequence[SourceLine]] = []
    if not cells.marked:
        return
    for _ in years:
        split = split_goal(cells)
        if split.unclear:
            columns.doubts.append(_doubt(split.unclear, "実績の続きか目標か、どの年度のものか決められません"))
        elif split.weak:
            columns.doubts.append(_doubt(split.goal, "実績と目標の境がはっきりしません。目標として読みました"))
        if split.goal:
            goals.insert(0, split.goal)
    if len(years) > 1 and goals:
        columns.doubts.append(_doubt(goals[0], "目標の年度は並び順から読み取りました。確かめてください"))
    for year, goal in zip(years, goals, strict=False):
        figures = read_figures([line.text for line in goal])
        columns.years[year] = CardYear(year, goals=figures, as_of=_as_of(figures))


def _give_results(columns: Columns, cells: Cells, years: Sequence[int]) -> None:
    """Unmarked text is the first year's; marks follow, one a year, or by what they speak of where there are more."""
    rest = list(years[cells.blank :])
    if cells.before and rest:
        if not cells.marked:
            columns.doubts.append(_doubt(cells.before, "達成・未達成の印がなく、どの年度のものか決められません"))
            return
        _set_results(columns, rest.pop(0), [cells.before])
    if len(cells.marked) < len(rest):
        columns.doubts += [_doubt(cell, "印が足りず、どの年度のものか決められません") for cell in cells.marked]
        return
    if not rest or len(cells.marked) > MOST_MARKS * len(rest):
        columns.doubts += [_doubt(cell, "印が余り、どの年度のものか決められません") for cell in cells.marked]
        return
    goal = " ".join(figure.text for year in columns.years.values() for figure in year.goals)
    counts = [1] * len(rest)
    if len(cells.marked) > len(rest):
        counts = spread_marks(cells.marked, len(rest), goal)
        problem = "一つの年度に達成・未達成の印が二つあります。どの年度かは並び順から読み取りました"
        columns.doubts.append(Doubt(cells.marked[0][0].number, problem, _shown(cells.marked)))
    start = 0
    for year, count in zip(rest, counts, strict=True):
        _set_results(columns, year, cells.marked[start : start + count])
        start += count


def _set_results(columns: Columns, year: int, cells: Sequence[Sequence[SourceLine]]) -> None:
    figures = tuple(figure for cell in cells for figure in read_figures([line.text for line in cell]))
    columns.years[year] = CardYear(year, results=figures, as_of=_as_of(figures))
    for figure in figures:
        if figure.delta is not None and figure.against.startswith("目標") and figure.goal is None:
            problem = "実績と対目標の単位が違うため、目標を計算できません"
            columns.doubts.append(Doubt(cells[0][0].number, problem, figure.text))


def _give_activities(columns: Columns, body: Body, years: Sequence[int]) -> None:
    pieces = body.of(Role.ACTIVITY)
    if not pieces:
        return
    main = max(pieces, key=lambda piece: (len(piece.tokens), -piece.line))
    strayed = [piece for piece in pieces if piece is not main]
    lost = [chunk for piece in strayed for token in piece.tokens for chunk in token.chunks]
    found = activity_columns(main.tokens, len(years) - len(lost))
    if found is None:
        text = " ".join(line.text.strip() for piece in pieces for token in piece.tokens for line in token.lines)
        columns.doubts.append(Doubt(main.line, "取組内容の年度を決められません", text))
        return
    if lost:  # the column that came off is the first one: the others still follow each other
        columns.doubts.append(_stray_doubt(strayed))
        found = [
            column for piece in strayed for column in activity_columns(piece.tokens, len(piece.tokens)) or ()
        ] + found
    for year, activities in zip(years, found, strict=False):
        before = columns.years[year]
        columns.years[year] = CardYear(year, activities, before.results, before.goals, before.as_of)


def _stray_doubt(pieces: Sequence[Piece]) -> Doubt:
    text = " ".join(text.strip() for piece in pieces for text in piece.texts)
    return Doubt(pieces[0].line, "取組内容の一つの列が離れています。最初の年度のものとして扱いました", text)


def _as_of(figures: Sequence[Figure]) -> str:
    return next(filter(None, (as_of(figure.text) for figure in figures)), "")


def _doubt(lines: Sequence[SourceLine], problem: str) -> Doubt:
    return Doubt(lines[0].number, problem, join_lines(line.text for line in lines))


def _shown(cells: Sequence[Sequence[SourceLine]]) -> str:
    return " / ".join(join_lines(line.text for line in cell) for cell in cells)
