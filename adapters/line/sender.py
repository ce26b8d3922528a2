"""Sending through LINE's API, and what became of it."""

import importlib
import logging
import threading
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError

from adapters.line.message import Message
from adapters.line.refusal import said

if TYPE_CHECKING:
    from linebot.v3.messaging import MessagingApi

log = logging.getLogger(__name__)
TIMEOUT = (2.0, 5.0)  # seconds to connect and for each read; together less than a claim of the inbox lasts
LOADING_SECONDS = 5  # the shortest that LINE takes; the reply ends it
USED = "Invalid reply token"  # said of a token that was used, and of one that is too old
MONTHLY = "monthly limit"  # a 429 that no waiting helps


class Sent(StrEnum):
    """What became of a request."""

    ACCEPTED = "accepted"
    USED_UP = "used_up"  # the reply token was used, or is too old
    REFUSED = "refused"  # the request is at fault: a second one would be refused alike
    LIMITED = "limited"  # too many requests at this moment
    QUOTA = "quota"  # the month's messages are used up
    UNREACHED = "unreached"  # nobody took the connection: nothing was sent
    UNCERTAIN = "uncertain"  # it may have arrived


class Sender:
    """Sends for every city that has an access token, on connections that are kept open. Thread-safe."""

    def __init__(self, api_base: str, tokens: Mapping[str, str], connections: int) -> None:
        self._api_base = api_base
        self._tokens = tokens
        self._connections = connections
        self._apis: dict[str, MessagingApi] = {}
        self._lock = threading.Lock()
        if tokens:  # the SDK takes a second to load, which nobody is to wait for; without an account it is not needed
            importlib.import_module("linebot.v3.messaging")

    def reply(self, city: str, reply_token: str, messages: Sequence[Message]) -> Sent:
        """Answer with a reply token."""
        from linebot.v3.messaging import ReplyMessageRequest

        request = ReplyMessageRequest.from_dict({"replyToken": reply_token, "messages": list(messages)})

        def send(api: "MessagingApi") -> Any:
            return api.reply_message_with_http_info(request, _request_timeout=TIMEOUT)

        return self._sent(city, "reply", send)

    def push(self, city: str, to: str, messages: Sequence[Message], retry_key: str) -> Sent:
        """Send to one person without a reply token; with the same `retry_key` LINE takes it once. It counts against the quota."""
        from linebot.v3.messaging import PushMessageRequest

        request = PushMessageRequest.from_dict({"to": to, "messages": list(messages)})

        def send(api: "MessagingApi") -> Any:
            return api.push_message_with_http_info(request, x_line_retry_key=retry_key, _request_timeout=TIMEOUT)

        return self._sent(city, "push", send)

    def show_loading(self, city: str, user: str) -> None:
        """Show the person that an answer is being prepared. Whether it works is of no consequence."""
        from linebot.v3.messaging import ShowLoadingAnimationRequest

        request = ShowLoadingAnimationRequest(chatId=user, loadingSeconds=LOADING_SECONDS)

        def send(api: "MessagingApi") -> Any:
            return api.show_loading_animation_with_http_info(request, _request_timeout=TIMEOUT)

        self._sent(city, "loading", send)

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            for api in self._apis.values():
                api.api_client.rest_client.pool_manager.clear()
            self._apis.clear()

    def _sent(self, city: str, what: str, send: Any) -> Sent:
        from linebot.v3.messaging import ApiException

        try:
            answered = send(self._api(city))
        except ApiException as error:
            return _refusal(city, what, error)
        except (HTTPError, OSError, ValueError) as error:  # ValueError: an answer that is none of LINE's
            sent = Sent.UNREACHED if _never_left(error) else Sent.UNCERTAIN
            log.warning("%s: %s is %s: %s", city, what, sent, type(error).__name__)
            return sent
        log.info("%s: %s accepted, LINE's request %s", city, what, _request_id(answered.headers))
        return Sent.ACCEPTED

    def _api(self, city: str) -> "MessagingApi":
        with self._lock:
            if city not in self._apis:
                from linebot.v3.messaging import ApiClient, Configuration, MessagingApi

                configuration = Configuration(access_token=self._tokens[city], host=self._api_base)
                configuration.retries = False  # the inbox tries again, and knows when not to
                configuration.connection_pool_maxsize = self._connections
                self._apis[city] = MessagingApi(ApiClient(configuration))
            return self._apis[city]


def _refusal(city: str, what: str, error: Any) -> Sent:
    status, message = int(error.status or 0), said(error.body)
    if status == 409:  # a push with a retry key that was accepted before
        return Sent.ACCEPTED
    if status == 429:
        sent = Sent.QUOTA if MONTHLY in message else Sent.LIMITED
    elif status == 400 and USED in message:
        sent = Sent.USED_UP
    else:
        sent = Sent.UNCERTAIN if status >= 500 else Sent.REFUSED if status else Sent.UNREACHED
    level = logging.ERROR if sent in (Sent.REFUSED, Sent.QUOTA) else logging.WARNING
    log.log(
        level, "%s: %s is %s: %s %s, LINE's request %s", city, what, sent, status, message, _request_id(error.headers)
    )
    return sent


def _request_id(headers: Any) -> str:
    return str((headers or {}).get("x-line-request-id", "unknown"))


def _never_left(error: BaseException) -> bool:
    """Whether no connection came about, so that LINE cannot have seen the request."""
    cause = error.reason if isinstance(error, MaxRetryError) else error
    return isinstance(cause, NewConnectionError | ConnectTimeoutError)
