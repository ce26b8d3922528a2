"""madoguchi import: entries, plans and corrected cards of a city, published as its next revision."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from adapters.cli.changes import changed_entries, refuse_others
from adapters.cli.context import open_context, operator
from adapters.cli.document import read_document
from adapters.cli.drafts import open_drafts
from adapters.cli.inspection import to_settle
from adapters.cli.plan import imported_plan
from adapters.cli.say import note, say
from knowledge import Audience, Card, Plan, PlanStatus
from knowledge.card_table import CARD_FIELDS, COLUMNS, card_cells
from knowledge.editions import older_editions
from knowledge.reading.gap_rows import read_gap_rows
from knowledge.reading.settlement import settled, with_cards, with_settled_numbers

app = typer.Typer(
    help="Import entries, a plan or its corrected cards; a file with faults changes nothing.", no_args_is_help=True
)
City = Annotated[str, typer.Option(help="City code, such as 132012.")]
File = Annotated[Path, typer.Argument(help="The file.", exists=True, dir_okay=False)]
FIRST_CHANGES = 20  # told one by one
TOLD = tuple(key for key in CARD_FIELDS if key != "candidates")  # those go when a number comes


@app.command("plan")
def plan(
    file: File,
    city: City,
    title: Annotated[str, typer.Option(help="Title of the document. Default: what its cover says.")] = "",
    edition: Annotated[str, typer.Option(help="Its edition, such as 令和7年度版. Default: what its cover says.")] = "",
    status: Annotated[
        PlanStatus | None, typer.Option(help="draft for 案, 素案, 中間のまとめ. Default: what its cover says.")
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The edition's date. Default: what it says.")
    ] = None,
    audience: Annotated[Audience, typer.Option(help="Who may be shown it.")] = Audience.RESIDENT,
) -> None:
    """Import a plan document (PDF, Markdown, or text taken from a PDF) as citable passages and cards."""
    context = open_context()
    before = context.shelves.knowledge(city)
    day = as_of.date() if as_of else None
    document = read_document(
        file, city, before.city.name, title=title, edition=edition, status=status, as_of=day, audience=audience
    )
    for earlier in before.plans:
        if earlier.id == document.id:
            document = with_settled_numbers(document, earlier)
    why = f"import plan {file.name}"
    revision = context.shelves.publish(city, why, plans=[document], based_on=before.revision, progress=note)
    say(f"{city}: 「{document.title}」 {len(document.passages)} passages, published as revision {revision}")
    for line in _told(file, document, before.plans):
        say(line)


@app.command("cards")
def cards(
    file: File,
    city: City,
    title: Annotated[
        str, typer.Option("--plan", help="Title of the plan, where the city has several with cards.")
    ] = "",
) -> None:
    """Import the table of a plan's cards (XLSX or CSV) with what people corrected in it."""
    context = open_context()
    before = context.shelves.knowledge(city)
    document = imported_plan(before, title)
    settlement = settled(document.cards, file)
    if settlement.changed:
        document = with_cards(document, settlement.cards)
        why = f"import cards {file.name}"
        revision = context.shelves.publish(city, why, plans=[document], based_on=before.revision, progress=note)
        count = len(settlement.changed)
        say(f"{city}: 「{document.title}」 {count} cards corrected, published as revision {revision}")
    else:
        say(f"{city}: 「{document.title}」 nothing is corrected in {file.name}; nothing was published")
    for line in _changes(settlement.changed):
        say(line)
    if settlement.absent:
        say(f"表にないカード {len(settlement.absent)} は、いまのままです: {_titles(settlement.absent)}")
    if waiting := to_settle(document.cards):
        say(f"番号の要確認は、あと {len(waiting)} です: {_titles([card.title for card in waiting])}")
        for line in _left_over(document.cards):
            say(line)


@app.command("entries")
def entries(file: File, city: City) -> None:
    """Import entries from CSV, XLSX or YAML; an entry replaces the one of the same id, and what is unchanged stays."""
    context = open_context()
    before = context.shelves.knowledge(city)
    changes = changed_entries(file, city, before.entries)
    new = changes.to_publish
    if new:
        why = f"import entries {file.name}"
        revision = context.shelves.publish(city, why, new, based_on=before.revision, progress=note)
        say(f"{city}: {len(new)} entries, published as revision {revision}")
    else:
        say(f"{city}: nothing is changed in {file.name}; nothing was published")
    for line in changes.told():
        say(line)


@app.command("gaps")
def gaps(file: File, city: City) -> None:
    """Import the answers that staff wrote into the table of `madoguchi gaps` as drafts; nothing is published."""
    context = open_context()
    before = context.shelves.knowledge(city)
    rows = read_gap_rows(file, city, {entry.id: entry for entry in before.entries})
    drafts = open_drafts(context)
    waiting = {draft.entry.id: draft for draft in drafts.waiting(city)}
    refuse_others(file.name, rows, waiting.values(), operator())
    new = [(row.entry, waiting[row.entry.id].version if row.entry.id in waiting else 0) for row in rows]
    drafts.save(city, new, before.revision)
    say(f"{city}: {len(new)} drafts kept; nothing is published yet. madoguchi drafts list --city {city}")


def _told(file: Path, document: Plan, before: Sequence[Plan]) -> Iterator[str]:
    """What was read, what it replaces, and what a person has to do."""
    counts = (
        ("事業カード", len(document.cards)),
        ("用語", len(document.terms)),
        ("アンケートの問い", len(document.surveys)),
        ("確かめてほしいこと", len(document.doubts)),
    )
    read = "、".join(f"{name} {count}" for name, count in counts if count)
    yield f"{read}（くわしくは madoguchi plan inspect {quote(str(file))}）" if read else "事業カードはありません。"
    for older in older_editions(document, before):
        edition = "、".join(filter(None, (older.edition, older.as_of.isoformat() if older.as_of else "")))
        yield f"前の版: 「{older.title}」（{edition or '版の名前なし'}）。消さずに残し、これからは新しい版で答えます。"
    if waiting := to_settle(document.cards):
        chosen = f"--city {document.city} --plan {quote(document.full_title)}"
        yield f"番号の要確認 {len(waiting)} は、表に書き出し、管理番号を書いて、取り込んでください。"
        yield f"  madoguchi plan cards {chosen} --xlsx cards.xlsx"
        yield f"  madoguchi import cards cards.xlsx {chosen}"


def _changes(changed: Sequence[tuple[Card, Card]]) -> Iterator[str]:
    """What is different, card by card."""
    for before, after in changed[:FIRST_CHANGES]:
        old, new = card_cells(before), card_cells(after)
        parts = [
            f"{COLUMNS[key].name} {_one_line(old[key])} → {_one_line(new[key])}" for key in TOLD if old[key] != new[key]
        ]
        parts += ["年度ごとの実績と目標"] if before.years != after.years else []
        yield f"  「{after.title}」 {'、'.join(parts)}"
    if len(changed) > FIRST_CHANGES:
        yield f"  ほか {len(changed) - FIRST_CHANGES}"


def _left_over(cards: Sequence[Card]) -> Iterator[str]:
    """The open cards with one number left: still for a person to decide."""
    taken = {card.number for card in cards}
    for card in to_settle(cards):
        left = [number for number in card.candidates if number not in taken]
        if len(left) == 1:
            yield f"  「{card.title}」に残る候補は {left[0]} だけです。合っていれば、表の管理番号に書いてください。"


def _one_line(text: str) -> str:
    return "・".join(text.split("\n")) or "(空欄)"


def _titles(titles: Sequence[str]) -> str:
    shown = "".join(f"「{title}」" for title in titles[:5])
    return shown + (f"ほか {len(titles) - 5}" if len(titles) > 5 else "")
