"""The double over HTTP: LINE's paths on a port of this machine, for as long as it is needed."""

import socket
import threading
import time
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette

from adapters.line.double.account import Account
from adapters.line.double.answers import Manner
from adapters.line.double.failure import Failures
from adapters.line.double.ledger import Ledger
from adapters.line.double.menus import Menus
from adapters.line.double.messaging import Messaging

STARTS_WITHIN = 10.0  # seconds


class LineDouble:
    """`with LineDouble() as line:` serves at `line.base_url`; `line.ledger` knows what reached people, `line.failures` what goes wrong.

    `seconds` is what each answer takes, `hang` how long a timeout lasts; `token` is the only access token taken ("": any).
    """

    def __init__(
        self,
        ledger: Ledger | None = None,
        failures: Failures | None = None,
        *,
        seconds: float = 0.0,
        hang: float = 30.0,
        token: str = "",
        secret: str = "secret-of-the-double",  # noqa: S107 (signs test deliveries only)
    ) -> None:
        self.ledger, self.failures = ledger or Ledger(), failures or Failures()
        self.manner = Manner(token, seconds, hang, self.failures, self.ledger)
        self.secret = secret
        self.messaging = Messaging(self.manner)
        self.account = Account(self.manner, secret)
        self.menus = Menus(self.manner)
        parts = (self.messaging, self.account, self.menus)
        self.app = Starlette(routes=[route for part in parts for route in part.routes()])
        self._socket = socket.socket()
        self._server = uvicorn.Server(
            uvicorn.Config(self.app, log_level="critical", access_log=False, timeout_graceful_shutdown=1)
        )
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    @property
    def base_url(self) -> str:
        """The value for MADOGUCHI_LINE_API_BASE while it runs."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._socket.bind(("127.0.0.1", 0))
        self._thread.start()
        give_up = time.monotonic() + STARTS_WITHIN
        while not self._server.started:
            if time.monotonic() > give_up or not self._thread.is_alive():
                raise RuntimeError(f"the LINE double did not start within {STARTS_WITHIN:.0f} s")
            time.sleep(0.01)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join(STARTS_WITHIN)
        self._socket.close()
