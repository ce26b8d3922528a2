"""The web channel: the API, the pages for residents and the widget."""

from adapters.web.ask import router as api
from adapters.web.browse import router as browse
from adapters.web.entry_page import router as entry_page
from adapters.web.feedback import router as feedback
from adapters.web.page import router as pages
from adapters.web.poster import router as poster
from adapters.web.staff import router as staff_pages
from adapters.web.suggest import router as suggest
from adapters.web.widget import router as widget

__all__ = ["api", "browse", "entry_page", "feedback", "pages", "poster", "staff_pages", "suggest", "widget"]
