"""The city's rich menus at LINE: made, renewed and taken away, without touching those of other tools."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.line.account_api import AccountApi
from adapters.line.menu import Tab, alias_prefix, name_prefix
from adapters.line.menu_image import draw


class ForeignMenu(LookupError):
    """Another tool's menu is shown to everybody; the message says how to go on."""


@dataclass(frozen=True, slots=True)
class MenuState:
    """What LINE has: our menus of the city by id, our aliases with their menus, and the default menu with its name."""

    ours: dict[str, str]
    aliases: dict[str, str]
    default: str
    default_name: str

    @property
    def is_shown(self) -> bool:
        """Whether the menu that everybody sees is ours."""
        return self.default in self.ours

    def lacks(self, tabs: Sequence[Tab]) -> bool:
        """Whether anything has to be done for `tabs` to be what people see. An alias proves that its menu has a picture."""
        shown = [self.ours.get(self.aliases.get(tab.alias, ""), "") for tab in tabs]
        first = self.aliases.get(tabs[0].alias, "") if tabs else ""
        return shown != [tab.name for tab in tabs] or self.default != first or len(self.ours) != len(tabs)


def state_of(api: AccountApi, city: str) -> MenuState:
    """What LINE has for `city`. Raises LineRefused."""
    menus, default = api.menus(), api.default_menu()
    ours = {id: name for id, name in menus.items() if name.startswith(name_prefix(city))}
    aliases = {name: id for name, id in api.aliases().items() if name.startswith(alias_prefix(city))}
    return MenuState(ours, aliases, default, menus.get(default, ""))


def apply(api: AccountApi, city: str, tabs: Sequence[Tab], font: Path, *, replace: bool = False) -> bool:
    """Let everybody see `tabs`; False where they already do. Raises LineRefused, MissingFont, and ForeignMenu unless `replace`.

    New menus are complete before the old ones go, so that people always see one; a broken run is mended by the next.
    """
    state = state_of(api, city)
    if not state.lacks(tabs):
        return False
    if state.default and not state.is_shown and not replace:
        raise ForeignMenu(
            f"everybody sees the rich menu {state.default_name or state.default!r} of another tool. "
            "Agree with whoever runs it, then use --replace."
        )
    kept = _made(api, state, tabs, font)
    for tab in tabs:
        if state.aliases.get(tab.alias) != kept[tab.alias]:
            api.set_alias(tab.alias, kept[tab.alias], tab.alias in state.aliases)
    if state.default != kept[tabs[0].alias]:
        api.show_menu(kept[tabs[0].alias])
    _clear(api, state, keep=kept)
    return True


def remove(api: AccountApi, city: str) -> int:
    """Take the city's menus away; how many there were. Raises LineRefused."""
    state = state_of(api, city)
    if state.is_shown:
        api.hide_menu()
    _clear(api, state, keep={})
    return len(state.ours)


def _made(api: AccountApi, state: MenuState, tabs: Sequence[Tab], font: Path) -> dict[str, str]:
    """The menu of each alias: one that LINE has already with its picture, or a new one."""
    kept = {}
    for tab in tabs:
        known = state.aliases.get(tab.alias, "")
        kept[tab.alias] = known if state.ours.get(known) == tab.name else api.create_menu(tab.body(), draw(tab, font))
    return kept


def _clear(api: AccountApi, state: MenuState, keep: dict[str, str]) -> None:
    for name in state.aliases.keys() - keep.keys():
        api.delete_alias(name)
    for id in state.ours.keys() - set(keep.values()):
        api.delete_menu(id)
