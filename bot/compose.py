"""From a decision to the words, sources, candidates and contact that a person is shown."""

from dataclasses import replace
from datetime import date

from bot import wording
from bot.answer import Choice, Citation, Contact, Reply
from bot.area import elsewhere
from bot.attribute import Attribute, missing
from bot.contact import contact_for
from bot.crisis import crisis_in, crisis_reply
from bot.decide import Decision
from bot.excerpt import excerpt
from bot.figures import about_figures, has_figures, tell
from bot.label import labels
from bot.language import language_of
from bot.outcome import Outcome
from bot.privacy import never_needed
from bot.question import Question
from bot.shelf import Shelf
from bot.smalltalk import small_talk
from index import normalise
from knowledge import Audience, Body, Entry, Knowledge, Passage, Plan, Scope, fill_blanks

ABOUT_AS_SURE = 0.05
THIS_CITY = "この市のこと"
NONE = "none"  # the id of the choice どれでもない


class UnknownChoice(LookupError):
    """A choice that this city does not offer to this audience."""


def before_search(question: Question, shelf: Shelf) -> Reply | None:
    """Replies that need no search: a crisis comes first, then numbers that nobody should write here, greetings, what is not this city's, and other languages.

    What an entry is asked for word by word, or the lexicon knows, is searched all the same: #8778, passport, 自動車税.
    """
    text = normalise(question.text)
    if crisis := crisis_in(text, shelf.knowledge.crises):
        return crisis_reply(crisis)
    if never_needed(question.text):
        return Reply(Outcome.PERSONAL_DATA, wording.PERSONAL_DATA)
    reply = _sent_away(text, question.audience, shelf.knowledge)
    return None if reply and text in shelf.asked else reply


def _sent_away(text: str, audience: Audience, knowledge: Knowledge) -> Reply | None:
    """The reply to a normalised text that asks nothing of this city, or nothing in Japanese."""
    city = knowledge.city
    if talk := small_talk(text, city.name):
        return Reply(Outcome.SMALLTALK, talk)
    bodies = knowledge.bodies if audience is Audience.RESIDENT else ()  # staff ask of their own pay and software
    if body := next((each for each in bodies if each.concerns(text)), None):
        return body_reply(body, city.name)
    if place := elsewhere(text, city, knowledge.municipalities):
        return Reply(Outcome.OUT_OF_AREA, wording.out_of_area(place, city.name))
    language = language_of(text)
    return Reply(Outcome.NOT_JAPANESE, wording.not_japanese(language)) if language else None


def body_reply(body: Body, city: str) -> Reply:
    """Where to ask what a national or private body answers, with the law where one says so."""
    sources = (Citation.of(body.source),) if body.source else ()
    return Reply(Outcome.OUT_OF_AREA, wording.other_body(body.ask, city), sources=sources)


def lacking(asked: tuple[Attribute, ...], shelf: Shelf, id: str) -> tuple[str, ...]:
    """Which of what was `asked` for the entry or passage `id` does not give, as a person would be shown it.

    What a plan tells of another municipality is never an answer about this one.
    """
    if id in shelf.passages and shelf.passages[id][1].scope is Scope.ELSEWHERE:
        return (THIS_CITY,)
    return missing(asked, *shelf.served(id), shelf.titles(id)) if asked else ()


def asking(asked: tuple[Attribute, ...], shelf: Shelf, id: str) -> bool:
    """Whether the entry `id` answers a question for one of the attributes `asked`, by the titles that it has."""
    return any(attribute.asked.search(shelf.titles(id)) for attribute in asked)


def compose(
    question: Question, decision: Decision, shelf: Shelf, words: tuple[str, ...], spellings: tuple[str, ...] = ()
) -> Reply:
    """The reply for `decision`; `words` are the question's content words, for choosing what to quote, `spellings` the
    normalised question as typed and as read, for finding whose matter it is and which year is asked for.
    """
    if decision.outcome is Outcome.ANSWERED:
        return answered(question, shelf.entries[decision.entries[0]], shelf, decision.passages)
    if decision.outcome is Outcome.CHOICES:
        return Reply(Outcome.CHOICES, wording.CHOOSE, choices=_candidates(decision, shelf))
    if decision.outcome is Outcome.PASSAGE:
        return quoted(question, decision, shelf, words, spellings)
    likely = shelf.entries.get(decision.nearest if decision.lacking else next(iter(decision.entries), ""))
    section = likely.section if likely else _section_of_card(decision, shelf)
    if not decision.lacking:  # an entry that is only likely names a section less surely than the words of the directory
        section = shelf.directory.section_for(*spellings) or section
    reply = handed_over(question, shelf, section, likely, decision.lacking)
    cards = tuple(Choice(id, shelf.cards[id].title) for id in decision.passages if id in shelf.cards)
    return replace(reply, choices=(*reply.choices, *cards))


def _candidates(decision: Decision, shelf: Shelf) -> tuple[Choice, ...]:
    """The entries and cards of `decision` under short labels, and どれでもない."""
    names = {id: shelf.entries[id].question for id in decision.entries}
    names |= {id: shelf.cards[id].title for id in decision.passages}
    offered = (Choice(id, label) for id, label in zip(names, labels(list(names.values())), strict=True))
    return (*offered, Choice(NONE, wording.NONE_OF_THESE))


def _section_of_card(decision: Decision, shelf: Shelf) -> str:
    """The section of the best card that is offered, where the city knows it by that name."""
    known = {section.name for section in shelf.knowledge.city.sections}
    best = shelf.cards.get(next(iter(decision.passages), ""))
    return next((name for name in best.sections if name in known), "") if best else ""


def chosen(question: Question, shelf: Shelf) -> Reply:
    """The reply to a taken choice. Raises UnknownChoice for what this person may not be shown."""
    if question.choice == NONE:
        return handed_over(question, shelf)
    if question.choice in shelf.cards and question.audience.may_see(shelf.passages[question.choice][0].audience):
        return told(question, question.choice, shelf, normalise(question.text))
    if question.choice in shelf.passages and question.audience is Audience.STAFF:
        return opened(*shelf.passages[question.choice])
    entry = shelf.entry(question.choice, question.audience, question.today)
    if entry is None:
        raise UnknownChoice(question.choice)
    return answered(question, entry, shelf)


def answered(question: Question, entry: Entry, shelf: Shelf, passages: tuple[str, ...] = ()) -> Reply:
    """The entry's answer with its sources and what the same person often needs next; a city's own entry also with what the plans it rests on say (`passages`)."""
    city = shelf.knowledge.city
    filled = fill_blanks(entry.answer, city.fills)
    if not filled.text:
        return handed_over(question, shelf, entry.section, entry, filled.missing)
    contact = contact_for(city, entry.section, question.asked_at)
    parts = [filled.text]
    if filled.missing:
        parts.append(wording.left_out(contact.section, filled.missing))
    parts += [wording.link(link.title, link.url) for link in entry.links]
    if question.audience is Audience.STAFF and entry.note:
        parts.append(wording.internal_note(entry.note))
    sources = [Citation.of(source) for source in entry.source]
    if entry.owned_by_city:
        cited = dict.fromkeys((*shelf.evidence(entry, question.audience), *passages))
        sources += [_citation(*shelf.passages[id]) for id in cited]
    related = (shelf.entry(id, question.audience, question.today) for id in entry.related)
    further = tuple(Choice(other.id, other.question) for other in related if other)
    easy = fill_blanks(entry.easy_answer, city.fills).text
    return Reply(Outcome.ANSWERED, "\n".join(parts), entry, tuple(sources), further, contact, easy=easy)


def quoted(
    question: Question, decision: Decision, shelf: Shelf, words: tuple[str, ...], spellings: tuple[str, ...]
) -> Reply:
    """What plans say, each with its place; of a card the figures where these are asked for."""
    found = [shelf.passages[id] for id in _newest_first(decision, shelf)]
    plan, best = found[0]
    card, asked = shelf.cards.get(best.id), (*spellings, normalise(question.text))[0]
    if card and has_figures(card) and about_figures(asked, question.today):
        return told(question, best.id, shelf, asked)
    older = dict.fromkeys((other.full_title, other.as_of) for other, _ in found[1:] if other.id != plan.id)
    text = wording.passage(plan.full_title, plan.status, plan.as_of, excerpt(best.text, words), best.scope, list(older))
    beside = tuple(Choice(id, shelf.entries[id].question) for id in decision.entries)
    return Reply(Outcome.PASSAGE, text, sources=tuple(_citation(*pair) for pair in found), choices=beside)


def _newest_first(decision: Decision, shelf: Shelf) -> list[str]:
    """The passages of `decision` with that of the newest document in front, where it is about as sure as the best."""
    sure = {each.id: each.confidence for each in decision.considered}
    best = decision.passages[0]
    level = [id for id in decision.passages if sure.get(id, 0.0) >= sure.get(best, 0.0) - ABOUT_AS_SURE]
    newest = max(level or [best], key=lambda id: shelf.passages[id][0].as_of or date.min)
    return [newest, *(id for id in decision.passages if id != newest)]


def opened(plan: Plan, passage: Passage) -> Reply:
    """A whole passage, as staff look it up from the list of what was found."""
    said = wording.passage(plan.full_title, plan.status, plan.as_of, passage.text, passage.scope)
    return Reply(Outcome.PASSAGE, said, sources=(_citation(plan, passage),))


def told(question: Question, id: str, shelf: Shelf, text: str) -> Reply:
    """The figures of the card that the passage `id` shows, with the edition that they are taken from."""
    plan, passage = shelf.passages[id]
    lines = tell(shelf.cards[id], text, question.today)
    said = wording.passage(plan.full_title, plan.status, plan.as_of, lines)
    return Reply(Outcome.PASSAGE, said, sources=(_citation(plan, passage),))


def handed_over(
    question: Question, shelf: Shelf, section: str = "", offered: Entry | None = None, lacking: tuple[str, ...] = ()
) -> Reply:
    """An honest hand-over: what is not written here, the section, its telephone and today's hours.

    An entry on the topic is `offered` where there is one, but not passed off as the answer.
    """
    contact = contact_for(shelf.knowledge.city, section, question.asked_at)
    choices = (Choice(offered.id, offered.question),) if offered and shelf.served(offered.id)[0] else ()
    return Reply(Outcome.HANDOFF, wording.handoff(contact.section, lacking), choices=choices, contact=contact)


def _citation(plan: Plan, passage: Passage) -> Citation:
    return Citation(plan.full_title, plan.place(passage), "", passage.text)


def apology(question: Question, shelf: Shelf) -> Reply:
    """Something broke: a kind sentence and the city's contact."""
    contact: Contact = contact_for(shelf.knowledge.city, "", question.asked_at)
    return Reply(Outcome.ERROR, wording.APOLOGY, contact=contact)


def pause(question: Question, shelf: Shelf, sentence: str) -> Reply:
    """The city answers nothing on this channel for now: its `sentence`, and whom to ask."""
    return Reply(Outcome.PAUSED, sentence, contact=contact_for(shelf.knowledge.city, "", question.asked_at))
