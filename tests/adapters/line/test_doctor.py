"""madoguchi line doctor: every way in which an account may not work is told with what to do."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pydantic import SecretStr

from adapters.line.account_api import AccountApi, Probe, Webhook
from adapters.line.doctor import Check, Grade, examine
from adapters.line.double import Failure, LineDouble
from adapters.line.menu import tabs_for
from adapters.line.menu_image import find_font
from adapters.line.menu_upkeep import apply
from adapters.line.message import Message
from adapters.settings import LineAccount, Settings
from bot import Branch

CITY = "131016"
GIVEN = {"secret": "s", "following": "", "token": "token"}
TABS = tabs_for(CITY, [Branch("くらし", ())])
HELLO: list[Message] = [{"type": "text", "text": "こんにちは"}]
ENDPOINT = f"https://faq.example.jp/line/{CITY}/webhook"


class Api(AccountApi):
    """The API in front of the double, but with a webhook at an https address whose test ends as told."""

    address = ENDPOINT
    active = True
    tested = Probe(True, 200, "OK", "200")

    def webhook(self) -> Webhook | None:
        return Webhook(self.address, self.active) if self.address else None

    def test_webhook(self) -> Probe:
        return self.tested


@pytest.fixture
def line() -> Iterator[LineDouble]:
    with LineDouble(token="token") as double:
        yield double


@pytest.fixture
def look(line: LineDouble) -> Callable[..., dict[str, Check]]:
    """`look(token="…")` examines; the checks by name."""

    def examined(
        api: type[AccountApi] = Api, pause: str = "", samples: list[Message] = HELLO, **changed: object
    ) -> dict[str, Check]:
        names = ("secret", "following", "token")
        secret, following, token = (SecretStr(str(changed.pop(name, GIVEN[name]))) for name in names)
        account = LineAccount(channel_secret=secret, channel_secret_next=following, access_token=token)
        base = Settings(_env_file=None, line_api_base=line.base_url, public_url="https://faq.example.jp")
        settings = base.model_copy(update=changed)
        return {check.what: check for check in examine(CITY, account, settings, TABS, samples, pause, api)}

    return examined


def test_an_account_that_is_set_up_has_nothing_to_fix(line: LineDouble, look: Callable[..., dict[str, Check]]) -> None:
    apply(AccountApi(line.base_url, "token"), CITY, TABS, find_font(None))
    checks = look()
    assert [check.grade for check in checks.values()] == [Grade.GOOD] * 8
    assert checks["quota"].found == "0 of 200 counted this month (replies are not counted)"


@pytest.mark.parametrize(
    ("given", "what", "remedy"),
    [
        ({"secret": ""}, "MADOGUCHI_LINE_131016_CHANNEL_SECRET", "チャネル基本設定"),
        ({"token": ""}, "MADOGUCHI_LINE_131016_ACCESS_TOKEN", "Messaging API設定"),
        ({"token": "revoked"}, "access token", "MADOGUCHI_LINE_131016_ACCESS_TOKEN"),
        ({"line_api_base": "http://127.0.0.1:9"}, "access token", "reaches the internet"),
        ({"api": type("Unset", (Api,), {"address": ""})}, "webhook URL", "/line/131016/webhook"),
        ({"api": type("Plain", (Api,), {"address": "http://a/line/131016/webhook"})}, "webhook URL", "https only"),
        ({"api": type("Other", (Api,), {"address": "https://a/line/132012/webhook"})}, "webhook URL", "another city's"),
        ({"api": type("Off", (Api,), {"active": False})}, "webhook", "Webhookの利用"),
        (
            {"api": type("Closed", (Api,), {"tested": Probe(False, 0, "COULD_NOT_CONNECT", "")})},
            "webhook test",
            "firewall",
        ),
        (
            {"api": type("Wrong", (Api,), {"tested": Probe(False, 403, "ERROR_STATUS_CODE", "403")})},
            "webhook test",
            "403",
        ),
        ({"api": type("New", (Api,), {"tested": Probe(False, 0, "OUT_OF_ORDER", "")})}, "webhook test", "Try again"),
    ],
)
def test_what_must_be_fixed(
    look: Callable[..., dict[str, Check]], given: dict[str, object], what: str, remedy: str
) -> None:
    check = look(**given)[what]
    assert check.grade is Grade.BAD
    assert remedy in check.remedy


def test_what_is_worth_knowing(line: LineDouble, look: Callable[..., dict[str, Check]]) -> None:
    line.account.chat_mode, line.account.used = "chat", 195
    checks = look(following="n", pause="休止中です。", public_url="", line_push_when_late=True)
    noted = {what for what, check in checks.items() if check.grade is Grade.NOTE}
    assert noted == {"MADOGUCHI_LINE_131016_CHANNEL_SECRET_NEXT", "web page", "pause", "account", "quota", "rich menu"}
    assert checks["quota"].found == "195 of 200 counted this month (replies are not counted)"


def test_messages_that_line_would_refuse_are_told(look: Callable[..., dict[str, Check]]) -> None:
    check = look(samples=[{"type": "text", "text": "あ" * 5001}])["messages"]
    assert check.grade is Grade.BAD
    assert "messages[0].text: 5,001 UTF-16 units" in check.found


def test_an_unlimited_quota(line: LineDouble, look: Callable[..., dict[str, Check]]) -> None:
    line.account.quota, line.account.used = None, 12
    assert look()["quota"].found == "unlimited; 12 counted this month"


def test_a_failing_step_does_not_hide_the_others(line: LineDouble, look: Callable[..., dict[str, Check]]) -> None:
    line.failures.add("menu", Failure.SERVER_ERROR)
    checks = look()
    assert (checks["rich menu"].grade, checks["quota"].grade) == (Grade.BAD, Grade.GOOD)


@pytest.mark.parametrize(("colour", "found"), [("", "ours is shown (1 tabs)"), ("#006600", "ours is shown, but")])
def test_the_menu_is_compared_with_what_it_should_be(
    line: LineDouble, look: Callable[..., dict[str, Check]], colour: str, found: str
) -> None:
    shown = tabs_for(CITY, [Branch("くらし", ())], colour)
    apply(AccountApi(line.base_url, "token"), CITY, shown, find_font(None))
    assert look()["rich menu"].found.startswith(found)


class TestWebhookOfTheDouble:
    """The test of the webhook as the double makes it, against a real server."""

    class Server(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status = 200 if self.headers["x-line-signature"] else 403
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return None

    def test_it_ends_as_the_server_answers(self, line: LineDouble, tmp_path: Path) -> None:
        with HTTPServer(("127.0.0.1", 0), self.Server) as server:
            Thread(target=server.handle_request, daemon=True).start()
            line.account.endpoint = f"http://127.0.0.1:{server.server_port}/"
            api = AccountApi(line.base_url, "token")
            assert api.webhook() == Webhook(line.account.endpoint, True)
            assert api.test_webhook() == Probe(True, 200, "OK", "200")
