"""A plan document, with what it says of itself wherever the command line says nothing."""

from datetime import date
from pathlib import Path

from adapters.cli.say import note
from knowledge import Audience, Fault, FaultyContent, Plan, PlanStatus
from knowledge.reading.plan import read_plan
from knowledge.reading.plan.document.identity import identify
from knowledge.reading.plan.source import read_source


def read_document(
    file: Path,
    city: str = "",
    city_name: str = "",
    *,
    title: str = "",
    edition: str = "",
    status: PlanStatus | None = None,
    as_of: date | None = None,
    audience: Audience = Audience.RESIDENT,
) -> Plan:
    """The plan in `file`. Raises FaultyContent when it cannot be read, or when it goes to a `city` without a title.

    A document that names another city than `city_name` is read all the same, with a word of warning.
    """
    identity = identify(read_source(file))
    if city and not (title or identity.title):
        problem, remedy = "題名が読み取れません", '--title "計画の題名" を付けて、もう一度打ってください'
        raise FaultyContent([Fault(file.name, "", "", problem, remedy)])
    if city_name and identity.city and identity.city != city_name:
        note(f"注意: {file.name} は{identity.city}の文書のようです。{city_name}（{city}）でよいか、確かめてください。")
    return read_plan(
        file,
        city,
        title or identity.title,
        status or identity.status,
        as_of or identity.issued,
        audience,
        edition or identity.edition,
    )
