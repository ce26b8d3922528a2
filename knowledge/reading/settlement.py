"""What people corrected in the table of cards, put on top of the cards that a plan holds."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from knowledge.card import Card, CardYear, Certainty, Figure, card_text
from knowledge.card_table import COLUMNS, IDENTITY, card_cells, card_rows
from knowledge.fault import FaultyContent, shorten
from knowledge.plan import Passage, PassageKind, Plan
from knowledge.reading.card_rows import CardRow, card_of, plain_number, read_rows
from knowledge.reading.plan.glossary.markers import Markers

NUMBER_DOUBT = COLUMNS["number"].name  # stands in every doubt about one
PERCENT = ("%", "％")


@dataclass(frozen=True, slots=True)
class Settlement:
    """`cards` are those of the plan with the corrections. `changed` holds before and after; `absent` the titles of cards
    that the table lacks, which stay as they were."""

    cards: tuple[Card, ...]
    changed: tuple[tuple[Card, Card], ...] = ()
    absent: tuple[str, ...] = ()


def settled(cards: Sequence[Card], path: Path) -> Settlement:
    """The corrections of the table at `path` (XLSX or CSV) on top of `cards`.

    A row is of the card with its title, page and lines; where the lines are others, of the only one with its title and
    page, else of the only one with its title. Raises FaultyContent with every fault of the file.
    """
    rows = read_rows(path)
    groups = _groups(cards, rows)
    after = [_settled(card, groups[place], cards) if groups[place] else card for place, card in enumerate(cards)]
    _refuse_shared_numbers(cards, after, groups)
    if faults := [fault for row in rows for fault in row.record.faults]:
        raise FaultyContent(faults)
    pairs = list(zip(cards, after, strict=True))
    return Settlement(
        cards=tuple(after),
        changed=tuple((before, now) for before, now in pairs if before != now),
        absent=tuple(card.title for card, group in zip(cards, groups, strict=True) if not group),
    )


def with_cards(plan: Plan, cards: Sequence[Card]) -> Plan:
    """`plan` with `cards` in place of its own, which they are in order, and with the passages that show them.

    The doubt about a number goes with its card's settlement.
    """
    markers = Markers.of(plan.terms)
    passages = plan.passages
    for before, now in zip(plan.cards, cards, strict=True):
        if before != now:
            passages = tuple(
                _shown(passage, before, now, markers) if _shows(passage, before) else passage for passage in passages
            )
    decided = {
        before.first_line
        for before, now in zip(plan.cards, cards, strict=True)
        if before.certainty is Certainty.AMBIGUOUS and now.certainty is Certainty.CERTAIN
    }
    doubts = tuple(doubt for doubt in plan.doubts if doubt.line not in decided or NUMBER_DOUBT not in doubt.problem)
    return replace(plan, cards=tuple(cards), passages=passages, doubts=doubts)


def with_settled_numbers(plan: Plan, before: Plan) -> Plan:
    """`plan`, read anew, with the numbers that a person had settled in `before`, an earlier reading of it.

    A number is taken over where the card of the same title still has it among its candidates.
    """
    known = Counter(card.title for card in before.cards)
    numbers = {
        card.title: card.number
        for card in before.cards
        if card.certainty is Certainty.CERTAIN and known[card.title] == 1
    }
    cards = [
        replace(card, number=number, certainty=Certainty.CERTAIN, candidates=())
        if card.certainty is Certainty.AMBIGUOUS and (number := numbers.get(card.title, "")) in card.candidates
        else card
        for card in plan.cards
    ]
    return with_cards(plan, cards)


def _shows(passage: Passage, card: Card) -> bool:
    ours = passage.kind is PassageKind.CARD and passage.card == card.title
    return ours and card.first_line <= passage.first_line <= card.last_line


def _shown(passage: Passage, before: Card, now: Card, markers: Markers) -> Passage:
    """`passage` with `now` in place of `before`, in text, headings and section."""
    text, marked = markers.resolve(card_text(now))
    renamed = {getattr(before, name): getattr(now, name) for name in ("group", "policy", "title")}
    headings = (renamed.get(heading, heading) for heading in passage.headings)
    return replace(
        passage,
        text=text,
        headings=tuple(filter(None, headings)),
        terms=tuple(dict.fromkeys((*passage.terms, *marked))),
        section="・".join(now.sections),
        card=now.title,
    )


def _groups(cards: Sequence[Card], rows: Sequence[CardRow]) -> list[list[CardRow]]:
    """The rows of each of `cards`; a fault for a row that is of none."""
    cells = [card_cells(card) for card in cards]
    known = [tuple(cell[key] for key in IDENTITY) for cell in cells]
    groups: list[list[CardRow]] = [[] for _ in cards]
    for row in rows:
        fitting = _fitting(row.identity, known)
        if len(fitting) == 1:
            groups[fitting[0]].append(row)
        elif row.identity[0] or row.identity[2]:
            row.record.fault("title", *_unknown(len(fitting)))
    return groups


def _fitting(identity: tuple[str, str, str], known: Sequence[tuple[str, ...]]) -> list[int]:
    """The places of the cards that a row may be of: one, where title, page and lines tell it."""
    for shared in (3, 2, 1) if identity[0] else (3,):
        fitting = [place for place, each in enumerate(known) if each[:shared] == identity[:shared]]
        if len(fitting) == 1:
            return fitting
    untitled = [place for place, each in enumerate(known) if each == ("", *identity[1:])]  # somebody has named it
    return untitled or fitting


def _unknown(fitting: int) -> tuple[str, str]:
    keep = "事業名称、ページ、行は、書き出したときのままにしてください"
    if fitting:
        return "同じ名前のカードがいくつもあり、どれか分かりません", keep
    return "この計画にないカードです", f"{keep}。別の計画の表ではないかも確かめてください"


def _settled(card: Card, rows: Sequence[CardRow], cards: Sequence[Card]) -> Card:
    """`card` as `rows` have it."""
    _refuse_missing_rows(card, rows)
    _check_new_figures(card, rows)
    read = card_of(rows, card_cells(card))
    title = card.title or next((row.identity[0] for row in rows if row.identity[0]), "")
    read = replace(read, title=title, page=card.page, first_line=card.first_line, last_line=card.last_line)
    read = replace(read, years=_years(card, read))
    read = _decided(card, read, rows, cards)
    return card if _cells(read) == _cells(card) else read


def _years(card: Card, read: Card) -> tuple[CardYear, ...]:
    """The years of `read` in order, with the figures of `card` where they are equal: Excel makes 20 of 20.0."""
    known = {figure: figure for year in card.years for figure in (*year.results, *year.goals)}

    def kept(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        return tuple(known.get(figure, figure) for figure in figures)

    years = [replace(year, results=kept(year.results), goals=kept(year.goals)) for year in read.years]
    before = [year.year for year in card.years]
    return tuple(sorted(years, key=lambda year: year.year) if before == sorted(before) else years)


def _cells(card: Card) -> list[dict[str, object]]:
    """All that the table says of `card`: where nothing else is different, nobody has changed it."""
    return [{**row} for row in card_rows([card])]


def _decided(card: Card, read: Card, rows: Sequence[CardRow], cards: Sequence[Card]) -> Card:
    """`read` with its number as it is spelt in the plan, and certain where a person gave the number."""
    number = read.number
    spelt = {plain_number(each): each for other in cards for each in (*other.candidates, other.number) if each}
    if number != card.number:
        number = spelt.get(plain_number(number), number)
    if number not in ("", card.number, *card.candidates) and card.candidates:
        remedy = f"{'、'.join(card.candidates)} のどれかにしてください"
        _row_with(rows, "number", card.number).record.fault("number", "番号の候補にない番号です", remedy)
    certainty = read.certainty
    if number and number != card.number and certainty is card.certainty:
        certainty = Certainty.CERTAIN  # whoever writes a number has decided
    if certainty is not Certainty.AMBIGUOUS and not number and card.certainty is Certainty.AMBIGUOUS:
        remedy = "管理番号を書くか、番号の確かさを要確認に戻してください"
        rows[0].record.fault("number", "番号が決まったことになっていますが、空欄です", remedy)
    settled_now = certainty is Certainty.CERTAIN and card.certainty is not Certainty.CERTAIN
    candidates = () if settled_now else card.candidates
    if certainty is Certainty.AMBIGUOUS and number:
        candidates, number = candidates or (number,), ""
    return replace(read, number=number, certainty=certainty, candidates=candidates)


def _row_with(rows: Sequence[CardRow], key: str, before: str) -> CardRow:
    """The row whose column `key` says something new."""
    new = (row for row in rows if row.record.text(key) not in ("", before))
    return next(new, rows[0])


def _refuse_missing_rows(card: Card, rows: Sequence[CardRow]) -> None:
    """Rows get lost when a filtered part is copied; a figure is never dropped by that."""
    needed = sum(1 for _ in card_rows([card]))
    if len(rows) < needed:
        remedy = "消した行を戻してください。要らない数は、行を残して、区分から原文までを空けてください"
        rows[0].record.fault("title", f"このカードの行は{needed}行ですが、{len(rows)}行しかありません", remedy)


def _check_new_figures(card: Card, rows: Sequence[CardRow]) -> None:
    """What is odd in a figure that somebody has changed. What the plan itself says is left alone."""
    known = {figure for year in card.years for figure in (*year.results, *year.goals)}
    for row in rows:
        if row.figure and row.figure not in known:
            _check_percentage(row)
            _check_derived_goal(row)


def _check_percentage(row: CardRow) -> None:
    """Excel makes 0.287 of a typed 28.7%."""
    figure = row.figure
    if not figure or figure.unit not in PERCENT:
        return
    printed = unicodedata.normalize("NFKC", figure.text).replace(",", "")
    for key, number in (("value", figure.value), ("goal", figure.goal), ("delta", figure.delta)):
        if number and abs(number) <= 1 and not _stands_in(number, printed) and _stands_in(number * 100, printed):
            remedy = f"％を付けずに {_plain(number * 100)} と書き、セルの書式を「数値」にしてください"
            row.record.fault(key, "百分率が小数になっています", remedy)


def _stands_in(number: Decimal, printed: str) -> bool:
    digits = _plain(abs(number))
    zeros = "0*" if "." in digits else r"(?:\.0+)?"
    return bool(re.search(rf"(?<![\d.]){re.escape(digits)}{zeros}(?!\d|\.\d)", printed))


def _check_derived_goal(row: CardRow) -> None:
    figure: Figure | None = row.figure
    if not figure or not figure.goal_derived or figure.value is None or figure.delta is None:
        return
    if figure.goal != figure.value - figure.delta:
        goal = _plain(figure.value - figure.delta)
        problem = f"算出の目標値なのに、値 − 対目標 の {goal} と違います"
        row.record.fault("goal", problem, f"{goal} に直すか、目標値の出どころを記載にしてください")


def _plain(number: Decimal) -> str:
    """`number` without an exponent and without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _refuse_shared_numbers(before: Sequence[Card], after: Sequence[Card], groups: Sequence[Sequence[CardRow]]) -> None:
    """A fault for each card that somebody gave a number which another card has too."""
    counts = Counter(plain_number(card.number) for card in after if card.number)
    for old, new, rows in zip(before, after, groups, strict=True):
        if new.number and new.number != old.number and counts[plain_number(new.number)] > 1:
            others = [
                card.title
                for card in after
                if card is not new and plain_number(card.number) == plain_number(new.number)
            ]
            problem = f"「{shorten(others[0], 30)}」と同じ番号です"
            remedy = f"どちらが{new.number}かを原本で確かめ、もう一方の{COLUMNS['number'].name}を直してください"
            _row_with(rows, "number", old.number).record.fault("number", problem, remedy)
