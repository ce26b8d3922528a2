"""The command line's only way to print: results to standard output, progress and errors to standard error."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from getpass import getpass
from typing import NoReturn, TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")


def say(text: str) -> None:
    print(text, flush=True)


def say_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def note(text: str) -> None:
    """Progress: to standard error, so that results can be piped."""
    print(text, file=sys.stderr, flush=True)


def read(prompt: str) -> str | None:
    """A line that somebody types, None at the end; the prompt is for a terminal only."""
    try:
        return input(prompt if sys.stdin.isatty() else "")
    except EOFError:
        return None


def read_secret(*prompts: str) -> str:
    """What somebody types at a terminal without its being shown, once for each prompt; elsewhere the next line of input.

    Raises ValueError where it was not typed the same each time.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = {getpass(prompt) for prompt in prompts}
    if len(typed) > 1:
        raise ValueError("the two were not the same; nothing was changed")
    return typed.pop()


def fail(text: str, status: int = 1) -> NoReturn:
    print(f"madoguchi: {text}", file=sys.stderr, flush=True)
    raise SystemExit(status)


def progress(items: Sequence[T], what: str) -> Iterator[T]:
    """`items` with a progress bar on a terminal, and without one elsewhere."""
    shown: Iterable[T] = track(items, what, console=_terminal()) if sys.stderr.isatty() else items
    yield from shown


def _terminal() -> Console:
    return Console(stderr=True)
