"""How headings stand in each other: decided by the order of their numbering, and by what a heading says it holds."""

from collections.abc import Sequence

from knowledge.reading.plan.text.heading import RANK, Heading

NUMBERED = {"roman", "number", "paren", "letter", "circle", "question", "part question"}
# A label and the words by which a heading around it announces it.
ANNOUNCED = {
    "基本方針": ("基本方針",),
    "基本目標": ("基本目標", "目標"),
    "基本施策": ("施策",),
    "重点施策": ("施策",),
    "重点目標": ("目標",),
    "重点プロジェクト": ("プロジェクト", "重点"),
    "施策": ("施策", "基本方針"),
    "取組": ("取組", "施策", "方針"),
}


def nested(path: Sequence[Heading], heading: Heading) -> list[Heading]:
    """`path` after `heading`: it ends whatever of its own kind stands open, and else what is within its rank.

    The first of a series (1, (1), ①, ア) opens a level below the path that it meets, whatever its rank.
    """
    kinds = [outer.kind for outer in path]
    if heading.kind in kinds:
        return [*path[: kinds.index(heading.kind)], heading]
    loose = ("plain", "marked", "slot")
    outer = [each for place, each in enumerate(path) if each.kind not in loose or (each.kind == "plain" and place == 0)]
    if heading.kind == "slot":
        outer = list(path)
    elif heading.kind == "plain":
        outer = [each for each in path if each.kind not in ("slot", "marked")]
    elif heading.kind == "marked":
        outer = [each for each in path if each.kind != "slot"]
    elif heading.kind in ANNOUNCED:
        outer = _announcing(outer, heading)
    elif heading.number != 1 or heading.kind not in NUMBERED | {"取組事項", "取組項目"}:
        outer = [each for each in outer if RANK[each.kind] < RANK[heading.kind] or each.kind in ("取組", "施策")]
    if heading.kind == "part":
        outer = []
    return [*outer, heading]


def _announcing(path: Sequence[Heading], heading: Heading) -> list[Heading]:
    """The part of `path` that holds a label heading: numbered headings only down to the last that speaks of such labels."""
    words = ANNOUNCED[heading.kind]
    speaking = [
        place
        for place, outer in enumerate(path)
        if outer.kind in NUMBERED and any(word in outer.title for word in words)
    ]
    labels = [
        place
        for place, outer in enumerate(path)
        if outer.kind in ANNOUNCED and (RANK[outer.kind] < RANK[heading.kind] or heading.number == 1)
    ]
    last = max([-1, *speaking, *labels])
    return [outer for place, outer in enumerate(path) if place <= last or outer.kind in ("part", "section", "plain")]
