"""A report for programs."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from bot import kpi


def json_of(report: kpi.Report) -> str:
    """Everything in the report with English keys; shares in per cent, days as ISO 8601."""
    return json.dumps(data_of(report), ensure_ascii=False, indent=2, default=_plain)


def data_of(report: kpi.Report) -> dict[str, Any]:
    annual, period = report.annual, report.period
    return {
        "city": report.city.code,
        "city_name": report.city.name,
        "fiscal_year": period.year,
        "first": period.first,
        "last": period.last,
        "whole_year": period.whole,
        "last_day_complete": report.complete,
        "made": report.made,
        "annual_users": {
            "rule": annual.rule,
            "value": annual.value,
            "target": annual.target,
            "difference": annual.difference,
            "status": annual.status,
            "card": annual.card_line(),
            "by_rule": dict(annual.by_rule),
            "first_day": annual.first_day,
            "needed_per_month": annual.needed_per_month,
            "projection": asdict(report.projection),
        },
        "progress": [asdict(line) for line in report.progress],
        "residents": _figures(report.residents),
        "staff": _figures(report.staff),
        "satisfaction": [
            asdict(each) | {"satisfied": each.satisfied and _share(each.satisfied)} for each in report.satisfaction
        ],
        "definitions": [asdict(each) for each in kpi.definition.DEFINITIONS],
    }


def _figures(figures: kpi.AudienceFigures) -> dict[str, Any]:
    return {
        "channels": {_named(line.channel): _channel(line) for line in figures.channels},
        "months": {
            _named(each.channel): [_channel(line) for line in figures.months if line.channel == each.channel]
            for each in figures.channels
        },
        "outcomes": dict(figures.outcomes),
        "chosen": figures.chosen,
        "none_chosen": figures.none_chosen,
        "gaps": figures.gaps,
        "answer_rate": _share(figures.answers),
        "reach_rate": _share(figures.reach),
        "helpful_rate": _share(figures.helpful),
        "sections": [_line(line) for line in figures.sections],
        "categories": [_line(line) for line in figures.categories],
        "top_entries": [{"id": top.id, "section": top.section, **_line(top.line)} for top in figures.top],
        "content": asdict(figures.now),
        "content_before": asdict(figures.before) if figures.before else None,
        "sections_card": kpi.sections_card(figures.now, figures.before),
    }


def _named(channel: str) -> str:
    return channel or "all"


def _channel(line: kpi.ChannelLine) -> dict[str, Any]:
    """Without what is said outside of it: the channel, and where it is the whole period, the month."""
    left_out = {"channel"} if line.month else {"channel", "month"}
    kept = {name: value for name, value in asdict(line).items() if name not in left_out}
    return kept | {"answers": _share(line.answers), "helpful": _share(line.helpful)}


def _line(line: kpi.UsageLine) -> dict[str, Any]:
    return asdict(line) | {"helpful": _share(line.helpful)}


def _share(share: kpi.Share) -> dict[str, Any]:
    per_cent = share.per_cent
    return {"part": share.part, "whole": share.whole, "per_cent": None if per_cent is None else round(per_cent, 1)}


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON")
