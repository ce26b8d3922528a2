"""All rules over the content of one city."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from knowledge.entry import Entry
from knowledge.shelf import Knowledge

# Each rule over all entries with the field of an entry that it is about.
OVER_ALL: Mapping[Callable[[Knowledge], Iterable[Finding]], str] = {
    same_words: "phrasings",
    nearly_the_same: "question",
    dead_references: "related",
    unknown_categories: "category",
    unknown_numbers: "answer",
}


def check_knowledge(knowledge: Knowledge, day: date) -> list[Finding]:
    """Everything to object to in the content of one city on `day`, in the order of the rules."""
    findings = [finding for entry in knowledge.entries for _, finding in _by_itself(entry, knowledge, day)]
    for over_all in OVER_ALL:
        findings.extend(over_all(knowledge))
    findings.extend(check_lexicon(knowledge.lexicon))
    return findings


def check_entry(entry: Entry, knowledge: Knowledge, day: date) -> list[tuple[str, Finding]]:
    """What `check_knowledge` would object to in `entry`, if it stood in `knowledge`, each with the field that it is about."""
    after = knowledge.with_entries((entry,))
    whole = next(each for each in after.entries if each.id == entry.id)
    findings = list(_by_itself(whole, after, day))
    for over_all, field in OVER_ALL.items():
        findings.extend((field, finding) for finding in over_all(after) if entry.id in finding.where.split("・"))
    return findings


def _by_itself(entry: Entry, knowledge: Knowledge, day: date) -> Iterator[tuple[str, Finding]]:
    """What to object to in one entry, with the field that it is about."""
    for rule, field in ENTRY_RULES.items():
        yield from ((field, finding) for finding in rule(entry, knowledge.city, day))
    yield from (("answer", finding) for finding in double_negatives(entry))
    yield from (("answer", finding) for finding in unexplained_terms(entry, knowledge.glossary))
    yield from (("updated_on", finding) for finding in outdated_laws(entry, knowledge.laws, day))


def blanks_to_fill(knowledge: Knowledge) -> Iterator[str]:
    """What the city alone can know and has not said yet: a line per blank with the entries that need it."""
    needed: dict[str, list[str]] = defaultdict(list)
    for entry in knowledge.entries:
        for name in entry.blanks():
            if not knowledge.city.fills.get(name, "").strip():
                needed[name].append(entry.id)
    for name, entries in sorted(needed.items()):
        yield f"未記入「{name}」 使う項目: {', '.join(entries)} → city.toml の [fills] に書いてください"
