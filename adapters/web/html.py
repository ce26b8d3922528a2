"""HTML templates: filled in by Jinja, which escapes every value that is not marked as HTML already."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).parent
TEMPLATES = (HERE / "staff" / "templates", HERE / "templates")


@lru_cache(maxsize=1)
def _templates() -> Environment:
    """Missing values are errors, not gaps in the page."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill(name: str, /, **values: object) -> Markup:
    """The template `name` of adapters/web/staff/templates with `values`; the result is HTML, escaped no second time."""
    return Markup(_templates().get_template(name).render(**values))  # noqa: S704 — every value in it is escaped
