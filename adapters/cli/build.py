"""madoguchi build: make what answering needs, where it is missing or out of date."""

import time
from typing import Annotated

import typer

from adapters.cli.context import open_context
from adapters.cli.say import note, say
from bot.decide import Policy


def build(
    city: Annotated[list[str] | None, typer.Option(help="City code; may be repeated. Default: every city.")] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Build even where the index fits its content.")] = False,
) -> None:
    """Build each city's index. What is there and fits is kept; a killed build leaves the old index working."""
    context = open_context()
    for code in city or context.shelves.codes:
        started = time.perf_counter()
        published = context.shelves.build(code, note, anew=anew)
        knowledge = published.shelf.knowledge
        passages = sum(len(plan.passages) for plan in knowledge.plans)
        by_default = " (default: too few entries to calibrate by)" if published.policy == Policy() else ""
        say(
            f"{code} {knowledge.city.name}: revision {knowledge.revision}, {len(knowledge.entries)} entries, "
            f"{passages} passages, answers from {published.policy.answer:.2f}{by_default}, {time.perf_counter() - started:.1f} s"
        )
