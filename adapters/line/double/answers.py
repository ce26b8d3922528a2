"""How the double answers a request: token, failures and delay first, then what the endpoint says."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from adapters.line.double.failure import Failure, Failures
from adapters.line.double.ledger import Ledger

Handler = Callable[[Request], Awaitable[Response]]


@dataclass
class Manner:
    """How the double behaves towards every request. `seconds` is what it takes to answer, `hang` how long a timeout lasts."""

    token: str = ""
    seconds: float = 0.0
    hang: float = 30.0
    failures: Failures = field(default_factory=Failures)
    ledger: Ledger = field(default_factory=Ledger)

    def of(self, kind: str, answer: Handler) -> Handler:
        """`answer` with the manner of this double; `kind` names the requests for failures and counts."""

        async def handled(request: Request) -> Response:
            self.ledger.count(kind)
            if self.seconds:
                await asyncio.sleep(self.seconds)
            if not self._known(request.headers.get("authorization", "")):
                return refusal(
                    401, "Authentication failed. Confirm that the access token in the authorization header is valid."
                )
            failure = self.failures.next(kind)
            if failure and not failure.after_acceptance:
                return await self._failed(failure)
            response = await answer(request)
            return await self._failed(failure) if failure and response.status_code < 300 else response

        return handled

    def _known(self, authorization: str) -> bool:
        scheme, _, token = authorization.partition(" ")
        return scheme == "Bearer" and token == self.token if self.token else bool(token)

    async def _failed(self, failure: Failure) -> Response:
        if failure is Failure.RATE_LIMITED:
            return refusal(429, "The API rate limit has been exceeded. Try again later.")
        if failure is Failure.QUOTA_USED_UP:
            return refusal(429, "You have reached your monthly limit.")
        if failure is Failure.ACCEPTED_THEN_LOST:
            return StreamingResponse(_nothing(), headers={"content-length": "2"})
        if failure in (Failure.TIMEOUT, Failure.ACCEPTED_THEN_TIMEOUT):
            await asyncio.sleep(self.hang)
        return refusal(500, "Internal Server Error")


async def _nothing() -> AsyncIterator[bytes]:
    """A body that is announced and never comes."""
    raise ConnectionError("the connection breaks, as asked for")
    yield b""


def answered(value: object, status: int = 200, **headers: str) -> Response:
    """An answer of LINE; each has its own x-line-request-id."""
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    return JSONResponse(value, status, {"x-line-request-id": str(uuid.uuid4()), **given})


def refusal(status: int, message: str, *details: dict[str, str]) -> Response:
    return answered({"message": message, **({"details": list(details)} if details else {})}, status)


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object sent, {} for anything else."""
    try:
        value = await request.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
