"""The pieces of a document put together: each with its id, its place in the outline, its page and its scope."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.card import Card
from knowledge.plan import Passage, Scope
from knowledge.reading.plan.glossary.markers import Markers
from knowledge.reading.plan.text.heading import bare_form
from knowledge.reading.plan.text.outline import Outline
from knowledge.reading.plan.text.scope import scope_of


class Assembly:
    """What every piece of one document gets, whoever found it."""

    def __init__(self, plan: str, outline: Outline, pages: Mapping[int, str], markers: Markers) -> None:
        self._plan = plan
        self._outline = outline
        self._pages = pages
        self._markers = markers

    def passages(self, found: Iterable[Passage]) -> Iterator[Passage]:
        """`found` in the order of the document, complete. Ids are the plan's with the first line, and unique."""
        used: Counter[str] = Counter()
        for passage in sorted(found, key=lambda each: (each.first_line, each.last_line)):
            name = f"{self._plan}-{passage.first_line}"
            used[name] += 1
            yield self._complete(passage, name if used[name] == 1 else f"{name}-{used[name]}")

    def cards(self, found: Iterable[Card]) -> Iterator[Card]:
        for card in found:
            yield card if card.page else replace(card, page=self._pages.get(card.first_line, ""))

    def _complete(self, passage: Passage, name: str) -> Passage:
        headings = self._headings(passage)
        text, marked = self._markers.resolve(passage.text)
        scope = scope_of(headings, text) if passage.scope is Scope.CITY else passage.scope
        return replace(
            passage,
            id=name,
            headings=headings,
            text=text,
            page=passage.page or self._pages.get(passage.first_line, ""),
            scope=scope,
            terms=tuple(dict.fromkeys((*passage.terms, *marked))),
        )

    def _headings(self, passage: Passage) -> tuple[str, ...]:
        """The outline's path above the passage, and the passage's own headings that are not in it."""
        path = [self._markers.resolve(title)[0] for title in self._outline.place(passage.first_line).titles]
        own = [self._markers.resolve(title)[0] for title in passage.headings]
        if passage.headings and _same(own[: len(path)], path):
            return tuple(own)
        known = {bare_form(title) for title in path}
        return (*path, *(title for title in own if bare_form(title) not in known))


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    return list(map(bare_form, one)) == list(map(bare_form, other))
