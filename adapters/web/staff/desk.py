"""/staff: the desk for counter and telephone. The page works as a plain form; desk.js makes it quick."""

from dataclasses import asdict
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.web.ask import Refusal
from adapters.web.feedback import LONGEST_REASON, said
from adapters.web.html import fill
from adapters.web.staff.access import csrf_field, page
from adapters.web.staff.answer import StaffAnswer
from adapters.web.staff.counter import AtCounter, Counter, Proposed
from bot import LONGEST, kpi

router = APIRouter(include_in_schema=False)
LONGEST_SENTENCE = 500  # characters of the free sentence in the survey
TOLD = "回答の間違いを記録しました。項目を直す人が理由を読みます。"
GRADES = ((5, "満足"), (4, "やや満足"), (3, "どちらともいえない"), (2, "やや不満"), (1, "不満"))


class Asked(BaseModel):
    """A question, or the candidate `choice` that was found for it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field("", max_length=4 * LONGEST)
    choice: str = Field("", max_length=200)


class Wrong(BaseModel):
    """What is wrong with the reply `reply_id`; the last word counts."""

    model_config = ConfigDict(extra="forbid", strict=True)

    reply_id: str = Field(max_length=200)
    reason: str = Field("", max_length=LONGEST_REASON)


class Missing(BaseModel):
    """A question for which there should be an entry."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(max_length=4 * LONGEST)


@router.get("/staff")
def desk(counter: AtCounter, done: str = "") -> Response:
    """The page as it is opened, or as the survey leads back to it."""
    return desk_page(counter, done=done)


@router.post("/staff")
def ask_by_form(counter: AtCounter, text: Annotated[str, Form()] = "", choice: Annotated[str, Form()] = "") -> Response:
    """Without JavaScript: the reply and the candidates."""
    try:
        return desk_page(counter, text, choice, counter.ask(text, choice))
    except Refusal as refusal:
        return desk_page(counter, text, problem=refusal.message, status=refusal.status)


@router.post("/staff/wrong")
def wrong_by_form(
    request: Request,
    counter: AtCounter,
    reply_id: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    choice: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Without JavaScript: 回答が違う, with or without a reason."""
    try:
        said(request, reply_id, False, reason[:LONGEST_REASON])
        return desk_page(counter, text, choice, counter.again(reply_id, text, choice), done="wrong")
    except (Refusal, LookupError) as refusal:
        return desk_page(counter, text, problem=str(getattr(refusal, "message", refusal)), status=422)


@router.post("/staff/proposal")
def propose_by_form(counter: AtCounter, text: Annotated[str, Form()] = "") -> Response:
    """Without JavaScript: 項目を提案."""
    try:
        return desk_page(counter, text, proposed=counter.propose(text))
    except Refusal as refusal:
        return desk_page(counter, text, problem=refusal.message, status=refusal.status)


@router.post("/staff/survey")
def survey(counter: AtCounter, grade: Annotated[int, Form()] = 0, sentence: Annotated[str, Form()] = "") -> Response:
    """What the person says of the desk, once a quarter."""
    if grade not in kpi.GRADES:
        return desk_page(counter, problem="満足度を1つ選んでから送ってください。", status=422)
    kept = counter.answer_survey(grade, sentence[:LONGEST_SENTENCE])
    return desk_page(counter, done="survey" if kept else "survey again")


@router.get("/staff/api/search")
def search(counter: AtCounter, q: Annotated[str, Query(max_length=LONGEST)] = "") -> dict[str, object]:
    """The candidates for what has been typed; nothing is recorded."""
    found = counter.found(q) if q.strip() else []
    return {"candidates": [asdict(each) for each in found]}


@router.post("/staff/api/ask")
def ask(counter: AtCounter, body: Asked) -> dict[str, object]:
    """The reply to a question that was sent, or to a candidate that was opened; recorded."""
    return asdict(counter.ask(body.text, body.choice))


@router.post("/staff/api/wrong")
def wrong(request: Request, counter: AtCounter, body: Wrong) -> dict[str, str]:
    """回答が違う."""
    said(request, body.reply_id, False, body.reason)
    return {"text": TOLD}


@router.post("/staff/api/proposal")
def propose(counter: AtCounter, body: Missing) -> dict[str, str]:
    """項目を提案."""
    proposed = counter.propose(body.text)
    return {"text": proposal_told(proposed), "href": entry_path(counter, proposed.id)}


def desk_page(
    counter: Counter,
    text: str = "",
    choice: str = "",
    answer: StaffAnswer | None = None,
    *,
    proposed: Proposed | None = None,
    problem: str = "",
    done: str = "",
    status: int = 200,
) -> Response:
    """The page with what was asked, what was found and what was just done."""
    body = fill(
        "desk.html",
        city=counter.city,
        csrf=csrf_field(counter.request),
        text=text,
        choice=choice,
        answer=answer,
        found=counter.found(text) if answer and text.strip() else (),
        problem=problem,
        done=done,
        told=TOLD,
        proposal=proposed and (proposal_told(proposed), entry_path(counter, proposed.id)),
        survey_due=counter.survey_due,
        quarter=counter.quarter,
        grades=GRADES,
        longest=LONGEST,
    )
    return page(counter.request, "窓口", body, status=status, scripts=["desk.js"], styles=["desk.css"], wide=True)


def proposal_told(proposed: Proposed) -> str:
    """What to say of a proposal."""
    return "項目の下書きを作りました。" if proposed.new else "同じ質問の下書きが、きょうすでに作られています。"


def entry_path(counter: Counter, id: str) -> str:
    """Where the entry `id` and its draft are worked on."""
    return f"/staff/entries/{quote(id, safe='')}?city={counter.city}"
