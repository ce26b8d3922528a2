"""All rules over the content of one city."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from knowledge.checking.entry_rules import ENTRY_RULES
from knowledge.checking.finding import Finding
from knowledge.checking.language import double_negatives, unexplained_terms
from knowledge.checking.lexicon_rules import check_lexicon
from knowledge.checking.shelf_rules import (
    dead_references,
    nearly_the_same,
    outdated_laws,
    same_words,
    unknown_categories,
    unknown_numbers,
)
from knowledge.shelf import Knowledge


def check_knowledge(knowledge: Knowledge, day: date) -> list[Finding]:
    """Everything to object to in the content of one city on `day`, in the order of the rules."""
    findings: list[Finding] = []
    for entry in knowledge.entries:
        for rule in ENTRY_RULES:
            findings.extend(rule(entry, knowledge.city, day))
        findings.extend(double_negatives(entry))
        findings.extend(unexplained_terms(entry, knowledge.glossary))
        findings.extend(outdated_laws(entry, knowledge.laws, day))
    for over_all in (same_words, nearly_the_same, dead_references, unknown_categories, unknown_numbers):
        findings.extend(over_all(knowledge))
    findings.extend(check_lexicon(knowledge.lexicon))
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
