"""From an event in the inbox to the messages that answer it."""

import logging
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import regex
from sqlalchemy import Engine

from adapters.line.conduct import Conduct, Deed, conduct
from adapters.line.event import Event
from adapters.line.postback import Act, Postback, parse
from adapters.line.render import JUDGED, Renderer
from adapters.line.rendered import Rendered
from adapters.storage import SqlFeedback
from adapters.storage.claims import WITHDRAWAL, Item, Recent
from adapters.storage.inbox import Inbox
from adapters.storage.privacy import blank
from bot import LONGEST, Bot, Published, Question, Reply, UnknownChoice, wording
from knowledge import Audience

log = logging.getLogger(__name__)
CHANNEL = "line"
JUDGEMENTS = {
    wording.Button.HELPFUL: True,
    "役に立ちました": True,
    wording.Button.NOT_HELPFUL: False,
    "役に立ちませんでした": False,
}
NUMBER = re.compile(r"([1-9]\d?)\s*[番.)]?(?:目|です)?")
WITHDRAWN = "withdrawn"  # the reason of a message whose text was taken back before it was answered


@dataclass(frozen=True)
class Answering:
    """What a city says to an event. Everything in it can be done twice, and is recorded once."""

    bot: Bot
    published: Callable[[str], Published]
    paused: Callable[[str, str], str]
    feedback: SqlFeedback
    engine: Engine
    inbox: Inbox
    public_url: str = ""

    def serves(self, city: str) -> bool:
        """Whether `city` is answered for here; an inbox may hold what was received for one that is not any more."""
        try:
            return bool(self.published(city))
        except LookupError:
            return False

    def silence(self, item: Item) -> str:
        """Why nothing is said to `item`, after what is to be done in silence is done; empty where it is answered."""
        called_for = self._conduct(item)
        if called_for.deed is Deed.WITHDRAW:
            for reply in self.inbox.replies_to(item.city, Event.from_row(item.event).message):
                blank(self.engine, reply, item.received_at)
            return WITHDRAWAL
        if called_for.is_silent:
            return called_for.why
        return WITHDRAWN if item.withdrawn and not item.in_doubt else ""

    def prepare(self, item: Item) -> tuple[list[dict[str, object]], Recent]:
        """The messages that answer `item`, and what its user is shown with them."""
        called_for, renderer = self._conduct(item), self._renderer(item)
        try:
            shown, recent = self._said(item, called_for, renderer)
        except Exception:
            log.exception("%s: the event %s is answered with an apology", item.city, item.id)
            shown, recent = renderer.say(wording.APOLOGY), item.recent
        return list(shown.messages), recent

    def _said(self, item: Item, called_for: Conduct, renderer: Renderer) -> tuple[Rendered, Recent]:
        event = Event.from_row(item.event)
        if called_for.deed is Deed.ASK:
            button = typed(called_for.question, item.recent)
            return self._tapped(item, button, renderer) if button else self._asked(item, called_for.question, renderer)
        if called_for.button:
            return self._tapped(item, called_for.button, renderer)
        if called_for.deed is Deed.PLACE:  # an entry with this phrasing is what a city wants to say to a location
            return self._asked(item, wording.LOCATION, renderer)
        if sentence := self.paused(item.city, CHANNEL):
            return renderer.say(sentence), item.recent
        if called_for.deed is Deed.GREET:
            shown = renderer.greeting()
        elif called_for.deed is Deed.SAY_TEXT_ONLY:
            shown = renderer.without_text(event.content)
        else:
            too_long = wording.TEXT_TOO_LONG.format(limit=LONGEST)
            shown = renderer.say(too_long if called_for.deed is Deed.SAY_TOO_LONG else wording.EMPTY)
        return shown, replace(item.recent, numbered=shown.numbered)

    def _tapped(self, item: Item, button: Postback, renderer: Renderer) -> tuple[Rendered, Recent]:
        if button.act is Act.HELPFUL:
            self.feedback.say(button.id, item.received_at, button.helpful)
            return renderer.thanks(button.helpful), item.recent
        if button.act is Act.CHOICE:
            return self._asked(item, "", renderer, button.id)
        if sentence := self.paused(item.city, CHANNEL):
            return renderer.say(sentence), item.recent
        if button.act is Act.CATEGORY:
            shown: Rendered | None = renderer.category(button.id)
        else:
            shown = renderer.more(button.id) if button.act is Act.MORE else None
        shown = shown or renderer.say(wording.UNKNOWN_CHOICE)
        return shown, replace(item.recent, numbered=shown.numbered)

    def _asked(self, item: Item, text: str, renderer: Renderer, choice: str = "") -> tuple[Rendered, Recent]:
        user = "" if item.lane == item.id else item.lane
        question = Question(
            item.city,
            text,
            item.received_at,
            Audience.RESIDENT,
            CHANNEL,
            user,
            user,
            choice,
            item.recent.previous,
            item.id,
        )
        try:
            reply: Reply = self.bot.reply(question)
        except UnknownChoice:
            return renderer.say(wording.UNKNOWN_CHOICE), item.recent
        shown = renderer.reply(reply)
        judged = reply.id if reply.outcome in JUDGED else ""
        return shown, Recent(shown.numbered, reply.entry.id if reply.entry else "", judged)

    def _conduct(self, item: Item) -> Conduct:
        others = self.published(item.city).shelf.knowledge.city.left_on_line
        return conduct(Event.from_row(item.event), left_to_others(others))

    def _renderer(self, item: Item) -> Renderer:
        return Renderer(self.published(item.city).shelf, item.received_at, self.public_url)


def typed(text: str, recent: Recent) -> Postback | None:
    """The button that a number or 役に立った stands for, typed where no buttons are shown; None for any other text."""
    words = unicodedata.normalize("NFKC", text).strip()
    if (said := JUDGEMENTS.get(words.rstrip("。.!"))) is not None:
        return Postback(Act.HELPFUL, recent.judged, said) if recent.judged else None
    number = NUMBER.fullmatch(words)
    if not number or int(number[1]) > len(recent.numbered):
        return None
    return parse(recent.numbered[int(number[1]) - 1])


@lru_cache
def left_to_others(patterns: tuple[str, ...]) -> tuple[regex.Pattern[str], ...]:
    """The patterns of messages that other tools on the account answer."""
    return tuple(map(regex.compile, patterns))
