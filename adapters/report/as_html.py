"""A report as a page that can be attached as it is: charts with their tables, no script, nothing from elsewhere, A4."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from pathlib import Path

from adapters.report.charts import GREY, INK, Line, bar_chart, column_chart, line_chart
from adapters.report.heading import extent, month_title, title
from adapters.report.table import Table, numeric, shown
from adapters.report.tables import month_tables_of, tables_of
from bot import kpi

MOST_BARS, MOST_ROWS, FEW_ROWS = 15, 20, 12
MANY_COLUMNS = 4


def html_of(report: kpi.Report) -> str:
    """The whole page in UTF-8."""
    head = f'<meta charset="utf-8"><title>{escape(title(report))}</title><meta name="viewport" content="width=device-width">'
    foot = f"<footer>{escape(kpi.spoken_day(report.made))}に、チャットボットの記録から作成。</footer>"
    return (
        f'<!DOCTYPE html>\n<html lang="ja"><head>{head}<style>{_style()}</style></head>\n<body>\n<main>'
        f"{year_html(report)}{foot}</main>\n</body></html>\n"
    )


def year_html(report: kpi.Report) -> str:
    """The headings, charts and tables of a year, for a page that brings its own style."""
    tables = {table.key: table for table in tables_of(report)}
    months = [f"{month.month}月" for month in report.period.months()]
    parts = [
        _annual(report, tables["annual"]),
        _part("目標に対する累計", _progress(report, months), tables["progress"]),
        _part("月ごとの利用者", _monthly(report, months), tables["months"], together=True),
        _part("結果", _outcomes(report.residents), tables["outcomes"], beside=True),
        _part("割合と入口", "", tables["rates"], tables["channels"]),
        _part(
            "カテゴリ",
            _bars("categories", "カテゴリ別の質問", report.residents.categories),
            tables["categories"],
            together=True,
        ),
        _part(
            "担当課",
            _bars("sections", "担当課別の質問", report.residents.sections),
            _shortened(tables["sections"]),
            together=True,
        ),
        _part("よく聞かれた項目と掲載", "", tables["top"], tables["content"]),
        *_staff(tables),
        *([_part("職員の満足度", "", tables["satisfaction"])] if "satisfaction" in tables else []),
        _part("数の意味", "", tables["definitions"]),
    ]
    return "".join(parts)


def month_html(report: kpi.MonthReport) -> str:
    """The same of one month."""
    tables = {table.key: table for table in month_tables_of(report)}
    figures = report.residents
    days = f"{kpi.spoken_day(report.month)}から{kpi.spoken_day(report.last)}まで"
    points = _list_of_points(("利用者", f"{figures.all.users:,}人"), *_points(figures))
    parts = [
        f'<h1>{escape(month_title(report))}</h1><p class="period">{escape(days)}</p><div class="head">{points}</div>',
        _part("結果", _outcomes(figures), tables["outcomes"], beside=True),
        _part("割合と入口", "", tables["rates"], tables["channels"]),
        _part("担当課", _bars("sections", "担当課別の質問", figures.sections), _shortened(tables["sections"])),
        _part("カテゴリ", _bars("categories", "カテゴリ別の質問", figures.categories), tables["categories"]),
        _part("よく聞かれた項目と掲載", "", tables["top"], tables["content"]),
        *_staff(tables),
        _part("数の意味", "", tables["definitions"]),
    ]
    return "".join(parts)


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def _annual(report: kpi.Report, table: Table) -> str:
    period = report.period
    days = f"{kpi.spoken_day(period.first)}から{kpi.spoken_day(period.last)}まで（{extent(report)}）"
    status, name, value, against = (escape(line) for line in report.annual.card())
    points = _list_of_points(*_points(report.residents))
    return (
        f'<h1>{escape(title(report))}</h1><p class="period">{escape(days)}</p><div class="head">'
        f'<p class="card">{status}<br>{name}<br><strong>{value}</strong><br>{against}</p>{points}</div><div>{_table(table)}</div>'
    )


def _list_of_points(*points: tuple[str, str]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{escape(text)}</dd>' for name, text in points)}</dl>"


def _points(figures: kpi.AudienceFigures) -> Iterator[tuple[str, str]]:
    """What stands beside the card."""
    yield "質問", f"{figures.all.questions:,}件"
    yield "回答率", shown(figures.answers)
    yield "役に立った率", f"{shown(figures.helpful)}（{figures.helpful.whole:,}件のうち）"
    yield "未回答", f"{figures.gaps:,}件"
    yield "掲載", f"{figures.now.sections:,}課 {figures.now.entries:,}項目"


def _part(name: str, chart: str, *tables: Table, beside: bool = False, together: bool = False) -> str:
    """A section: the chart, and the tables beside it or below, on one page where they must stand `together`."""
    figure = f"<figure>{chart}</figure>" if chart else ""
    body = figure + "".join(map(_boxed, tables))
    body = f'<div class="beside">{body}</div>' if beside else body
    kept = ' class="together"' if beside or together else ""
    return f"<section{kept}><h2>{escape(name)}</h2>{body}</section>"


def _progress(report: kpi.Report, months: Sequence[str]) -> str:
    """The figure so far, month by month, with the target's even share, and the way to the projection."""
    annual, end = report.annual, report.projection.value
    so_far: list[float | None] = [line.so_far for line in report.progress]
    left = len(months) - len(so_far)
    name = kpi.definition.OF_RULE[annual.rule].name
    lines = [Line(f"累計（{name}）", [*so_far, *[None] * left], marks=True)]
    told = [f"{report.period.last.month}月までの累計は{annual.value:,}人。"]
    if annual.target is not None:
        even = [round(annual.target * number / 12) for number in range(1, 13)]
        lines.append(Line("月割りの目標", even, GREY, "7 5"))
        told.append(f"年度の目標は{annual.target:,}人。")
    if end is not None and left:
        way = [annual.value + (end - annual.value) * step / left for step in range(left + 1)]
        lines.append(Line("見込み", [*[None] * (len(so_far) - 1), *way], INK, "2 4"))
        told.append(f"年度末の見込みは約{end:,}人。")
    return line_chart("progress", "目標に対する累計", "".join(told), months, lines)


def _monthly(report: kpi.Report, months: Sequence[str]) -> str:
    users = [line.users for line in report.residents.all_by_month]
    told = "、".join(f"{month}{count:,}人" for month, count in zip(months, users, strict=False))
    return column_chart("monthly", "月ごとの利用者", told, months, [*users, *[None] * (len(months) - len(users))])


def _outcomes(figures: kpi.AudienceFigures) -> str:
    total = figures.all.questions
    rows = [
        (outcome.label, count, f"{count:,}件（{shown(kpi.Share(count, total))}）")
        for outcome, count in figures.outcomes.items()
        if count
    ]
    return _barred("outcomes", "結果別の質問", rows, half=True)


def _bars(key: str, name: str, lines: Sequence[kpi.UsageLine]) -> str:
    asked = [line for line in lines if line.questions][:MOST_BARS]
    return _barred(key, name, [(line.name, line.questions, f"{line.questions:,}件") for line in asked])


def _barred(key: str, name: str, rows: Sequence[tuple[str, int, str]], *, half: bool = False) -> str:
    told = "、".join(f"{label}{beside}" for label, _, beside in rows)
    return bar_chart(key, name, told, rows, half=half) if rows else ""


def _staff(tables: dict[str, Table]) -> Iterator[str]:
    if "staff-channels" in tables:
        most = {"sections": FEW_ROWS, "top": FEW_ROWS}
        keys = ("months", "channels", "outcomes", "rates", "sections", "categories", "top", "content")
        found = [key for key in keys if f"staff-{key}" in tables]
        staff = [_shortened(tables[f"staff-{key}"], most.get(key, MOST_ROWS)) for key in found]
        yield _part("職員の利用（市民の数には入れていません）", "", *staff)


def _shortened(table: Table, most: int = MOST_ROWS) -> Table:
    """The rows that a page has room for; a workbook has them all."""
    left = len(table.rows) - most
    note = f"質問の多い順に{most}まで。ほかに{left}行あります（表の全部は、XLSXの報告にあります）。"
    return table if left <= 0 else replace(table, rows=table.rows[:most], notes=(*table.notes, note))


def _boxed(table: Table) -> str:
    """A table in its box; one of many columns may have to be scrolled, also by keyboard."""
    wide = (
        f' role="region" aria-label="{escape(table.title)}" tabindex="0"' if len(table.header) >= MANY_COLUMNS else ""
    )
    return f"<div{wide}>{_table(table)}</div>"


def _table(table: Table) -> str:
    right = [any(numeric(row[at]) for row in table.rows) for at in range(len(table.header))]
    head = "".join(
        f'<th scope="col"{_number(side)}>{escape(name)}</th>' for name, side in zip(table.header, right, strict=True)
    )
    rows = "".join(f"<tr>{''.join(_cells(row, right))}</tr>" for row in table.rows)
    notes = "".join(f"<li>{escape(note)}</li>" for note in table.notes)
    notes = f'<ul class="notes">{notes}</ul>' if notes else ""
    return (
        f'<table class="{table.key.removeprefix("staff-")}">'
        + f"<caption>{escape(table.title)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{notes}"
    )


def _cells(row: Sequence[object], right: Sequence[bool]) -> Iterator[str]:
    for at, (cell, side) in enumerate(zip(row, right, strict=True)):
        text = escape(shown(cell))  # type: ignore[arg-type]
        yield f'<th scope="row"{_number(side)}>{text}</th>' if at == 0 else f"<td{_number(side)}>{text}</td>"


def _number(right: bool) -> str:
    return ' class="number"' if right else ""
