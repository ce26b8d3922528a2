"""Calibrations on disk, one beside the builds of each city's index: <index folder>/<city>/calibration.json.

It says for which content, encoder and rules it was made; for any other it is not used.
"""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from bot import Shelf
from bot.calibration import FEWEST_ENTRIES, Calibration, Point, Trial, trials
from index import Index
from index.document import entry_document
from index.held_out import ask_removed
from knowledge import TOKYO

FORMAT = 1  # rises with the layout of the file, and with anything in bot/calibration.py that would change what is in it
MOST_PHRASINGS = 400  # asked three times each; another draw moves a threshold by some .05 (docs/adr/0013)


def measure(shelf: Shelf, index: Index, most: int = MOST_PHRASINGS) -> tuple[Calibration | None, list[Trial]]:
    """The calibration of a city with the trials that it rests on; None for fewer than FEWEST_ENTRIES entries with phrasings."""
    entries = shelf.knowledge.entries
    if sum(bool(entry.phrasings) for entry in entries) < FEWEST_ENTRIES:
        return None, []
    today = datetime.now(TOKYO).date()
    removals = ask_removed([entry_document(entry) for entry in entries], index, today, most)
    asked = trials(removals, shelf, today)
    return (Calibration.of(asked) if any(each.entries for each in asked) else None), asked


def ensure(shelf: Shelf, index: Index, home: Path, code: str) -> None:
    """Measure and write the calibration of `code` for `index` where none fits."""
    if read(home, code, index) is None:
        calibration, _ = measure(shelf, index)
        if calibration:
            write(calibration, home, code, index)


def write(calibration: Calibration, home: Path, code: str, index: Index) -> None:
    """Put `calibration` in force for the city `code` and `index`, in one step."""
    path = _path(home, code)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    made = datetime.now(TOKYO).isoformat(timespec="seconds")
    fresh.write_text(
        json.dumps(_made_for(index) | {"made": made, "calibration": asdict(calibration)}, indent=1), encoding="utf-8"
    )
    os.replace(fresh, path)


def read(home: Path, code: str, index: Index) -> Calibration | None:
    """The calibration of `code` where it was made for `index`; None where there is none, or one that does not fit."""
    try:
        kept = json.loads(_path(home, code).read_text(encoding="utf-8"))
        if any(kept.get(key) != value for key, value in _made_for(index).items()):
            return None
        fields = kept["calibration"]
        return Calibration(**fields | {"curve": tuple(Point(**point) for point in fields["curve"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # missing or damaged: it is made again


def _path(home: Path, code: str) -> Path:
    return home / code / "calibration.json"


def _made_for(index: Index) -> dict[str, object]:
    return {"format": FORMAT, "content": index.digest, "encoder": index.encoder.name}
