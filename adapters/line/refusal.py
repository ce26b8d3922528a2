"""What LINE says when it refuses a request."""

import json
from typing import Any


def said(body: Any) -> str:
    """The message in the `body` of a refusal, with the places that LINE finds fault with; "" where there is none."""
    try:
        told = json.loads(body)
        details = [f"{each.get('property')}: {each.get('message')}" for each in told.get("details") or []]
        return "; ".join([str(told.get("message", "")), *details])[:500]
    except (TypeError, ValueError, AttributeError):
        return ""
