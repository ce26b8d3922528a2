"""Plans: Markdown exports, text pulled out of PDF, and PDF become passages with heading path, page and lines.

Each finder takes the lines of the kind of thing that it knows; what is left is prose. Nothing is rewritten in what a person
is shown: tags and glossary marks go, wrapped lines are joined, no more.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

from knowledge.entry import Audience
from knowledge.plan import Doubt, Plan, PlanStatus
from knowledge.reading.plan.cards.find import find_cards
from knowledge.reading.plan.document.contacts import find_contacts
from knowledge.reading.plan.document.ending import find_ending
from knowledge.reading.plan.document.identity import identify
from knowledge.reading.plan.glossary.find import find_glossary
from knowledge.reading.plan.glossary.markers import Markers
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, read_source
from knowledge.reading.plan.surveys.find import find_surveys
from knowledge.reading.plan.tables.actions import find_actions
from knowledge.reading.plan.tables.find import find_tables
from knowledge.reading.plan.tables.indicators import find_indicators
from knowledge.reading.plan.text.assembly import Assembly
from knowledge.reading.plan.text.contents import find_contents
from knowledge.reading.plan.text.listed_pages import listed_pages
from knowledge.reading.plan.text.manner import manner_of
from knowledge.reading.plan.text.outline import Outline, outline_of
from knowledge.reading.plan.text.pages import printed_pages
from knowledge.reading.plan.text.prose import find_prose
from knowledge.reading.plan.text.skipping import skip_before, skip_debris

# In this order: a line that one has taken is not seen by the next.
FINDERS: tuple[Callable[[Source], Part], ...] = (
    find_cards,
    find_glossary,
    find_contacts,
    find_indicators,
    find_actions,
    find_surveys,
    find_tables,
)


def read_plan(
    path: Path,
    city: str,
    title: str,
    status: PlanStatus = PlanStatus.FINAL,
    as_of: date | None = None,
    audience: Audience = Audience.RESIDENT,
    edition: str = "",
) -> Plan:
    """The plan in `path`. Raises FaultyContent when the file is empty or not text, and loads nothing of it then.

    `edition` and the years covered are what the document says of itself where they are not given.
    """
    source = read_source(path)
    identity = identify(source)
    edition = edition or identity.edition
    named = "\0".join(filter(None, (city, title, edition)))  # another edition is another plan, so that none gets lost
    key = blake2b(named.encode(), digest_size=6).hexdigest()
    plan = Plan(f"plan-{key}", city, title, status, as_of, path.name, audience, edition=edition)
    plan = replace(plan, first_year=identity.first_year, last_year=identity.last_year)
    return _filled(plan, source)


def _filled(plan: Plan, source: Source) -> Plan:
    """`plan` with everything that `source` holds."""
    skipped = skip_before(source)
    parts, taken = _find(_without(source, skipped.lines))
    manner = manner_of(source)
    contents = find_contents(source.lines)
    outline = outline_of(_without(source, skipped.lines).lines, taken, contents, manner)
    lost = [doubt.line for doubt in skipped.doubts]
    pages = {**listed_pages(source.lines, outline, contents, lost), **printed_pages(source)}
    rest = [line for line in _without(source, skipped.lines | taken).lines if line.text.strip()]
    debris = skip_debris(rest, manner.starts, outline)
    left = [line for line in rest if line.number not in debris.lines]
    prose = find_prose(left, outline, manner, taken)
    every = [*parts, prose]
    assembly = Assembly(plan.id, outline, pages, Markers.of(term for part in parts for term in part.terms))
    doubts = [
        *source.doubts,
        *_named(skipped.doubts, outline),
        *debris.doubts,
        *find_ending(source).doubts,
        *(doubt for part in every for doubt in part.doubts),
    ]
    return replace(
        plan,
        passages=tuple(assembly.passages(passage for part in every for passage in part.passages)),
        cards=tuple(assembly.cards(card for part in every for card in part.cards)),
        contacts=tuple(contact for part in every for contact in part.contacts),
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)),
        terms=tuple(term for part in every for term in part.terms),
        surveys=tuple(survey for part in every for survey in part.surveys),
        skipped=sum(1 for line in source.lines if line.text.strip() and line.number in skipped.lines | debris.lines),
    )


def _find(source: Source) -> tuple[list[Part], frozenset[int]]:
    """What the finders make of `source`, and the lines that they took."""
    parts: list[Part] = []
    for find in FINDERS:
        part = find(source)
        parts.append(part)
        source = _without(source, part.lines)
    return parts, frozenset().union(*(part.lines for part in parts))


def _named(lost: Sequence[Doubt], outline: Outline) -> Iterator[Doubt]:
    """Doubts about pages that `lost` their text, with the title of the page where there is one for each of them."""
    titles = outline.lost if len(outline.lost) == len(lost) else [doubt.text for doubt in lost]
    for doubt, title in zip(lost, titles, strict=True):
        yield replace(doubt, text=title)


def _without(source: Source, lines: frozenset[int]) -> Source:
    return replace(source, lines=tuple(line for line in source.lines if line.number not in lines)) if lines else source
