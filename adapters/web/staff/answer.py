"""返答 as the desk shows it: the answer, the note for colleagues apart from it, whom to ask, and the text for an e-mail."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot import Choice, Citation, Contact, Outcome, Reply, Shelf, kpi, wording
from bot.explain import Explanation, Looked
from knowledge import Audience

MOST_ENTRIES, MOST_PASSAGES = 8, 4  # candidates beside the answer


@dataclass(frozen=True, slots=True)
class StaffAnswer:
    """A reply for staff. `note` is never part of `text` nor of `plain`, which is what is copied; `internal` says that the
    answer rests on what residents may not see. `id` is empty while nothing was recorded."""

    id: str
    outcome: str
    label: str
    heading: str
    text: str
    note: str
    internal: bool
    entry: str
    updated: str
    contact: Contact | None
    sources: tuple[Citation, ...]
    choices: tuple[Choice, ...]
    plain: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of the list, best first; `confidence` between 0 and 1, `of` is the section, or the plan's title."""

    id: str
    kind: str
    title: str
    of: str
    confidence: float
    internal: bool
    own: bool
    answer: StaffAnswer | None = None


def staff_answer(reply: Reply, shelf: Shelf) -> StaffAnswer:
    """`reply`, made for staff, as the desk shows it."""
    entry = reply.entry
    hidden = {plan.full_title for plan in shelf.knowledge.plans if plan.audience is Audience.STAFF}
    note = entry.note if entry else ""
    text = reply.text.removesuffix("\n" + wording.internal_note(note)) if note else reply.text
    for_staff = bool(entry and entry.audience is Audience.STAFF)
    quoted = reply.outcome is Outcome.PASSAGE and any(source.title in hidden for source in reply.sources)
    answer = StaffAnswer(
        id=reply.id,
        outcome=reply.outcome.value,
        label=reply.outcome.label,
        heading=entry.question if entry else "",
        text=text,
        note=note,
        internal=for_staff or quoted,
        entry=entry.id if entry else "",
        updated=kpi.spoken_day(entry.updated_on) if entry and entry.updated_on else "",
        contact=reply.contact,
        sources=reply.sources,
        choices=tuple(choice for choice in reply.choices if choice.id in shelf.entries or choice.id in shelf.passages),
        plain="",
    )
    return replace(answer, plain="\n".join(_plain(answer, hidden)))


def _plain(answer: StaffAnswer, hidden: set[str]) -> Iterator[str]:
    """The lines for an e-mail: without the note, and without sources `hidden` from residents."""
    if answer.internal:
        yield "【庁内限り】"
    if answer.heading:
        yield f"■ {answer.heading}"
    yield answer.text
    sources = [source for source in answer.sources if answer.internal or source.title not in hidden]
    if sources:
        yield ""
        yield "根拠："
        yield from dict.fromkeys("・" + " ".join(filter(None, (each.title, each.place, each.url))) for each in sources)
    if contact := answer.contact:
        place = f"（{contact.place}）" if contact.place else ""
        yield ""
        yield f"担当：{contact.section}{place}" + (f" 電話 {contact.telephone}" if contact.telephone else "")
    if answer.updated:
        yield f"更新日：{answer.updated}"


def candidates(why: Explanation, shelf: Shelf) -> Iterator[Candidate]:
    """What was found for a question, entries first, the surest in front."""
    for looked in sorted(why.entries[:MOST_ENTRIES], key=_surest_first):
        yield _entry(looked, shelf)
    for looked in sorted(why.passages[:MOST_PASSAGES], key=_surest_first):
        plan, passage = shelf.passages[looked.id]
        hidden = plan.audience is Audience.STAFF
        title = passage.headings[-1] if passage.headings else plan.place(passage)
        yield Candidate(looked.id, "passage", title, plan.full_title, looked.confidence, hidden, True)


def _surest_first(looked: Looked) -> float:
    return -looked.confidence


def _entry(looked: Looked, shelf: Shelf) -> Candidate:
    entry = shelf.entries[looked.id]
    section = shelf.knowledge.city.section_for(entry.section).name
    hidden = entry.audience is Audience.STAFF
    return Candidate(entry.id, "entry", entry.question, section, looked.confidence, hidden, entry.owned_by_city)
