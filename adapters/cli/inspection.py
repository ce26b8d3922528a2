"""What was read of a plan document, told to the person who checks it, or as JSON to a program."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from rich.cells import cell_len

from knowledge import Card, CardKind, Certainty, Doubt, PassageKind, Plan, PlanStatus, Scope, Status
from knowledge.card_table import CERTAINTIES, KINDS, year_name

FIRST = 10  # of each sort of doubt, and of the passed-over lines, unless all are asked for
LABEL_CELLS = 14  # the width of the left column on a screen, in half-width characters
LINE_CELLS = 100
LINES_NAMED = re.compile(r"（[\d–～~、-]+行）$")
STATUSES = {PlanStatus.FINAL: "決まったもの", PlanStatus.DRAFT: "案の段階"}
PASSAGES = {
    PassageKind.PROSE: "本文",
    PassageKind.TABLE: "表",
    PassageKind.GLOSSARY: "用語",
    PassageKind.SURVEY: "アンケート",
    PassageKind.CARD: "事業カード",
    PassageKind.CONTACT: "連絡先",
}
SCOPES = {
    Scope.CITY: "この市",
    Scope.NATION: "国",
    Scope.PREFECTURE: "都道府県",
    Scope.ELSEWHERE: "ほかの市など",
}
KIND_NAMES = {kind: name for name, kind in KINDS.items()}
CERTAINTY_NAMES = {certainty: name for name, certainty in CERTAINTIES.items()}


@dataclass(frozen=True)
class Inspection:
    """A plan as read from a file whose lines that are not blank are `lines`, within `seconds`."""

    plan: Plan
    lines: tuple[int, ...]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Everything that `told` shows, whole; keys are only ever added."""
        plan = self.plan
        figures = [figure for card in plan.cards for year in card.years for figure in year.results]
        return {
            "file": plan.file,
            "title": plan.title,
            "edition": plan.edition,
            "status": plan.status.value,
            "as_of": plan.as_of.isoformat() if plan.as_of else None,
            "first_year": plan.first_year,
            "last_year": plan.last_year,
            "passages": {
                "total": len(plan.passages),
                "kinds": _counted(PassageKind, (passage.kind for passage in plan.passages)),
                "scopes": _counted(Scope, (passage.scope for passage in plan.passages)),
            },
            "cards": {
                "total": len(plan.cards),
                "kinds": _counted(CardKind, (card.kind for card in plan.cards)),
                "certainties": _counted(Certainty, (card.certainty for card in plan.cards)),
                "results": len(figures),
                "goals": sum(len(year.goals) for card in plan.cards for year in card.years),
                "marks": _counted(Status, (figure.status for figure in figures if figure.status)),
                "years": {str(year): _counted(Status, marks) for year, marks in self._years().items()},
                "to_settle": [_to_settle(card) for card in to_settle(plan.cards)],
            },
            "terms": [term.word for term in plan.terms],
            "surveys": [{"question": each.question, "answers": len(each.answers)} for each in plan.surveys],
            "contacts": [asdict(contact) for contact in plan.contacts],
            "doubts": [asdict(doubt) for doubt in plan.doubts],
            "skipped": self.plan.skipped,
            "passed_over": [list(run) for run in self.passed_over()],
            "lines": len(self.lines),
            "seconds": round(self.seconds, 2),
        }

    def told(self, *, everything: bool = False) -> Iterator[str]:
        """The same in lines for a person; of long lists the first ones, or `everything`."""
        yield from self._identity()
        yield ""
        yield from self._contents()
        yield ""
        yield from _doubts(self.plan.doubts, everything)
        yield from self._passed_over(everything)

    def passed_over(self) -> list[tuple[int, int]]:
        """Runs of lines, first and last, that stand in nothing that was read: mostly contents and page furniture."""
        plan = self.plan
        read: set[int] = set()
        spans = [(each.first_line, each.last_line) for each in plan.passages]
        spans += [(each.first_line, each.last_line) for each in plan.cards]
        for first, last in spans:
            read.update(range(first, last + 1))
        runs: list[tuple[int, int]] = []
        before_was_read = True
        for line in self.lines:
            if line not in read:
                first = line if before_was_read else runs.pop()[0]
                runs.append((first, line))
            before_was_read = line in read
        return runs

    def _years(self) -> dict[int, list[Status]]:
        """What the document marks, card by card, for each fiscal year that has marks."""
        years: dict[int, list[Status]] = {}
        for card in self.plan.cards:
            for year in card.years:
                if year.status:
                    years.setdefault(year.year, []).append(year.status)
        return dict(sorted(years.items()))

    def _identity(self) -> Iterator[str]:
        plan = self.plan
        yield plan.title or "（題名が読み取れません。取り込むときに --title で書きます）"
        yield _row("ファイル", f"{plan.file}（文字のある行 {len(self.lines):,}、読むのに {self.seconds:.1f} 秒）")
        yield _row("版", plan.edition or "書かれていません")
        yield _row("状態", STATUSES[plan.status])
        yield _row("時点", plan.as_of.isoformat() if plan.as_of else "書かれていません")
        last = f"～{year_name(plan.last_year)}" if plan.last_year not in (0, plan.first_year) else ""
        yield _row("期間", year_name(plan.first_year) + last if plan.first_year else "書かれていません")

    def _contents(self) -> Iterator[str]:
        plan = self.plan
        kinds = _named(PASSAGES, (passage.kind for passage in plan.passages))
        scopes = _named(SCOPES, (passage.scope for passage in plan.passages))
        yield _row("記載", f"{len(plan.passages):,}  {kinds}")
        yield _row("だれのこと", scopes)
        yield _row("事業カード", f"{len(plan.cards):,}  {_named(KIND_NAMES, (card.kind for card in plan.cards))}")
        if plan.cards:
            yield _row("管理番号", _named(CERTAINTY_NAMES, (card.certainty for card in plan.cards)))
        for year, marks in self._years().items():
            yield _row(year_name(year), _named({status: status.value for status in Status}, marks))
        yield _row("用語", f"{len(plan.terms):,}")
        lost = sum(not survey.answers for survey in plan.surveys)
        yield _row("アンケート", f"{len(plan.surveys):,}問" + (f"（うち図の数が失われたもの {lost}）" if lost else ""))
        yield _row("連絡先", "、".join(f"{each.section} {each.telephone}".strip() for each in plan.contacts) or "0")

    def _passed_over(self, everything: bool) -> Iterator[str]:
        runs = self.passed_over()
        if not runs:
            yield "引用できるものに入らなかった行はありません。"
            return
        inside = set(self.lines)
        count = sum(line in inside for first, last in runs for line in range(first, last + 1))
        furniture = f"（うち目次、図の切れ端など {self.plan.skipped:,}）" if self.plan.skipped else ""
        yield f"引用できるものに入らなかった行 {count:,}{furniture}"
        shown = runs if everything else runs[:FIRST]
        yield "  " + "、".join(str(first) if first == last else f"{first}～{last}" for first, last in shown)
        yield from _rest(len(runs) - len(shown), "か所")


def to_settle(cards: Iterable[Card]) -> list[Card]:
    """The cards whose number only a person can tell."""
    return [card for card in cards if card.certainty is Certainty.AMBIGUOUS]


def _to_settle(card: Card) -> dict[str, Any]:
    candidates = list(card.candidates)
    return {"title": card.title, "page": card.page, "line": card.first_line, "candidates": candidates}


def _counted(kinds: type[StrEnum], found: Iterable[StrEnum]) -> dict[str, int]:
    counts = Counter(found)
    return {kind.value: counts[kind] for kind in kinds}


def _named(names: dict[Any, str], found: Iterable[Any]) -> str:
    counts = Counter(found)
    return "、".join(f"{name} {counts[kind]:,}" for kind, name in names.items() if counts[kind])


def _row(label: str, text: str) -> str:
    return f"  {label}{' ' * max(1, LABEL_CELLS - cell_len(label))}{text}".rstrip()


def _doubts(doubts: Sequence[Doubt], everything: bool) -> Iterator[str]:
    """The doubts by what is wrong, the most frequent first."""
    if not doubts:
        yield "確かめてほしいことはありません。"
        return
    yield f"確かめてほしいこと {len(doubts):,}"
    for problem, count in Counter(_sort_of(doubt) for doubt in doubts).most_common():
        yield f"  {problem}（{count:,}か所）"
        same = [doubt for doubt in doubts if _sort_of(doubt) == problem]
        shown = same if everything else same[:FIRST]
        for doubt in shown:
            place = doubt.problem.removeprefix(problem)
            words = " ".join(f"{place} {doubt.text}".split())
            yield _cut(f"    {doubt.line:>6}行  {words}", LINE_CELLS)
        yield from _rest(len(same) - len(shown), "か所", "    ")


def _sort_of(doubt: Doubt) -> str:
    """The problem without the lines that some name in brackets at its end."""
    return LINES_NAMED.sub("", doubt.problem)


def _rest(count: int, unit: str, indent: str = "  ") -> Iterator[str]:
    if count:
        yield f"{indent}ほか {count:,}{unit}（--all で全部）"


def _cut(text: str, cells: int) -> str:
    """`text` within `cells` of a screen."""
    if cell_len(text) <= cells:
        return text.rstrip()
    while cell_len(text) > cells - 2:
        text = text[:-1]
    return text + "…"
