"""The web channel: the API and the page at /chat."""

from adapters.web.ask import router as api
from adapters.web.browse import router as browse
from adapters.web.page import router as pages

__all__ = ["api", "browse", "pages"]
