"""The API against its own description (OpenAPI): whatever is made up from it, nothing fails.

Examples that the description allows and examples that it forbids; bounded, and the same each time.
"""

import json
import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

with warnings.catch_warnings(action="ignore"):
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (./setup dev)")
    from schemathesis import GenerationMode

from adapters.app import create_app
from adapters.settings import Settings

EXAMPLES = 150  # of each operation and kind
DESCRIPTION = create_app(Settings(_env_file=None)).openapi()
OPERATIONS = {
    (path, method): told for path, methods in DESCRIPTION["paths"].items() for method, told in methods.items()
}
TAKING = [operation for operation, told in OPERATIONS.items() if "parameters" in told or "requestBody" in told]
CASES = [(*each, GenerationMode.POSITIVE) for each in OPERATIONS] + [
    (*each, GenerationMode.NEGATIVE) for each in TAKING
]
ALLOWED = {200, 404}  # made-up cities and replies are not found
BOUNDED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def sent(client: TestClient, case: Any) -> Any:
    """The response to a made-up request, sent as a program of somebody else would."""
    headers = {"Content-Type": case.media_type or "application/json", **sendable(case.headers)}
    content = b"" if isinstance(case.body, schemathesis.core.NotSet) else as_bytes(case.body)
    return client.request(case.method, case.formatted_path, params=case.query or None, headers=headers, content=content)


def as_bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body, default=repr).encode()


def sendable(headers: Any) -> dict[str, str]:
    return {name: value for name, value in dict(headers or {}).items() if f"{name}{value}".isascii()}


@pytest.mark.parametrize(("path", "method", "mode"), CASES)
def test_nothing_made_up_from_the_description_is_a_failure(
    client: TestClient, path: str, method: str, mode: GenerationMode
) -> None:
    operation = schemathesis.openapi.from_dict(DESCRIPTION)[path][method]
    statuses: set[int] = set()

    @BOUNDED
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        response = sent(client, data.draw(operation.as_strategy(generation_mode=mode)))
        assert response.status_code < 500, response.text
        assert response.headers["content-type"] == "application/json"
        statuses.add(response.status_code)

    ask()
    assert statuses & ALLOWED if mode is GenerationMode.POSITIVE else min(statuses) >= 400
