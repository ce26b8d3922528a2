"""What takes longest begins first, so that no process is left alone with it at the end."""

import pytest

LONG = (
    "test_floors.py",
    "test_widget_browser.py",
    "test_worker.py",
    "test_sign_in_browser.py",
    "test_desk_browser.py",
    "test_crash.py",
    "test_webhook.py",
    "test_answering.py",
    "test_published.py",
    "test_kpi.py",
    "test_entries.py",
    "test_sign_in.py",
    "test_shelves.py",
    "test_migrations.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files of LONG, in that order, before all others in theirs."""
    place = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONG)))
