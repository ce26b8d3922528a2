"""Figures of a card: what a plan's table says of one undertaking, told as the fact that was asked for.

Results and goals are never mixed, derived goals are called derived, and a year that the document does not hold is said to be
missing instead of being answered with another.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot import wording
from bot.fiscal_year import spoken_year, years_asked
from index import normalise
from knowledge import Card, CardYear, Figure

ABOUT_FIGURES = re.compile(
    r"目標|目指|実績|達成|未達|kpi|指標|届(?:い|か)|進捗|数値|推移|クリア|結果|計画値|現状値"
    r"|何(?:人|件|回|%|パーセント|割|か所|箇所|業務|時間|種類)|どれ(?:くら|ぐら)い|割合|(?:利用|登録|参加|受講|申請)者?(?:数|率)"
)
GOAL = re.compile(r"目標|目指|計画値|予定")
SAYS_NO_TOPIC = frozenset(
    [
        "令和",
        "平成",
        "年",
        "年度",
        "目標",
        "目指す",
        "実績",
        "達成",
        "未達",
        "未達成",
        "kpi",
        "指標",
        "届く",
        "進捗",
        "数値",
        "推移",
        "結果",
        "計画",
        "事業",
        "市",
        "人",
        "件",
        "回",
        "数",
        "率",
        "割合",
        "今",
        "御",
        "願う",
        "何",
        "どれ",
        "結局",
        "延べ",
        "人数",
        "件数",
        "実施",
        "者",
        "予定",
        "現在",
        "去年",
        "昨年",
        "今年",
        "来年",
        "教える",
        "知る",
    ]
)
SHARE_NAMED = 0.45
RESULT = re.compile(r"実績|結果|届(?:い|か)|達成(?:し|でき|率)|実際|だった|でしたか|何(?:人|件|回)?だった|なったの")
NO_GOAL = re.compile(r"目標(?:じゃ|では)な[くい]て?")
TREND = re.compile(r"推移|年度ごと|各年度|これまで|増え|減っ|毎年|変化|経緯")
REACHED = re.compile(r"達成(?:し|でき|です|\?|か|状況|度)|届(?:い|か)|クリア|未達|足り")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a normalised question wants to know of a card."""

    years: tuple[int, ...]
    goal: bool
    result: bool
    trend: bool
    reached: bool

    @property
    def kind(self) -> str:
        """What is asked of a year, in a word."""
        if self.result and not self.goal:
            return "実績"
        return "目標" if self.goal and not self.result else "数値"

    @classmethod
    def of(cls, text: str, today: date) -> "Asked":
        return cls(
            years_asked(text, today),
            bool(GOAL.search(NO_GOAL.sub("", text))),
            bool(RESULT.search(text)),
            bool(TREND.search(text)),
            bool(REACHED.search(text)),
        )


def about_figures(text: str, today: date) -> bool:
    """Whether a normalised question asks for goals, results or the figures of a year."""
    return bool(ABOUT_FIGURES.search(text) or years_asked(text, today))


def has_figures(card: Card) -> bool:
    return any(year.results or year.goals for year in card.years)


def named_by(card: Card, words: Mapping[str, float]) -> bool:
    """Whether about half of the weight of the topical `words` (lemmas) stands in the card's title or in what it counts."""
    topical = [word for word in words if word not in SAYS_NO_TOPIC and not word.isdigit()]
    named = normalise(" ".join([card.title, card.measure, *_labels(card)])).replace(" ", "")
    total = sum(words[word] for word in topical)
    return bool(topical) and sum(words[word] for word in topical if word in named) >= SHARE_NAMED * total


def _labels(card: Card) -> Iterator[str]:
    return (figure.label for year in card.years for figure in (*year.results, *year.goals))


def tell(card: Card, text: str, today: date) -> str:
    """The lines of `card` that the normalised question `text` asks for."""
    asked = Asked.of(text, today)
    known = {year.year: year for year in card.years if year.results or year.goals}
    wanted = [year for year in asked.years if year in known]
    absent = [spoken_year(year) for year in asked.years if year not in known]
    shown = wanted or _shown(asked, list(known.values()))
    lines = [wording.card_heading(card.title, "・".join(card.sections))]
    lines += [wording.year_missing(absent)] if absent else []
    if asked.reached and len(shown) == 1 and known[shown[0]].results:
        lines.append(wording.reached(spoken_year(shown[0]), known[shown[0]].status))
    lines += [line for year in shown for line in _year_lines(known[year])]
    return "\n".join(lines)


def not_held(card: Card, text: str, today: date) -> tuple[str, ...]:
    """What the normalised question `text` asks of `card` and its document does not hold: a year, or a year's result or goal.

    A goal is no result, and the figure of another year no answer.
    """
    asked = Asked.of(text, today)
    known = {year.year: year for year in card.years}
    return tuple(f"{spoken_year(year)}の{asked.kind}" for year in asked.years if not _holds(known.get(year), asked))


def _holds(year: CardYear | None, asked: "Asked") -> bool:
    if year is None:
        return False
    goals = bool(year.goals) or any(figure.goal is not None for figure in year.results)
    results = bool(year.results)
    if asked.result and not asked.goal:
        return results
    return goals or results


def _shown(asked: Asked, years: list[CardYear]) -> list[int]:
    """Where no year was named: all for a trend, else the last year with results and those with goals after it."""
    if asked.trend:
        return [year.year for year in years]
    last = max((year.year for year in years if year.results), default=0)
    if asked.reached:
        return [last] if last else [year.year for year in years]
    return [year.year for year in years if year.year >= last]


def _year_lines(year: CardYear) -> Iterator[str]:
    name = spoken_year(year.year)
    for figure in year.results:
        yield wording.result(name, *_said(figure), figure.status, _goal(figure), _difference(figure), year.as_of)
    for figure in year.goals:
        yield wording.goal(name, *_said(figure))


def _said(figure: Figure) -> tuple[str, str]:
    """What is counted and how much; a milestone without a number is quoted as it stands."""
    if figure.value is None or not figure.label:
        return "", figure.text or wording.NO_FIGURE
    return figure.label, amount(figure.value, figure.unit)


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return wording.goal_of_result(amount(figure.goal, figure.unit), figure.goal_derived)


def _difference(figure: Figure) -> str:
    if figure.delta is None:
        return ""
    sign = "±" if not figure.delta else "＋" if figure.delta > 0 else "▲"
    return f"対{figure.against or '目標'} {sign}{amount(abs(figure.delta), figure.unit)}"


def amount(value: Decimal, unit: str) -> str:
    """A number with thousands separated, as Japanese tables print it, and its unit."""
    return f"{value:,f}{unit}"
