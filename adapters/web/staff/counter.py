"""The work at the counter for one request: looking up without a trace, asking for the record, proposing, the survey."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Annotated

from fastapi import Depends, Request

from adapters.pseudonym import pseudonymise
from adapters.storage import EntryDrafts, Overtaken
from adapters.storage.surveys import SqlSurveys
from adapters.web.ask import Refusal
from adapters.web.staff.access import Account, Role, current_city, staff
from adapters.web.staff.answer import Candidate, StaffAnswer, candidates, staff_answer
from bot import LONGEST, Bot, Outcome, Published, Question, Shelf, UnknownChoice, UsageEvent, chosen, kpi, mask, wording
from knowledge import TOKYO, Audience, Entry

CHANNEL = "staff"
GENERAL = "総合案内"  # the desk of a proposal of which no section is known
LONGEST_PROPOSAL = 200  # characters of a question of an entry


class Unrecorded:
    """A UsageLog for what is only looked at while somebody types."""

    def record(self, event: UsageEvent) -> None:
        """Keep nothing."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A draft that waits; `new` is false where the same was proposed today already."""

    id: str
    new: bool


@dataclass(frozen=True)
class Counter:
    """What one signed-in person does at the desk of one city at the moment `at`, with what is `published` then."""

    request: Request
    account: Account
    city: str
    at: datetime
    published: Published

    @property
    def shelf(self) -> Shelf:
        return self.published.shelf

    @property
    def person(self) -> str:
        """The pseudonym of the account in this city and fiscal year."""
        key = self.request.app.state.pseudonym_key
        return pseudonymise(key, self.city, f"staff account {self.account.id}", self.at)

    def found(self, text: str) -> Sequence[Candidate]:
        """The candidates for what has been typed so far, each with its answer. Nothing is recorded."""
        why = self._unrecorded.explain(self._question(text))
        return [replace(each, answer=self._preview(text, each.id)) for each in candidates(why, self.shelf)]

    def ask(self, text: str, choice: str = "") -> StaffAnswer:
        """The reply to `text`, or to the candidate `choice` for it, recorded. Raises Refusal for what cannot be asked."""
        if not choice and not text.strip():
            raise Refusal(422, "empty_text", "質問を入力してください。")
        bot: Bot = self.request.app.state.bot
        try:
            return staff_answer(bot.reply(self._question(text, choice)), self.shelf)
        except UnknownChoice as error:
            raise Refusal(422, "unknown_choice", "その候補はいまはありません。もう一度探してください。") from error

    def again(self, id: str, text: str, choice: str) -> StaffAnswer:
        """The reply `id` once more, for a page that is drawn anew. Nothing is recorded."""
        question = self._question(text, choice)
        return replace(staff_answer(self._unrecorded.reply(question), self.shelf), id=id)

    def propose(self, text: str) -> Proposed:
        """Keep a draft of an entry that answers `text`, for an editor to write. Raises Refusal for an empty question."""
        question = " ".join(mask(text).split())[:LONGEST_PROPOSAL]
        if not question:
            raise Refusal(422, "empty_text", "提案する質問を入力してください。")
        named = blake2b(question.encode(), digest_size=4).hexdigest()
        id = f"{self.city}-teian-{self.at:%Y%m%d}-{named}"
        drafts = EntryDrafts(self.request.app.state.engine, self.account.name)
        entry = Entry(id, self.city, question, "", self._section_for(text))
        try:
            drafts.save(self.city, [(entry, 0)], self.shelf.knowledge.revision)
        except Overtaken:
            return Proposed(id, new=False)
        return Proposed(id, new=True)

    @property
    def quarter(self) -> str:
        """The quarter of today in words."""
        return kpi.spoken_quarter(kpi.quarter_of(self.at.date()))

    @property
    def survey_due(self) -> bool:
        """Whether this person has not yet answered the survey of this quarter."""
        return not self._surveys.answered(self.person, kpi.quarter_of(self.at.date()))

    def answer_survey(self, grade: int, sentence: str) -> bool:
        """Keep what the person says of the desk; false where this quarter's answer is there already."""
        quarter = kpi.quarter_of(self.at.date())
        return self._surveys.answer(self.city, self.person, quarter, grade, mask(sentence.strip()))

    @property
    def _surveys(self) -> SqlSurveys:
        return SqlSurveys(self.request.app.state.engine)

    @property
    def _unrecorded(self) -> Bot:
        return Bot(lambda _: self.published, Unrecorded())

    def _question(self, text: str, choice: str = "") -> Question:
        if len(text) > LONGEST:
            raise Refusal(422, "text_too_long", wording.TEXT_TOO_LONG.format(limit=LONGEST))
        return Question(self.city, text, self.at, Audience.STAFF, CHANNEL, self.person, self.person, choice)

    def _preview(self, text: str, id: str) -> StaffAnswer:
        return staff_answer(chosen(self._question(text, id), self.shelf), self.shelf)

    def _section_for(self, text: str) -> str:
        """The section that a reply to `text` names, where the city has it; else that of the general desk."""
        reply = self._unrecorded.reply(self._question(text))
        sure = reply.outcome in (Outcome.ANSWERED, Outcome.HANDOFF)
        named = reply.contact.section if reply.contact and sure else ""
        city = self.shelf.knowledge.city
        return named if any(section.name == named for section in city.sections) else city.section_for(GENERAL).name


def counter(request: Request, account: Annotated[Account, Depends(staff(Role.READER))]) -> Counter:
    """A dependency of FastAPI: the desk of the signed-in person."""
    city = current_city(request)
    return Counter(request, account, city, datetime.now(TOKYO), request.app.state.shelves(city))


AtCounter = Annotated[Counter, Depends(counter)]
