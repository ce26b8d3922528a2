"""What must never fail: an emergency is seen, and what is kept inside the office stays there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.replies import NOW, ask
from benchmarks.world import Question, World, questions_in
from bot import Bot, UnknownChoice
from bot import Question as Asked
from knowledge import Audience, Crisis


def kind_of(reply: Mapping[str, Any], crises: Sequence[Crisis]) -> str:
    """The kind of emergency that `reply` answers, or nothing."""
    if reply["outcome"] != "crisis":
        return ""
    return next((crisis.id for crisis in crises if reply["text"].startswith(crisis.text)), "unknown")


def emergencies() -> list[Question]:
    """The messages of benchmarks/questions that are an emergency, and those that only sound like one."""
    return [*questions_in("crisis.jsonl"), *questions_in("crisis-fresh.jsonl")]


def alarms(world: World, messages: Sequence[Question]) -> list[tuple[Question, str]]:
    """Each of `messages`, as `emergencies` gives them, with the kind of emergency that was seen in it."""
    bot = world.bot()
    code, shelf = next(iter(world.shelves.items()))
    crises = shelf.knowledge.crises
    return [
        (message, kind_of(ask(bot, message | {"city": code, "audience": "resident"}), crises)) for message in messages
    ]


def leaks(world: World) -> tuple[list[str], int]:
    """What residents were shown of staff entries when they asked for each by its question, its phrasings and its id; and how
    often was asked."""
    bot, found, asked = world.bot(), [], 0
    for code, shelf in world.shelves.items():
        kept = {entry.id: entry for entry in shelf.entries.values() if entry.audience is Audience.STAFF}
        for id, entry in kept.items():
            for text in (entry.question, *entry.phrasings):
                reply = ask(bot, {"city": code, "question": text, "audience": "resident"})
                found += [f"{code} {shown}: {text}" for shown in shown_ids(reply) if shown in kept]
                asked += 1
            found += [f"{code} {id}: by its id" for _ in given_by_id(bot, code, id)]
            asked += 1
    return found, asked


def shown_ids(reply: Mapping[str, Any]) -> set[str]:
    """Ids of the entries that a reply gives or offers."""
    return {choice["id"] for choice in reply["choices"]} | {(reply["entry"] or {}).get("id", "")}


def given_by_id(bot: Bot, city: str, id: str) -> Iterator[str]:
    """The text that a resident gets who sends the id of a candidate that was never offered."""
    try:
        yield bot.reply(Asked(city, "", NOW, Audience.RESIDENT, "benchmark", choice=id)).text
    except UnknownChoice:
        return
