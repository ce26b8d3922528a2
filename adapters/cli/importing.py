"""madoguchi import: entries and plans of a city, published as its next revision."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.context import open_context
from adapters.cli.say import note, say
from knowledge import Audience, PlanStatus
from knowledge.reading.entries import read_entries
from knowledge.reading.plan import read_plan

app = typer.Typer(help="Import entries or a plan; a file with faults changes nothing.", no_args_is_help=True)
City = Annotated[str, typer.Option(help="City code, such as 132012.")]
File = Annotated[Path, typer.Argument(help="The file.", exists=True, dir_okay=False)]


@app.command("plan")
def plan(
    file: File,
    city: City,
    title: Annotated[str, typer.Option(help="Title of the document, with its edition.")],
    status: Annotated[PlanStatus, typer.Option(help="draft for 案, 素案, 中間のまとめ.")] = PlanStatus.FINAL,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The edition's date.")] = None,
    audience: Annotated[Audience, typer.Option(help="Who may be shown it.")] = Audience.RESIDENT,
) -> None:
    """Import a plan document (Markdown, or text taken from a PDF) as citable passages."""
    context = open_context()
    context.shelves.knowledge(city)
    document = read_plan(file, city, title, status, as_of.date() if as_of else None, audience)
    revision = context.content.publish(city, f"import plan {file.name}", plans=[document])
    say(f"{city}: 「{title}」 {len(document.passages)} passages, published as revision {revision}")
    context.shelves.build(city, note)


@app.command("entries")
def entries(file: File, city: City) -> None:
    """Import entries from CSV, XLSX or YAML; an entry replaces the one of the same id."""
    context = open_context()
    context.shelves.knowledge(city)
    read = read_entries(file, city)
    revision = context.content.publish(city, f"import entries {file.name}", entries=read)
    say(f"{city}: {len(read)} entries, published as revision {revision}")
    context.shelves.build(city, note)
