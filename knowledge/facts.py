"""事実の表: what of a plan's cards is fact and may ship without the document: names, sections, figures, status, page.

Sentences of the document are left out; its figures carry over with their place.
"""

from dataclasses import replace
from decimal import Decimal

from knowledge.card import Card, CardYear, Figure, card_text
from knowledge.plan import Passage, PassageKind, Plan


def facts_of(card: Card) -> Card:
    """`card` without its sentences and printed text; a goal or result without a number keeps its status only."""
    years = tuple(
        CardYear(
            year.year,
            results=tuple(map(_fact, year.results)),
            goals=tuple(_fact(goal) for goal in year.goals if goal.value is not None),
            as_of=year.as_of,
        )
        for year in card.years
    )
    return replace(
        card, content="", purpose="", note="", years=tuple(year for year in years if year.results or year.goals)
    )


def facts_plan(plan: Plan) -> Plan:
    """`plan`, a table of facts without the document, with its figures in words and with the passages that show its cards."""
    cards = tuple(_worded(card) for card in plan.cards)
    passages = tuple(
        Passage(
            f"{plan.id}-{number}",
            tuple(filter(None, (card.group, card.policy, card.title))),
            card_text(card),
            card.first_line,
            card.last_line,
            PassageKind.CARD,
            card.page,
            section="・".join(card.sections),
            card=card.title,
        )
        for number, card in enumerate(cards, 1)
    )
    return replace(plan, cards=cards, passages=passages, facts_only=True)


def _fact(figure: Figure) -> Figure:
    return Figure("", status=figure.status) if figure.value is None else replace(figure, text="")


def _worded(card: Card) -> Card:
    """`card` with the words of each figure made from its label, number and difference."""
    years = tuple(
        replace(year, results=tuple(map(_with_text, year.results)), goals=tuple(map(_with_text, year.goals)))
        for year in card.years
    )
    return replace(card, years=years)


def _with_text(figure: Figure) -> Figure:
    return figure if figure.value is None else replace(figure, text=_said(figure))


def _said(figure: Figure) -> str:
    """Label, number and difference, as a table says them: 「年間利用者 40,597人（対目標：＋8,597人）」."""
    text = f"{figure.label} {_amount(figure.value, figure.unit)}".strip()
    if figure.delta is None:
        return text
    sign = "±" if not figure.delta else "＋" if figure.delta > 0 else "▲"
    return f"{text}（対{figure.against}：{sign}{_amount(abs(figure.delta), figure.unit)}）"


def _amount(value: Decimal | None, unit: str) -> str:
    return f"{value:,f}{unit}"
