"""The contacts that a plan prints, as lines to paste into city.toml: offered to a person, never taken over unseen."""

import json
from collections.abc import Iterator

from knowledge import Plan, PlanContact


def contact_lines(plan: Plan) -> Iterator[str]:
    """A `[[section]]` of city.toml for each contact of `plan`. `desks` stays empty: what a section answers for, the city says."""
    for contact in plan.contacts:
        yield "[[section]]"
        for key, value in _values(plan, contact):
            yield f"{key} = {value}"
        yield ""


def _values(plan: Plan, contact: PlanContact) -> Iterator[tuple[str, str]]:
    yield "name", _string(contact.section)
    yield "desks", "[]"
    if contact.telephone:
        yield "telephone", _string(contact.telephone)
    if contact.address:
        yield "place", _string(contact.address)
    further = [("メール", contact.mail), ("FAX", contact.fax)]
    notes = [contact.note, *(f"{name} {value}" for name, value in further if value)]
    if any(notes):
        yield "note", _string("。".join(filter(None, notes)))
    day = f", as_of = {_string(plan.as_of.isoformat())}" if plan.as_of else ""
    yield "source", f"{{ title = {_string(plan.title)}, place = {_string(f'本文{contact.first_line}行')}{day} }}"


def _string(text: str) -> str:
    """A TOML string: JSON's escapes are valid there."""
    return json.dumps(text, ensure_ascii=False)
