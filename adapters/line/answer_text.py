"""The text of an answer on LINE: the words, whom to ask, what they rest on and since when."""

from collections.abc import Iterable

from adapters.line.characters import clipped, cut
from bot import Citation, Contact, Outcome, Reply, wording

BODY = 4_000  # UTF-16 units of an answer before it is cut: the rest of the 5,000 is for whom to ask, sources and candidates
SOURCES = 3  # named in the text; on the web page stand all
SOURCE_LINE = 200  # graphemes


def answer_text(reply: Reply, further: str = "") -> str:
    """The whole text of `reply`; a curated answer that is too long is cut at a sentence, followed by the line `further`."""
    body, rest = cut(reply.text, BODY) if reply.entry else (reply.text, "")
    heading = [wording.answer_to(reply.entry.question)] if reply.entry else []
    parts = [*heading, body, *([further] if rest else [])]
    if reply.outcome is not Outcome.CRISIS:  # in a crisis there is nothing beside what to do and whom to call
        parts += ["\n".join(about(reply))]
    return "\n\n".join(part for part in parts if part)


def rest_of(reply: Reply) -> str:
    """What `answer_text` cut off, "" where nothing was."""
    return cut(reply.text, BODY)[1] if reply.entry else ""


def about(reply: Reply) -> Iterable[str]:
    """The lines below an answer: section with telephone and today's hours, sources, the day of the last change."""
    if reply.contact:
        yield from contact_lines(reply.contact)
    if titles := list(dict.fromkeys(map(_source_line, reply.sources))):
        yield wording.sources(titles[:SOURCES], len(titles[SOURCES:]))
    if reply.entry and reply.entry.updated_on:
        yield wording.updated_on(reply.entry.updated_on)


def contact_lines(contact: Contact) -> Iterable[str]:
    yield wording.in_charge(contact.section, contact.place)
    if contact.telephone:
        yield wording.telephone(contact.telephone)
    if contact.hours and contact.open_now is not None:  # hours that the city has not entered are nothing to read out
        yield contact.hours


def _source_line(source: Citation) -> str:
    return clipped(" ".join(part for part in (source.title, source.place) if part), SOURCE_LINE) + (
        f"\n{source.url}" if source.url else ""
    )
