"""Two people at one entry: what the other one wrote meanwhile, beside one's own, and one text out of both."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from adapters.web.staff.entry_desk import EntryState
from knowledge import Entry
from knowledge.entry_difference import Side, cells_of, differences

MINE, TAKEN = "mine_", "take_"


@dataclass(frozen=True)
class Conflict:
    """`theirs` is what stands there now, by `who`: a draft (version `seen`), or what was published (`published`).

    Who has looked at it works on as having seen version `seen` of the draft, and what was in force at `based_on`.
    """

    theirs: Entry | None
    who: str
    published: bool
    seen: int
    based_on: int


def conflict(state: EntryState, seen: int, based_on: int, revision: int) -> Conflict | None:
    """What stands in the way of somebody who looked at version `seen` of the draft and at the city as of `based_on`."""
    if state.draft and state.seen != seen:
        return Conflict(state.draft.entry, state.draft.who, False, state.seen, based_on)
    if state.revision > based_on:
        return Conflict(state.in_force, state.history[0].who, True, state.seen, revision)
    if state.seen != seen:  # the draft was published before `based_on`, or withdrawn
        return Conflict(state.in_force, "", True, state.seen, revision)
    return None


def mine_of(form: FormData) -> dict[str, str]:
    """One's own text of every field, as the page of a conflict carries it."""
    sent = {name.removeprefix(MINE): value for name, value in form.items() if name.startswith(MINE)}
    return {key: _plain(sent.get(key, "")) for key in cells_of(None)}


def taken_of(form: FormData) -> dict[tuple[str, int], Side]:
    """What was chosen for each stretch: take_FIELD_NUMBER is theirs, mine or both."""
    taken = {}
    for name, value in form.items():
        key, _, number = name.removeprefix(TAKEN).rpartition("_")
        if name.startswith(TAKEN) and number.isdecimal() and value in set(Side):
            taken[key, int(number)] = Side(str(value))
    return taken


def same(theirs: Entry | None, mine: Mapping[str, str]) -> bool:
    """Whether both say the same but for the day on which they were gone through."""
    return all(field.key == "updated_on" for field in differences(cells_of(theirs), mine))


def _plain(value: object) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""
