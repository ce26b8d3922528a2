"""What the bot itself would make of the content: entries that cannot be found, or that do not give what they are asked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.attributes import asked_for
from index import normalise
from index.held_out import Asked
from knowledge import Entry
from knowledge.checking import Finding, Level

OFFERED = 3  # places in which a person would still see the entry among the choices


@dataclass(frozen=True, slots=True)
class SelfRetrieval:
    """How many phrasings were asked with themselves removed, and how many found their entry first or among three."""

    phrasings: int = 0
    first: int = 0
    offered: int = 0

    @classmethod
    def of(cls, asked: Iterable[Asked]) -> "SelfRetrieval":
        ranks = [each.rank or OFFERED + 1 for each in asked]
        return cls(len(ranks), ranks.count(1), sum(rank <= OFFERED for rank in ranks))

    @property
    def success_at_1(self) -> float:
        return self.first / self.phrasings if self.phrasings else 0.0

    @property
    def success_at_3(self) -> float:
        return self.offered / self.phrasings if self.phrasings else 0.0


def unfound(asked: Sequence[Asked]) -> Iterator[Finding]:
    """Phrasings that find another entry first with themselves removed, and entries that none of theirs reaches."""
    reached = Counter(each.id for each in asked if each.rank == 1)
    for id in dict.fromkeys(each.id for each in asked):
        if not reached[id]:
            remedy = "ほかの項目との違いが分かる言い換えを足すか、項目を一つにまとめてください"
            yield Finding(Level.WARNING, id, "どの言い換えでも、最初に見つかりません", remedy)
    for each in asked:
        if each.rank == 1:
            continue
        level = Level.HINT if each.rank and each.rank <= OFFERED else Level.WARNING
        first = each.hits[0].id if each.hits else "何も"
        problem = f"言い換え「{each.title}」は、それ自身を除くと {first} が先に見つかります"
        yield Finding(level, each.id, problem, "同じ言葉を使う言い換えを足すか、合う項目へ移してください")


def ungiven(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Entries whose own question or phrasing asks for a deadline, a place, a fee … that neither answer nor blank gives.

    Asked so, the bot hands over instead of answering.
    """
    for entry in entries:
        answer, blanks = normalise(entry.answer), " ".join(entry.blanks())
        for text in (entry.question, *entry.phrasings):
            asked = asked_for(normalise(text))
            lacking = [each.name for each in asked if not each.given.search(answer) and not each.blank.search(blanks)]
            if lacking:
                level = Level.WARNING if text is entry.question else Level.HINT
                problem = f"「{text}」と聞かれたとき、{'、'.join(lacking)}が回答にありません"
                yield Finding(level, entry.id, problem, "回答に書くか、市が埋める空欄を置くか、言い方を変えてください")
