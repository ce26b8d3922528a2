"""The house rules of content: what a reader of the files would object to before a resident does."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge.city import City
from knowledge.entry import BLANK, COMMON, Audience, Entry, fill_blanks
from knowledge.fault import shorten
from knowledge.lexicon import Lexicon
from knowledge.section import DESKS
from knowledge.shelf import DATA, Knowledge

FEWEST_PHRASINGS = 4
NEARLY_EQUAL = 92  # per cent of likeness at which two questions read the same
LONGEST_ANSWER = 600  # characters: about three screens of a phone
BRACE = re.compile(r"[{}｛｝]")


class Level(StrEnum):
    ERROR = "誤り"
    WARNING = "注意"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one entry or word, and what to do about it."""

    level: Level
    where: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.level} {self.where}: {self.problem} → {self.remedy}"


def check_knowledge(knowledge: Knowledge, day: date) -> list[Finding]:
    """Everything to object to in the content of one city on `day`, in the order of the rules."""
    findings: list[Finding] = []
    for entry in knowledge.entries:
        for rule in ENTRY_RULES:
            findings.extend(rule(entry, knowledge.city, day))
    findings.extend(_same_words(knowledge.entries))
    findings.extend(_nearly_the_same(knowledge.entries))
    findings.extend(_lexicon(knowledge.lexicon))
    return findings


def blanks_to_fill(knowledge: Knowledge) -> Iterator[str]:
    """What the city alone can know and has not said yet: a line per blank with the entries that need it."""
    needed: dict[str, list[str]] = defaultdict(list)
    for entry in knowledge.entries:
        for name in entry.blanks():
            if not knowledge.city.fills.get(name, "").strip():
                needed[name].append(entry.id)
    for name, entries in sorted(needed.items()):
        yield f"未記入「{name}」 使う項目: {', '.join(entries)} → city.toml の [fills] に書いてください"


def _source(entry: Entry, city: City, day: date) -> Iterator[Finding]:
    if not entry.source:
        yield Finding(Level.ERROR, entry.id, "出典がありません", "根拠の法令・計画・ページを書いてください")


def _validity(entry: Entry, city: City, day: date) -> Iterator[Finding]:
    if entry.valid_until and entry.valid_until < day:
        yield Finding(
            Level.WARNING,
            entry.id,
            f"有効期間が{entry.valid_until}に終わりました",
            "内容を改めるか、項目を消してください",
        )


def _section(entry: Entry, city: City, day: date) -> Iterator[Finding]:
    names = {section.name for section in city.sections}
    if entry.section not in names and entry.section not in DESKS:
        remedy = "city.toml の課の名前か、担当分野にしてください"
        yield Finding(Level.ERROR, entry.id, f"担当課「{entry.section}」がありません", remedy)


def _phrasings(entry: Entry, city: City, day: date) -> Iterator[Finding]:
    if len(entry.phrasings) < FEWEST_PHRASINGS:
        remedy = f"{FEWEST_PHRASINGS}つ以上、住民の言葉で書いてください"
        yield Finding(Level.ERROR, entry.id, f"言い換えが{len(entry.phrasings)}つです", remedy)


def _length(entry: Entry, city: City, day: date) -> Iterator[Finding]:
    if len(entry.answer) > LONGEST_ANSWER:
        remedy = f"{LONGEST_ANSWER}字までにするか、項目を分けてください"
        yield Finding(Level.WARNING, entry.id, f"回答が{len(entry.answer)}字です", remedy)


def _blank(entry: Entry, city: City, day: date) -> Iterator[Finding]:
    if not fill_blanks(entry.answer, {}).text:
        yield Finding(Level.ERROR, entry.id, "空欄を除くと回答が残りません", "市によらず言えることを1行書いてください")
    for line in f"{entry.answer}\n{entry.easy_answer}".splitlines():
        if BRACE.search(BLANK.sub("", line)):
            remedy = f"「{shorten(line)}」の空欄を、半角の {{{{名前}}}} の形で1行の中に書いてください"
            yield Finding(Level.ERROR, entry.id, "空欄の書き方が違います", remedy)
            return


def _owner(entry: Entry, city: City, day: date) -> Iterator[Finding]:
    if entry.owner == COMMON and entry.section not in DESKS:
        yield Finding(Level.ERROR, entry.id, "共通の項目の担当が担当分野ではありません", "担当分野で書いてください")


ENTRY_RULES: tuple[Callable[[Entry, City, date], Iterable[Finding]], ...] = (
    _source,
    _validity,
    _section,
    _phrasings,
    _length,
    _blank,
    _owner,
)


def _same_words(entries: Iterable[Entry]) -> Iterator[Finding]:
    """The same question or phrasing in two entries that one audience sees."""
    homes: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for text in {_plain(text) for text in (entry.question, *entry.phrasings)}:
            homes[text].append(entry)
    for text, holders in homes.items():
        if len(holders) > 1:
            where = "・".join(entry.id for entry in holders)
            yield Finding(Level.ERROR, where, f"同じ言い方「{text}」があります", "一方を消すか、違いを書いてください")


def _nearly_the_same(entries: tuple[Entry, ...]) -> Iterator[Finding]:
    """Questions that read nearly the same for one audience."""
    for audience in Audience:
        group = [entry for entry in entries if entry.audience is audience]
        questions = [_plain(entry.question) for entry in group]
        if not group:
            continue
        likeness = process.cdist(questions, questions, scorer=fuzz.ratio, score_cutoff=NEARLY_EQUAL, workers=1)
        for left, right in zip(*likeness.nonzero(), strict=True):
            if left < right and questions[left] != questions[right]:
                where = f"{group[left].id}・{group[right].id}"
                yield Finding(
                    Level.WARNING, where, "質問がほとんど同じです", "一つにまとめるか、違いが分かるように書いてください"
                )


def _lexicon(lexicon: Lexicon) -> Iterator[Finding]:
    """A spoken form with several meanings must be marked, and near words must never be joined."""
    meanings: dict[str, list[bool]] = defaultdict(list)
    for group in lexicon.groups:
        for form in group.spoken:
            meanings[_plain(form)].append(group.ambiguous)
        if group.both_ways and group.ambiguous:
            yield Finding(Level.ERROR, "・".join(group.spoken), "あいまいな語が双方向です", "片方向にしてください")
    for form, flags in meanings.items():
        if len(flags) > 1 and not all(flags):
            yield Finding(
                Level.ERROR, form, "意味の違う行が二つあります", "一つにまとめるか、あいまいを「はい」にしてください"
            )
    for left, right in forbidden_pairs():
        for group in lexicon.groups:
            forms = {_plain(form) for form in group.spoken + group.official}
            if group.both_ways and {_plain(left), _plain(right)} <= forms:
                yield Finding(
                    Level.ERROR, f"{left}・{right}", "混ぜてはいけない語が双方向です", "別の行に分けてください"
                )


def forbidden_pairs(path: Path = DATA / COMMON / "forbidden.csv") -> list[tuple[str, str]]:
    """Near words that mean different things in law: no lexicon may make them equal."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["語1"], row["語2"]) for row in csv.DictReader(file)]


def _plain(text: str) -> str:
    return re.sub(r"[\s、。?!？！]+", "", unicodedata.normalize("NFKC", text)).lower()
