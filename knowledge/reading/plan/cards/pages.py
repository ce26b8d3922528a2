"""Pages of cards: the frames with their numbers, which extraction prints first, and the lines of the page after them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.reading.plan.cards.figures import folded
from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.text.heading import plain_form
from knowledge.reading.plan.text.pages import printed_pages

FRAME = re.compile(r"(?P<measure>.*?)\s*(?:管理|事業|整理|取組)番号\s*:?\s*(?P<number>\d{1,3}(?:-\d{1,3}){0,3})")
LABELS = re.compile(  # what a frame shows where a card has its values
    r"(?:事業名称?|取組名称?|名称)|(?:担当|所管)(?:課|部署|所属)?|(?:事業|取組)(?:内容|概要)|年度|目標|KPI|目標KPI|指標|実績|備考"
)
FIGURE_LABELS = re.compile(r"KPI|目標KPI|目標|指標|実績")
FOLIO = re.compile(r"[-–― ]*\d{1,3}[-–― ]*")
POLICY = re.compile(r"施策\s*[①-⑳➀-➉\d].*")
GROUP = re.compile(r"(?:基本方針|基本目標|重点施策)\s*[①-⑳➀-➉\d].*")
SCHEDULE = re.compile(r"年度")


@dataclass(frozen=True, slots=True)
class Frame:
    """A card's frame: its number, the 実施内容 that it belongs to, and whether it has room for figures."""

    number: str
    measure: str
    has_figures: bool
    line: int


@dataclass(frozen=True, slots=True)
class CardPage:
    """Frames in the order of the page, from top to bottom, and the lines that fill them, in whatever order."""

    frames: tuple[Frame, ...]
    body: tuple[SourceLine, ...]
    taken: frozenset[int]
    page: str


@dataclass(frozen=True, slots=True)
class CoverPage:
    """The page that introduces a 施策: what it and its 基本方針 are called, and its lines."""

    group: str
    policy: str
    lines: tuple[SourceLine, ...]
    page: str


def card_pages(source: Source) -> tuple[CardPage | CoverPage, ...]:
    """The pages of cards and their covers as they follow each other; nothing where the document has no frames."""
    if not any("番号" in line.text and _frame(line) for line in source.lines):
        return ()
    filled = [line for line in source.lines if line.text.strip()]
    pages = printed_pages(source)
    chunks = list(_chunks(filled, pages))
    found: list[CardPage | CoverPage] = []
    for chunk, following in zip(chunks, [*chunks[1:], []], strict=True):
        page = pages.get(chunk[0].number, "")
        if _frame(chunk[_head(chunk)]):
            found.append(_card_page(chunk, page))
        elif following and _frame(following[_head(following)]):
            cover = _cover_page(chunk, page)
            found += [cover] if cover else []
    return tuple(found)


def label_form(text: str) -> str:
    """What labels are compared by: no widths, no spaces, no colons."""
    return re.sub(r"[\s:]", "", folded(text))


def _frame(line: SourceLine) -> re.Match[str] | None:
    return FRAME.fullmatch(folded(line.text).strip())


def _head(chunk: Sequence[SourceLine]) -> int:
    """The place of the first line of `chunk` that is no page number."""
    return 1 if len(chunk) > 1 and FOLIO.fullmatch(folded(chunk[0].text).strip()) else 0


def _chunks(lines: Sequence[SourceLine], pages: Mapping[int, str]) -> Iterator[list[SourceLine]]:
    """Lines cut where a page starts, where frames follow other lines, and before the table of a cover."""
    chunk: list[SourceLine] = []
    for place, line in enumerate(lines):
        before = lines[place - 1] if place else line
        turned = (line.page, pages.get(line.number)) != (before.page, pages.get(before.number))
        opens = _opens(lines, place) and not (len(chunk) == 1 and _head([*chunk, line]))
        if chunk and (turned or opens):
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk


def _opens(lines: Sequence[SourceLine], place: int) -> bool:
    """Whether frames, or the table of a cover, begin at `place`."""
    line = lines[place]
    if _frame(line):
        return not _follows_frame(lines, place)
    following = lines[place + 1] if place + 1 < len(lines) else line
    return (
        label_form(line.text) == "年度"
        and line.text.startswith(" ")
        and not (_is_label(following) or re.search(r"年度", following.text))
    )


def _follows_frame(lines: Sequence[SourceLine], place: int) -> bool:
    """Whether nothing but the labels of another frame stands before `place`."""
    before = place - 1
    while before >= 0 and _is_label(lines[before]):
        before -= 1
    return before >= 0 and _frame(lines[before]) is not None


def _is_label(line: SourceLine) -> bool:
    """Whether the line holds labels of a frame and nothing else: 「事業名称 担当：」."""
    parts = [label_form(part) for part in re.split(r"[\s:]+", folded(line.text)) if part]
    return bool(parts) and all(LABELS.fullmatch(part) for part in parts)


def _card_page(chunk: Sequence[SourceLine], page: str) -> CardPage:
    place = _head(chunk)
    starts: list[int] = []
    while place < len(chunk) and (_frame(chunk[place]) or _is_label(chunk[place])):
        starts += [place] if _frame(chunk[place]) else []
        place += 1
    frames = tuple(_read_frame(chunk[start:end]) for start, end in zip(starts, [*starts[1:], place], strict=True))
    taken = frozenset(line.number for line in chunk)
    return CardPage(frames, tuple(chunk[place:]), taken, page)


def _read_frame(lines: Sequence[SourceLine]) -> Frame:
    found = FRAME.fullmatch(folded(lines[0].text).strip())
    assert found  # noqa: S101 - the caller cut at frames
    measure = lines[0].text.strip()[: found.end("measure")].strip()
    has_figures = any(FIGURE_LABELS.fullmatch(label_form(part)) for line in lines[1:] for part in line.text.split())
    return Frame(found["number"], measure, has_figures, lines[0].number)


def _cover_page(chunk: Sequence[SourceLine], page: str) -> CoverPage | None:
    policy = next((line for line in chunk if POLICY.fullmatch(plain_form(line.text).strip())), None)
    group = next((line for line in chunk if GROUP.fullmatch(plain_form(line.text).strip())), None)
    if policy is None:
        return None
    return CoverPage(_title(group), _title(policy), tuple(chunk), page)


def _title(line: SourceLine | None) -> str:
    return re.sub(r"\s+", " ", line.text.strip()) if line else ""
