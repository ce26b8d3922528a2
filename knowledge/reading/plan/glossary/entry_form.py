"""The forms in which glossaries print their entries, and the form that one glossary uses."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from knowledge.reading.plan.glossary.flow import ends_sentence, tidy
from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.text.heading import heading_of

LONGEST_WORD = 40  # characters of a headword that no mark announces
SHORTEST_MEANING = 8
COLUMN = 20  # cells: a term that a narrow column wraps goes on in a line no longer than this
SYMBOLS = "◆♦◇♢■□●▼▶★☆❖◼"
HEADER = re.compile(
    r"(?:項番|番号|no\.?|№)?(?:用語名?|語句|言葉|名称|項目)(?:読み(?:方|仮名)?|ふりがな)?(?:の?説明|の?解説|の?意味|内容|定義)"
)
INDEX = re.compile(
    r"[【\[<〈(]?(?:[あかさたなはまやらわんア-ンa-z](?:行|[~〜-].{1,2}行?)?|英数字?|数字|アルファベット)[】\]>〉)]?",
    re.I,
)
BRACKETED = re.compile(r"(?:【.+】|\[.+\]|［.+］|\(.+\)|（.+）)")
NUMBERED = re.compile(r"\s*(\d{1,3})[\s.．、)）:：]+(\S.*)")
MARKED = re.compile(rf"[{SYMBOLS}]\s*(\S.*)")
BOLD = re.compile(r"(?:[-・*] +)?\*\*([^*]+?)[:：]?\*\*\s*[:：…‥―]*\s*(.*)")
INLINE = re.compile(r"(?:[・•] *)?([^：:。、]{1,40}?)\s*(?:[：:]|…+|‥+|　+|\s{2,}|――?)\s*(.{4,})")
HASHED = re.compile(r"#{2,6}\s+(\S.*)")


@dataclass(slots=True)
class Entry:
    """An entry as printed: the lines of its head, lines of brackets below it, and those of its meaning."""

    first: int
    head: list[str]
    extra: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    last: int = 0


Opening = tuple[str, str]  # the word, and what of the meaning stands on the same line
Opener = Callable[[Sequence[SourceLine], int, Sequence[Entry]], Opening | None]


def plain(text: str) -> str:
    """NFKC without spaces and bold marks, for comparing with the patterns of this module."""
    return re.sub(r"[\s|]", "", unicodedata.normalize("NFKC", text).replace("**", "")).lstrip("#").casefold()


def is_furniture(text: str) -> bool:
    """Whether the line is a repeated header, a folio, an あ行 or a rule: nothing of an entry."""
    bare = plain(text)
    return not bare or bare.isdigit() or bool(HEADER.fullmatch(bare) or INDEX.fullmatch(bare)) or not bare.strip("-:=_")


def form_of(lines: Sequence[SourceLine]) -> Opener | None:
    """The form that the first of `lines` show; None where they show none."""
    for opener, looked_at, needed in FORMS:
        entries: list[Entry] = []
        for index in range(min(len(lines), looked_at)):
            opening = opener(lines, index, entries)
            if opening:
                entries.append(Entry(lines[index].number, [opening[0]]))
        if len(entries) >= needed:
            return opener
    return None


def numbered(lines: Sequence[SourceLine], index: int, entries: Sequence[Entry]) -> Opening | None:
    found = NUMBERED.fullmatch(lines[index].text.rstrip())
    if not found or int(found[1]) != len(entries) + 1:
        return None
    words = tidy(found[2]).split(" ")
    size = 1
    while size < len(words) and re.fullmatch(r"[\d.]+", unicodedata.normalize("NFKC", words[size])):
        size += 1  # 「Society 5.0」
    return " ".join(words[:size]), " ".join(words[size:]).strip()


def marked(lines: Sequence[SourceLine], index: int, entries: Sequence[Entry]) -> Opening | None:
    found = MARKED.fullmatch(tidy(lines[index].text))
    if not found:
        return None
    inline = INLINE.fullmatch(found[1])
    return (inline[1], inline[2]) if inline and ends_sentence(inline[2]) else (found[1], "")


def tabled(lines: Sequence[SourceLine], index: int, entries: Sequence[Entry]) -> Opening | None:
    cells = cells_of(lines[index].text)
    if len(cells) > 2 and re.fullmatch(r"\d*", cells[0]):
        cells = cells[1:]
    if len(cells) < 2 or not cells[0] or is_furniture(lines[index].text):
        return None
    word, *rest = cells
    if len(rest) > 1 and re.fullmatch(r"[぀-ヿ・ー ]+", rest[0]):
        word, rest = f"{word}【{rest[0]}】", rest[1:]
    meaning = "\n".join(filter(None, rest))
    return (word, meaning) if len(word) <= LONGEST_WORD * 2 and meaning else None


def bold(lines: Sequence[SourceLine], index: int, entries: Sequence[Entry]) -> Opening | None:
    found = BOLD.fullmatch(lines[index].text.strip())
    return (found[1].strip(), found[2].strip()) if found and len(found[1]) <= LONGEST_WORD else None


def hashed(lines: Sequence[SourceLine], index: int, entries: Sequence[Entry]) -> Opening | None:
    found = HASHED.fullmatch(lines[index].text.strip())
    return (tidy(found[1]), "") if found and len(found[1]) <= LONGEST_WORD else None


def inline(lines: Sequence[SourceLine], index: int, entries: Sequence[Entry]) -> Opening | None:
    """「用語：説明」 on one line, or with a gap between the two."""
    found = INLINE.fullmatch(lines[index].text.strip())
    return (found[1].strip(), found[2].strip()) if found else None


def bare(lines: Sequence[SourceLine], index: int, entries: Sequence[Entry]) -> Opening | None:
    """A short line by itself between the end of one sentence and the beginning of another one."""
    text = tidy(lines[index].text)
    if len(text) > LONGEST_WORD or ends_sentence(text) or text.endswith(("、", "，")) or BRACKETED.fullmatch(text):
        return None
    heading = heading_of(lines[index].text)
    if heading and heading.kind != "plain":
        return None
    before = next((tidy(line.text) for line in reversed(lines[:index]) if not is_furniture(line.text)), "")
    if before and not ends_sentence(before):
        return None
    after = (tidy(line.text) for line in lines[index + 1 :] if not is_furniture(line.text))
    following = next((line for line in after if not BRACKETED.fullmatch(line)), "")
    return (text, "") if len(following) >= SHORTEST_MEANING and "。" in following else None


def cells_of(text: str) -> list[str]:
    """Cells of a row of tabs or of a Markdown table; one cell where it is neither."""
    row = text.strip()
    cells = row.strip("|").split("|") if row.startswith("|") else text.rstrip().split("\t")
    return [tidy(cell) for cell in cells]


# Each form with the lines looked at and how many of them must open an entry: the weaker the sign, the more.
FORMS: tuple[tuple[Opener, int, int], ...] = (
    (numbered, 60, 2),
    (marked, 60, 2),
    (tabled, 4, 2),
    (bold, 40, 2),
    (hashed, 40, 2),
    (inline, 6, 3),
    (inline, 3, 2),
    (bare, 40, 2),
)
