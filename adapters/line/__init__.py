"""The city's LINE account."""

from adapters.line.channel import Channel, open_channel
from adapters.line.webhook import router as line

__all__ = ["Channel", "line", "open_channel"]
