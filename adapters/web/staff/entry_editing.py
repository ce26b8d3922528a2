"""Changing an entry: the form, saving as a draft, and what to do when somebody else was faster."""

from dataclasses import replace
from secrets import token_hex
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import FormData

from adapters.storage import DraftState, Overtaken
from adapters.web.staff.entries import back_to, existing
from adapters.web.staff.entry_conflict import Conflict, conflict, mine_of, same, taken_of
from adapters.web.staff.entry_desk import Editing, EntryDesk, EntryState
from adapters.web.staff.entry_editor import Editor, conflict_page, editor_page
from adapters.web.staff.entry_form import Typed, all_remarks, of_cells, of_entry, typed
from knowledge import Entry
from knowledge.entry_difference import cells_of, merged

router = APIRouter(prefix="/staff", include_in_schema=False)
LONGEST_ASKED = 2_000  # characters of a question that a new entry begins with, or that is tried
Given = Annotated[str, Query(max_length=LONGEST_ASKED)]
TAKEN = "この項目IDは、もう使われています。別の項目IDにしてください。"
WRONG = "直さないと保存できないところがあります。"
NOTHING_CHANGED = "変わったところがないので、保存していません。"
JOINED = "二人の内容を合わせました。まだ保存していません。読み直してから保存してください。"
CHOOSE_ALL = "選んでいないところがあります。すべてのところで、どちらかを選んでください。"


async def sent_form(request: Request) -> FormData:
    """What was sent; read already for the token of the form."""
    return await request.form()


Sent = Annotated[FormData, Depends(sent_form)]


@router.get("/entries/_new")
def new(request: Request, desk: Editing, question: Given = "", section: Given = "", note: Given = "") -> Response:
    """An empty form, or one that begins with a question that nobody could answer."""
    id = f"{desk.today:%Y%m%d}-{token_hex(3)}"
    begun = Entry(id, desk.city, question.strip(), "", section.strip(), updated_on=desk.today, note=note.strip())
    return editor_page(request, desk, Editor(of_entry(begun, desk.city), 0, desk.revision(), new=True))


@router.get("/entries/{id}/edit")
def edit(request: Request, desk: Editing, id: str) -> Response:
    """The entry as it is written now; its day of going through is set to today."""
    state = existing(desk, id)
    entry = state.written or state.history[0].entry or next(each.entry for each in state.history if each.entry)
    based_on = state.draft.based_on if state.draft else desk.revision()
    shown = replace(entry, updated_on=desk.today)
    given = of_entry(shown, desk.city)
    editor = Editor(
        given, state.seen, based_on, shared=state.own is None and state.shared is not None, before=entry.updated_on
    )
    return editor_page(request, desk, editor)


@router.post("/entries/_save")
def save(request: Request, desk: Editing, sent: Sent) -> Response:
    """Keep the form as a draft (step=save), or show it again with preview and answers (step=look, ask)."""
    given, new = typed(sent, desk.city), sent.get("new") == "yes"
    editor = Editor(given, _number(sent, "seen"), _seen_at(sent, desk), new=new, dirty=True)
    step, question = sent.get("step", "save"), str(sent.get("ask", "")).strip()
    if step != "save":
        asked = question[:LONGEST_ASKED] if step == "ask" else ""
        return editor_page(request, desk, replace(editor, looked=True, asked=asked, checked=True))
    if given.unreadable:
        return editor_page(request, desk, replace(editor, problem=WRONG, checked=True), 422)
    state = desk.state(given.entry.id)
    if _sent_twice(state, given, desk):
        return back_to(desk, given.entry.id, "saved")
    if new and (state.written or state.history):
        return editor_page(request, desk, replace(editor, problem=TAKEN), 409)
    if not state.draft and state.in_force and cells_of(state.in_force) == given.cells:
        return editor_page(request, desk, replace(editor, problem=NOTHING_CHANGED), 409)
    return _keep(request, desk, editor, state)


def _keep(request: Request, desk: EntryDesk, editor: Editor, state: EntryState) -> Response:
    """Save, unless somebody else wrote something else meanwhile: then their text is shown beside this one."""
    entry, cells = editor.given.entry, editor.given.cells
    clash = conflict(state, editor.seen, editor.based_on, desk.revision())
    if clash and clash.theirs and not same(clash.theirs, cells):
        return conflict_page(request, desk, clash, cells)
    seen, based_on = (clash.seen, clash.based_on) if clash else (editor.seen, editor.based_on)
    try:
        desk.drafts.save(desk.city, [(entry, seen)], based_on)
    except Overtaken:  # in this very moment
        now = desk.state(entry.id)
        clash = conflict(now, seen, based_on, desk.revision()) or Conflict(now.written, "", False, now.seen, based_on)
        return conflict_page(request, desk, clash, cells)
    return back_to(desk, entry.id, "saved")


def _sent_twice(state: EntryState, given: Typed, desk: EntryDesk) -> bool:
    """Whether this very text is this person's draft already."""
    draft = state.draft
    if draft is None or state.revision > draft.based_on:
        return False
    return draft.who == desk.account.name and draft.state is DraftState.DRAFT and draft.entry == given.entry


@router.post("/entries/_merge")
def merge(request: Request, desk: Editing, sent: Sent) -> Response:
    """The form with one text out of both, by what was chosen for each stretch; nothing is saved yet."""
    mine, seen, based_on = mine_of(sent), _number(sent, "seen"), _seen_at(sent, desk)
    published = sent.get("published") == "yes"
    state = existing(desk, mine["id"])
    if newer := conflict(state, seen, based_on, desk.revision()):
        return conflict_page(request, desk, newer, mine)
    theirs = state.in_force if published or state.draft is None else state.draft.entry
    shown = Conflict(theirs, "", published, seen, based_on)
    try:
        cells = merged(cells_of(theirs), mine, taken_of(sent))
    except KeyError:
        return conflict_page(request, desk, shown, mine, problem=CHOOSE_ALL, taken=taken_of(sent))
    return editor_page(
        request, desk, Editor(of_cells(cells, desk.city), seen, based_on, dirty=True, note=JOINED, checked=True)
    )


@router.post("/api/entries/check")
def check(desk: Editing, sent: Sent) -> JSONResponse:
    """What is to be said of the form as it is typed just now, by field."""
    given = typed(sent, desk.city)
    found = all_remarks(given, desk.knowledge, desk.today)
    return JSONResponse({"remarks": [remark.as_json() for remark in found]})


def _seen_at(sent: FormData, desk: EntryDesk) -> int:
    """The revision that was in force when the form was opened; none that is still to come."""
    return min(_number(sent, "based_on"), desk.revision())


def _number(sent: FormData, name: str) -> int:
    value = str(sent.get(name, ""))
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
