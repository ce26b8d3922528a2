"""Shipped facts of a plan: `cards.csv` with what is fact in its cards, `cards.toml` with the document it is taken from."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.facts import facts_plan
from knowledge.fault import Fault, FaultyContent
from knowledge.plan import Plan, PlanStatus
from knowledge.reading.card_rows import read_cards

KEYS = ("title", "edition", "status", "as_of", "first_year", "last_year")


def read_facts(path: Path, city: str) -> Plan:
    """The plan of facts in the table `path`, described by the TOML file beside it. Raises FaultyContent."""
    about = _about(path.with_suffix(".toml"))
    plan = Plan(
        f"facts-{city}-{path.stem}",
        city,
        about["title"],
        PlanStatus(about["status"]),
        about["as_of"],
        path.name,
        edition=about["edition"],
        first_year=about["first_year"],
        last_year=about["last_year"],
        cards=read_cards(path),
    )
    return facts_plan(plan)


def _about(path: Path) -> dict[str, Any]:
    """What the file says of the document; every fault of it at once."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        problem = f"文書の説明を読めません（{error}）"
        raise FaultyContent([Fault(path.name, "", "", problem, "表のとなりに、TOML の形で置いてください")]) from error
    kinds = {"title": str, "edition": str, "status": str, "as_of": date, "first_year": int, "last_year": int}
    faults = [
        Fault(
            path.name,
            key,
            str(values.get(key, "")),
            "ありません、または形が違います",
            f"{kinds[key].__name__} で書いてください",
        )
        for key in KEYS
        if not isinstance(values.get(key), kinds[key])
    ]
    if not faults and values["status"] not in set(PlanStatus):
        faults.append(Fault(path.name, "status", values["status"], "知らない値です", "draft か final にしてください"))
    faults += [
        Fault(path.name, key, str(values[key]), "知らない項目です", f"{'、'.join(KEYS)} のどれかにしてください")
        for key in values
        if key not in KEYS
    ]
    if faults:
        raise FaultyContent(faults)
    return values
