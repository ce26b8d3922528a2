"""Whether a city's LINE account is set up, step by step, and what to do where it is not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from adapters.line.account_api import AccountApi, LineRefused, Webhook
from adapters.line.menu import Tab
from adapters.line.menu_upkeep import state_of
from adapters.line.message import Message
from adapters.settings import LineAccount, Settings, line_setting

NEARLY = 0.9  # share of the month's messages from which pushes may soon fail
REMEDIES = {  # by the reason of LINE's test, as documented for "Test webhook endpoint"
    "COULD_NOT_CONNECT": "LINE cannot connect: check the address, DNS, the firewall (LINE's addresses are not published, so allow all) and TLS 1.2 or newer with a certificate of a public authority.",
    "REQUEST_TIMEOUT": "The server took over two seconds: check its load and the database.",
    "ERROR_STATUS_CODE": "The server refused: 403 is another channel's secret, 404 a city that is not served, 503 a setting that is missing.",
    "UNCLASSIFIED": "LINE does not say why. Try again, then look into the log of the server.",
}


class Grade(StrEnum):
    """How a check ended. Only BAD makes the command fail."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "fix"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, and what to do (`remedy`)."""

    grade: Grade
    what: str
    found: str
    remedy: str = ""


def examine(
    city: str,
    account: LineAccount,
    settings: Settings,
    tabs: Sequence[Tab],
    samples: Sequence[Message],
    pause: str,
    connect: Callable[[str, str], AccountApi] = AccountApi,
) -> list[Check]:
    """Every check for `city`, in the order in which an account is set up. What depends on a missing step is left out.

    `samples` are messages that LINE is asked to check, `pause` is the sentence of a pause in force.
    """
    checks = [*_settings(city, account, settings, pause)]
    if not account.token:
        return checks
    api = connect(settings.line_api_base, account.token)
    checks.append(known := _account(city, api))
    if known.grade is Grade.BAD:
        return checks
    steps: dict[str, Callable[[], Iterator[Check]]] = {
        "webhook": lambda: _webhook(city, api),
        "messages": lambda: _messages(api, samples),
        "quota": lambda: _quota(api, settings),
        "rich menu": lambda: _menu(city, api, tabs),
    }
    for what, step in steps.items():
        try:
            checks += step()
        except LineRefused as error:
            checks.append(Check(Grade.BAD, what, str(error), "Try again; where it stays, look at LINE's status page."))
    return checks


def _settings(city: str, account: LineAccount, settings: Settings, pause: str) -> Iterator[Check]:
    where = "LINE Developers console"
    secrets = {"CHANNEL_SECRET": bool(account.secrets), "ACCESS_TOKEN": bool(account.token)}
    pages = {"CHANNEL_SECRET": "チャネル基本設定", "ACCESS_TOKEN": "Messaging API設定"}
    for name, is_set in secrets.items():
        setting = line_setting(city, name)
        remedy = "" if is_set else f"Copy it from the {where} ({pages[name]}) into {setting}, then restart the server."
        yield Check(Grade.GOOD if is_set else Grade.BAD, setting, "set" if is_set else "not set", remedy)
    if len(account.secrets) > 1:
        remedy = f"Once LINE signs with the new one, move it to {line_setting(city, 'CHANNEL_SECRET')}."
        yield Check(Grade.NOTE, line_setting(city, "CHANNEL_SECRET_NEXT"), "a second secret is accepted", remedy)
    if not settings.public_url:
        remedy = "Set MADOGUCHI_PUBLIC_URL where the web page can be reached from outside."
        yield Check(Grade.NOTE, "web page", "long answers link to no page; their rest is sent on request", remedy)
    if pause:
        yield Check(Grade.NOTE, "pause", f"people are answered: {pause}", "Resume when it is over.")


def _account(city: str, api: AccountApi) -> Check:
    try:
        name, chat = api.name()
    except LineRefused as error:
        remedy = {
            401: f"The token is not valid (any more): issue one and put it into {line_setting(city, 'ACCESS_TOKEN')}.",
            0: "Check that this machine reaches the internet (HTTPS to api.line.me).",
        }.get(error.status, "Try again later.")
        return Check(Grade.BAD, "access token", str(error), remedy)
    if chat:
        said = "The chat is on (チャット): staff may answer as well, and messages stay unread until they do. That is fine where it is meant."
        return Check(Grade.NOTE, "account", f"{name}", said)
    return Check(Grade.GOOD, "account", name)


def _webhook(city: str, api: AccountApi) -> Iterator[Check]:
    webhook = api.webhook()
    path = f"/line/{city}/webhook"
    if webhook is None or not webhook.endpoint:
        remedy = (
            f"Enter https://(this server){path} as Webhook URL (Messaging API設定) and switch on 「Webhookの利用」."
        )
        yield Check(Grade.BAD, "webhook URL", "not set", remedy)
        return
    yield _address(webhook, path)
    if not webhook.active:
        yield Check(
            Grade.BAD,
            "webhook",
            "switched off: nothing is delivered",
            "Switch on 「Webhookの利用」 (Messaging API設定).",
        )
    tested = api.test_webhook()
    found = f"{tested.reason} {tested.status} {tested.detail}".strip()
    remedy = "" if tested.success else REMEDIES.get(tested.reason.upper(), REMEDIES["UNCLASSIFIED"])
    yield Check(Grade.GOOD if tested.success else Grade.BAD, "webhook test", found, remedy)


def _address(webhook: Webhook, path: str) -> Check:
    if not webhook.endpoint.startswith("https://"):
        return Check(Grade.BAD, "webhook URL", webhook.endpoint, "LINE delivers to https only.")
    if not webhook.endpoint.split("?")[0].endswith(path):
        return Check(
            Grade.BAD,
            "webhook URL",
            webhook.endpoint,
            f"It must end with {path}: this is another program's, or another city's.",
        )
    return Check(Grade.GOOD, "webhook URL", webhook.endpoint)


def _messages(api: AccountApi, samples: Sequence[Message]) -> Iterator[Check]:
    """LINE's own check, in case it takes less than is documented."""
    try:
        api.validate(samples)
    except LineRefused as error:
        if error.status != 400:
            raise
        yield Check(
            Grade.BAD, "messages", str(error), "LINE takes less than this version expects: report it with this line."
        )
    else:
        yield Check(Grade.GOOD, "messages", "LINE would take the greeting with its menu (nothing was sent)")


def _quota(api: AccountApi, settings: Settings) -> Iterator[Check]:
    quota = api.quota()
    if quota.limit is None:
        yield Check(Grade.GOOD, "quota", f"unlimited; {quota.used:,} counted this month")
        return
    found = f"{quota.used:,} of {quota.limit:,} counted this month (replies are not counted)"
    full = settings.line_push_when_late and quota.used >= NEARLY * quota.limit
    remedy = (
        "Late replies are sent as pushes and will soon fail: raise the plan, or unset MADOGUCHI_LINE_PUSH_WHEN_LATE."
    )
    yield Check(Grade.NOTE if full else Grade.GOOD, "quota", found, remedy if full else "")


def _menu(city: str, api: AccountApi, tabs: Sequence[Tab]) -> Iterator[Check]:
    state = state_of(api, city)
    command = f"madoguchi line menu --city {city} apply"
    if not tabs:
        yield Check(
            Grade.NOTE, "rich menu", "no category has an entry for residents", "Fill in カテゴリ of the entries."
        )
    elif not state.ours:
        found = (
            f"another tool's is shown: {state.default_name or state.default}" if state.default else "none made by API"
        )
        yield Check(Grade.NOTE, "rich menu", found, f"Run {command} where people shall see ours.")
    elif not state.is_shown:
        yield Check(Grade.NOTE, "rich menu", "ours is there, but people see another", f"Run {command} --replace.")
    elif state.lacks(tabs):
        yield Check(Grade.NOTE, "rich menu", "ours is shown, but categories or colour have changed", f"Run {command}.")
    else:
        yield Check(Grade.GOOD, "rich menu", f"ours is shown ({len(tabs)} tabs)")
