"""What a table of entries changes, compared with what is in force and with what was written out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from adapters.storage import Draft
from knowledge import Entry, Fault, FaultyContent
from knowledge.entry_table import checked
from knowledge.reading.entries import EntryRow, read_rows

NAMED = 5  # entries named in one line


@dataclass
class Changes:
    """`to_publish` are new or changed in the file; `same` is as in force; the rest was changed by nobody here and is left alone.

    `overtaken` was changed elsewhere since it was written out, `gone` is in force no more, `taken_over` was common to all.
    """

    to_publish: list[Entry] = field(default_factory=list)
    same: int = 0
    overtaken: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    taken_over: list[str] = field(default_factory=list)

    def told(self) -> Iterator[str]:
        """What a person should know besides what was published."""
        if self.same and self.to_publish:
            yield f"変わっていない項目 {self.same} は、そのままです。"
        for ids, said in (
            (self.taken_over, "共通の項目 {} を直したので、市の項目になりました"),
            (self.overtaken, "書き出した後にほかの人が直した項目 {} は、いまの内容のままにしました"),
            (self.gone, "書き出した後になくなった項目 {} は、取り込みませんでした"),
        ):
            if ids:
                yield f"{said.format(len(ids))}: {_named(ids)}"


def changed_entries(file: Path, city: str, in_force: Iterable[Entry]) -> Changes:
    """What the entries in `file` change in `city`.

    Raises FaultyContent where the file has faults, or where a row was changed that somebody else has changed since it was
    written out.
    """
    known = {entry.id: entry for entry in in_force}
    changes, faults = Changes(), []
    for row in read_rows(file, city):
        if fault := _sort(row, known.get(row.entry.id), city, changes, file.name):
            faults.append(fault)
    if faults:
        raise FaultyContent(faults)
    return changes


def refuse_others(file: str, rows: Iterable[EntryRow], waiting: Iterable[Draft], me: str) -> None:
    """Raise FaultyContent where somebody other than `me` has a draft of the same entry that says something else."""
    theirs = {draft.entry.id: draft for draft in waiting if draft.who != me}
    remedy = "その人と話して、下書きを一つにしてください（madoguchi drafts list）"
    faults = [
        Fault(file, f"{row.place} 項目ID", row.entry.id, f"{draft.who or '(unknown)'} さんの下書きがあります", remedy)
        for row in rows
        if (draft := theirs.get(row.entry.id)) and draft.entry != row.entry
    ]
    if faults:
        raise FaultyContent(faults)


def _sort(row: EntryRow, now: Entry | None, city: str, changes: Changes, file: str) -> Fault | None:
    """Put the entry of `row` where it belongs; a fault where two people have changed it."""
    entry = row.entry
    mine, theirs = checked(entry), checked(now) if now else ""
    if mine == theirs:
        changes.same += 1
    elif row.check and mine == row.check:
        (changes.overtaken if now else changes.gone).append(entry.id)
    elif row.check and now and row.check != theirs:
        remedy = "もう一度書き出し、新しい表で直してください"
        return Fault(file, f"{row.place} 項目ID", entry.id, "書き出した後に、ほかの人が直しています", remedy)
    else:
        changes.to_publish.append(replace(entry, owner=city))
        if now and not now.owned_by_city:
            changes.taken_over.append(entry.id)
    return None


def _named(ids: list[str]) -> str:
    return "、".join(ids[:NAMED]) + (f" ほか {len(ids) - NAMED}" if len(ids) > NAMED else "")
