"""A message as LINE takes it: a plain JSON object."""

from typing import Any

Message = dict[str, Any]
