"""What an operator asks LINE about an account: its webhook, its quota, its rich menus."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import urllib3

from adapters.line.message import Message
from adapters.line.refusal import said

if TYPE_CHECKING:
    pass

T = TypeVar("T")
TIMEOUT = (5.0, 20.0)  # seconds to connect and to read; the test of a webhook takes LINE some seconds
API, IMAGES = "https://api.line.me", "https://api-data.line.me"


class LineRefused(RuntimeError):
    """LINE did not do what was asked; the message says what, why and what to do. `status` is 0 where it was not reached."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where LINE delivers to, and whether it does."""

    endpoint: str
    active: bool


@dataclass(frozen=True, slots=True)
class Probe:
    """How LINE's own test of the webhook ended."""

    success: bool
    status: int
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Quota:
    """Messages of this month that are counted (replies are not); `limit` is None where they are unlimited."""

    limit: int | None
    used: int


class AccountApi:
    """One account, by its access `token`. Every method raises LineRefused."""

    def __init__(self, api_base: str, token: str) -> None:
        from linebot.v3.messaging import ApiClient, Configuration, MessagingApi

        configuration = Configuration(access_token=token, host=api_base)
        configuration.retries = False
        self._api: MessagingApi = MessagingApi(ApiClient(configuration))
        self._images = IMAGES if api_base.rstrip("/") == API else api_base.rstrip("/")
        self._token = token

    def name(self) -> tuple[str, bool]:
        """The account's name, and whether its chat (チャット) is on."""
        info = self._asked("bot info", self._api.get_bot_info)
        return str(info.display_name), str(info.chat_mode) == "chat"

    def webhook(self) -> Webhook | None:
        """Where LINE delivers to, None where nothing is set."""
        found = self._found("webhook", self._api.get_webhook_endpoint)
        return Webhook(found.endpoint, bool(found.active)) if found else None

    def test_webhook(self) -> Probe:
        """Have LINE deliver an empty delivery now."""
        found = self._asked("webhook test", self._api.test_webhook_endpoint)
        return Probe(bool(found.success), int(found.status_code), str(found.reason), str(found.detail))

    def validate(self, messages: Sequence[Message]) -> None:
        """Have LINE check `messages` as a reply; nothing is sent."""
        from linebot.v3.messaging import ValidateMessageRequest

        request = ValidateMessageRequest.from_dict({"messages": list(messages)})
        self._asked("messages", lambda **how: self._api.validate_reply(request, **how))

    def quota(self) -> Quota:
        limit = self._asked("quota", self._api.get_message_quota)
        used = self._asked("quota consumption", self._api.get_message_quota_consumption)
        return Quota(limit.value, int(used.total_usage))

    def replies(self, day: date) -> int | None:
        """LINE's own count of replies on `day` (in Japan), None where it has none yet or does not tell."""
        found = self._asked(
            "count of replies", lambda **how: self._api.get_number_of_sent_reply_messages(f"{day:%Y%m%d}", **how)
        )
        return int(found.success) if found.status == "ready" and found.success is not None else None

    def menus(self) -> dict[str, str]:
        """The names of the rich menus made by API, by id."""
        found = self._asked("list of menus", self._api.get_rich_menu_list)
        return {menu.rich_menu_id: menu.name for menu in found.richmenus}

    def aliases(self) -> dict[str, str]:
        """The menu behind each alias."""
        found = self._asked("list of aliases", self._api.get_rich_menu_alias_list)
        return {alias.rich_menu_alias_id: alias.rich_menu_id for alias in found.aliases}

    def default_menu(self) -> str:
        """The id of the menu that everybody sees, "" where none was set by API."""
        found = self._found("default menu", self._api.get_default_rich_menu_id)
        return str(found.rich_menu_id) if found else ""

    def create_menu(self, body: Message, image: bytes) -> str:
        """Make a menu with its picture; its id. Where the picture is refused, the menu is taken away again."""
        from linebot.v3.messaging import RichMenuRequest

        request = RichMenuRequest.from_dict(body)
        id = str(self._asked("new menu", lambda **how: self._api.create_rich_menu(request, **how)).rich_menu_id)
        try:
            self._upload(id, image)
        except LineRefused:
            self.delete_menu(id)
            raise
        return id

    def delete_menu(self, id: str) -> None:
        self._found("menu", lambda **how: self._api.delete_rich_menu(id, **how))

    def set_alias(self, name: str, menu: str, known: bool) -> None:
        """Let the alias `name`, which is `known` to LINE or not, lead to `menu`."""
        from linebot.v3.messaging import CreateRichMenuAliasRequest, UpdateRichMenuAliasRequest

        if known:
            update = UpdateRichMenuAliasRequest(richMenuId=menu)
            self._asked("alias", lambda **how: self._api.update_rich_menu_alias(name, update, **how))
        else:
            create = CreateRichMenuAliasRequest(richMenuAliasId=name, richMenuId=menu)
            self._asked("alias", lambda **how: self._api.create_rich_menu_alias(create, **how))

    def delete_alias(self, name: str) -> None:
        self._found("alias", lambda **how: self._api.delete_rich_menu_alias(name, **how))

    def show_menu(self, id: str) -> None:
        """Let everybody see the menu `id` who has none of their own."""
        self._asked("default menu", lambda **how: self._api.set_default_rich_menu(id, **how))

    def hide_menu(self) -> None:
        self._found("default menu", self._api.cancel_default_rich_menu)

    def _upload(self, id: str, image: bytes) -> None:
        """The SDK sends images to a host that cannot be set, so this request is ours."""
        url = f"{self._images}/v2/bot/richmenu/{id}/content"
        headers = {"authorization": f"Bearer {self._token}", "content-type": "image/png"}
        timeout = urllib3.Timeout(*TIMEOUT)
        try:
            answer = urllib3.request("POST", url, body=image, headers=headers, timeout=timeout, retries=False)
        except urllib3.exceptions.HTTPError as error:
            raise LineRefused(0, f"LINE was not reached for the picture of the menu: {error}") from error
        if answer.status != 200:
            raise LineRefused(
                answer.status, f"LINE refused the picture of the menu: {said(answer.data)} ({answer.status})"
            )

    def _found(self, what: str, ask: Callable[..., Any]) -> Any:
        """What LINE answers, None where it says that there is no such thing."""
        try:
            return self._asked(what, ask)
        except LineRefused as error:
            if error.status == 404:
                return None
            raise

    @staticmethod
    def _asked(what: str, ask: Callable[..., T]) -> T:
        from linebot.v3.messaging import ApiException

        try:
            return ask(_request_timeout=TIMEOUT)
        except ApiException as error:
            raise LineRefused(
                int(error.status or 0), f"LINE refused ({what}): {said(error.body)} ({error.status})"
            ) from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise LineRefused(0, f"LINE was not reached ({what}): {type(error).__name__}: {error}") from error
