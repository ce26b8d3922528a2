"""Rules that look at one entry by itself."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from knowledge.checking.finding import Finding, Level
from knowledge.city import City
from knowledge.entry import BLANK, COMMON, Entry, fill_blanks
from knowledge.fault import shorten
from knowledge.section import DESKS

FEWEST_PHRASINGS = 4
LONGEST_ANSWER = 600  # characters: about three screens of a phone
BRACE = re.compile(r"[{}｛｝]")


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


# Each rule with the field of the entry that it is about.
ENTRY_RULES: Mapping[Callable[[Entry, City, date], Iterable[Finding]], str] = {
    _source: "source",
    _validity: "valid_until",
    _section: "section",
    _phrasings: "phrasings",
    _length: "answer",
    _blank: "answer",
    _owner: "section",
}
