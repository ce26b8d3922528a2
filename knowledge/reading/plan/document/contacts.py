"""連絡先: whom a plan names to be asked, with the invitation to send opinions that may stand above it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.plan import Doubt, Passage, PassageKind, PlanContact
from knowledge.reading.plan.document.contact_line import ContactLine, contact_line, last_day, own_name
from knowledge.reading.plan.glossary.flow import SENTENCE_END, tidy
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, SourceLine

SIGN = re.compile(r"@|0\d{1,4}[-‐－ー−)）]|[０][０-９]{1,4}[－‐-]")
INVITATION = re.compile(r"募集|ご?意見|提出|お寄せ|受付期間|締切|パブリック")
APPENDIX = re.compile(r"https?://|[※＊]|アンケートフォーム|詳細|ホームページ|市HP|開庁|受付時間")
IMPRINT = re.compile(r"(?:発行|編集|発行者|発行年月日?|発行日)\s*[:：]")
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
REACH = 6  # lines, blank ones included, between the lines of one contact
ABOVE = 12  # lines above it that may invite to write
LONGEST = 200  # characters of a line of a contact; what is longer is prose that happens to name a number


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line; bold text that was set over several of them is put together."""

    first: int
    last: int
    text: str
    told: ContactLine


def find_contacts(source: Source) -> Part:
    """Every section with a telephone, fax or mail, and a passage with its block as printed.

    Where an invitation with a period stands with it, the passage has its last day in `until`.
    """
    if not any(SIGN.search(line.text) for line in source.lines):
        return Part()
    lines = list(_put_together(source.lines))
    passages, contacts, doubts = list[Passage](), list[PlanContact](), list[Doubt]()
    taken: set[int] = set()
    for block in _blocks(lines):
        contact, printed = _contact(block)
        if not contact.section:
            doubts.append(Doubt(block[0].first, "連絡先がどの課のものか、文字からは分かりません", block[0].text))
            continue
        whole = _with_surroundings(lines, block)
        contacts.append(contact)
        passages.append(_passage(whole, printed))
        taken |= set(range(whole[0].first, whole[-1].last + 1))
    return Part(tuple(passages), contacts=tuple(contacts), doubts=tuple(doubts), lines=frozenset(taken))


def _put_together(lines: Sequence[SourceLine]) -> Iterator[_Line]:
    """Filled lines outside tables of many columns; lines between two bold marks count as one."""
    open_bold: list[SourceLine] = []
    for line in lines:
        if open_bold or line.text.count("**") % 2:
            open_bold.append(line)
            closed = sum(each.text.count("**") for each in open_bold) % 2 == 0
            if not closed and len(open_bold) < REACH:
                continue
        whole = open_bold or [line]
        open_bold = []
        text = tidy(AUTOLINK.sub(r"\1", "".join(each.text.strip() for each in whole)))
        if text:
            told = contact_line(text) if len(text) <= LONGEST else ContactLine()
            yield _Line(whole[0].number, whole[-1].number, text, told)


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines of contacts that stand together and give a way to reach somebody; a second section begins a new block."""
    block: list[_Line] = []
    for index, line in enumerate(lines):
        told = line.told
        follows = bool(block) and line.first - block[-1].last <= REACH
        if (block and not follows) or (told.printed and any(each.told.is_way for each in block)):
            yield from _closed(block)
            block = []
        if told.is_any or (
            follows and index and lines[index - 1] is block[-1] and _is_rest_of_address(block[-1], line)
        ):
            block.append(line)
    yield from _closed(block)


def _closed(block: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The block from the last line that names a section before the first number on, if there is any number."""
    ways = [index for index, line in enumerate(block) if line.told.is_way]
    if ways:
        named = [index for index, line in enumerate(block[: ways[0] + 1]) if line.told.printed]
        yield list(block[named[-1] if named else max(0, ways[0] - 2) : ways[-1] + 1 + _tail(block[ways[-1] + 1 :])])


def _tail(rest: Sequence[_Line]) -> int:
    """How many of the lines behind the last number still are the address."""
    return next((index for index, line in enumerate(rest) if line.told.printed), len(rest))


def _is_rest_of_address(before: _Line, line: _Line) -> bool:
    """Whether `line` is what follows a postcode that stands alone."""
    alone = re.fullmatch(r".*〒\s*\d{3}-\d{4}", before.text)
    return bool(alone) and len(line.text) <= 60 and not line.text.endswith(SENTENCE_END)


def _contact(block: Sequence[_Line]) -> tuple[PlanContact, str]:
    """What the block tells, and the section as printed with city and department."""

    def first(values: Iterator[str]) -> str:
        return next((value for value in values if value), "")

    printed = first(line.told.printed for line in block)
    address = ""
    for index, line in enumerate(block):
        if line.told.address and not address:
            rest = (
                block[index + 1].text if index + 1 < len(block) and _is_rest_of_address(line, block[index + 1]) else ""
            )
            address = f"{line.told.address} {rest}".strip()
    contact = PlanContact(
        own_name(printed),
        first(line.told.telephone for line in block),
        address,
        first(line.told.mail for line in block),
        first(line.told.fax for line in block),
        first(line.told.note for line in block),
        block[0].first,
    )
    return contact, printed


def _with_surroundings(lines: Sequence[_Line], block: Sequence[_Line]) -> list[_Line]:
    """The block with the invitation above it, and with addresses on the web and notes below it."""
    start = lines.index(block[0])
    end = lines.index(block[-1]) + 1
    above = [
        index
        for index in range(max(0, start - ABOVE), start)
        if INVITATION.search(lines[index].text) and block[0].first - lines[index].first <= ABOVE
    ]
    if above and any(last_day(line.text) for line in lines[above[0] : start]):
        start = above[0]
    while start and IMPRINT.match(lines[start - 1].text) and lines[start].first - lines[start - 1].last <= REACH:
        start -= 1
    while end < len(lines) and lines[end].first - lines[end - 1].last <= REACH and APPENDIX.search(lines[end].text):
        end += 1
    return list(lines[start:end])


def _passage(whole: Sequence[_Line], printed: str) -> Passage:
    text = "\n".join(line.text for line in whole)
    until = next((day for line in whole if (day := last_day(line.text))), None)
    return Passage(
        "",
        (printed,),
        text,
        whole[0].first,
        whole[-1].last,
        PassageKind.CONTACT,
        section=own_name(printed),
        until=until,
    )
