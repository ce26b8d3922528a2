"""Lines that nobody shall read: what says everything twice, names persons, or is the debris of a figure.

What goes before the finders is certain by form alone; debris is looked for among the lines that no finder wanted.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.plan import Doubt
from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.text.contents import find_contents
from knowledge.reading.plan.text.heading import bare_form, heading_of
from knowledge.reading.plan.text.line import clean, is_item
from knowledge.reading.plan.text.outline import Outline

NAMES = re.compile(r".*(?:委員|参加者|構成員|出席者)(?:名簿|一覧|氏名).*|.*名簿(?:\(.*\))?")
ADDRESS = re.compile(r"https?://\S+")
RUN = 5  # lines that, standing in the same order twice, are a copy and no accident
COPY_LETTERS = 200  # of a copy, counted without blanks; less is a heading or a form that recurs
COPY_SHARE = 0.6  # of the lines of a copy that must stand in a common run
NEAR = 2  # lines behind a copy among which another line of it may stand
GAP = 12  # lines that may differ within a copy
DEBRIS = 8  # pieces without a sentence, one below the other, that make a figure
FRAGMENT = 20  # characters of a piece that says nothing by itself
RUNNING = 80  # characters of a piece that is running text although no sentence ends in it
FRAGMENT_SHARE = 0.35
FIGURES = re.compile(r"(?:[^\s\d]{2,}\s*)(?:[\d,.]+\s*[件人%％円回か所]*\s+){2,}[\d,.]+.*")
AGENDA = re.compile(r"\(\d{1,2}\)\s*\S")
CAPTION = re.compile(r"【図】|図 ?[\d０-９]")
TAIL = 2  # items behind the last fragment of a figure
LOST_PAGE = 5  # headings without a word, one below the other, for which a page has lost its text


@dataclass(frozen=True, slots=True)
class _Piece:
    """`fragment`: it says nothing by itself; `ends`: it is a sentence, a heading or a row, and ends what stands before it."""

    first: int
    last: int
    text: str
    fragment: bool
    ends: bool
    item: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    lines: frozenset[int] = frozenset()
    doubts: tuple[Doubt, ...] = ()


def skip_before(source: Source) -> Skipped:
    """目次, a sample copy of a later page, addresses printed twice, lists of names, and pages that have lost their text."""
    filled = [line for line in source.lines if line.text.strip()]
    lost = list(_lost_pages(filled))
    lines = {
        *find_contents(source.lines).lines,
        *_copies(filled),
        *_repeated_addresses(filled),
        *_names(filled),
        *(line.number for run in lost for line in run),
    }
    doubts = tuple(
        Doubt(run[0].number, f"このページの文字が失われています（{run[0].number}–{run[-1].number}行）") for run in lost
    )
    return Skipped(frozenset(lines), doubts)


def skip_debris(lines: Sequence[SourceLine], starts: frozenset[int], outline: Outline) -> Skipped:
    """What is left of figures in `lines`, which are those with text that no finder took: words without a sentence."""
    skipped: set[int] = set()
    doubts: list[Doubt] = []
    for run in _wordy_runs(_pieces(lines, starts, outline), starts):
        pieces = _trimmed(run)
        fragments = sum(piece.fragment for piece in pieces)
        plain = [unicodedata.normalize("NFKC", piece.text) for piece in pieces]
        listed = sum(1 for text in plain if FIGURES.fullmatch(text) or AGENDA.match(text))
        captioned = len(pieces) > 1 and fragments == len(pieces) and _captioned(run, pieces)
        if not captioned and (len(pieces) < DEBRIS or fragments < FRAGMENT_SHARE * len(pieces) or listed > 1):
            continue
        pieces = pieces if captioned else _with_edges(run, pieces)
        first, last = pieces[0].first, pieces[-1].last
        skipped |= set(range(first, last + 1))
        if not captioned:
            words = " ".join(piece.text for piece in pieces[:4])
            doubts.append(Doubt(first, f"図や表の文字がばらばらのため載せていません（{first}–{last}行）", words[:40]))
    return Skipped(frozenset(skipped), tuple(doubts))


def _copies(filled: Sequence[SourceLine]) -> Iterator[int]:
    """Lines of the first of two copies. A run of lines that stands in the document thrice or oftener is a form."""
    keys = [bare_form(line.text) for line in filled]
    count = Counter(keys)
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(keys) - RUN + 1):
        seen[tuple(keys[place : place + RUN])].append(place)
    again = {
        places[0] + step: places[1] + step
        for places in seen.values()
        if len(places) == 2 and places[1] - places[0] >= RUN
        for step in range(RUN)
    }
    block: list[int] = []
    for place in [*sorted(again), len(filled) + GAP + 1]:
        if block and place - block[-1] > GAP:
            letters = sum(len(keys[each]) for each in block)
            if letters >= COPY_LETTERS and len(block) >= COPY_SHARE * (block[-1] - block[0] + 1):
                end = min(block[-1] + GAP, min(again[each] for each in block) - 1)
                rest = [each for each in range(block[-1] + 1, end + 1) if count[keys[each]] > 1]
                last = max([block[-1], *_near(block[-1], rest)])
                yield from (filled[each].number for each in range(block[0], last + 1))
            block = []
        block.append(place)


def _near(last: int, rest: Sequence[int]) -> Iterator[int]:
    """Places of `rest` that follow `last` with no more than NEAR − 1 others between them."""
    for place in rest:
        if place - last > NEAR:
            return
        yield place
        last = place


def _repeated_addresses(filled: Sequence[SourceLine]) -> Iterator[int]:
    """An address in a line of its own that one of the three lines above has as well."""
    for place, line in enumerate(filled):
        text = line.text.strip()
        if ADDRESS.fullmatch(text) and any(text in above.text for above in filled[max(place - 3, 0) : place]):
            yield line.number


def _names(filled: Sequence[SourceLine]) -> Iterator[int]:
    """The lines from a title 名簿 on, up to the next heading or sentence."""
    inside = False
    for line in filled:
        heading = heading_of(line.text)
        title = unicodedata.normalize("NFKC", heading.title if heading else line.text.strip())
        if heading or "。" in title or (len(title) <= FRAGMENT and NAMES.fullmatch(title)):
            inside = NAMES.fullmatch(title) is not None
        if inside:
            yield line.number


def _lost_pages(filled: Sequence[SourceLine]) -> Iterator[list[SourceLine]]:
    for empty, group in groupby(filled, key=lambda line: not line.text.strip(" #\t")):
        run = list(group)
        if empty and len(run) >= LOST_PAGE:
            yield run


def _pieces(lines: Sequence[SourceLine], starts: frozenset[int], outline: Outline) -> Iterator[_Piece]:
    """Lines with no blank line between them, as one text: a cell of a table, a caption over two lines."""
    piece: _Piece | None = None
    for line in lines:
        text = clean(line.text)
        heading, row = line.number in outline.headings or line.number in outline.titles, "\t" in line.text
        item = line.number in outline.items or is_item(line.text)
        apart = line.number in starts or heading or item or row
        if piece and line.number == piece.last + 1 and not (apart or piece.ends):
            text = piece.text + text
            ends = "。" in text or len(text) > RUNNING
            piece = _Piece(
                piece.first, line.number, text, not ends and not piece.item and len(text) <= FRAGMENT, ends, piece.item
            )
            continue
        if piece:
            yield piece
        ends = "。" in text or len(text) > RUNNING or heading or row
        piece = _Piece(line.number, line.number, text, not (ends or item) and 0 < len(text) <= FRAGMENT, ends, item)
    if piece:
        yield piece


def _wordy_runs(pieces: Iterable[_Piece], starts: frozenset[int]) -> Iterator[list[_Piece]]:
    """Pieces between two sentences, headings, page starts or rows of tables."""
    run: list[_Piece] = []
    for piece in pieces:
        if piece.ends or piece.first in starts:
            yield run
            run = []
        if not piece.ends:
            run.append(piece)
    yield run


def _trimmed(run: Sequence[_Piece]) -> Sequence[_Piece]:
    """`run` from its first fragment to its last: items of a list at its ends are no debris."""
    places = [place for place, piece in enumerate(run) if piece.fragment]
    return run[places[0] : places[-1] + 1] if places else []


def _with_edges(run: Sequence[_Piece], pieces: Sequence[_Piece]) -> Sequence[_Piece]:
    """`pieces` with the caption 【…】 above them, and with one or two short items that end the run."""
    first, last = run.index(pieces[0]), run.index(pieces[-1])
    if first and run[first - 1].text.startswith(("【", "〈")):
        first -= 1
    tail = run[last + 1 :]
    if len(tail) <= TAIL and all(len(piece.text) <= FRAGMENT for piece in tail):
        last = len(run) - 1
    return run[first : last + 1]


def _captioned(run: Sequence[_Piece], pieces: Sequence[_Piece]) -> bool:
    """Whether the caption of a figure follows: what stands above it alone are the words in the figure."""
    after = run.index(pieces[-1]) + 1
    return len(run) > after and bool(CAPTION.match(run[after].text))
