"""On what a decision rests: what is asked for, which cards tell figures, and what each text found does not give."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.asked import asked_of
from bot.attribute import Attribute
from bot.compose import asking, lacking
from bot.definition import defined
from bot.figures import about_figures, not_held
from bot.shelf import Shelf
from index import Found
from knowledge import Audience

NAME = re.compile(r"[一-龠々]{1,4}|[ァ-ヺー]{2,8}")  # one word, without asking: ラーメン, 富士山
YEAR_NAME = re.compile(r"(?:令和|平成)\d+年")


@dataclass(frozen=True)
class Grounds:
    """For one question, with what it found on one city's shelf; `own` is its normalised text where it leans on another."""

    found: Found
    shelf: Shelf
    audience: Audience
    today: date
    own: str = ""

    @cached_property
    def asked(self) -> tuple[Attribute, ...]:
        """What is asked for and what is named in particular."""
        return asked_of(self.found.query, self.audience, self.own)

    @cached_property
    def explained(self) -> str:
        """The glossary passage that explains the word for whose meaning is asked, or nothing."""
        id = defined(self.found.query.spellings, self.shelf.words)
        return id if id and self.shelf.may_show(id, self.audience) else ""

    @cached_property
    def figures(self) -> frozenset[str]:
        """The passages found whose cards tell the goal, result or year that is asked for."""
        if not about_figures(self.found.query.text, self.today):
            return frozenset()
        return self.shelf.telling((hit.id for hit in self.found.passages), self.found.weights)

    @cached_property
    def only_words(self) -> tuple[str, ...]:
        """A name that is all that was typed, and its words; none where an entry is asked for just so, or the lexicon knows it."""
        query = self.found.query
        alone = (
            NAME.fullmatch(query.text) and query.text not in self.shelf.asked and not query.meant and not query.replaced
        )
        return (query.text, *query.words) if alone else ()

    def missing(self, id: str) -> tuple[str, ...]:
        """What is asked for and the entry or passage `id` does not give. A name alone asks for an entry of which it is the matter."""
        if self.only_words and id in self.shelf.entries and not self.shelf.is_about(id, self.only_words):
            return (f"「{self.found.query.text}」のこと",)
        if id not in self.figures:
            return lacking(self.asked, self.shelf, id)
        # Which years it holds the card itself knows; a name may be mistyped where the card was found by other words.
        other = tuple(each for each in self.asked if not each.anywhere and not YEAR_NAME.match(each.name))
        not_there = not_held(self.shelf.cards[id], self.found.query.text, self.today)
        return not_there or lacking(other, self.shelf, id)

    def asking(self, id: str) -> bool:
        """Whether the entry `id` answers a question for just what is asked."""
        return asking(self.asked, self.shelf, id)
