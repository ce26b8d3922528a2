"""madoguchi revisions and restore: what a city published, and the way back to it."""

from typing import Annotated

import typer

from adapters.cli.context import open_context
from adapters.cli.say import note, say
from adapters.storage import Publication
from knowledge import TOKYO

City = Annotated[str, typer.Option(help="City code, such as 132012.")]


def revisions(city: City) -> None:
    """List what the city published, newest first: revision, when, who, why."""
    context = open_context()
    knowledge = context.shelves.knowledge(city)
    say(f"{city} {knowledge.city.name}: revision {knowledge.revision} is in force")
    for publication in context.content.history(city):
        say(_line(publication))


def restore(
    city: City,
    revision: Annotated[int, typer.Option(help="The revision whose content is wanted; 1 is what shipped.")],
    why: Annotated[str, typer.Option(help="The reason, for those who read the list later.")] = "",
) -> None:
    """Publish again what an earlier revision held of the city's own. What did not exist then is gone again."""
    context = open_context()
    before = context.shelves.knowledge(city).revision
    now = context.shelves.restore(city, revision, why or f"restore revision {revision}", note)
    if now == before:
        say(f"{city}: revision {before}, which is in force, holds the same as {revision}; nothing was published")
        return
    say(f"{city}: revision {revision} is restored, published as revision {now}")


def _line(publication: Publication) -> str:
    at = publication.at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M")
    restored = f" (content of {publication.restores})" if publication.restores else ""
    return f"{publication.revision}  {at}  {publication.who or '(unknown)'}  {publication.why}{restored}"
