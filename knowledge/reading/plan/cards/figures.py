"""The grammar of one cell of figures: status mark, what is counted, value, unit, and the difference to a goal.

    【達成】          mark, printed above the cell
    年間利用者        label
    40,597人          value and unit
    （対目標：＋8,597人）  difference; goal = value − difference

Widths are folded for reading only: label, unit and text stay as printed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from knowledge.card import Figure, Status

MARK = re.compile(r"\s*【\s*(未?達成)\s*】\s*")
ACTION = r"実施|検討|開始|運用|構築|継続|支援|活用|作成|改善|把握|策定|導入|調査|設置|整備|訓練|更新|完了|稼働|検証"
# R7 and A4 are no numbers.
NUMBER = r"(?<![\d.,])(?<!(?<![A-Za-z])[A-Za-z])(?P<sign>[+±▲△-])?(?P<number>\d[\d,]*(?:\.\d+)?)"
DELTA = re.compile(
    r"\(\s*対(?P<against>[^\s:()±+▲△\d]{1,6}?)\s*:?\s*(?P<sign>[+±▲△-])\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^()\d]*?)\s*\)"
)
# 「件」「か所」「商店街/年」「万件」: what counts has hardly any hiragana; 3 割 and 2 % stand without one.
UNIT = r"(?P<unit>%|[万億千百]?(?:[かヶケカ]所|[^\W\da-zA-Zぁ-ん_]{1,4}?)|)(?P<per>/[^\W\d_]{1,3})?"
TAIL = rf"(?:以上|以下|未満|超|程度|前後|減|増|削減|低減|達成|(?:{ACTION}))?"
VALUE = re.compile(rf"{NUMBER}\s*{UNIT}{TAIL}(?=\s*(?:[(\n。)]|$))")
ACHIEVED_RESULT = re.compile(rf"\(\s*実績\s*:?\s*{NUMBER}\s*{UNIT}\s*\)")
NO_AMOUNT = re.compile(r"(?:年|[かヶケカ]?月|週|日間|時$|時点|版|号|条|章)")  # dates, spans and ordinals
DAY = re.compile(r"月\s*$")
AS_OF = re.compile(r"(?:令和|平成|[RHrh])?\s*\d{1,4}[年./]\s*\d{1,2}[月./]\s*(?:\d{1,2}日?|末)?\s*(?:現在|時点)")
NEW_ITEM = re.compile(r"\s*[・※→〈＜<●○◯①-⑳]")  # these begin a line of their own
PARTICLE = re.compile(r"\s*[ぁ-ん、。・）)」]")  # a line that goes on with the sentence before it
FINISHED = re.compile(rf"(?:{ACTION}|。|[)）])$|[:：]")
ENDS_MATTER = re.compile(rf"(?:{ACTION}|。|\))$")
CONTINUES = re.compile(r"(?:[のをにがはとへやで、・,]|おける|よる|した|する|及び)$")
NO_LABEL = re.compile(r"(?:(?<![前毎本今来昨])年間?|約|(?<=[:：\s])計|[:：、\s(（+＋])+$")
RELATIVE = re.compile(r"前年度?\s*$")  # 「前年＋3」 is no number of its own
SHORT_LABEL = 2  # characters: 「件数」 does not say what is counted, the line before it does

_WIDTHS = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: " ", 0x2212: "-", 0x301C: "~"}


def folded(text: str) -> str:
    """`text` with its full-width forms as ASCII, one character for one, so that places stay the same. ① stays ①."""
    return text.translate(_WIDTHS)


def read_figure(text: str) -> Figure:
    """The figure in one cell, printed on one line or on several. What cannot be told stays unset.

    A milestone without a number has no value. A goal is derived from a difference to the goal only, and only where
    value and difference are in the same unit.
    """
    mark = MARK.match(text)
    status = Status(mark[1]) if mark else None
    body = text[mark.end() :] if mark else text
    plain = folded(body)
    figure = Figure(join_lines(body.split("\n")), status=status)
    delta = _last(DELTA, plain)
    if delta:
        return _with_delta(figure, body, plain, delta)
    reached = _last(ACHIEVED_RESULT, plain)
    found = _value(plain[: reached.start()] if reached else plain)
    if reached:
        label = _label(body[: (found or reached).start()])
        aimed = decimal(found) if found and _same_unit(found, reached) else None
        return replace(figure, label=label, value=decimal(reached), unit=_printed(body, reached), goal=aimed)
    if found is None:
        return figure
    return replace(figure, label=_label(body[: found.start()]), value=decimal(found), unit=_printed(body, found))


def read_figures(lines: Sequence[str]) -> tuple[Figure, ...]:
    """The figures of one marked cell. One mark may stand over several: the first of them carries the status."""
    if not any(line.strip() for line in lines):
        return ()
    mark = MARK.fullmatch(lines[0])
    body = list(lines[1:] if mark else lines)
    figures = [read_figure("\n".join(part)) for part in _parts(body)] or [Figure("")]
    if mark:
        figures[0] = replace(figures[0], status=Status(mark[1]))
    return tuple(figures)


def join_lines(lines: Iterable[str]) -> str:
    """Wrapped lines as one text. Items of a list keep lines of their own; a value stands off from what it counts."""
    text = ""
    for line in (each.strip() for each in lines):
        if text and line:
            text += _between(text, line)
        text += line
    return re.sub(r"[ \t\u3000]+", " ", text)


def as_of(text: str) -> str:
    """The day on which a figure was taken, as printed, or nothing."""
    found = AS_OF.search(folded(text))
    return text[found.start() : found.end()] if found else ""


def decimal(found: re.Match[str]) -> Decimal:
    """The number that NUMBER or DELTA matched; ▲ and △ are minus."""
    number = Decimal(found["number"].replace(",", ""))
    return -number if found["sign"] in ("▲", "△", "-") else number


def _with_delta(figure: Figure, body: str, plain: str, delta: re.Match[str]) -> Figure:
    against = body[delta.start("against") : delta.end("against")]
    figure = replace(figure, delta=decimal(delta), against=against)
    found = _counted(plain[: delta.start()], delta["unit"]) or _value(plain[: delta.start()])
    if found is None:
        return figure
    figure = replace(figure, label=_label(body[: found.start()]), value=decimal(found), unit=_printed(body, found))
    if against.startswith("目標") and _same_unit(found, delta):
        return replace(figure, goal=_plain_decimal(decimal(found) - decimal(delta)), goal_derived=True)
    return figure


def _plain_decimal(number: Decimal) -> Decimal:
    """30 for 22.4 + 7.6, not 30.0."""
    whole = number.to_integral_value()
    return whole if whole == number else number


def _counted(plain: str, unit: str) -> re.Match[str] | None:
    """The last number in the unit of a difference; its unit may be one that nothing else tells (施設分, 商店街)."""
    if not unit:
        return None
    per = r"(?P<per>/[^\W\d_]{1,3})?"
    return _last(re.compile(rf"{NUMBER}\s*(?P<unit>{re.escape(unit)}){per}"), plain)


def _value(plain: str) -> re.Match[str] | None:
    """The last number that ends a line or stands before a bracket, and is neither a date nor a span of time."""
    outside = [each for each in VALUE.finditer(plain) if _is_amount(plain, each)]
    open_ended = [each for each in outside if plain.count("(", 0, each.start()) == plain.count(")", 0, each.start())]
    return next(reversed(open_ended or [each for each in outside if _alone_in_bracket(plain, each)]), None)


def _is_amount(plain: str, found: re.Match[str]) -> bool:
    """Not a date (4月5日), a span of time (7か月間), an ordinal (2.0版), nor a number within a sentence."""
    before, after = plain[: found.start()], plain[found.end() :].strip()
    if found["sign"] and RELATIVE.search(before):
        return False
    goes_on = bool(after) and bool(PARTICLE.match(after)) and not after.startswith(("。", ")"))
    return not NO_AMOUNT.match(found["unit"]) and not goes_on and not (found["unit"] == "日" and DAY.search(before))


def _alone_in_bracket(plain: str, found: re.Match[str]) -> bool:
    """「整備（56％）」: the bracket holds nothing but the number and ends the cell."""
    before, after = plain[: found.start()].rstrip(), plain[found.end() :].strip()
    return before.endswith("(") and after == ")"


def _same_unit(one: re.Match[str], other: re.Match[str]) -> bool:
    """件 and 件/年 are the same; a difference without a unit fits a number without one."""
    return one["unit"].split("/")[0] == other["unit"].split("/")[0]


def _printed(body: str, found: re.Match[str]) -> str:
    """The unit as printed, 「/年」 included."""
    end = found.end("per") if "per" in found.re.groupindex and found["per"] else found.end("unit")
    return body[found.start("unit") : end].strip()


def _label(before: str) -> str:
    """What is counted: the words before the number, back to the last thing that is complete in itself."""
    lines = [line.strip() for line in re.split(r"\n|(?<=。)", before)]
    label = NO_LABEL.sub("", lines.pop())
    while lines:
        line = lines.pop()
        if len(label) > SHORT_LABEL and _complete(line) and not PARTICLE.match(label):
            break
        starts = NEW_ITEM.match(label)
        if starts and len(label) > SHORT_LABEL:
            break
        label = _drop_bullet(line) + label if not NEW_ITEM.match(line) else line + label
    return NO_LABEL.sub("", re.sub(r"\s+", " ", _drop_bullet(label)))


def _complete(line: str) -> bool:
    """Whether what follows `line` is another matter: it ends a sentence or an item, or has a figure of its own."""
    if not line or line.endswith("。"):
        return True
    has_number = bool(re.search(r"\d", folded(line)))
    return bool(FINISHED.search(line)) or (has_number and not CONTINUES.search(line))


def _drop_bullet(text: str) -> str:
    return re.sub(r"^\s*[・※→●○◯]\s*", "", text)


def _parts(lines: list[str]) -> list[list[str]]:
    """Lines of one cell, cut where one figure ends and another with a label of its own begins."""
    parts: list[list[str]] = [[]]
    rest = [line for line in lines if line.strip()]
    while rest:
        parts[-1].append(rest.pop(0))
        if rest and _ends_figure(parts[-1], rest) and _begins_figure(rest):
            parts.append([])
    return [part for part in parts if part]


def _ends_figure(part: list[str], rest: list[str]) -> bool:
    text = folded("\n".join(part))
    if DELTA.search(text):
        return bool(re.search(r"\)\s*$", text))
    later = folded("\n".join(rest))
    return (
        not DELTA.search(later)
        and _value(text) is not None
        and bool(re.search(r"[\d%)\w]\s*$", text))
        and (_value(folded(part[-1])) is not None or part[-1].strip().endswith(("）", ")")))
    )


def _begins_figure(rest: list[str]) -> bool:
    """Whether `rest` counts something anew: words of its own before a number that ends its line."""
    first = folded(rest[0]).strip()
    if re.match(r"[(→\d+±]|年\s*\d|前年度?比|前年度?\s*\+", first):
        return False
    if PARTICLE.match(first) and not first.startswith("・"):
        return False
    text = folded("\n".join(rest))
    return bool(DELTA.search(text)) or _value(text) is not None


def _between(text: str, line: str) -> str:
    """What stands between two lines of a cell: a line break before an item of a list, a space, or nothing in a word."""
    if NEW_ITEM.match(line):
        return "\n"
    plain, before = folded(line), folded(text)
    if re.match(r"[(:)]", plain) or PARTICLE.match(line) or before.endswith(("(", ":", "・", "、")):
        return ""
    if re.match(r"(?:年間?|約|計)?\s*\d", plain) and not before[-1].isdigit() and _value(plain) is not None:
        return " "
    both_latin = before[-1].isascii() and before[-1].isalnum() and plain[0].isascii() and plain[0].isalnum()
    if both_latin or _ends_in_value(before.rpartition("\n")[2]):
        return " "
    return " " if len(line) > SHORT_LABEL and ENDS_MATTER.search(before) else ""


def _ends_in_value(line: str) -> bool:
    found = _value(line)
    return found is not None and not line[found.end() :].strip()


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)
