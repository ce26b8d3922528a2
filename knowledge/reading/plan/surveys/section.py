"""Which sentences, tables and charts of a survey's chapter belong to which of its questions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.reading.plan.surveys.chart import Chart
from knowledge.reading.plan.surveys.item import Item, Kind

CONTINUES = re.compile(r"(?:年代別|年齢別|性別|男女別|地区別)に(?:見|み)ると|一方|また、|同様に|このうち")
KANJI = re.compile(r"[㐀-鿿]")
KATAKANA = re.compile(r"[ァ-ヴー]{3,}")
COMMON = frozenset(
    "回答割合最高合質問社会年代人市全体次上下以中等大方的"
)  # characters of every sentence about a survey


@dataclass(slots=True)
class Section:
    """`path` are the questions and topics down to this one, `asked` the item of the last of them."""

    path: tuple[str, ...]
    asked: Item | None = None
    items: list[Item] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    is_leaf: bool = True


def sections_of(items: Sequence[Item], charts: Sequence[Chart]) -> list[Section]:
    """`items` by question. Where a document prints the sentences before their question, the words decide."""
    if _is_text_first(items):
        return _by_words(items, charts)
    sections = [Section(())]
    stack: list[Item] = []
    for item in items:
        if item.kind in (Kind.QUESTION, Kind.TOPIC):
            stack = [outer for outer in stack if outer.rank < item.rank] + [item]
            if len(stack) > 1:
                parent = next(section for section in reversed(sections) if section.asked is stack[-2])
                parent.is_leaf = False
            sections.append(Section(tuple(each.text for each in stack), item))
        elif item.opens_page and stack and stack[-1].kind is Kind.TOPIC:
            stack = []  # the box of which the topic is the title ends with its page
            sections.append(Section((), None, [item]))
        else:
            sections[-1].items.append(item)
    for chart in charts:
        _place(chart, sections)
    return sections


def _is_text_first(items: Sequence[Item]) -> bool:
    """Whether what is found is told above each question: sentences come before the first, and none after the last."""
    told = [item.kind for item in items if item.kind in (Kind.QUESTION, Kind.SENTENCE)]
    return (
        Kind.QUESTION in told
        and told[0] is Kind.SENTENCE
        and told[-1] is Kind.QUESTION
        and told.count(Kind.QUESTION) > 1
    )


def _by_words(items: Sequence[Item], charts: Sequence[Chart]) -> list[Section]:
    asked = [item for item in items if item.kind is Kind.QUESTION]
    sections = {item.first: Section((item.text,), item) for item in asked}
    others: list[Section] = [Section(())]
    order = [others[0], *sections.values()]
    for run, before, following in _runs(items):
        placed = _assign(run, before, following)
        for item, question in placed:
            if question:
                sections[question.first].items.append(item)
            elif item.kind is Kind.TOPIC:
                others.append(Section((item.text,), item))
            elif item.opens_page and item.kind is Kind.SENTENCE:
                others.append(Section((), None, [item]))
            else:
                others[-1].items.append(item)
    order = [*others, *sections.values()]
    for chart in charts:
        _place(chart, order)
    return order


def _runs(items: Sequence[Item]) -> Iterable[tuple[list[Item], Item | None, list[Item]]]:
    """(items up to the next questions, the question before them, those questions)."""
    run: list[Item] = []
    before: Item | None = None
    following: list[Item] = []
    for item in items:
        if item.kind is Kind.QUESTION:
            following.append(item)
            continue
        if following and item.kind is Kind.SENTENCE:
            yield run, before, following
            run, before, following = [], following[-1], []
        run.append(item)
    yield run, before, following


def _assign(run: Sequence[Item], before: Item | None, following: Sequence[Item]) -> list[tuple[Item, Item | None]]:
    """Each item of `run` with its question, None where the words do not tell one."""
    candidates = [*([before] if before else []), *following]
    placed: list[tuple[Item, Item | None]] = []
    last = before
    for item in run:
        if item.kind is not Kind.SENTENCE:
            placed.append((item, None))
            continue
        question = last if CONTINUES.match(item.text) else _nearest(item.text, candidates)
        placed.append((item, question))
        last = question
    told = {id(question) for _, question in placed if question}
    if len(following) == 1 and id(following[0]) not in told:
        # Nothing else is told about this question: what stands right above it must be that.
        placed = [(i, following[0] if i.kind is Kind.SENTENCE and q is None else q) for i, q in placed]
    return placed


def _nearest(sentence: str, questions: Sequence[Item]) -> Item | None:
    """The question with most words in common, those left out that all of them have; None for a draw."""
    words = [_words(question.text) for question in questions]
    shared = frozenset.intersection(*words) if len(words) > 1 else frozenset()
    scores = [len(_words(sentence) & (own - shared)) for own in words]
    best = max(scores, default=0)
    return questions[scores.index(best)] if best and scores.count(best) == 1 else None


def _words(text: str) -> frozenset[str]:
    return frozenset({*KANJI.findall(text), *KATAKANA.findall(text)} - COMMON)


def _place(chart: Chart, sections: Sequence[Section]) -> None:
    """Gives `chart` to the section that quotes one of its shares, else to the one in whose lines it stands."""
    for section in sections:
        if (
            any(item.kind is Kind.SENTENCE and chart.is_told_in(item.text) for item in section.items)
            and not section.charts
        ):
            section.charts.append(chart)
            return
    for section in sections:
        if section.items and section.items[0].first <= chart.first <= section.items[-1].last:
            section.charts.append(chart)
            return
