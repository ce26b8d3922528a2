"""Prose: what is left when every finder has taken its lines, by section."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from knowledge.plan import Doubt, Passage
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.text.line import clean
from knowledge.reading.plan.text.manner import Manner
from knowledge.reading.plan.text.outline import Outline, Place
from knowledge.reading.plan.text.paragraph import Line, paragraphs
from knowledge.reading.plan.text.passages import passages

LISTING = 4  # headings with nothing below them, one after the other, that make a list worth showing


@dataclass
class _Section:
    place: Place
    lines: list[Line] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return all(line.heading for line in self.lines)


def find_prose(lines: Iterable[SourceLine], outline: Outline, manner: Manner, filled: frozenset[int]) -> Part:
    """Passages of `lines`, which nobody took; `filled` are the lines of the document that have text or were taken.

    A title with nothing below it makes no passage but a doubt, unless sections of its own or a finder's lines follow.
    """
    sections = list(_sections(lines, outline))
    found: list[Passage] = []
    doubts: list[Doubt] = []
    run: list[_Section] = []
    for place, section in enumerate(sections):
        if section.empty and not _holds(section, filled, sections[place + 1 :][:1]):
            run.append(section)
            continue
        found += _listing(run)
        doubts += _figures(run, section)
        run = []
        if not section.empty:
            found += passages(paragraphs(section.lines, manner), section.place.titles)
    found += _listing(run)
    doubts += _figures(run, None)
    return Part(passages=tuple(found), doubts=tuple(doubts))


def _sections(lines: Iterable[SourceLine], outline: Outline) -> Iterator[_Section]:
    """Lines by section, in the order in which the sections begin; one that a box interrupts is one."""
    sections: dict[int, _Section] = {}
    for line in lines:
        place = outline.place(line.number)
        section = sections.setdefault(place.section, _Section(place))
        section.lines += _parts(line, outline)
    yield from (section for section in sections.values() if section.lines)


def _parts(line: SourceLine, outline: Outline) -> list[Line]:
    """A line that holds a heading and text is two."""
    heading = outline.headings.get(line.number)
    if heading and heading.rest:
        return [Line(line.number, heading.title, True), Line(line.number, heading.rest)]
    if not any(character.isalnum() for character in line.text):
        return []
    return [Line(line.number, line.text, bool(heading) or line.number in outline.titles, line.number in outline.items)]


def _holds(section: _Section, filled: frozenset[int], behind: Sequence[_Section]) -> bool:
    """Whether lines that a finder took stand between the heading of `section` and what comes next."""
    last = section.lines[-1].number
    end = behind[0].lines[0].number if behind else last + 200
    return any(number in filled for number in range(last + 1, min(end, last + 200)))


def _listing(run: Sequence[_Section]) -> Iterator[Passage]:
    """A table of contents of a chapter, as one passage."""
    if len(run) < LISTING:
        return
    paths = [section.place.titles for section in run]
    common = tuple(titles[0] for titles in takewhile(lambda titles: len(set(titles)) == 1, zip(*paths, strict=False)))
    lines = [replace(line, heading=False) for section in run for line in section.lines]
    texts = [clean(line.text) for line in lines]
    yield Passage("", common, "\n".join(texts), lines[0].number, lines[-1].number)


def _figures(run: Sequence[_Section], behind: _Section | None) -> Iterator[Doubt]:
    """A doubt for each title in `run` below which a figure stood: neither text nor a deeper title follows."""
    if not run or len(run) >= LISTING:
        return
    following = [*run[1:], behind]
    for section, after in zip(run, following, strict=True):
        path = section.place.path
        if after is None or after.place.path[: len(path)] != path:
            title = section.place.titles[-1] if path else section.lines[0].text.strip()
            yield Doubt(section.lines[0].number, "図だけの項目です（本文の文字がありません）", title)
