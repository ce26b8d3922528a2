"""The page with the form of an entry, and the one that shows two people's texts side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import Request
from fastapi.responses import Response

from adapters.web.html import fill
from adapters.web.staff.access import csrf_field, page
from adapters.web.staff.entries import SCRIPTS, STYLES
from adapters.web.staff.entry_conflict import MINE, Conflict
from adapters.web.staff.entry_desk import EntryDesk
from adapters.web.staff.entry_form import (
    LABELS,
    LONGEST_FIELD,
    Remark,
    Typed,
    all_remarks,
    audience_choices,
    category_choices,
    plain_lines,
    rows_of,
    section_choices,
)
from adapters.web.staff.entry_trial import ask, look
from knowledge.entry_difference import Side, cells_of, differences

PLAIN = ("phrasings", "related", "tags")  # shown one a line, without the marks of a cell


@dataclass(frozen=True)
class Editor:
    """The form: what is `given` in it, on what it rests (`seen` version of the draft, revision `based_on`), what is told.

    `shared` says that it is common to all cities so far; `before` is the day of going through as it stands now, `dirty` says that it holds something that is not saved,
    `looked` shows the preview, `asked` is a question to try, `checked` shows what the house rules say.
    """

    given: Typed
    seen: int
    based_on: int
    new: bool = False
    shared: bool = False
    before: date | None = None
    dirty: bool = False
    problem: str = ""
    note: str = ""
    looked: bool = False
    asked: str = ""
    checked: bool = False


def editor_page(request: Request, desk: EntryDesk, editor: Editor, status: int = 200) -> Response:
    """The form, with every remark beside its field."""
    given, knowledge = editor.given, desk.knowledge
    found = all_remarks(given, knowledge, desk.today) if editor.checked or not editor.new else []
    entry = given.entry
    body = fill(
        "entry_form.html",
        desk=desk,
        editor=editor,
        entry=entry,
        values=values_of(given.cells),
        labels=LABELS,
        remarks=by_field(found),
        errors=[remark for remark in found if remark.must],
        sources=rows_of(given.cells, "source"),
        links=rows_of(given.cells, "links"),
        sections=section_choices(knowledge, given.cells["section"]),
        categories=category_choices(knowledge, given.cells["category"]),
        audiences=audience_choices(),
        longest=LONGEST_FIELD,
        look=look(desk, entry, request.app.state.as_line) if editor.looked else None,
        asked=ask(desk, entry, editor.asked, entry.audience) if editor.asked and entry.question else None,
        csrf=csrf_field(request),
    )
    title = "新しい項目" if editor.new else f"直す：{entry.question}"
    return page(request, title, body, status=status, styles=STYLES, scripts=SCRIPTS)


def conflict_page(
    request: Request,
    desk: EntryDesk,
    clash: Conflict,
    mine: Mapping[str, str],
    problem: str = "",
    taken: Mapping[tuple[str, int], Side] | None = None,
) -> Response:
    """Both texts, line by line, with a choice for each stretch in which they differ. Status 409: nothing was saved."""
    body = fill(
        "entry_conflict.html",
        desk=desk,
        clash=clash,
        fields=differences(cells_of(clash.theirs), mine),
        mine=mine,
        prefix=MINE,
        sides=list(Side),
        taken=taken or {},
        problem=problem,
        csrf=csrf_field(request),
    )
    return page(request, "ほかの人も直しています", body, status=409, styles=STYLES, scripts=SCRIPTS)


def values_of(cells: Mapping[str, str]) -> dict[str, str]:
    """The fields as they stand in the form."""
    return {key: plain_lines(cell) if key in PLAIN else cell for key, cell in cells.items()}


def by_field(found: list[Remark]) -> dict[str, list[Remark]]:
    """What is to be said of each field; for every field, so that a template can ask."""
    sorted_out: dict[str, list[Remark]] = {key: [] for key in LABELS}
    for remark in found:
        sorted_out.setdefault(remark.field, []).append(remark)
    return sorted_out
