"""What a command writes to a file: never over one that is there, and never half."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.say import fail, note, say

Out = Annotated[Path | None, typer.Option(help="File to write. Default: standard output.", dir_okay=False)]


def refuse_existing(out: Path | None) -> None:
    """End the command where `out` is there already."""
    if out and out.exists():
        fail(f"{out} is there already. Move it away, or give another name.")


def put(text: str, out: Path | None, encoding: str = "utf-8") -> None:
    """Write `text` to `out`, or to standard output where there is none."""
    if out is None:
        say(text.rstrip("\r\n"))
    else:
        write_aside(out, lambda path: path.write_text(text, encoding=encoding, newline=""))


def write_aside(out: Path, act: Callable[[Path], object]) -> None:
    """Have `act` write a file, then put it in place: nobody finds half of it."""
    aside = out.with_name(f".{out.name}.part")
    try:
        act(aside)
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)
    note(f"{out} is written")
