"""madoguchi shipped: what a new release, or a hand in the files, changed in a city's shipped content, and the way into the database."""

from typing import Annotated

import typer

from adapters.cli.context import open_context
from adapters.cli.say import note, say
from adapters.storage.shipped import Change

City = Annotated[str, typer.Option(help="City code, such as 132012.")]


def shipped(
    city: City,
    publish: Annotated[bool, typer.Option("--publish", help="Publish what the city has not changed itself.")] = False,
    take: Annotated[
        list[str] | None, typer.Option(help="Id that is published though the city changed it too; may be repeated.")
    ] = None,
    why: Annotated[str, typer.Option(help="The reason, for those who read the list later.")] = "",
) -> None:
    """Show what the files of a city have otherwise than when they were loaded, and publish it. Common entries need no command."""
    context = open_context()
    before = context.shelves.knowledge(city).revision
    changes = context.shelves.shipped_changes(city)
    if unknown := set(take or ()) - {change.id for change in changes}:
        raise LookupError(f"nothing has changed in the files of {city} for {', '.join(sorted(unknown))}.")
    for change in changes:
        say(f"{change.kind}  {change.id}{'  (the city changed it too)' if change.contested else ''}")
    chosen = [change for change in changes if _taken(change, take or ())] if publish or take else []
    if chosen:
        revision = context.shelves.publish_shipped(city, why, chosen, before, note)
        say(f"{city}: {len(chosen)} of {len(changes)} changes published as revision {revision}")
    else:
        say(f"{city}: {len(changes)} changes; nothing was published")


def _taken(change: Change, named: list[str] | tuple[str, ...]) -> bool:
    return change.id in named or not change.contested
