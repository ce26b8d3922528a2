"""The tables of a report, in the words that a section manager reads."""

from collections.abc import Iterator, Sequence

from adapters.report.table import Cell, Difference, Table
from bot import kpi
from knowledge import Audience

CHANNELS = {
    kpi.ALL: "すべての入口",
    "web": "画面とAPI",
    "line": "LINE",
    "staff": "職員用の画面",
    kpi.UNCOUNTED: "コマンド（試し。数に入れない）",
}
USE = ("利用者", "延べ日数", "会話", "質問", "うち利用者なし", "回答率", "役に立った率")
OF_THE_MONTH = "月の利用者は、その月の中で異なる人の数です。足しても、年度の利用者にはなりません。"
WHOSE = {Audience.RESIDENT: "市民", Audience.STAFF: "職員"}


def tables_of(report: kpi.Report) -> tuple[Table, ...]:
    """Every table of `report`: residents first, then staff, whose figures are in no other table."""
    residents = tuple(_tables(report.residents, ""))
    staff = tuple(_tables(report.staff, "staff-")) if report.staff.all.questions else ()
    said = (satisfaction_table(report.satisfaction),) if report.satisfaction else ()
    return (annual_table(report), progress_table(report), *residents, *staff, *said, definitions_table())


def month_tables_of(report: kpi.MonthReport) -> tuple[Table, ...]:
    """Every table of one month: residents first, then staff; what is published stands beside the end of the month before."""
    residents = tuple(_tables(report.residents, "", "前月末"))
    staff = tuple(_tables(report.staff, "staff-", "前月末")) if report.staff.all.questions else ()
    return (*residents, *staff, definitions_table())


def annual_table(report: kpi.Report) -> Table:
    """年間利用者 by each of the four rules, the city's own first."""
    annual = report.annual
    rules = sorted(annual.by_rule, key=lambda rule: rule is not annual.rule)
    rows: list[tuple[Cell, ...]] = []
    for rule in rules:
        own = rule is annual.rule
        difference = None if not own or annual.difference is None else Difference(annual.difference)
        rows.append(
            (
                kpi.definition.OF_RULE[rule].name,
                annual.by_rule[rule],
                annual.target if own else None,
                difference,
                "○" if own else "",
            )
        )
    without = report.residents.all.without_user
    notes = [f"{kpi.definition.OF_RULE[annual.rule].name}：{kpi.definition.OF_RULE[annual.rule].rule}"]
    notes += [
        f"市民の質問{report.residents.all.questions:,}件のうち、仮の名前のない{without:,}件は、利用者に数えていません。"
    ]
    notes += ["職員の利用と、コマンドからの試しは、入れていません。LINEの友だちの数とは別の数です。"]
    if not report.complete:
        notes.append(f"{kpi.spoken_day(report.period.last)}は、途中までの数です。")
    if annual.first_day and annual.first_day > report.period.first:
        notes.append(f"この年度の最初の記録は、{kpi.spoken_day(annual.first_day)}です。")
    header = ("数え方", "数", "目標", "対目標", "この市の数え方")
    return Table("annual", "年間利用者", header, tuple(rows), tuple(notes))


def progress_table(report: kpi.Report) -> Table:
    """The months that have begun, beside the target's even share."""
    annual = report.annual
    name = kpi.definition.OF_RULE[annual.rule].name
    header = ("月", "その月に増えた数", f"累計（{name}）", "月割りの目標", "累計の差")
    rows = tuple(
        (
            kpi.spoken_month(line.month),
            line.gained,
            line.so_far,
            line.even,
            None if line.even is None else Difference(line.so_far - line.even),
        )
        for line in report.progress
    )
    last = report.period.last
    notes = (
        () if report.period.whole else (f"{last.month}月は、{last.day}日までの数です。月割りの目標は、月末の分です。",)
    )
    return Table("progress", "目標に対する累計", header, rows, (*outlook(report), *notes))


def outlook(report: kpi.Report) -> Iterator[str]:
    """What is needed, and what is to be expected, by the year's end."""
    annual, projection = report.annual, report.projection
    if annual.needed_per_month is not None:
        left = f"残り{report.period.days_left}日"
        need = annual.needed_per_month
        yield (
            f"{kpi.definition.NEEDED.name}：{left}、1か月あたり{need:,}人。"
            if need
            else f"目標に達しています（{left}）。"
        )
    if projection.value is None:
        if projection.withheld:
            yield f"{kpi.definition.PROJECTION.name}：{projection.withheld}"
        return
    against = "" if annual.target is None else f"（対目標：{kpi.signed(projection.value - annual.target, '人')}）"
    yield f"{kpi.definition.PROJECTION.name}：約{projection.value:,}人{against}。直近{kpi.ENOUGH}日の増え方が続くとした数で、季節は見ていません。"


def _tables(figures: kpi.AudienceFigures, prefix: str, before: str = "前年度末") -> Iterator[Table]:
    whose = WHOSE[figures.audience]
    if figures.months:
        yield _months(figures, prefix, whose)
    yield _channels(figures, prefix, whose)
    if figures.months and len(figures.channels) > 2:
        yield _channel_months(figures, prefix, whose)
    yield _outcomes(figures, prefix, whose)
    yield _rates(figures, prefix, whose)
    lines = ("項目", "使われた項目", "質問", "回答", "候補の提示", "担当課の案内", "役に立った率")
    for key, title, name, found in (
        ("sections", "担当課別", "担当課", figures.sections),
        ("categories", "カテゴリ別", "カテゴリ", figures.categories),
    ):
        rows = tuple(
            (
                line.name,
                line.entries,
                line.used,
                line.questions,
                line.answered,
                line.choices,
                line.handoff,
                line.helpful,
            )
            for line in found
        )
        yield Table(
            prefix + key,
            f"{title}（{whose}）",
            (name, *lines),
            rows,
            (kpi.definition.BY_SECTION.rule,),
        )
    yield _top(figures, prefix, whose)
    yield _content(figures, prefix, whose, before)


def _months(figures: kpi.AudienceFigures, prefix: str, whose: str) -> Table:
    rows = tuple((_month(line), *_use(line)) for line in figures.all_by_month)
    return Table(f"{prefix}months", f"月ごとの利用（{whose}）", ("月", *USE), rows, (OF_THE_MONTH,))


def _channels(figures: kpi.AudienceFigures, prefix: str, whose: str) -> Table:
    rows = tuple((_channel(line), *_use(line)) for line in figures.channels)
    notes = ["「うち利用者なし」は、仮の名前のない質問です。"]
    notes += ["入口が違うと、同じ人も別の利用者になります。"] if len(rows) > 2 else []
    return Table(f"{prefix}channels", f"入口別（{whose}）", ("入口", *USE), rows, tuple(notes))


def _channel_months(figures: kpi.AudienceFigures, prefix: str, whose: str) -> Table:
    lines = [line for line in figures.months if line.channel != kpi.ALL]
    rows = tuple((_month(line), _channel(line), *_use(line)) for line in lines)
    return Table(f"{prefix}channel-months", f"月別・入口別（{whose}）", ("月", "入口", *USE), rows, (OF_THE_MONTH,))


def _channel(line: kpi.ChannelLine) -> str:
    return CHANNELS.get(line.channel, line.channel)


def _month(line: kpi.ChannelLine) -> str:
    return kpi.spoken_month(line.month) if line.month else ""


def _use(line: kpi.ChannelLine) -> tuple[Cell, ...]:
    counts = (line.users, line.user_days, line.sessions, line.questions, line.without_user)
    return *counts, line.answers, line.helpful


def _outcomes(figures: kpi.AudienceFigures, prefix: str, whose: str) -> Table:
    total = figures.all.questions
    rows: Sequence[tuple[Cell, ...]] = [
        (outcome.label, count, kpi.Share(count, total)) for outcome, count in figures.outcomes.items() if count
    ]
    rows = [*rows, ("合計", total, kpi.Share(total, total))]
    note = (
        f"このうち、示した候補を選んだもの{figures.chosen:,}件、「どれでもない」を選んだもの{figures.none_chosen:,}件。"
    )
    return Table(f"{prefix}outcomes", f"結果別（{whose}）", ("結果", "質問", "割合"), tuple(rows), (note,))


def _rates(figures: kpi.AudienceFigures, prefix: str, whose: str) -> Table:
    rates = (("回答率", figures.answers), ("候補までの率", figures.reach), ("役に立った率", figures.helpful))
    rows: list[tuple[Cell, ...]] = [(name, share, share.part, share.whole) for name, share in rates]
    rows.append(("未回答", kpi.Share(figures.gaps, figures.all.questions), figures.gaps, figures.all.questions))
    return Table(
        f"{prefix}rates",
        f"割合（{whose}）",
        ("割合", "値", "分子", "分母"),
        tuple(rows),
        (kpi.definition.GAPS.rule + kpi.definition.GAPS.limits,),
    )


def _top(figures: kpi.AudienceFigures, prefix: str, whose: str) -> Table:
    rows = tuple(
        (place, top.line.name, top.section, top.line.questions, top.line.handoff, top.line.helpful)
        for place, top in enumerate(figures.top, 1)
    )
    header = ("順位", "項目", "担当課", "質問", "うち担当課の案内", "役に立った率")
    return Table(f"{prefix}top", f"よく聞かれた項目（{whose}、上位{kpi.MOST}）", header, rows)


def _content(figures: kpi.AudienceFigures, prefix: str, whose: str, earlier_day: str) -> Table:
    now, before = figures.now, figures.before

    def row(name: str, field: str) -> tuple[Cell, ...]:
        value, earlier = getattr(now, field), getattr(before, field) if before else None
        return name, value, earlier, None if earlier is None else Difference(value - earlier)

    rows = (
        row("掲載項目数", "entries"),
        row("掲載所管課数", "sections"),
        row("担当課の登録なし（項目）", "unassigned"),
    )
    header = ("掲載", kpi.spoken_day(now.day), earlier_day, "差")
    notes = [f"アクションプランの書き方では「{kpi.sections_card(now, before)}」です。"] if figures.months else []
    notes += [] if before else [f"{earlier_day}は、まだ記録がありません。"]
    return Table(f"{prefix}content", f"掲載（{whose}）", header, rows, tuple(notes))


def satisfaction_table(quarters: Sequence[kpi.Satisfaction]) -> Table:
    """What staff said of the desk; － where it is not told."""
    rows = tuple(
        (
            kpi.spoken_quarter(each.quarter),
            each.answers,
            each.satisfied,
            None if each.mean is None else f"{each.mean:.1f}",
        )
        for each in quarters
    )
    withheld = tuple(f"{kpi.spoken_quarter(each.quarter)}：{each.withheld}" for each in quarters if each.withheld)
    header = ("四半期", "回答", "満足（4と5）", "平均（5点満点）")
    return Table("satisfaction", "職員の満足度", header, rows, (kpi.definition.SATISFACTION.limits, *withheld))


def definitions_table() -> Table:
    rows = tuple((each.name, each.unit, each.rule, each.limits) for each in kpi.definition.DEFINITIONS)
    return Table("definitions", "数え方", ("名前", "単位", "数え方", "言えないこと"), rows)
