"""Questions to the running application."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient


@pytest.fixture
def asked(client: TestClient) -> Callable[..., dict]:  # type: ignore[type-arg]
    """`asked("…", city="131024")` is the reply to one question."""

    def ask(text: str = "", city: str = "131016", **more: str) -> dict:  # type: ignore[type-arg]
        response = client.post("/api/ask", json={"city": city, "text": text, **more})
        assert response.status_code == 200, response.text
        return response.json()

    return ask
