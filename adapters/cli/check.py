"""madoguchi check: the house rules of the content."""

from datetime import datetime
from typing import Annotated

import typer

from adapters.cli.context import open_context
from adapters.cli.say import fail, say
from knowledge import TOKYO
from knowledge.check import Level, blanks_to_fill, check_knowledge


def check(
    city: Annotated[list[str] | None, typer.Option(help="City code; may be repeated. Default: every city.")] = None,
    todo: Annotated[bool, typer.Option("--todo", help="List what each city still has to fill in.")] = False,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to check for.")] = None,
) -> None:
    """Check the content of each city; exits 1 when there is an error."""
    context = open_context()
    errors = 0
    for code in city or context.shelves.codes:
        knowledge = context.shelves.knowledge(code)
        if todo:
            for blank in blanks_to_fill(knowledge):
                say(f"{code} {knowledge.city.name} {blank}")
            continue
        findings = check_knowledge(knowledge, as_of.date() if as_of else datetime.now(TOKYO).date())
        for finding in findings:
            say(f"{code} {finding}")
        errors += sum(finding.level is Level.ERROR for finding in findings)
        say(f"{code} {knowledge.city.name}: 項目 {len(knowledge.entries)}、指摘 {len(findings)}")
    if errors:
        fail(f"{errors} error(s)")
