"""Terms that a plan explains where it uses them: a starred note below a sentence, or a box 「…とは？」."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.reading.plan.glossary.entry_form import Entry
from knowledge.reading.plan.glossary.flow import ends_sentence, tidy
from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.text.heading import heading_of

STARRED = re.compile(r"(?:\\\*|[*＊](?![\s*]))+\s*([^。、：:\t]{2,30})")
QUESTION = re.compile(r"[「『（(〈【]?([^「」『』【】（）()。、]{1,30}?)[」』]?とは(?P<asked>[?？])?[）)〉】]?")
NOTE = re.compile(r"[※＊][\d１-９]*\s*([^：:。、\s]{2,24})(?:とは、?|[：:])\s*(.{12,})")
REMARKS = frozenset(("注", "注意", "注記", "出典", "備考", "資料", "例", "参考", "補足", "出所"))
SHORTEST = 15  # characters of an explanation
LONGEST = 500  # characters of a box; what is longer is a chapter that has 「…とは」 for its title
LONGEST_LINES = 16


@dataclass(frozen=True, slots=True)
class Definition:
    """`heading` is how the place is titled in print, empty for a note below a sentence."""

    heading: str
    entry: Entry


def find_definitions(source: Source, taken: frozenset[int]) -> Iterator[Definition]:
    """Definitions on lines that are not yet `taken`. A starred term must be used elsewhere in the document."""
    lines = [line for line in source.lines if line.number not in taken]
    whole = ""
    for index, line in enumerate(lines):
        if len(line.text) > 200:
            continue
        text = line.text.replace("**", "").strip()
        if "とは" in text:
            box = _box(lines, index)
            if box:
                yield box
        elif text.startswith(("\\*", "*", "＊", "※")):
            whole = whole or "\n".join(each.text for each in lines)
            note = _starred(lines, index, whole) or _note(line, whole)
            if note:
                yield Definition("", note)


def _starred(lines: Sequence[SourceLine], index: int, whole: str) -> Entry | None:
    """「*用語」 on a line by itself and its explanation in the paragraph below."""
    found = STARRED.fullmatch(lines[index].text.strip())
    if not found or whole.count(found[1]) < 2:
        return None
    body = _paragraph(lines, index + 1)
    if sum(len(line.text) for line in body) < SHORTEST:
        return None
    return Entry(lines[index].number, [tidy(found[1])], body=[tidy(line.text) for line in body], last=body[-1].number)


def _note(line: SourceLine, whole: str) -> Entry | None:
    """「※用語：説明」 or 「※用語とは、説明」 in one line."""
    found = NOTE.fullmatch(line.text.strip())
    if not found or found[1] in REMARKS or whole.count(found[1]) < 2 or not ends_sentence(found[2]):
        return None
    return Entry(line.number, [tidy(found[1])], body=[tidy(found[2])], last=line.number)


def _box(lines: Sequence[SourceLine], index: int) -> Definition | None:
    """A title 「…とは？」 and all that stands below it up to the next heading, if that is short enough for a box."""
    raw = lines[index].text.strip()
    title = tidy(raw)
    found = QUESTION.fullmatch(title)
    framed = title.startswith(("（", "(", "〈", "【")) or raw.startswith("#")
    if not found or not (found["asked"] or framed):
        return None
    body: list[SourceLine] = []
    for line in lines[index + 1 : index + 1 + LONGEST_LINES]:
        text = line.text.strip()
        if "\t" in text or text.startswith("#") or (text and heading_of(text)) or (body and _gap(body[-1], line)):
            break
        if text:
            body.append(line)
    else:
        if len(lines) > index + 1 + LONGEST_LINES:
            return None  # no end in sight
    size = sum(len(line.text) for line in body)
    if not SHORTEST <= size <= LONGEST:
        return None
    entry = Entry(lines[index].number, [found[1]], body=[tidy(line.text) for line in body], last=body[-1].number)
    return Definition(title, entry)


def _paragraph(lines: Sequence[SourceLine], start: int) -> list[SourceLine]:
    """The lines up to the first blank one, blank lines before them left out."""
    while start < len(lines) and not lines[start].text.strip():
        start += 1
    end = start
    while end < len(lines) and lines[end].text.strip():
        end += 1
    return list(lines[start:end])


def _gap(before: SourceLine, line: SourceLine) -> bool:
    """Whether so much stands between two filled lines that a picture or another column was there."""
    return bool(line.text.strip()) and line.number - before.number > 3
