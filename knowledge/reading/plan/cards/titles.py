"""Title lines of cards: what a card is called and the 担当, on one line or with the 担当 wrapped below the title."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from knowledge.reading.plan.cards.figures import folded

# What the names of a city's organisation end in.
OFFICE = r"(?:課|室|所|館|局|部|係|班|署|センター|支所|本部|担当|プラザ|委員会)"
BRACKET = re.compile(r"\s?[（(][^（）()]{1,30}[）)]")
OTHERS = re.compile(r"\s?(?:ほか|外|等)$")
NAMES = re.compile(rf"[^\s、。【】（）()0-9０-９]{{1,60}}{OFFICE}")  # a name may hold a ・ of its own: こども・若者課
REFERENCE = re.compile(r"[（(]参考[）)]")  # in the place of a 担当
MARKED = re.compile(r"\s*(?:【[^【】]+】|-)+\s")
MOST_WRAPPED = 3  # lines over which a 担当 is wrapped in its narrow cell
LONGEST_LINE = 120  # characters of a title with its 担当


@dataclass(frozen=True, slots=True)
class Title:
    """`lines` is how many lines it takes. `sections` is the 担当 as printed, wraps joined."""

    title: str
    sections: str
    lines: int


def title_on(line: str) -> Title | None:
    """The title and 担当 that stand together on `line`."""
    bare = line.strip()
    if len(bare) > LONGEST_LINE or MARKED.match(line):
        return None
    for gap in re.finditer(r"[ \u3000\t]+", bare):
        if _is_office(bare[gap.end() :]):
            return Title(bare[: gap.start()], bare[gap.end() :], 1)
    return None


def title_over(lines: Sequence[str], known: Collection[str], in_cell: bool) -> Title | None:
    """The title on the first of `lines` with a 担当 on the lines below it.

    Those must begin with a section that `known` from other titles: a name alone may be a part of any sentence. Behind
    the figures of a cell (`in_cell`) only a 担当 on several lines shows that the line above is no part of the cell.
    """
    for count in range(3 if in_cell else 2, min(len(lines), MOST_WRAPPED + 1) + 1):
        sections = "".join(line.strip() for line in lines[1:count])
        longer = lines[count].strip() if count < len(lines) else ""
        if longer and re.match(r"[（(]", longer):
            continue  # the bracket belongs to it
        if is_sections(sections, known) and not is_sections(lines[0], known):
            return Title(lines[0].strip(), sections, count)
    return None


def is_sections(text: str, known: Collection[str]) -> bool:
    """Whether `text` is a 担当 and nothing else, beginning with a section of `known`."""
    bare = text.strip()
    return _is_office(bare) and _bare(split_sections(bare)[0]) in known


def known_sections(lines: Iterable[str]) -> frozenset[str]:
    """The sections that stand behind a title anywhere in `lines`."""
    titles = filter(None, map(title_on, lines))
    return frozenset(_bare(section) for title in titles for section in split_sections(title.sections)) - {""}


def split_sections(text: str) -> tuple[str, ...]:
    """The sections of a 担当, split at ・ outside of brackets; 「ほか」 and brackets stay with the last of them."""
    parts, depth = [""], 0
    for character in text.strip():
        depth += {"(": 1, ")": -1}.get(folded(character), 0)
        if character == "・" and not depth and re.search(rf"(?:{OFFICE}|[）)])$", parts[-1]):
            parts.append("")
        else:
            parts[-1] += character
    return tuple(part for part in parts if part)


def _is_office(text: str) -> bool:
    if REFERENCE.fullmatch(text):
        return True
    names = OTHERS.sub("", BRACKET.sub("", text))
    return bool(NAMES.fullmatch(names))


def _bare(section: str) -> str:
    return re.sub(r"\s?(?:ほか|外|等|[（(].*)$", "", section).strip()
