"""madoguchi directory: which section answers what, and the national numbers."""

import csv
import io
from collections.abc import Iterator
from typing import Annotated

import typer

from adapters.cli.context import open_context
from adapters.cli.say import say
from knowledge import DESKS, Knowledge

HEADER = ("担当分野・相談先", "課・だれのため", "電話", "つながる時間・話題の言葉", "出典")


def directory(
    city: Annotated[str, typer.Option(help="City code.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="A table for Excel.")] = False,
) -> None:
    """Show whom a hand-over names: each desk with its section, then the city's own topics and the national numbers."""
    rows = list(_rows(open_context().shelves.knowledge(city)))
    if as_csv:
        table = io.StringIO()
        csv.writer(table, lineterminator="\n").writerows([HEADER, *rows])
        say(table.getvalue().rstrip("\n"))
        return
    for name, who, telephone, when, _ in rows:
        say("  ".join(filter(None, (f"{name}: {who}", telephone, when))))


def _rows(knowledge: Knowledge) -> Iterator[tuple[str, str, str, str, str]]:
    holders = {desk: section for section in knowledge.city.sections for desk in section.desks}
    words = {topic.section: "、".join(topic.words) for topic in knowledge.topics}
    for desk in DESKS:
        section = holders.get(desk)
        if section is None:
            yield desk, "（課が決まっていません）", "", words.get(desk, ""), ""
        else:
            source = f"{section.source.title} {section.source.place}".strip() if section.source else ""
            yield desk, section.name, section.telephone, words.get(desk, ""), source
    for section in knowledge.city.sections:
        if section.topics:
            yield "市の話題", section.name, section.telephone, "、".join(section.topics), ""
    for line in knowledge.helplines:
        source = f"{line.source.title}（{line.source.as_of}）" if line.source else ""
        yield line.name, line.who, line.telephone, line.hours, source
