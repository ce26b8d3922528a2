"""Publishing a draft or returning it, taking one back, and the way to an older state of an entry."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from adapters.publishing import publish_drafts
from adapters.storage import Draft, Overtaken
from adapters.web.staff.access import Role
from adapters.web.staff.entries import OVERTAKEN, back_to, entry_page, existing
from adapters.web.staff.entry_desk import Approving, Editing, EntryDesk, EntryState
from adapters.web.staff.entry_form import all_remarks, of_entry, plain
from index import UnusableIndex

router = APIRouter(prefix="/staff/entries", include_in_schema=False)
COMMON_STATE = 0  # the revision that stands for the entry common to all cities
LONGEST_WHY = 1_000  # characters
Why = Annotated[str, Form(max_length=LONGEST_WHY)]
Version = Annotated[int, Form()]
OWN_DRAFT = "自分が書いた下書きは、自分では公開できません。ほかの承認者に頼んでください。"
NO_REASON = "理由を書いてください。"
UNFINISHED = "直さないと公開できないところがあります（下の「誤り」）。"
NOT_FOUND_BY_ITSELF = (
    "この内容では、項目が自分の質問で見つからなくなるため、公開していません。質問と言い換えを見直してください。"
)


@router.post("/{id}/publish")
def publish(request: Request, desk: Approving, id: str, version: Version = 0, why: Why = "") -> Response:
    """Publish the draft in the version that was looked at; never one's own. A second press publishes nothing."""
    state = existing(desk, id)
    draft = state.draft
    if draft is None:
        return back_to(desk, id, "already")
    try:
        if state.own == draft.entry:  # published, and the program ended before that was noted
            desk.drafts.settle(draft, f"revision {state.revision}")
            return back_to(desk, id, "already")
        if problem := _refused(desk, state, draft, version):
            return entry_page(request, desk, id, problem=problem, typed=why, status=409)
        list(publish_drafts(desk.shelves, desk.drafts, [draft], plain(why), who=desk.account.name))
    except Overtaken:
        return _published_by_another(request, desk, draft)
    except UnusableIndex:
        return entry_page(request, desk, id, problem=NOT_FOUND_BY_ITSELF, typed=why, status=409)
    return back_to(desk, id, "published")


def _refused(desk: EntryDesk, state: EntryState, draft: Draft, version: int) -> str:
    """Why the draft cannot be published by this person now; nothing where it can."""
    if draft.who == desk.account.name:
        return OWN_DRAFT
    if draft.version != version or state.revision > draft.based_on:
        return OVERTAKEN
    wrong = [
        remark for remark in all_remarks(of_entry(draft.entry, desk.city), desk.knowledge, desk.today) if remark.must
    ]
    return UNFINISHED if wrong else ""


def _published_by_another(request: Request, desk: EntryDesk, draft: Draft) -> Response:
    """Two presses at the same moment: the first has published it, or somebody else something else."""
    state = existing(desk, draft.entry.id)
    if state.in_force == draft.entry:
        return back_to(desk, draft.entry.id, "already")
    return entry_page(request, desk, draft.entry.id, problem=OVERTAKEN, status=409)


@router.post("/{id}/return")
def give_back(request: Request, desk: Approving, id: str, version: Version = 0, why: Why = "") -> Response:
    """Give the draft back to its writer, with the reason."""
    draft = existing(desk, id).draft
    if draft is None or draft.version != version:
        return entry_page(request, desk, id, problem=OVERTAKEN, typed=why, status=409)
    if not plain(why):
        return entry_page(request, desk, id, problem=NO_REASON, status=422)
    try:
        desk.drafts.give_back(draft, plain(why))
    except Overtaken:
        return entry_page(request, desk, id, problem=OVERTAKEN, typed=why, status=409)
    return back_to(desk, id, "returned")


@router.post("/{id}/withdraw")
def withdraw(request: Request, desk: Editing, id: str, version: Version = 0) -> Response:
    """Take a draft back: the writer's own, or any for an approver. What is in force stays as it is."""
    state = existing(desk, id)
    draft = state.draft
    if draft is None or draft.version != version:
        return entry_page(request, desk, id, problem=OVERTAKEN, status=409)
    if draft.who != desk.account.name and not desk.may(Role.APPROVER):
        return entry_page(request, desk, id, problem="ほかの人の下書きは、承認者だけが取り下げられます。", status=403)
    try:
        desk.drafts.withdraw(draft)
    except Overtaken:
        return entry_page(request, desk, id, problem=OVERTAKEN, status=409)
    if state.in_force or state.history:
        return back_to(desk, id, "withdrawn")
    return RedirectResponse(f"/staff/entries?city={desk.city}&done=withdrawn", 303)


@router.post("/{id}/restore")
def restore(
    request: Request, desk: Approving, id: str, revision: Version = 0, seen: Version = 0, why: Why = ""
) -> Response:
    """Publish the entry again as `revision` had it, 0 for the one common to all; `seen` is that of its last publication."""
    state = existing(desk, id)
    states = {version.revision: version.entry for version in state.history}
    if state.shared:
        states[COMMON_STATE] = None
    if revision not in states or seen != state.revision:
        return entry_page(request, desk, id, problem=OVERTAKEN, typed=why, status=409)
    if not plain(why):
        return entry_page(request, desk, id, problem=NO_REASON, status=422)
    then = states[revision]
    entries, without = ([then], []) if then else ([], [id])
    try:
        desk.shelves.publish(desk.city, plain(why), entries, without=without, based_on=seen, who=desk.account.name)
    except Overtaken:
        return entry_page(request, desk, id, problem=OVERTAKEN, typed=why, status=409)
    except UnusableIndex:
        return entry_page(request, desk, id, problem=NOT_FOUND_BY_ITSELF, typed=why, status=409)
    return back_to(desk, id, "restored")
