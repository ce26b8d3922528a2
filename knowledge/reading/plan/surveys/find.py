"""アンケート: chapters of a plan that report a survey, question by question, with the figures that the text still has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.plan import Doubt, Passage, PassageKind
from knowledge.reading.plan.glossary.flow import close_up
from knowledge.reading.plan.glossary.markers import without_stars
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source
from knowledge.reading.plan.surveys.chapter import Chapter, overview_row, survey_chapters
from knowledge.reading.plan.surveys.chart import charts_of, loose_figures
from knowledge.reading.plan.surveys.item import Item, Kind, items_of
from knowledge.reading.plan.surveys.section import CONTINUES, Section, sections_of
from knowledge.reading.plan.surveys.table import CountTable, count_table, wrong_shares
from knowledge.reading.plan.text.heading import heading_of
from knowledge.survey import Survey, SurveyBase

ANSWERED = re.compile(r"有効(?:回答|回収)(?:者|件)?数|回答(?:者|件)?数|回収数")
ASKED = re.compile(r"調査対象者?|対象者?")
COUNTED = re.compile(r"(\d[\d,]*)\s*(?:人|件|名|票|世帯)")
SOME = re.compile(r"(「[^。]{1,120}?」[^「」。、]{0,12}(?:方|人|者)) ?(\d[\d,]*) ?人")
SUMMONED = re.compile(r"(?:^[【○〇◯●・]*問\s*[\d-]+】?\s*)?(\S.{2,120}?方)(?:に|へ)、?お?(?:伺|聞|尋)")
RESULT = re.compile("[%％割]|多|高|低")
DRAWN = re.compile(r"[(（]([^()（）]*(?:抽出|対象|歳)[^()（）]*)[)）]")
LOST = "図の数値は文字として残っていません"
TOLD = (Kind.SENTENCE, Kind.NOTE, Kind.TABLE)
UNLABELLED = "図の数値に項目名が付いて残っていないため、載せていません"
PASSAGE_CHARACTERS = 600
SHORTEST_TITLE = 8  # characters; what is shorter is a piece of a chart and no title of one
BARE_CHARACTERS = 140  # where no question or title holds sentences together, each finding is a passage of its own


@dataclass(frozen=True, slots=True)
class _Poll:
    """The survey that a chapter reports: the label and number of the answers, and who was asked."""

    label: str = ""
    number: str = ""
    count: int | None = None
    who: str = ""

    @property
    def line(self) -> str:
        return f"（{self.label}：{self.number}）" if self.number else ""


@dataclass(slots=True)
class _Piece:
    """What becomes one passage."""

    items: list[Item] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    caption: Item | None = None
    tables: list[CountTable] = field(default_factory=list)

    def add(self, item: Item, text: str) -> None:
        self.items.append(item)
        self.lines.append(text)


def find_surveys(source: Source) -> Part:
    """The results of surveys as passages and figures. The titles of the chapters stay with the outline where it can know them.

    A chart whose figures are lost, or left without their labels, is a doubt: nothing of it is put into words.
    """
    chapters = survey_chapters(source.lines)
    if not chapters:
        return Part()
    poll = _Poll()
    parts: list[Part] = []
    for chapter in chapters:
        items = items_of(chapter.lines)
        poll = _poll(items) or poll
        parts.append(_read(chapter, items, poll))
    return Part(
        passages=tuple(passage for part in parts for passage in part.passages),
        doubts=tuple(replace(doubt, text=without_stars(doubt.text)) for part in parts for doubt in part.doubts),
        lines=frozenset(number for chapter in chapters for number in _taken(chapter)),
        surveys=tuple(
            replace(survey, question=without_stars(survey.question)) for part in parts for survey in part.surveys
        ),
    )


def _taken(chapter: Chapter) -> Iterator[int]:
    """The lines of the chapter, and its title where the outline would not know it for one."""
    yield from (line.number for line in chapter.lines)
    if not heading_of(chapter.title_line.text):
        yield chapter.title_line.number


def _poll(items: Sequence[Item]) -> _Poll | None:
    rows = [row for item in items if item.kind is Kind.OVERVIEW and (row := overview_row(item.text))]
    answered = next((row for row in rows if ANSWERED.fullmatch(row[0]) and COUNTED.match(row[1])), None)
    if not answered:
        return None
    number = COUNTED.match(answered[1])
    asked = next((value for label, value in rows if ASKED.fullmatch(label)), "")
    drawn = next((found[1] for _, value in rows if (found := DRAWN.search(value))), "")
    who = asked or drawn
    return _Poll(answered[0], number[0], int(number[1].replace(",", "")), who) if number else None


def _read(chapter: Chapter, items: Sequence[Item], poll: _Poll) -> Part:
    charts = charts_of(items)
    passages: list[Passage] = []
    surveys: list[Survey] = []
    doubts = [Doubt(item.first, UNLABELLED, item.text) for item in loose_figures(items, charts)]
    populations = [table for item in items if (table := _table(item)) and table.is_population]
    told = False
    for section in sections_of(items, charts):
        overview = [item for item in section.items if item.kind is Kind.OVERVIEW]
        if overview:
            passages.append(_overview(section, overview))
        pieces = list(_pieces(section))
        passages += [_passage(section, piece, poll, populations) for piece in pieces if piece.lines]
        surveys += _surveys(section, pieces, poll)
        lost = list(_lost(section, pieces, told))
        told = told or bool(lost)
        doubts += [*lost, *_disagreements(pieces, poll)]
    surveys.sort(key=lambda survey: survey.first_line)
    return Part(
        passages=tuple(
            replace(passage, headings=(chapter.title, *passage.headings))
            for passage in sorted(passages, key=lambda passage: passage.first_line)
        ),
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)),
        surveys=tuple(surveys),
    )


def _overview(section: Section, rows: Sequence[Item]) -> Passage:
    """対象, 方法, 期間, 回答数 and 回答率 in one, with the notes below them."""
    notes = [item for item in section.items if item.kind is Kind.NOTE and item.first > rows[0].first]
    whole = [*rows, *notes]
    text = "\n".join(item.text for item in whole)
    return Passage("", section.path, text, whole[0].first, max(item.last for item in whole), PassageKind.SURVEY)


def _pieces(section: Section) -> Iterator[_Piece]:
    """The section cut behind its tables, at captions, and where sentences grow too long for one passage."""
    overview = any(item.kind is Kind.OVERVIEW for item in section.items)
    limit = PASSAGE_CHARACTERS if section.path else BARE_CHARACTERS
    piece = _Piece()
    for item in section.items:
        table = _table(item)
        closed = bool(piece.tables) and item.kind in (Kind.SENTENCE, Kind.CAPTION)
        grown = sum(map(len, piece.lines)) + len(item.text) > limit and not CONTINUES.match(item.text)
        if piece.items and (closed or (item.kind is Kind.SENTENCE and grown)):
            yield piece
            piece = _Piece()
        if item.kind is Kind.SENTENCE or (item.kind is Kind.NOTE and not overview):
            piece.add(item, close_up(item.text))
        elif item.kind is Kind.CAPTION and not item.text.startswith(("(", "（")):
            piece.caption = item
        elif table:
            if piece.caption:
                piece.add(piece.caption, piece.caption.text)
            piece.tables.append(table)
            piece.add(item, table.text)
    yield piece


def _table(item: Item) -> CountTable | None:
    return count_table(item.rows) if item.kind is Kind.TABLE else None


def _passage(section: Section, piece: _Piece, poll: _Poll, populations: Sequence[CountTable]) -> Passage:
    lines = list(piece.lines)
    first, last = min(item.first for item in piece.items), max(item.last for item in piece.items)
    if section.charts and piece.items[0] is next(i for i in section.items if i.kind is Kind.SENTENCE):
        lines += [chart.text for chart in section.charts]
        last = max(last, *(chart.last for chart in section.charts))
    begun = next((item for item in section.items if item.kind in TOLD), None)
    if section.asked and piece.items[0] is begun:
        first, last = min(first, section.asked.first), max(last, section.asked.last)
    lines += [note for table in piece.tables if (note := _age_note(table, populations))]
    if _is_of_all(section, piece):
        lines += [poll.line] if poll.line else []
    caption = (piece.caption.text,) if piece.caption and piece.tables else ()
    headings = (*section.path, *(text for text in caption if text not in section.path))
    return Passage("", headings, "\n".join(lines), first, last, PassageKind.SURVEY)


def _is_of_all(section: Section, piece: _Piece) -> bool:
    """Whether the piece tells a result of the whole poll, and not of some who were asked further."""
    some = _base(piece).count or any(SUMMONED.search(title) for title in section.path)
    told = any(RESULT.search(line) for line in piece.lines)
    return told and not some and not (piece.tables and all(table.is_population for table in piece.tables))


def _age_note(table: CountTable, populations: Sequence[CountTable]) -> str:
    """Which ages a population covers: its total is no number of all inhabitants where the youngest are left out."""
    if not table.is_population or table.total is None:
        return ""
    by_age = next((other for other in populations if other.ages and other.total == table.total), None)
    if not by_age:
        return ""
    span = f"{by_age.ages[0]}から{by_age.ages[-1]}まで"
    total = f"{table.total:,}"
    if by_age.first == table.first:
        return f"（この表の年齢は{span}で、合計{total}はその範囲の人数です。）"
    return f"（合計{total}は、年齢別の表の{span}の合計と同じです。）"


def _base(piece: _Piece) -> SurveyBase:
    """Those who answered, where a sentence says that not everybody was asked."""
    found = next((match for item in piece.items if (match := SOME.search(item.text))), None)
    return SurveyBase(int(found[2].replace(",", "")), found[1]) if found else SurveyBase()


def _surveys(section: Section, pieces: Sequence[_Piece], poll: _Poll) -> Iterator[Survey]:
    """One for each table of answers, or one for the question with the figures of its chart, if any are left."""
    polled = [(piece, table) for piece in pieces for table in piece.tables if not table.is_population]
    for piece, table in polled:
        question = piece.caption.text if piece.caption else section.path[-1] if section.path else ""
        base = _base(piece)
        if not base.count:
            base = SurveyBase(table.total or poll.count, poll.who)
        yield Survey(question, base, table.answers, piece.items[0].first, table.last)
    asked = section.asked
    if polled or not asked or not section.is_leaf or not _asks(section):
        return
    numbered = [title for title in section.path if title != section.path[-1]] if asked.kind is Kind.TOPIC else []
    question = " ".join([*numbered, section.path[-1]])
    who = SUMMONED.search(question)
    base = SurveyBase(None, who[1]) if who else SurveyBase(poll.count, poll.who)
    answers = tuple(answer for chart in section.charts for answer in chart.answers)
    lines = [asked, *(item for item in section.items if item.kind is Kind.SENTENCE)]
    yield Survey(question, base, answers, min(i.first for i in lines), max(i.last for i in lines))


def _asks(section: Section) -> bool:
    """Whether the section is a question, or a part of one."""
    asked = section.asked
    return bool(asked and (asked.kind is Kind.QUESTION or (asked.kind is Kind.TOPIC and len(section.path) > 1)))


def _lost(section: Section, pieces: Sequence[_Piece], told: bool) -> Iterator[Doubt]:
    """Charts of which the text has no figures: of a question, below a caption, or where only their room is left."""
    tables = [table for piece in pieces for table in piece.tables]
    if _asks(section) and section.is_leaf and section.asked:
        if not tables and not section.charts:
            yield Doubt(section.asked.first, LOST, section.path[-1])
        return
    captions = [p.caption for p in pieces if p.caption and not p.tables and len(p.caption.text) >= SHORTEST_TITLE]
    yield from (Doubt(caption.first, LOST, caption.text) for caption in captions)
    gap = next((item for item in section.items if item.kind is Kind.GAP and item.last - item.first >= 5), None)
    if gap and not section.path and not captions and not told:
        yield Doubt(gap.first, LOST)


def _disagreements(pieces: Sequence[_Piece], poll: _Poll) -> Iterator[Doubt]:
    """Shares that are not what their counts make, and totals that are not the sum of their counts."""
    for piece in pieces:
        for table in piece.tables:
            bases = [base for base in (table.total, _base(piece).count, poll.count) if base]
            wrong = [wrong_shares(table.answers, base) for base in bases]
            if wrong and all(wrong):
                labels = "、".join(answer.label for answer in min(wrong, key=len))
                yield Doubt(table.first, "割合が回答数から計算した値と合いません", labels)
            counts = [answer.count for answer in table.answers]
            if table.total is not None and sum(count or 0 for count in counts) != table.total:
                yield Doubt(table.first, "合計が各項目の和と合いません", str(table.total))
