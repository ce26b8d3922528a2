"""madoguchi plan: look at what is read of a plan document, before it is imported and after."""

import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.contact_lines import contact_lines
from adapters.cli.context import open_context
from adapters.cli.document import read_document
from adapters.cli.inspection import Inspection, to_settle
from adapters.cli.say import fail, note, say, say_json
from knowledge import Card, Knowledge, Plan
from knowledge.card_table import card_csv
from knowledge.card_workbook import write_workbook
from knowledge.facts import facts_of
from knowledge.reading.plan.source import read_source

app = typer.Typer(help="Look at a plan document: what is read of it, and its cards as a table.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="The plan: PDF, Markdown or text.", exists=True, dir_okay=False)]


@app.command("inspect")
def inspect(
    file: File,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for a program.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Every doubt and every passed-over line.")] = False,
) -> None:
    """Show what is read of a plan and what a person should look at; nothing is imported."""
    started = time.perf_counter()
    plan = read_document(file)
    seconds = time.perf_counter() - started
    lines = tuple(line.number for line in read_source(file).lines if line.text.strip())
    inspection = Inspection(plan, lines, seconds)
    if as_json:
        say_json(inspection.as_json())
        return
    for line in inspection.told(everything=everything):
        say(line)


@app.command("cards")
def cards(
    file: Annotated[
        Path | None, typer.Argument(help="The plan; leave it out with --city.", exists=True, dir_okay=False)
    ] = None,
    city: Annotated[str, typer.Option(help="Take the cards that this city has imported, with their corrections.")] = "",
    title: Annotated[str, typer.Option("--plan", help="Title of the imported plan, where there are several.")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV, to standard output or to --out.")] = False,
    out: Annotated[Path | None, typer.Option(help="File for the CSV.", dir_okay=False)] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Excel workbook to write.", dir_okay=False)] = None,
    facts: Annotated[
        bool, typer.Option("--facts", help="Figures and names only, no sentence of the document.")
    ] = False,
) -> None:
    """Write the cards of a plan as a table that people can check, correct and import again."""
    if (file is None) == (not city):
        raise typer.BadParameter("give either a file or --city.")
    if as_csv == (xlsx is not None) or (out and not as_csv):
        raise typer.BadParameter("give either --xlsx FILE, or --csv with or without --out FILE.")
    plan = read_document(file) if file else imported_plan(open_context().shelves.knowledge(city), title)
    found = tuple(map(facts_of, plan.cards)) if facts else plan.cards
    if not found:
        fail(f"no cards (事業カード) in 「{plan.title}」; there is nothing to write.")
    target = xlsx or out
    if target and target.exists():
        fail(f"{target} is there already, and may hold corrections. Move it away, or give another name.")
    if xlsx:
        write_workbook(found, xlsx)
    elif out:
        out.write_text(card_csv(found, "\r\n"), encoding="utf-8-sig", newline="")  # as Excel in Japan opens it
    else:
        say(card_csv(found).rstrip("\n"))
    if target:
        note(_written(target, found))


@app.command("contacts")
def contacts(
    file: Annotated[Path, typer.Argument(help="The plan.", exists=True, dir_okay=False)],
) -> None:
    """Write whom a plan names to be asked, as lines for city.toml. Look at them before you use them."""
    plan = read_document(file)
    if not plan.contacts:
        fail(f"no contact (電話, 住所) in 「{plan.title or file.name}」; there is nothing to write.")
    say("\n".join(contact_lines(plan)).rstrip())


def imported_plan(knowledge: Knowledge, title: str = "") -> Plan:
    """The imported plan of a city that has cards, by its title where there are several. Raises LookupError."""
    plans = [plan for plan in knowledge.plans if plan.cards and not plan.facts_only]
    fitting = _titled(plans, title) if title else [plan for plan in plans if plan in knowledge.plans_in_force]
    if len(fitting) == 1:
        return fitting[0]
    known = "、".join(f"「{plan.full_title}」" for plan in plans) or "none"
    wanted = f"plan 「{title}」 with cards" if title else "single plan with cards"
    raise LookupError(f"{knowledge.city.code} has no {wanted}; it has: {known}. Give its title with --plan.")


def _titled(plans: Sequence[Plan], title: str) -> list[Plan]:
    """The plans of that title, whatever its widths and spaces, with or without the edition."""
    wanted = _plain(title)
    with_edition = [plan for plan in plans if _plain(plan.full_title) == wanted]
    return with_edition or [plan for plan in plans if _plain(plan.title) == wanted]


def _plain(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).split())


def _written(target: Path, found: Sequence[Card]) -> str:
    waiting = len(to_settle(found))
    asked = f"、うち番号の要確認 {waiting}" if waiting else ""
    return f"{target}: 事業カード {len(found)}{asked}"
