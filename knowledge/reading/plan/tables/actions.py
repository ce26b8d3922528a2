"""取組: the tables in which a plan gives each action its 担当課, 内容 and スケジュール.

A row is known by the label in its first filled cell, never by its column: exports shift the rows of one table, and fuse tables.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from knowledge.plan import Doubt, Passage, PassageKind
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source
from knowledge.reading.plan.tables.cells import Row, label_form, labelled, runs
from knowledge.reading.plan.tables.schedule import Schedule, is_schedule
from knowledge.reading.plan.text.heading import CIRCLED

POLICY = re.compile(r"施策(?:番号|No\.?)")
POLICY_NAME = re.compile(r"施策(?:名称?|の名称)")
AIM = re.compile(r"(?:目指す|めざす)(?:べき)?姿")
ISSUE = re.compile(r"現状(?:(?:と|・|及び)課題)?|課題|背景")
ITEM = re.compile(rf"(?:具体的)?(?:取組|実施|推進)(?:事項|項目)(?:[{CIRCLED}].*|\(?\d{{1,2}}\)?(?!\d).*)?")
NAMED = re.compile(r"(?:事業|取組|アクション)(?:名称?|の名称)")  # opens an action only above other rows of one
NUMBERED = re.compile(rf"[{CIRCLED}\d]")
SECTION = re.compile(r"(?:主?担当|所管|主管)(?:部?課|部署|部局|部門|部|室|組織)?")
CONTENT = re.compile(r"(?:取組|事業|実施)?(?:内容|概要)")
SCHEDULE = re.compile(r"(?:実施|年次)?(?:スケジュール|工程表?|計画)|ロードマップ|実施(?:時期|年度)")
OTHER = re.compile(r"目的|効果|期待(?:される|する)効果|目標|備考|事業費|関[係連](?:部?課|部署|計画|施策)|根拠(?:法令)?")
LABELS = (POLICY, POLICY_NAME, AIM, ISSUE, ITEM, NAMED, SECTION, CONTENT, SCHEDULE, OTHER)
NO_SECTION = "担当課が書かれていません"


@dataclass
class _Block:
    """The rows of one passage. A 施策 has no title below its own name, which is a heading of the outline."""

    title: str
    rows: list[Row] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def passage(self) -> Passage:
        headings = (self.title,) if self.title else ()
        first, last = self.rows[0].number, self.rows[-1].number
        text, section = "\n".join(self.texts), "、".join(self.sections)
        return Passage("", headings, text, first, last, PassageKind.TABLE, section=section)

    def add(self, row: Row) -> None:
        """Takes a row that neither opens a block nor belongs to a schedule."""
        self.rows.append(row)
        for label, cells in _fields(row):
            self.texts.append(labelled(label, cells))
            if SECTION.fullmatch(label_form(label)):
                self.sections += [text for cell in Row(row.number, cells).cells if (text := cell)]

    def add_schedule(self, schedule: Schedule) -> None:
        """Takes the rows of a schedule, and notes what it does not tell."""
        self.rows += [schedule.header, *schedule.phases]
        self.texts.append(schedule.text)
        self.doubts += schedule.doubts(self.title)


def find_actions(source: Source) -> Part:
    """One passage for each 施策 row, each 現状と課題 and each 取組事項 of `source`, and a doubt where a schedule lost its years.

    The heading is the title of the action; the outline knows the 施策 by `policy_of`. A document without rows labelled
    取組事項 and 担当課 has no such tables.
    """
    tables = [run for run in runs(source) if _is_of_actions(run)]
    rows = [row for run in tables for row in run]
    if not (any(map(_opens_action, rows)) and any(SECTION.fullmatch(_first_label(row)) for row in rows)):
        return Part()
    blocks = list(_blocks(tables, _prose(source, tables)))
    return Part(
        passages=tuple(block.passage for block in blocks),
        doubts=tuple(doubt for block in blocks for doubt in [*block.doubts, *_lacks(block)]),
        lines=frozenset(row.number for run in tables for row in run),
    )


def policy_of(row: Row) -> str:
    """The 施策 that `row` names, as a heading: 「施策番号|1|施策名|窓口の改善」 is 「施策1 窓口の改善」. Empty for other rows."""
    found = {
        kind: " ".join(Row(row.number, cells).cells).strip()
        for label, cells in _fields(row)
        for kind in (POLICY, POLICY_NAME)
        if kind.fullmatch(label_form(label))
    }
    return f"施策{found[POLICY]} {found[POLICY_NAME]}" if len(found) == 2 else ""


def _is_of_actions(run: Sequence[Row]) -> bool:
    """Whether `run` has a row that names a 施策 or a numbered 取組事項, or labels of two other kinds, one above the other."""
    rows = [row for row in run if len(row.filled) > 1]
    opened = any(POLICY.fullmatch(_first_label(row)) or ITEM.fullmatch(_first_label(row)) for row in rows)
    kinds = {kind for row in rows for kind in (ISSUE, SECTION, CONTENT, SCHEDULE) if kind.fullmatch(_first_label(row))}
    return opened or len(kinds) > 1


def _opens_action(row: Row) -> bool:
    """Whether `row` names an action. The header of a table has labels in its other cells too."""
    label = _first_label(row)
    others = [label_form(row.cells[place]) for place in row.filled[1:]]
    return bool(ITEM.fullmatch(label) or NAMED.fullmatch(label)) and not any(map(_is_label, others))


def _prose(source: Source, tables: Sequence[Sequence[Row]]) -> frozenset[int]:
    """The lines with text that are no rows of `tables`."""
    rows = {row.number for run in tables for row in run}
    return frozenset(line.number for line in source.lines if line.text.strip() and line.number not in rows)


def _blocks(tables: Sequence[Sequence[Row]], prose: frozenset[int]) -> Iterator[_Block]:
    """The blocks of all tables; one goes on in the next table unless prose stands between them."""
    block: _Block | None = None
    for run in tables:
        rows = [row for row in run if not row.is_rule]
        fresh = True
        while rows:
            row = rows.pop(0)
            title = _title(row, fresh or block is None or not _opens_action(block.rows[0]))
            if title is not None or block is None or _parted(block, row, prose):
                if block:
                    yield block
                block = _Block(title if title is not None else block.title if block else "")
            if SCHEDULE.fullmatch(_first_label(row)) and is_schedule(row):
                phases = list(takewhile(lambda below: not _is_label(_first_label(below)), rows))
                rows = rows[len(phases) :]
                block.add_schedule(Schedule(row, tuple(phases)))
            else:
                block.add(row)
            fresh = False
    if block:
        yield block


def _parted(block: _Block, row: Row, prose: frozenset[int]) -> bool:
    return any(number in prose for number in range(block.rows[-1].number, row.number))


def _title(row: Row, before_actions: bool) -> str | None:
    """The title of the block that `row` opens, or None where it opens none. A 施策 has none below its own name.

    現状と課題 opens a block `before_actions`; below the name of an action it is a part of it.
    """
    label = _first_label(row)
    if POLICY.fullmatch(label):
        return ""
    if _opens_action(row):
        first, *rest = row.cells[row.filled[0]], *(row.cells[place] for place in row.filled[1:])
        return " ".join([first] * (NUMBERED.search(label) is not None or not rest) + rest)
    return row.cells[row.filled[0]] if ISSUE.fullmatch(label) and before_actions else None


def _lacks(block: _Block) -> Iterator[Doubt]:
    if _opens_action(block.rows[0]) and not block.sections:
        yield Doubt(block.rows[0].number, NO_SECTION, block.title)


def _fields(row: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Labels of `row` with the raw cells behind each; a row of at least four filled cells may have two labels."""
    starts = list(row.filled[:1])
    if len(row.filled) > 3:
        starts += [place for place in row.filled[1:-1] if _is_label(label_form(row.cells[place]))]
    if len(row.filled) < 2:
        yield from (("", (row.raw[place],)) for place in row.filled)
        return
    for start, end in zip(starts, [*starts[1:], len(row.raw)], strict=True):
        yield row.cells[start], tuple(row.raw[place] for place in row.filled if start < place < end)


def _first_label(row: Row) -> str:
    return label_form(row.cells[row.filled[0]]) if row.filled else ""


def _is_label(label: str) -> bool:
    return any(kind.fullmatch(label) for kind in LABELS)
