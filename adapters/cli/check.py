"""madoguchi check: the house rules of the content, and whether what it says can be found."""

from datetime import datetime
from typing import Annotated

import typer

from adapters.cli.context import open_context
from adapters.cli.say import fail, say
from bot.review import SelfRetrieval, unfound, ungiven
from index.held_out import ask_phrasings
from knowledge import TOKYO, Knowledge, load_knowledge
from knowledge.checking import Finding, Level, blanks_to_fill, check_knowledge


def check(
    city: Annotated[list[str] | None, typer.Option(help="City code; may be repeated. Default: every city.")] = None,
    todo: Annotated[bool, typer.Option("--todo", help="List what each city still has to fill in.")] = False,
    hints: Annotated[bool, typer.Option("--hints", help="Show hints (参考) too.")] = False,
    search: Annotated[bool, typer.Option(help="Ask every phrasing with itself removed; a few seconds a city.")] = True,
    files: Annotated[bool, typer.Option("--files", help="Check the content folder, not what is in force.")] = False,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to check for.")] = None,
) -> None:
    """Check the content of each city; exits 1 when there is an error."""
    context = open_context()
    errors = 0
    for code in city or context.shelves.codes:
        folder = context.settings.content_dir
        knowledge = load_knowledge(code, folder) if files else context.shelves.knowledge(code)
        if todo:
            for blank in blanks_to_fill(knowledge):
                say(f"{code} {knowledge.city.name} {blank}")
            continue
        findings = check_knowledge(knowledge, as_of.date() if as_of else datetime.now(TOKYO).date())
        findings += ungiven(knowledge.entries)
        found = ""
        if search:
            asked = list(ask_phrasings(knowledge, context.settings.encoder_settings))
            findings += unfound(asked)
            found = _told(SelfRetrieval.of(asked))
        errors += _report(code, knowledge, findings, found, hints)
    if errors:
        fail(f"{errors} error(s)")


def _report(code: str, knowledge: Knowledge, findings: list[Finding], found: str, hints: bool) -> int:
    """Say the findings and a line of totals; the number of errors."""
    counts = {level: sum(finding.level is level for finding in findings) for level in Level}
    for finding in findings:
        if hints or finding.level is not Level.HINT:
            say(f"{code} {finding}")
    totals = "、".join(f"{level} {count}" for level, count in counts.items())
    say(f"{code} {knowledge.city.name}: 項目 {len(knowledge.entries)}、{totals}{found}")
    return counts[Level.ERROR]


def _told(found: SelfRetrieval) -> str:
    if not found.phrasings:
        return ""
    return (
        f"、言い換え {found.phrasings:,} のうち、それ自身を除いても最初に見つかるもの {found.success_at_1:.1%}"
        f"（3番目まで {found.success_at_3:.1%}）"
    )
