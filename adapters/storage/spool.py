"""Where rows wait while the database is away: JSON lines on disk, one file for each process, in a folder of bounded size.

A file is locked by the process that appends to it. What is not locked was left by one that ended, or handed on by its
owner, and whoever locks it next may load it. A row may be loaded twice: it carries an id that the database knows.
"""

import fcntl
import json
import os
import secrets
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.storage.tables import Row

WAITING = "*.jsonl"
ASIDE = ".unloadable"  # after the name of a file, for those of its lines that the database would not take


class SpoolFull(OSError):
    """No more rows may wait; nothing was kept of these."""


@dataclass(frozen=True)
class Waiting:
    """A file that is ours to load. `damaged` are lines that are no rows; a last line that breaks off was never kept."""

    path: Path
    rows: list[Row]
    damaged: list[str]


class Spool:
    """Rows in the folder `home`, all processes together at most `limit` bytes. Safe to share between threads."""

    def __init__(self, home: Path, limit: int) -> None:
        self.home = home.absolute()  # stays where it was, also when the process changes its folder
        self.limit = limit
        self._file: int | None = None
        self._path: Path | None = None
        self._lock = threading.Lock()

    def append(self, rows: Sequence[Row]) -> None:
        """Keep `rows` durably, all or none. Raises SpoolFull, or OSError where the disk does not take them."""
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
        with self._lock:
            held = self.size()
            if held + len(lines) > self.limit:
                raise SpoolFull(
                    f"{self.home} holds {held:,} bytes of {self.limit:,} (MADOGUCHI_SPOOL_MEGABYTES); "
                    "see why the database cannot be used"
                )
            file = self._open()
            size = os.fstat(file).st_size
            try:
                _write_all(file, lines)
                os.fdatasync(file)
            except OSError:
                self._undo(size)
                raise

    def size(self) -> int:
        """Bytes that wait, of every process."""
        held = 0
        for path in self.home.glob(WAITING):
            with suppress(FileNotFoundError):  # loaded by another process just now
                held += path.stat().st_size
        return held

    def __bool__(self) -> bool:
        """Whether any process left something here, or is about to."""
        return next(self.home.glob(WAITING), None) is not None

    def hand_on(self) -> None:
        """Let go of the file of this process, so that it can be loaded; the next row opens another."""
        with self._lock:
            self._close()

    def waiting(self) -> Generator[Waiting, None, None]:
        """Each file that nobody appends to or loads, locked until the next is asked for."""
        for path in sorted(self.home.glob(WAITING)):
            with _locked(path) as free:
                if free:
                    yield _read(path)

    def settle(self, loaded: Waiting, left: Sequence[Row]) -> None:
        """`loaded` is in the database, but for `left` and what is damaged: those lines are put aside. The file is deleted."""
        lines = [*loaded.damaged, *(json.dumps(row, ensure_ascii=False) for row in left)]
        if lines:
            aside = loaded.path.with_name(loaded.path.name + ASIDE)
            with aside.open("a", encoding="utf-8", errors="surrogateescape") as file:
                file.write("".join(line + "\n" for line in lines))
                file.flush()
                os.fsync(file.fileno())
        loaded.path.unlink(missing_ok=True)

    def _open(self) -> int:
        if self._file is not None and os.fstat(self._file).st_nlink == 0:
            self._close()  # somebody deleted it: what goes there would be lost
        if self._file is None:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path = self.home / f"usage-{os.getpid()}-{secrets.token_hex(4)}.jsonl"
            unseen = self._path.with_suffix(".new")  # until it is locked, or somebody would load and delete it
            self._file = os.open(unseen, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_EXCL, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
            unseen.rename(self._path)
            _sync_folder(self.home)
        return self._file

    def _undo(self, size: int) -> None:
        """Take back a write that failed half-way; where not even that works, no more is appended to that file."""
        try:
            os.ftruncate(self._open(), size)
        except OSError:
            self._close()

    def _close(self) -> None:
        if self._file is not None:
            empty = os.fstat(self._file).st_size == 0
            if empty and self._path:
                self._path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = None


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Whether `path` was free, and is still there now that it is locked."""
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield path.exists()
    finally:
        os.close(file)


def _read(path: Path) -> Waiting:
    rows, damaged = [], []
    for line in path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")[:-1]:
        row = _row(line)
        if row is None:
            damaged.append(line)
        else:
            rows.append(row)
    return Waiting(path, rows, damaged)


def _row(line: str) -> Row | None:
    try:
        row: Any = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _sync_folder(folder: Path) -> None:
    """Make the name of a new file durable."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
