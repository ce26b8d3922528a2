"""Rules that look at an entry beside the others, and beside what stands around them: categories, numbers, laws."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from rapidfuzz import fuzz, process

from knowledge.checking.finding import Finding, Level
from knowledge.checking.plain import plain
from knowledge.entry import Audience, Entry
from knowledge.law import LawChange
from knowledge.shelf import Knowledge

NEARLY_EQUAL = 92  # per cent of likeness at which two questions read the same
# Numbers that reach somebody without an area code: #7119, and three digits that are called and not counted (189番, 188に).
SHORT_NUMBER = re.compile(r"[#＃♯](\d{4})(?!\d)|(?<![\d,.第])(1[0-9]{2})(?=番(?!目)|に電話|へ電話|（[ぁ-ん]+）)")


def same_words(knowledge: Knowledge) -> Iterator[Finding]:
    """The same question or phrasing in two entries that one audience sees."""
    homes: dict[str, list[Entry]] = defaultdict(list)
    for entry in knowledge.entries:
        for text in {plain(text) for text in (entry.question, *entry.phrasings)}:
            homes[text].append(entry)
    for text, holders in homes.items():
        if len(holders) > 1:
            where = "・".join(entry.id for entry in holders)
            yield Finding(Level.ERROR, where, f"同じ言い方「{text}」があります", "一方を消すか、違いを書いてください")


def nearly_the_same(knowledge: Knowledge) -> Iterator[Finding]:
    """Questions that read nearly the same for one audience."""
    for audience in Audience:
        group = [entry for entry in knowledge.entries if entry.audience is audience]
        questions = [plain(entry.question) for entry in group]
        if not group:
            continue
        likeness = process.cdist(questions, questions, scorer=fuzz.ratio, score_cutoff=NEARLY_EQUAL, workers=1)
        for left, right in zip(*likeness.nonzero(), strict=True):
            if left < right and questions[left] != questions[right]:
                where = f"{group[left].id}・{group[right].id}"
                yield Finding(
                    Level.WARNING, where, "質問がほとんど同じです", "一つにまとめるか、違いが分かるように書いてください"
                )


def dead_references(knowledge: Knowledge) -> Iterator[Finding]:
    """関連項目 that do not exist, or that the readers of the entry may not see."""
    known = {entry.id: entry for entry in knowledge.entries}
    for entry in knowledge.entries:
        for id in entry.related:
            other = known.get(id)
            if other is None or other is entry:
                yield Finding(Level.ERROR, entry.id, f"関連項目「{id}」がありません", "項目IDを確かめてください")
            elif not entry.audience.may_see(other.audience):
                remedy = "職員向けの項目は、住民の項目から外してください"
                yield Finding(Level.ERROR, entry.id, f"関連項目「{id}」は住民に見えません", remedy)


def unknown_categories(knowledge: Knowledge) -> Iterator[Finding]:
    """Entries that cannot be reached by browsing."""
    paths = {path: category.audience for category in knowledge.categories for path in category.paths()}
    for entry in knowledge.entries if paths else ():
        remedy = "categories.yaml にある「大分類/小分類」にしてください"
        if not entry.category:
            yield Finding(Level.WARNING, entry.id, "カテゴリがないので、一覧から選べません", remedy)
        elif entry.category not in paths:
            yield Finding(Level.ERROR, entry.id, f"カテゴリ「{entry.category}」がありません", remedy)
        elif not entry.audience.may_see(paths[entry.category]):
            problem = f"カテゴリ「{entry.category}」は職員だけに見えます"
            yield Finding(Level.ERROR, entry.id, problem, "住民の項目は、住民のカテゴリに入れてください")


def unknown_numbers(knowledge: Knowledge) -> Iterator[Finding]:
    """Short national numbers in answers that the list of helplines does not know."""
    known = {re.sub(r"\D", "", helpline.telephone) for helpline in knowledge.helplines}
    for entry in knowledge.entries if known else ():
        for found in SHORT_NUMBER.finditer(entry.answer):
            if (found[1] or found[2]) not in known:
                remedy = "番号を確かめ、helplines.yaml に出典と書いてください"
                yield Finding(Level.WARNING, entry.id, f"番号「{found[0]}」が全国の相談先にありません", remedy)


def outdated_laws(entry: Entry, laws: Iterable[LawChange], day: date) -> Iterator[Finding]:
    """Laws of the sources that changed after the entry was last gone through."""
    seen = max(filter(None, (entry.updated_on, *(source.as_of for source in entry.source))), default=date.min)
    titles = {title.strip() for source in entry.source for title in (source.title, *re.split("[、・]", source.title))}
    for change in laws:
        if seen < change.in_force <= day and change.law in titles:
            problem = f"「{change.law}」が{change.in_force}に変わりました（{change.what}）"
            yield Finding(Level.WARNING, entry.id, problem, "回答を確かめ、更新日を書き直してください")
