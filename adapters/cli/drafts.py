"""madoguchi drafts: what staff have written and nobody has published yet."""

from typing import Annotated

import typer

from adapters.cli.context import Context, open_context, operator
from adapters.cli.say import fail, note, say
from adapters.publishing import publish_drafts
from adapters.storage import DraftState, EntryDrafts, connect
from knowledge import TOKYO

app = typer.Typer(help="Entries that wait for somebody to publish them, or to give them back.", no_args_is_help=True)
City = Annotated[str, typer.Option(help="City code, such as 132012.")]
Id = Annotated[str, typer.Option("--id", help="Id of the entry.")]


@app.command("list")
def list_drafts(city: City) -> None:
    """List the drafts of a city that wait, with question and answer."""
    context = open_context()
    known = {entry.id for entry in context.shelves.knowledge(city).entries}
    waiting = open_drafts(context).waiting(city)
    for draft in waiting:
        at = draft.at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M")
        kind = "今ある項目の直し" if draft.entry.id in known else "新しい項目"
        say(f"{draft.entry.id}  {at}  {draft.who or '(unknown)'}  {kind}  {draft.entry.section}")
        for line in (draft.entry.question, *draft.entry.answer.splitlines()):
            say(f"  {line}")
        if draft.state is DraftState.RETURNED:
            say(f"  差し戻し（{draft.judge or '(unknown)'}）: {draft.why}")
    note(f"{city}: {len(waiting)} drafts")


@app.command("publish")
def publish(
    city: City,
    id: Annotated[list[str] | None, typer.Option("--id", help="Id of an entry; may be given several times.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every draft that was not given back.")] = False,
    why: Annotated[str, typer.Option(help="The reason, for those who read the list of revisions later.")] = "",
) -> None:
    """Publish drafts as the next revision of the city."""
    if bool(id) == everything:
        raise typer.BadParameter("give either --id or --all.")
    context = open_context()
    context.shelves.knowledge(city)
    drafts = open_drafts(context)
    chosen = (
        [drafts.get(city, each) for each in id]
        if id
        else [each for each in drafts.waiting(city) if each.state is DraftState.DRAFT]
    )
    if not chosen:
        fail(f"{city} has no draft that waits.")
    if unwritten := [draft.entry.id for draft in chosen if not draft.entry.answer.strip()]:
        fail(
            f"no answer is written yet: {', '.join(unwritten)}. Write it at /staff/entries, or name the others by --id."
        )
    for released in publish_drafts(context.shelves, drafts, chosen, why, progress=note):
        say(f"{city}: {len(released.drafts)} drafts published as revision {released.revision}")


@app.command("return")
def give_back(city: City, id: Id, why: Annotated[str, typer.Option(help="What is missing.")]) -> None:
    """Give a draft back to its writer, with the reason."""
    drafts = open_drafts(open_context())
    try:
        drafts.give_back(drafts.get(city, id), why)
    except ValueError as error:
        fail(str(error))
    say(f"{city}: the draft {id} is given back")


def open_drafts(context: Context) -> EntryDrafts:
    """The drafts, in the name of whoever runs the command."""
    return EntryDrafts(connect(context.settings.database), operator())
