"""From a reply to LINE's messages. Pure: a reply, the city's knowledge and the moment in, messages out."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import quote

from adapters.line import listing
from adapters.line.action import button, call
from adapters.line.answer_text import answer_text, contact_lines, rest_of
from adapters.line.card import helplines_card
from adapters.line.message import Message
from adapters.line.postback import Act, Postback
from adapters.line.rendered import Offer, Rendered, rendered
from bot import Branch, Outcome, Question, Reply, Shelf, UnknownChoice, catalogue, chosen, wording
from knowledge import TOKYO, Audience, fill_blanks

JUDGED = frozenset({Outcome.ANSWERED, Outcome.PASSAGE})  # asked whether they helped, as on the website
ALONE = frozenset({Outcome.CRISIS, Outcome.PAUSED})  # nothing beside them
EASY = "?easy"


@dataclass(frozen=True)
class Renderer:
    """Renders for one city at one moment. `public_url` is where its web page is reached from outside, "" where it is not."""

    shelf: Shelf
    at: datetime
    public_url: str = ""

    def reply(self, reply: Reply) -> Rendered:
        """Any outcome: its text with whom to ask and sources, candidates by number and by tap, feedback in one tap."""
        offers = self._offers(reply)
        cards = [card for card in [helplines_card(reply.helplines)] if card]
        actions = [] if reply.outcome in ALONE else self._actions(reply, offers)
        return rendered(answer_text(reply, self._further(reply)), offers, actions, cards)

    def more(self, id: str) -> Rendered | None:
        """What a button 続き (`id` is an entry's) or やさしい日本語 (with ?easy) shows; None for what is not there any more."""
        entry = id.removesuffix(EASY)
        try:
            reply = chosen(Question(self.shelf.knowledge.city.code, "", self.at, choice=entry), self.shelf)
        except UnknownChoice:
            return None
        text = self._easy(reply) if id.endswith(EASY) else rest_of(reply)
        if not text:
            return self.reply(reply)
        contact = "\n".join(contact_lines(reply.contact)) if reply.contact else ""
        return rendered("\n\n".join(filter(None, [text, contact])), (), [self._call(reply), self._menu_button()])

    def category(self, id: str) -> Rendered:
        """What the button of a category shows; `id` is "all", 大分類 or 大分類/小分類, with ?2 for a second page."""
        if id == listing.ALL:
            return listing.top(self.tree, wording.ASK_OR_CHOOSE)
        return listing.category(self.tree, id) or listing.top(self.tree, wording.UNKNOWN_CATEGORY)

    def greeting(self) -> Rendered:
        """For someone who has just added the account."""
        city = self.shelf.knowledge.city.name
        return listing.top(self.tree, f"{wording.WELCOME.format(city=city)}\n\n{wording.NO_PERSONAL_DATA}")

    def without_text(self, kind: str) -> Rendered:
        """For a sticker, an image, a video, a sound or a file."""
        return listing.top(self.tree, wording.STICKER if kind == "sticker" else wording.NOT_OPENED)

    def thanks(self, helpful: bool) -> Rendered:
        """For 役に立った and 役に立たなかった."""
        return rendered(wording.HELPFUL if helpful else wording.NOT_HELPFUL, (), [self._menu_button()])

    def say(self, text: str) -> Rendered:
        """One sentence of ours, such as that of a pause."""
        return rendered(text)

    @cached_property
    def tree(self) -> tuple[Branch, ...]:
        """What residents may choose from on this day."""
        return catalogue(self.shelf, Audience.RESIDENT, self.at.astimezone(TOKYO).date())

    def _offers(self, reply: Reply) -> list[Offer]:
        offers = [Offer(choice.label, Postback(Act.CHOICE, choice.id)) for choice in reply.choices]
        if reply.entry and self._easy(reply):
            offers.append(Offer(wording.Button.EASY, Postback(Act.MORE, reply.entry.id + EASY)))
        if reply.entry and rest_of(reply) and not self.public_url:
            offers.append(Offer(wording.Button.REST, Postback(Act.MORE, reply.entry.id)))
        return offers

    def _actions(self, reply: Reply, offers: list[Offer]) -> list[Message | None]:
        """Quick replies. After an answer, whether it helped comes first; before one, the candidates do."""
        judged = self._judgement(reply) if reply.id and reply.outcome in JUDGED else []
        candidates = listing.quick(offers)
        first = [*candidates, *judged] if reply.outcome is not Outcome.ANSWERED else [*judged, *candidates]
        return [self._call(reply), *first, self._menu_button()]

    @staticmethod
    def _judgement(reply: Reply) -> list[Message]:
        return [
            button(wording.Button.HELPFUL, Postback(Act.HELPFUL, reply.id, True)),
            button(wording.Button.NOT_HELPFUL, Postback(Act.HELPFUL, reply.id, False)),
        ]

    @staticmethod
    def _call(reply: Reply) -> Message | None:
        return call(wording.Button.CALL, reply.contact.telephone) if reply.contact else None

    @staticmethod
    def _menu_button() -> Message:
        return button(wording.Button.MENU, Postback(Act.CATEGORY, listing.ALL))

    def _easy(self, reply: Reply) -> str:
        """The entry's answer in やさしい日本語 with the city's own words filled in, "" where there is none."""
        if not reply.entry or not reply.entry.easy_answer:
            return ""
        filled = fill_blanks(reply.entry.easy_answer, self.shelf.knowledge.city.fills)
        return wording.in_easy_japanese(filled.text) if filled.text else ""

    def _further(self, reply: Reply) -> str:
        """The line below an answer that was cut."""
        if not self.public_url or not reply.entry:
            return wording.MORE_FOLLOWS
        page = f"/chat/{self.shelf.knowledge.city.code}/{quote(reply.entry.id, safe='')}"
        return wording.full_text(self.public_url.rstrip("/") + page)
