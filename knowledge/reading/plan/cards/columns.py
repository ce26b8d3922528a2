"""Columns of a card that extraction flattened: which 取組内容 and which figures stand in which year.

Columns come from left to right, each from top to bottom. A mark 【達成】 begins a cell; an empty column is a dash. Where
the goal of the last year begins, behind the last result, is not marked: it is where the words begin anew.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from knowledge.reading.plan.cards.figures import ACTION, CONTINUES, DELTA, NEW_ITEM, PARTICLE, folded
from knowledge.reading.plan.cards.likeness import Pairs, likeness, pairs
from knowledge.reading.plan.cards.lines import Kind, Token
from knowledge.reading.plan.source import SourceLine

MARKER = re.compile(r"【([^【】]+)】")
REACHED = "目標達成"  # a marker of activities that closes a column: something was done before it
TOP_OF_CELL = 3  # lines at which a cell is compared with its neighbours
BOTTOM_OF_CELL = 2
LONGEST_CELL = 60  # lines; what is longer is more than one card
MOST_ROWS = 20  # lines of markers of one card
SHORT = 2  # characters of a line that is the end of a word
STRONG = 2.6  # from which on a place is sure
WIDE_MARGIN = 0.75  # by which a place must be better than another if it is not strong
MARGIN = 0.3  # by which one place must be better than another to be taken for sure
ENDS_CELL = re.compile(
    rf"(?:{ACTION}|展開|注視|拡大|向上|推進|調整|分析|確保|普及|促進|強化|提供|公開|連携|確認|準備|[%\d人件回]|。|\))$"
)
BARE_VALUE = re.compile(r"(?:年間?|約|計)?\s*[+]?\d[\d,.]*\s*\D{0,3}$")
BRACKETED = re.compile(r"[(（].*[)）]?$")


@dataclass(slots=True)
class Cells:
    """The cells of a card's figures. `blank` columns come first; `before` stands in front of the first mark."""

    blank: int = 0
    before: list[SourceLine] = field(default_factory=list)
    marked: list[list[SourceLine]] = field(default_factory=list)

    @property
    def filled(self) -> int:
        """The columns of results that the cell shows, if no year has two marks."""
        return self.blank + bool(self.before) + len(self.marked)


def cells_of(tokens: Iterable[Token]) -> Cells:
    """The cells of one card's figures, the goal of the last year still at the end of the last one."""
    cells = Cells()
    for token in tokens:
        if token.kind is Kind.STATUS:
            cells.marked.append(list(token.lines))
        elif token.kind is Kind.DASH and not cells.marked and not cells.before:
            cells.blank += len(token.chunks)
        elif cells.marked:
            cells.marked[-1] += token.lines
        else:
            cells.before += token.lines
    return cells


def activity_columns(tokens: Sequence[Token], count: int) -> list[tuple[str, ...]] | None:
    """The markers of `count` years, without brackets; None where the lines do not make so many columns.

    Columns of one line each share a line. So a line with several columns is whole, a line with one is a part of a
    column that has more, and its neighbours belong to it until a marker would repeat itself.
    """
    rows = [row for before, token in zip([None, *tokens], tokens, strict=False) for row in _rows(token, before)]
    if not 0 < count <= len(rows) <= MOST_ROWS:
        return None
    places = range(1, len(rows))
    best = min(
        (cut for cut in combinations(places, count - 1) if _keeps_whole(rows, cut)),
        key=lambda cut: _cost(rows, cut),
        default=None,
    )
    if best is None:
        return None
    return [tuple(marker for row in column for marker in row.markers) for column in _cut(rows, best)]


@dataclass(frozen=True, slots=True)
class _Row:
    markers: tuple[str, ...]
    whole: bool  # a column of its own
    gap: bool  # a blank line before it


def _rows(token: Token, before: Token | None) -> Iterator[_Row]:
    whole = len(token.chunks) > 1 or token.kind is Kind.DASH
    gap = before is not None and token.lines[0].number > before.lines[-1].number + 1
    for chunk in token.chunks:
        yield _Row(tuple(MARKER.findall(chunk)), whole, gap)


def _cut(rows: Sequence[_Row], cut: Sequence[int]) -> list[Sequence[_Row]]:
    return [rows[start:end] for start, end in pairwise([0, *cut, len(rows)])]


def _keeps_whole(rows: Sequence[_Row], cut: Sequence[int]) -> bool:
    return all(len(column) == 1 or not any(row.whole for row in column) for column in _cut(rows, cut))


def _cost(rows: Sequence[_Row], cut: Sequence[int]) -> float:
    """What speaks against these columns: a marker twice in one, a line that should have shared its neighbour's."""
    columns = _cut(rows, cut)
    cost = 0.0
    for column in columns:
        markers = [marker for row in column for marker in row.markers]
        cost += 10 * (len(markers) - len(set(markers)))
        cost += 3 * (bool(markers) and markers[0] == REACHED)
        cost += max(0, len(column) - 2)
    for before, after in pairwise(columns):
        shared_line = before[-1].whole and after[0].whole
        cost += len(before) == len(after) == 1 and not shared_line
        cost += 0.5 * (not after[0].gap and not shared_line)
    return cost


@dataclass(frozen=True, slots=True)
class Split:
    """The goal behind a result, and the lines that may belong to either. `weak` where little spoke for the place."""

    goal: Sequence[SourceLine] = ()
    unclear: Sequence[SourceLine] = ()
    weak: bool = False


def split_goal(cells: Cells) -> Split:
    """Take the goal of the last year off the last cell.

    The text tells by words that begin anew, by a difference that closed the result, by the end of a phrase.
    """
    last = cells.marked[-1] if cells.marked else cells.before
    first = 1 if cells.marked else 0
    if len(last) > LONGEST_CELL:
        return Split()
    earlier = [cell[1:] for cell in cells.marked[:-1] if len(cell) > 1]
    earlier += [cells.before] if cells.before and cells.marked else []
    scores = {place: _start_score(last, first, place, earlier) for place in range(first + 1, len(last))}
    if not scores:
        return Split()
    best, *others = sorted(scores.values(), reverse=True)
    weak = best < STRONG and any(score > best - WIDE_MARGIN for score in others)
    likely = [place for place, score in scores.items() if score > best - MARGIN]
    split = Split(last[likely[-1] :], last[likely[0] : likely[-1]], weak)
    del last[likely[0] :]
    return split


def _start_score(last: Sequence[SourceLine], first: int, place: int, earlier: Sequence[Sequence[SourceLine]]) -> float:
    """How well the goal begins at `place`. The weights were found on printed plans by hand."""
    result, goal = last[first:place], last[place:]
    before, line = last[place - 1].text.strip(), last[place].text.strip()
    score = 2.0 * likeness(_said(result), _said(goal))
    score += 1.5 * max(_top_likeness(goal, cell) for cell in (result, *earlier))
    score += 0.8 * _bottom_likeness(goal, result)
    score += 0.5 * any(_said(result) == _said(cell) for cell in earlier) - 1.0 * (len(line) <= SHORT)
    score += max((0.7 * likeness(_said(goal), _said(cell)) for cell in earlier), default=0.0)
    score += max((1.0 * likeness(_said(result), _said(cell)) for cell in earlier), default=0.0)
    score += 1.5 * _closes(last, first, place)
    score += 0.8 * any(_same(line, other.text) for other in result)
    score += 0.9 * _changes_style(last, first, place)
    score += 0.6 * (not _has_digits(result) and _has_digits(goal[:TOP_OF_CELL]))
    score -= 0.4 * abs(len(result) - len(goal)) / (len(result) + len(goal))
    text = folded("".join(each.text for each in result))
    score -= 2.0 * (text.count("(") != text.count(")"))
    return score - _breaks_phrase(before, line) - 0.8 * (last[place].number == last[place - 1].number + 1)


def _closes(last: Sequence[SourceLine], first: int, place: int) -> bool:
    """Whether a difference to the goal ends on the line before `place`, remarks in brackets included."""
    text = folded("".join(line.text for line in last[first:place]))
    return bool(re.search(rf"{DELTA.pattern}\s*(?:\([^()]*\)\s*)*$", text))


def _changes_style(last: Sequence[SourceLine], first: int, place: int) -> float:
    """Whether a list with bullets begins at `place`, or ends there; against it, if the list ends only later."""
    bullets = [at for at in range(first, len(last)) if NEW_ITEM.match(last[at].text)]
    end = (
        next((at for at in range(bullets[-1] + 1, len(last)) if _ends_list(last, bullets[-1], at)), None)
        if bullets
        else None
    )
    if end is not None and first in bullets and place in bullets:
        return -1.0
    return float(place == end or (bool(bullets) and place == bullets[0]))


def _ends_list(last: Sequence[SourceLine], bullet: int, place: int) -> bool:
    """Whether the item that begins at `bullet` is complete before `place`, and something else begins there."""
    before, line = folded(last[place - 1].text).strip(), last[place].text
    item = folded("".join(each.text for each in last[bullet:place]))
    return (
        item.count("(") == item.count(")")
        and bool(ENDS_CELL.search(before))
        and not PARTICLE.match(line)
        and not BRACKETED.match(line.strip())
    )


def _breaks_phrase(before: str, line: str) -> float:
    """What speaks against a cell that ends in `before` and another that begins with `line`."""
    against = 1.0 * bool(CONTINUES.search(before)) - 0.4 * bool(ENDS_CELL.search(folded(before)))
    against += 1.5 * bool(PARTICLE.match(line) and not NEW_ITEM.match(line)) + 1.0 * bool(
        BARE_VALUE.match(folded(line))
    )
    return against + 2.0 * bool(BRACKETED.match(line) or line.startswith("→"))


def _top_likeness(one: Sequence[SourceLine], other: Sequence[SourceLine]) -> float:
    tops = [_said(cell[:TOP_OF_CELL]) for cell in (one, other)]
    firsts = [_said(cell[:1]) for cell in (one, other)]
    return (likeness(*tops) + likeness(*firsts)) / 2


def _bottom_likeness(one: Sequence[SourceLine], other: Sequence[SourceLine]) -> float:
    return likeness(*(_said(cell[-BOTTOM_OF_CELL:]) for cell in (one, other)))


def _same(one: str, other: str) -> bool:
    return folded(one).strip() == folded(other).strip()


def _has_digits(lines: Sequence[SourceLine]) -> bool:
    return any(re.search(r"\d", folded(line.text)) for line in lines)


def _said(lines: Sequence[SourceLine]) -> Pairs:
    """What `lines` speak of, without the differences to goals, in which all are alike."""
    return pairs(DELTA.sub(" ", folded("".join(line.text.strip() for line in lines))))


def spread_marks(marked: Sequence[Sequence[SourceLine]], columns: int, goal: str) -> list[int]:
    """How many of the marked cells each of `columns` years holds, by order and by what the cells speak of.

    A year follows up on the year before, and does not report the same thing twice.
    """
    said = [_said(cell[1:]) for cell in marked]
    aim = pairs(goal)

    def score(cut: Sequence[int]) -> tuple[float, int]:
        groups = [range(start, end) for start, end in pairwise([0, *cut, len(said)])]
        texts = [frozenset().union(*(said[place] for place in group)) for group in groups]
        texts += [aim] if aim else []
        follows = sum(likeness(one, other) for one, other in pairwise(texts))
        twice = sum(likeness(said[a], said[b]) for group in groups for a, b in combinations(group, 2))
        return follows - 1.5 * twice, -abs(len(groups[0]) - 1)

    best = max(combinations(range(1, len(said)), columns - 1), key=score)
    return [end - start for start, end in pairwise([0, *best, len(said)])]
