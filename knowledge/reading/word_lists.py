"""Short tables that stand beside the entries: topics, terms, and changes of laws."""

from datetime import date
from pathlib import Path

from knowledge.glossary import Term
from knowledge.law import LawChange
from knowledge.reading.record import Record, built
from knowledge.reading.table import read_table
from knowledge.section import DESKS
from knowledge.topic import Topic


def read_topics(path: Path) -> tuple[Topic, ...]:
    """The topics of `path` (担当分野, 言葉 separated by `|`). Raises FaultyContent with every fault of the file."""
    return built(read_table(path, {"担当分野": "section", "言葉": "words"}), _topic)


def read_glossary(path: Path) -> tuple[Term, ...]:
    """The terms of `path` (用語, 説明, 出典). Raises FaultyContent with every fault of the file."""
    return built(read_table(path, {"用語": "word", "説明": "meaning", "出典": "source"}), _term)


def read_laws(path: Path) -> tuple[LawChange, ...]:
    """The changes of laws in `path` (法令, 施行日, 内容, 出典). Raises FaultyContent with every fault of the file."""
    columns = {"法令": "law", "施行日": "in_force", "内容": "what", "出典": "source"}
    return built(read_table(path, columns), _change)


def _topic(record: Record) -> Topic:
    section = record.text("section", required=True)
    if section and section not in DESKS:
        record.fault("section", "知らない担当分野です", f"{'、'.join(DESKS)} のどれかにしてください")
    words = tuple(word.strip() for word in record.text("words", required=True).split("|") if word.strip())
    for word in words:
        if len(word) < 2:
            record.fault("words", "1字の言葉です", "ほかの言葉の一部にならない、2字以上の言葉にしてください", word)
    return Topic(section, words)


def _term(record: Record) -> Term:
    return Term(*(record.text(key, required=True) for key in ("word", "meaning", "source")))


def _change(record: Record) -> LawChange:
    law, what, source = (record.text(key, required=True) for key in ("law", "what", "source"))
    if not record.text("in_force"):
        record.missing("in_force")
    return LawChange(law, record.day("in_force") or date.max, what, source)
