"""Crises: a YAML list of kinds with their patterns and the numbers to call, after the words that several patterns share.

An item `word: 家族` with `spellings` is written `<家族>` in the patterns after it, and as an alternative among the spellings of later words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from knowledge.crisis import HIRAGANA, Crisis
from knowledge.helpline import Helpline
from knowledge.reading.record import Record, built
from knowledge.reading.yaml_file import read_items

CAPITAL = re.compile(r"(?<![\\?])[A-Z]")  # questions are lower-cased: DV must match dv
PATTERN_REMEDY = "Python の正規表現として正しく書いてください"
WORD = re.compile(r"(?<!\?P)<([^<>=!a-z]+)>")  # <家族>; (?<=, (?<! and (?P<name> are Python's own


def read_crises(path: Path, helplines: Iterable[Helpline]) -> tuple[Crisis, ...]:
    """The crises of `path`, whose contacts name `helplines`. Raises FaultyContent with every fault of the file."""
    records = [replace(record, place=f"{number}件目") for number, record in enumerate(read_items(path), 1)]
    known = {helpline.id: helpline for helpline in helplines}
    words: dict[str, str] = {}
    read = built(
        records, lambda record: _word(words, record) if "word" in record.values else _crisis(known, words, record)
    )
    return tuple(crisis for crisis in read if crisis)


def _word(words: dict[str, str], record: Record) -> None:
    """Adds to `words` a word with the alternatives of its spellings."""
    record.refuse_unknown({"word", "spellings"})
    spellings = [_spelled_out(line, words, record, "spellings") for line in record.lines("spellings", required=True)]
    words[record.text("word", required=True)] = "|".join(spellings)


def _spelled_out(pattern: str, words: Mapping[str, str], record: Record, key: str) -> str:
    """`pattern` with the alternatives of each word that it names in angle brackets."""
    for name in WORD.findall(pattern):
        if name not in words:
            record.fault(key, "前に書かれていない言葉です", f"「- word: {name}」を、先に書いてください", f"<{name}>")
    form = "{}" if key == "spellings" else "(?:{})"  # a word within a word is one of its alternatives
    return WORD.sub(lambda match: form.format(words.get(match[1], "")), pattern)


def _crisis(known: Mapping[str, Helpline], words: Mapping[str, str], record: Record) -> Crisis:
    record.refuse_unknown({"id", "patterns", "unless", "text", "contacts"})
    contacts = record.pairs("contacts", partial(_contact, known), "id")
    return Crisis(
        id=record.text("id", required=True),
        text=record.text("text", required=True),
        patterns=_patterns(record, "patterns", words, required=True),
        unless=_patterns(record, "unless", words),
        helplines=tuple(contact for contact in contacts if contact),
    )


def _patterns(
    record: Record, key: str, words: Mapping[str, str], *, required: bool = False
) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for line in record.lines(key, required=required):
        try:
            pattern = _spelled_out(line, words, record, key)
            folded = pattern.translate(HIRAGANA) if key == "patterns" else pattern
            compiled.append(re.compile(CAPITAL.sub(lambda capital: capital[0].lower(), folded)))
        except re.error as error:
            record.fault(key, f"読めない型です({error})", PATTERN_REMEDY, line)
    return tuple(compiled)


def _contact(known: Mapping[str, Helpline], record: Record) -> Helpline | None:
    """The helpline of this id; `who` says whom it is for in this crisis, where that is narrower."""
    record.refuse_unknown({"id", "who"})
    id = record.text("id", required=True)
    if id and id not in known:
        record.fault("id", "helplines.yaml にないIDです", f"{'、'.join(known)} のどれかにしてください")
    helpline = known.get(id)
    who = record.text("who")
    return replace(helpline, who=who) if helpline and who else helpline
