"""What one city knows, by id and by what a person may see, for composing replies."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.directory import Directory
from bot.evidence import evidence
from bot.figures import has_figures, named_by
from index import normalise
from knowledge import Audience, Card, Entry, Knowledge, Passage, Plan, fill_blanks

# Where an answer says what it rests on, the date of that document is no date of the matter.
PROVENANCE = re.compile(r"[^。\n]*(?:計画|プラン|方針|まとめ|資料)[^。\n]*(?:の内容|書かれている内容|の記載)です。")
SEVERAL = 2  # phrasings: one alone may name in passing what its entry is not about


@dataclass(frozen=True)
class Shelf:
    """Knowledge by id, for composing replies."""

    knowledge: Knowledge

    @cached_property
    def entries(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.knowledge.entries}

    @cached_property
    def asked(self) -> frozenset[str]:
        """What entries are asked for, and what the lexicon knows, as normalised: typed exactly so, it is always searched."""
        texts = [text for entry in self.knowledge.entries for text in (entry.question, *entry.phrasings, *entry.tags)]
        forms = [form for group in self.knowledge.lexicon.groups for form in (*group.spoken, *group.official)]
        return frozenset(normalise(text) for text in (*texts, *forms))

    @cached_property
    def passages(self) -> dict[str, tuple[Plan, Passage]]:
        return {passage.id: (plan, passage) for plan in self.knowledge.plans for passage in plan.passages}

    @cached_property
    def cards(self) -> dict[str, Card]:
        """The card that each passage of kind CARD shows, by the passage's id."""
        found: dict[str, Card] = {}
        for plan in self.knowledge.plans:
            known = {(card.title, card.first_line): card for card in plan.cards}
            for passage in plan.passages:
                if card := known.get((passage.card, passage.first_line)):
                    found[passage.id] = card
        return found

    @cached_property
    def words(self) -> dict[str, str]:
        """The glossary passage that explains each word of the plans in force, by its normalised names; the newest plan's."""
        found: dict[str, str] = {}
        for plan in sorted(self.knowledge.plans_in_force, key=lambda plan: plan.as_of or date.min):
            places = {(passage.headings[-1:], passage.first_line): passage.id for passage in plan.passages}
            for term in plan.terms:
                if id := places.get(((term.word,), term.first_line)):
                    found |= {normalise(name).replace(" ", ""): id for name in term.names}
        return found

    def may_show(self, id: str, audience: Audience) -> bool:
        """Whether `audience` may be shown the passage `id`."""
        return audience.may_see(self.passages[id][0].audience)

    def telling(self, ids: Iterable[str], words: Mapping[str, float]) -> frozenset[str]:
        """Those of the passages `ids` whose card has figures and is named by the content `words` of a question,
        which weigh what they tell."""
        cards = ((id, self.cards.get(id)) for id in ids)
        return frozenset(id for id, card in cards if card and has_figures(card) and named_by(card, words))

    @cached_property
    def directory(self) -> Directory:
        return Directory(self.knowledge.topics)

    def entry(self, id: str, audience: Audience, day: date) -> Entry | None:
        """The entry `id` where `audience` may see it on `day`."""
        entry = self.entries.get(id)
        return entry if entry and audience.may_see(entry.audience) and entry.valid_on(day) else None

    def shown(self, audience: Audience, day: date) -> Iterator[Entry]:
        """Every entry that `audience` may see on `day`."""
        return (entry for entry in self.knowledge.entries if self.entry(entry.id, audience, day))

    def served(self, id: str) -> tuple[str, tuple[str, ...]]:
        """The normalised text that the entry or passage `id` would show, and the names of its unfilled blanks."""
        known = self._served.get(id)
        if known is None:
            known = self._served[id] = self._serve(id)
        return known

    def titles(self, id: str) -> str:
        """The normalised questions that the entry `id` answers, or the headings of the passage `id`."""
        if id in self.entries:
            return normalise(" ".join([self.entries[id].question, *self.entries[id].phrasings]))
        plan, passage = self.passages[id]
        return normalise(" ".join([plan.title, *passage.headings]))

    def is_about(self, id: str, words: Iterable[str]) -> bool:
        """Whether one of the normalised `words` stands in the question or the tags of the entry `id`, or in several phrasings."""
        entry = self.entries[id]
        head = normalise(" ".join([entry.question, *entry.tags]))
        texts = [head, head, *map(normalise, entry.phrasings)]
        return any(sum(word in text for text in texts) >= SEVERAL for word in words)

    def evidence(self, entry: Entry, audience: Audience) -> tuple[str, ...]:
        """Ids of the passages that `entry` rests on and that `audience` may see."""
        known = self._evidence.get(entry.id)
        if known is None:
            known = self._evidence[entry.id] = evidence(entry, self.knowledge.plans_in_force)
        return tuple(id for id in known if audience.may_see(self.passages[id][0].audience))

    @cached_property
    def _evidence(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _served(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        return {}

    def _serve(self, id: str) -> tuple[str, tuple[str, ...]]:
        if id in self.entries:
            filled = fill_blanks(self.entries[id].answer, self.knowledge.city.fills)
            return normalise(PROVENANCE.sub("", filled.text)), filled.missing
        return normalise(self.passages[id][1].text), ()
