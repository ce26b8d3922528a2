"""用語集: the terms that a plan explains, in a chapter of their own, in tables, and where they are used."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge.plan import Doubt, Passage, PassageKind
from knowledge.plan_term import PlanTerm
from knowledge.reading.plan.glossary.definition import find_definitions
from knowledge.reading.plan.glossary.entry_form import Entry
from knowledge.reading.plan.glossary.flow import SENTENCE_END, close_up, ends_sentence, join
from knowledge.reading.plan.glossary.headword import read_headword
from knowledge.reading.plan.glossary.markers import Markers
from knowledge.reading.plan.glossary.section import glossary_sections
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source

ANNOUNCED = re.compile(r"(?:次|以下|下記)の?(?:いずれの|すべての|\S{0,2}つの)?(?:項目|条件|要件|もの|とおり|通り)")
ITEM = re.compile(r"\n(?:[・•①-⑳]|\(\d|（\d|\d[.．])")
CUT = re.compile(r"[、,をがはにで]$")
LONGEST_WORD = 60  # characters; a longer headword is mostly two that were printed over each other


@dataclass(frozen=True, slots=True)
class _Found:
    heading: str
    printed: str
    term: PlanTerm
    terms: tuple[str, ...] = ()  # headwords that the meaning marks


def find_glossary(source: Source) -> Part:
    """Every term that the document explains, each as a term and as a passage of its own.

    The title of the glossary stays with the outline; all lines from there to the last entry are taken.
    """
    found: list[_Found] = []
    taken: set[int] = set()
    for section in glossary_sections(source.lines):
        found += [_as_term(section.title, entry) for entry in section.entries]
        taken |= set(range(section.first, section.entries[-1].last + 1))
    for definition in find_definitions(source, frozenset(taken)):
        found.append(_as_term(definition.heading, definition.entry))
        taken |= set(range(definition.entry.first, definition.entry.last + 1))
    found.sort(key=lambda each: each.term.first_line)
    markers = Markers(each.term.word for each in found)
    whole = [_unmarked(each, markers) for each in found if each.term.meaning]
    return Part(
        passages=tuple(map(_passage, whole)),
        doubts=tuple(_doubts(each.term for each in found)),
        lines=frozenset(taken),
        terms=tuple(each.term for each in whole),
    )


def _as_term(heading: str, entry: Entry) -> _Found:
    printed = close_up(join(entry.head))
    meaning = close_up(join(entry.body))
    head = read_headword(printed, meaning, tuple(entry.extra))
    shown = printed + "".join(entry.extra)
    term = PlanTerm(head.word, meaning, head.reading, head.aliases, entry.first, entry.last)
    return _Found(heading, shown, term)


def _unmarked(found: _Found, markers: Markers) -> _Found:
    meaning, terms = markers.resolve(found.term.meaning)
    return replace(found, term=replace(found.term, meaning=meaning), terms=terms)


def _passage(found: _Found) -> Passage:
    term = found.term
    headings = (found.heading, term.word) if found.heading else (term.word,)
    text = f"{found.printed}\n{term.meaning}"
    return Passage("", headings, text, term.first_line, term.last_line, PassageKind.GLOSSARY, terms=found.terms)


def _doubts(terms: Iterable[PlanTerm]) -> Iterator[Doubt]:
    for term in terms:
        if not term.meaning:
            yield Doubt(term.first_line, "用語の説明が見つかりません", term.word)
        elif ANNOUNCED.search(term.meaning) and not ITEM.search(term.meaning):
            yield Doubt(term.first_line, "説明が予告している項目が、文字として残っていません", term.word)
        elif CUT.search(term.meaning.rstrip("".join(SENTENCE_END))) and not ends_sentence(term.meaning):
            yield Doubt(term.first_line, "用語の説明が途中で切れています", term.word)
        if len(term.word) > LONGEST_WORD:
            yield Doubt(term.first_line, "見出し語が長すぎます。二つの語が重なっていないか確かめてください", term.word)
