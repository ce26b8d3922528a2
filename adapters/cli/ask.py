"""madoguchi ask: one question, or a file of them, on the same path as every other channel."""

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.cli.context import Context, open_context
from adapters.cli.explaining import explained
from adapters.cli.say import fail, note, progress, say, say_json
from bot import LONGEST, Bot, Question, Reply, UsageEvent, wording
from knowledge import TOKYO, Audience


class Unrecorded:
    """A UsageLog for tries that are not a resident's questions: nothing is counted."""

    def record(self, event: UsageEvent) -> None:
        return None


def ask(
    text: Annotated[str, typer.Argument(help="The question.")] = "",
    city: Annotated[str, typer.Option(help="City code, such as 132012.")] = "",
    audience: Annotated[Audience, typer.Option(help="Who asks.")] = Audience.RESIDENT,
    file: Annotated[Path | None, typer.Option(help="JSON Lines with id, city, audience, question.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per reply.")] = False,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"], help="The clock.")] = None,
    record: Annotated[bool, typer.Option(help="Count a single question in the record.")] = True,
    explain: Annotated[bool, typer.Option("--explain", help="Show why; nothing is recorded.")] = False,
    previous: Annotated[str, typer.Option(help="Id of the entry answered with before, for 「費用は？」.")] = "",
) -> None:
    """Ask a question."""
    moment = (as_of or datetime.now()).replace(tzinfo=TOKYO) if as_of else datetime.now(TOKYO)
    context = open_context()
    if file is not None:
        ask_file(context, file, moment)
        return
    if not text.strip():
        fail(wording.EMPTY)
    if len(text) > LONGEST:
        fail(wording.TEXT_TOO_LONG.format(limit=LONGEST))
    code = city or (context.shelves.codes[0] if len(context.shelves.codes) == 1 else "")
    if not code:
        fail(f"name the city with --city; served: {', '.join(context.shelves.codes)}")
    context.shelves.load(code)
    bot = Bot(context.shelves, context.usage if record else Unrecorded())
    question = Question(code, text, moment, audience, "cli", previous=previous)
    if explain:
        why = bot.explain(question)
        say_json(why.as_json()) if as_json else say(explained(why))
        return
    reply = bot.reply(question)
    say_json(reply.as_json()) if as_json else say(readable(reply))


def ask_file(context: Context, file: Path, moment: datetime) -> None:
    """Answer every line of `file`; one JSON reply per line, with the line's `id` and the milliseconds it took."""
    rows = [
        _row(number, line) for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), 1) if line.strip()
    ]
    for code in dict.fromkeys(row["city"] for row in rows):
        context.shelves.load(code)
    bot = Bot(context.shelves, Unrecorded())
    for row in progress(rows, "asking"):
        started = time.perf_counter()
        reply = bot.reply(Question(row["city"], row["question"], moment, Audience(row["audience"]), "cli"))
        milliseconds = round(1000 * (time.perf_counter() - started), 3)
        say_json({"id": row["id"], "milliseconds": milliseconds, **reply.as_json()})
    note(f"{len(rows)} question(s) answered")


def readable(reply: Reply) -> str:
    """A reply for a terminal."""
    lines = [f"[{reply.outcome.label}]"]
    if reply.entry:
        lines.append(f"■ {reply.entry.question}")
    lines.append(reply.text)
    lines += [f"  {number}. {choice.label} ({choice.id})" for number, choice in enumerate(reply.choices, 1)]
    if reply.contact:
        parts = (reply.contact.section, reply.contact.telephone, reply.contact.hours)
        lines.append("担当: " + " / ".join(part for part in parts if part))
    lines += [f"出典: {source.title} {source.place} {source.url}".rstrip() for source in reply.sources]
    if reply.entry and reply.entry.updated_on:
        lines.append(f"更新日: {reply.entry.updated_on}")
    return "\n".join(lines)


def _row(number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        question = row["question"]
        if not isinstance(question, str):
            raise TypeError("question is no text")
        return {
            "id": row.get("id", number),
            "city": str(row["city"]),
            "audience": Audience(row.get("audience", "resident")).value,
            "question": question[:LONGEST],
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fail(
            f"line {number}: {error!r}. Each line is a JSON object with city, question, and if you like id and audience."
        )
