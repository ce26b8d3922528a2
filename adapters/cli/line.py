"""madoguchi line: the city's LINE account and its rich menu."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.context import Context, open_context
from adapters.cli.say import fail, note, say
from adapters.line.account_api import AccountApi, LineRefused
from adapters.line.doctor import Grade, examine
from adapters.line.menu import Tab, tabs_for
from adapters.line.menu_image import MissingFont, draw, find_font
from adapters.line.menu_upkeep import apply, remove, state_of
from adapters.line.reconcile import reconcile as reconciled
from adapters.line.render import Renderer
from adapters.settings import line_account, line_setting
from adapters.storage import connect
from adapters.storage.inbox import Inbox
from adapters.storage.pauses import SqlPauses
from bot import Shelf, catalogue
from knowledge import TOKYO, Audience

app = typer.Typer(help="The city's LINE account.", no_args_is_help=True)
City = Annotated[str, typer.Option(help="City code, such as 132012.")]


class MenuAct(StrEnum):
    APPLY = "apply"
    SHOW = "show"
    REMOVE = "remove"


@app.command("menu")
def menu(
    city: City,
    act: Annotated[MenuAct, typer.Argument(help="apply: make or renew it; show: what LINE has; remove: take it away.")],
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of another tool's menu.")] = False,
    images: Annotated[
        Path | None, typer.Option(help="Also write the pictures into this folder; needs no account.")
    ] = None,
) -> None:
    """The rich menu of the city: its categories, drawn in its colour."""
    context = open_context()
    font = find_font(context.settings.line_font)
    tabs = tabs_of(context, city, font.name)
    if not tabs:
        fail(f"{city} has no category with an entry for residents, so there is nothing to put on a menu")
    if images:
        images.mkdir(parents=True, exist_ok=True)
        for tab in tabs:
            path = images / f"{tab.alias}.png"
            path.write_bytes(draw(tab, font))
            say(f"written: {path}")
        if act is MenuAct.SHOW and not line_account(city).token:
            return
    api = _api(context, city)
    try:
        _do(act, api, city, tabs, font, replace)
    except LineRefused as error:
        fail(f"{error}. Run madoguchi line doctor --city {city}.")


@app.command("doctor")
def doctor(city: City) -> None:
    """Check the account step by step; what is to be done stands beside it. Ends with 1 where something must be done."""
    context = open_context()
    pause = SqlPauses(connect(context.settings.database)).of(city, "line")
    tabs = tabs_of(context, city, _font_name(context))
    settings, shelf = context.settings, Shelf(context.shelves.knowledge(city))
    samples = Renderer(shelf, datetime.now(TOKYO), settings.public_url).greeting().messages
    checks = examine(city, line_account(city), settings, tabs, samples, pause.sentence if pause else "")
    for check in checks:
        say(
            f"{check.grade.value:<5} {check.what}: {check.found}"
            + (f"\n      → {check.remedy}" if check.remedy else "")
        )
    bad = sum(check.grade is Grade.BAD for check in checks)
    if bad:
        fail(f"{bad} thing(s) to fix")
    say(f"{city}: the LINE account is set up")


@app.command("reconcile")
def reconcile(
    city: City,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="A day in Japan; yesterday where left out.")
    ] = None,
) -> None:
    """Compare LINE's own count of a day's replies with ours. Ends with 1 where they differ."""
    context = open_context()
    inbox = Inbox(connect(context.settings.database))
    asked: date = day.date() if day else datetime.now(TOKYO).date() - timedelta(days=1)
    try:
        found = reconciled(_api(context, city), inbox, city, asked)
    except LineRefused as error:
        fail(f"{error}. Run madoguchi line doctor --city {city}.")
    finally:
        inbox.close()
    ours = f"ours {found.replied:,} replied" + (f", {found.uncertain:,} uncertain" if found.uncertain else "")
    if found.by_line is None:
        fail(f"{asked}: LINE has no count of this day (it is ready about a day later); {ours}")
    say(f"{asked}: LINE {found.by_line:,}; {ours}")
    if not found.agrees:
        fail(
            "the counts differ. Another tool may reply through the same channel; the log names every request that LINE refused."
        )


def _do(act: MenuAct, api: AccountApi, city: str, tabs: list[Tab], font: Path, replace: bool) -> None:
    if act is MenuAct.APPLY:
        done = apply(api, city, tabs, font, replace=replace)
        say(
            f"{city}: the rich menu ({len(tabs)} tab(s)) is "
            + ("shown to everybody" if done else "as it should be; nothing was done")
        )
    elif act is MenuAct.REMOVE:
        say(f"{city}: {remove(api, city)} menu(s) removed")
    else:
        state = state_of(api, city)
        default = state.default_name or state.default or "none made by API"
        say(f"{city}: everybody sees {default}; " + ("it needs apply" if state.lacks(tabs) else "it is up to date"))
        for id, name in state.ours.items():
            aliases = [alias for alias, target in state.aliases.items() if target == id]
            say(f"  {name}  {id}  {', '.join(aliases) or 'no alias'}")


def tabs_of(context: Context, city: str, font: str = "") -> list[Tab]:
    """The tabs of the city's rich menu, as its categories are today; none where nothing is filed under one."""
    knowledge = context.shelves.knowledge(city)
    tree = catalogue(Shelf(knowledge), Audience.RESIDENT, datetime.now(TOKYO).date())
    return tabs_for(city, tree, knowledge.city.line_colour, font)


def _font_name(context: Context) -> str:
    try:
        return find_font(context.settings.line_font).name
    except MissingFont as error:
        note(str(error))
        return ""


def _api(context: Context, city: str) -> AccountApi:
    token = line_account(city).token
    if not token:
        fail(f"{line_setting(city, 'ACCESS_TOKEN')} is not set. Run madoguchi line doctor --city {city}.")
    return AccountApi(context.settings.line_api_base, token)
