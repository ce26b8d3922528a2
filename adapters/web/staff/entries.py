"""/staff/entries: the list of entries, one entry with its history, and the table of all for a spreadsheet."""

import tempfile
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from adapters.storage import Draft
from adapters.web.html import fill
from adapters.web.staff.access import Role, csrf_field, page
from adapters.web.staff.entry_desk import EntryDesk, EntryState, Reading
from adapters.web.staff.entry_form import LABELS, Remark, all_remarks, of_entry, section_choices
from adapters.web.staff.entry_search import State, Wanted, search
from knowledge import TOKYO, Audience
from knowledge.entry_difference import cells_of, differences, shown_differences
from knowledge.entry_table import AUDIENCES, entry_csv, write_entry_workbook
from knowledge.reading.entries import ENTRY_ID, losses

router = APIRouter(prefix="/staff/entries", include_in_schema=False)
AT_ONCE = 50  # entries on one page
LONGEST_QUERY = 200  # characters
STYLES, SCRIPTS = ("entries.css",), ("entries.js",)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DONE = {
    "saved": "下書きを保存しました。公開するのは、ほかの承認者です。",
    "published": "公開しました。数秒で、すべての窓口に反映されます。",
    "already": "この下書きは、もう待っていません。公開されたか、取り下げられています。二度は公開していません。",
    "returned": "下書きを差し戻しました。",
    "withdrawn": "下書きを取り下げました。",
    "restored": "前の版に戻し、公開しました。数秒で、すべての窓口に反映されます。",
}
OVERTAKEN = (
    "開いている間に、ほかの人が変えました。何も変えていません。下の新しい内容を見てから、もう一度行ってください。"
)
Short = Annotated[str, Query(max_length=LONGEST_QUERY)]


@router.get("")
def listing(
    request: Request,
    desk: Reading,
    q: Short = "",
    section: Short = "",
    category: Short = "",
    audience: Short = "",
    state: Short = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    done: Short = "",
) -> Response:
    """Entries and drafts that fit, fifty at a time."""
    wanted = Wanted(q.strip(), section, category, audience, state)
    waiting = desk.drafts.waiting(desk.city)
    found = search(wanted, desk.published, waiting, desk.account.name, desk.today)
    known = {name: value for name, value in vars(wanted).items() if value} | {"city": desk.city}

    def address(at: int) -> str:
        return f"/staff/entries?{urlencode(known | {'start': at})}"

    body = fill(
        "entries.html",
        desk=desk,
        wanted=wanted,
        found=found,
        rows=found.rows[start : start + AT_ONCE],
        start=start,
        before=address(max(0, start - AT_ONCE)) if start else "",
        after=address(start + AT_ONCE) if start + AT_ONCE < len(found.rows) else "",
        waiting=sum(draft.state == "draft" and draft.who != desk.account.name for draft in waiting),
        returned=sum(draft.state == "returned" and draft.who == desk.account.name for draft in waiting),
        sections=section_choices(desk.knowledge, section),
        categories=[(branch.name, branch.paths()) for branch in desk.knowledge.categories],
        audiences=AUDIENCES,
        states=list(State),
        editor=desk.may(Role.EDITOR),
        done=DONE.get(done, ""),
        today=desk.today,
    )
    return page(request, "項目", body, styles=STYLES, scripts=SCRIPTS, wide=True)


@router.get("/table.{form}")
def table(desk: Reading, form: str, common: str = "") -> Response:
    """The entries in force as a table; `common=yes` also those common to all. Cells that would lose something are told."""
    if form not in ("csv", "xlsx"):
        raise HTTPException(404)
    entries = tuple(entry for entry in desk.knowledge.entries if common == "yes" or entry.owned_by_city)
    headers = {"Content-Disposition": f'attachment; filename="entries-{desk.city}.{form}"'}
    if faults := list(losses(entries, desk.city, in_excel=form == "xlsx")):
        told = "\n".join(map(str, faults))
        return Response(f"表にすると失われる欄があるので、書き出していません。\n{told}\n", 409, media_type="text/plain")
    if form == "csv":
        return Response(entry_csv(entries).encode("utf-8-sig"), headers=headers, media_type="text/csv; charset=utf-8")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entries.xlsx"
        write_entry_workbook(entries, path)
        return Response(path.read_bytes(), headers=headers, media_type=XLSX)


@router.get("/{id}")
def entry(request: Request, desk: Reading, id: str, done: Short = "") -> Response:
    """One entry as it is in force and as it is drafted, with what it was before."""
    return entry_page(request, desk, id, done=DONE.get(done, ""))


def entry_page(
    request: Request, desk: EntryDesk, id: str, *, done: str = "", problem: str = "", typed: str = "", status: int = 200
) -> Response:
    """The page of the entry `id`; `problem` says why something was not done, `typed` is the reason that was written."""
    state = existing(desk, id)
    written = state.written
    draft = state.draft
    own = draft is not None and draft.who == desk.account.name
    body = fill(
        "entry.html",
        desk=desk,
        state=state,
        shown=cells_of(state.in_force),
        written=written,
        names={known.id: known.question for known in desk.knowledge.entries},
        draft=draft,
        changed=differences(cells_of(state.in_force), cells_of(draft.entry)) if draft else (),
        stale=draft is not None and state.revision > draft.based_on,
        remarks=[(LABELS.get(each.field, ""), each) for each in _remarks(desk, draft)],
        history=_steps(state),
        own=own,
        editor=desk.may(Role.EDITOR),
        approver=desk.may(Role.APPROVER),
        section=desk.knowledge.city.section_for(written.section).name if written else "",
        residents=written is not None and written.audience is Audience.RESIDENT,
        done=done,
        problem=problem,
        typed=typed,
        csrf=csrf_field(request),
        zone=TOKYO,
        today=desk.today,
    )
    title = written.question if written else id
    return page(request, title, body, status=status, styles=STYLES, scripts=SCRIPTS)


def existing(desk: EntryDesk, id: str) -> EntryState:
    """The entry `id` of the city. Raises HTTPException (404) where there is none, and never was."""
    if not ENTRY_ID.fullmatch(id):
        raise HTTPException(404)
    state = desk.state(id)
    if not state.written and not state.history:
        raise HTTPException(404)
    return state


def back_to(desk: EntryDesk, id: str, done: str) -> Response:
    """To the page of the entry, which says what was done; a reload sends nothing twice."""
    query = urlencode({"city": desk.city, "done": done})
    return RedirectResponse(f"/staff/entries/{quote(id, safe='')}?{query}", 303)


def _remarks(desk: EntryDesk, draft: Draft | None) -> list[Remark]:
    """What has to be mended or looked at before `draft` is published."""
    return all_remarks(of_entry(draft.entry, desk.city), desk.knowledge, desk.today) if draft else []


def _steps(state: EntryState) -> list[tuple[object, object]]:
    """Each published state with what it changed of the one before; the first one, of the entry common to all."""
    earlier = [*(version.entry or state.shared for version in state.history[1:]), state.shared]
    return [
        (version, shown_differences(before, version.entry or state.shared))
        for version, before in zip(state.history, earlier, strict=False)
    ]
