"""madoguchi line simulate: a conversation on LINE in the terminal, without an account."""

from adapters.cli.ask import Unrecorded
from adapters.cli.context import open_context
from adapters.cli.line import City, tabs_of
from adapters.cli.say import fail, note, read, say
from adapters.line.as_text import Shown, as_text
from adapters.line.double.deliveries import Event, event, message, tap, text
from adapters.line.menu import Tab
from adapters.line.simulation import Simulation, Turn

HELP = """Type as a resident would: words, or the number of a candidate. Other things that residents do:
  /1 /2 …    tap the button with that number in brackets
  /menu      open the rich menu
  /follow    add the account; /unfollow: block it
  /sticker /image /video /audio /file /location
  /help      this text
  /quit      end"""


def simulate(city: City) -> None:
    """Talk to the city as on LINE, without an account: what residents would see, checked against LINE's limits."""
    context = open_context()
    context.shelves.load(city)
    tabs = tabs_of(context, city)
    note(HELP)
    with Simulation(context.settings, city, context.shelves, Unrecorded()) as trial:
        shown, broken = Shown(), 0
        while (typed := read("> ")) is not None and typed != "/quit":
            done = _done(typed, shown, tabs)
            if isinstance(done, Shown):
                shown = done
                say("\n".join(shown.lines))
            elif done:
                turn = trial.send(done)
                shown = _show(turn)
                broken += len(turn.breaches)
    if broken:
        fail(f"{broken} limit(s) of LINE were broken")


def _done(typed: str, shown: Shown, tabs: list[Tab]) -> Event | Shown | None:
    """What a typed line does: an event for the bot, something to show, or nothing."""
    word = typed.removeprefix("/")
    if not typed.startswith("/"):
        return text(typed) if typed.strip() else None
    if word == "menu":
        menu = Shown()
        menu.lines = [
            menu.tappable(area["action"])
            for tab in tabs
            for area in tab.body()["areas"]
            if area["action"]["type"] == "postback"
        ]
        return menu
    if word.isdigit() and 0 < int(word) <= len(shown.actions):
        action = shown.actions[int(word) - 1]
        if action["type"] == "postback":
            return tap(action["data"])
        note(f"would open {action['uri']}")
        return None
    if word in ("sticker", "image", "video", "audio", "file", "location"):
        return message(word)
    if word in ("follow", "unfollow"):
        return event(word)
    note(HELP)
    return None


def _show(turn: Turn) -> Shown:
    shown = as_text(turn.messages)
    say("\n".join(shown.lines) if shown.lines else f"(silence: {turn.ended})")
    for breach in turn.breaches:
        note(f"breaks a limit of LINE: {breach}")
    return shown
