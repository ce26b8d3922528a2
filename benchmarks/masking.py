"""What masking finds and what it spares: each kind of secret, and the numbers and names of municipal life.

    .venv/bin/python -m benchmarks.masking [--misses tune|held]

The strings of questions/masking.jsonl are ours; they name no real person. {種類:…} is what must be masked, {?:…} may be.
Rules were tuned on the strings with even ids; those with odd ids are only reported. Beside them, what is masked in the
questions and phrasings of the shipped entries, which name nobody.
"""

import argparse
import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import print_table
from bot.privacy import mask, secrets_in
from bot.privacy.plain import plain
from knowledge import load_knowledge

STRINGS = Path(__file__).parent / "questions" / "masking.jsonl"
PART = re.compile(r"\{([^:{}]+):([^{}]*)\}", re.DOTALL)
CITIES = ("132012", "132039", "132284")
ROUNDS = 5


@dataclass(frozen=True)
class Marked:
    """A string with the places that must be masked (with their kinds) and those that may be, in its plain writing."""

    id: int
    kind: str
    text: str
    secrets: tuple[tuple[int, int, str], ...]
    optional: tuple[tuple[int, int], ...]

    @property
    def held(self) -> bool:
        return self.id % 2 == 1


@dataclass(frozen=True)
class Judged:
    """`found` of the secrets of a string, how many bear the right mark, and whether anything else was masked."""

    marked: Marked
    found: int
    named: int
    false: bool


def read_strings(path: Path = STRINGS) -> list[Marked]:
    """Every string of the file."""
    return [read_marked(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def read_marked(row: dict[str, object]) -> Marked:
    text, at, secrets, optional = "", 0, [], []
    marked = str(row["marked"])
    for part in PART.finditer(marked):
        text += plain(marked[at : part.start()])
        inside = plain(part[2])
        if part[1] == "?":
            optional.append((len(text), len(text) + len(inside)))
        else:
            secrets.append((len(text), len(text) + len(inside), part[1]))
        text, at = text + inside, part.end()
    text += plain(marked[at:])
    return Marked(int(str(row["id"])), str(row["kind"]), text, tuple(secrets), tuple(optional))


def judge(marked: Marked) -> Judged:
    """A secret is found where each of its letters and digits is masked; false is any other letter that is."""
    masked = {at: str(secret.mark) for secret in secrets_in(marked.text) for at in range(secret.start, secret.end)}
    letters = {at for at, letter in enumerate(marked.text) if letter.isalnum()}
    found = named = 0
    allowed = {at for start, end in marked.optional for at in range(start, end)}
    for start, end, kind in marked.secrets:
        inside = letters & set(range(start, end))
        allowed |= inside
        found += inside <= set(masked)
        named += inside <= {at for at in inside if masked.get(at) == kind}
    return Judged(marked, found, named, bool((letters & set(masked)) - allowed))


def lines(judged: Sequence[Judged]) -> Iterator[list[str]]:
    kinds = dict.fromkeys(each.marked.kind for each in judged)
    for kind in (*kinds, "すべての秘密", "すべての秘密のない文"):
        rows = [
            each
            for each in judged
            if kind == each.marked.kind
            or (kind == "すべての秘密" and each.marked.secrets)
            or (kind == "すべての秘密のない文" and not each.marked.secrets)
        ]
        secrets = sum(len(each.marked.secrets) for each in rows)
        found, named = sum(each.found for each in rows), sum(each.named for each in rows)
        false = sum(each.false for each in rows)
        share = f"{found / secrets:.1%}" if secrets else "-"
        yield [
            kind,
            str(len(rows)),
            f"{found}/{secrets}",
            share,
            str(named),
            f"{false} ({false / max(1, len(rows)):.1%})",
        ]


def microseconds(strings: Sequence[Marked]) -> float:
    """Per string, the best of some rounds over all of them."""
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for each in strings:
            mask(each.text)
        took.append(time.perf_counter() - started)
    return 1e6 * min(took) / len(strings)


def masked_phrasings() -> tuple[list[str], int]:
    """Questions and phrasings of the shipped entries in which something is masked, and how many there are in all."""
    texts = {
        plain(text)
        for code in CITIES
        for entry in load_knowledge(code).entries
        for text in (entry.question, *entry.phrasings)
    }
    return sorted(text for text in texts if secrets_in(text)), len(texts)


def show(each: Judged) -> None:
    missed = len(each.marked.secrets) - each.found
    if missed or each.false:
        print(
            f"{'missed' if missed else 'false '} {each.marked.id:5} {each.marked.kind}: {each.marked.text!r} → {mask(each.marked.text)!r}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", choices=["tune", "held"], help="show each miss and each false masking")
    arguments = parser.parse_args()
    strings = read_strings()
    judged = [judge(each) for each in strings]
    header = ["kind", "strings", "found", "recall", "right mark", "more masked"]
    for half, held in (("tuned on (even ids)", False), ("held out (odd ids)", True)):
        print_table(f"Masking, {half}", header, list(lines([each for each in judged if each.marked.held is held])))
        if arguments.misses == ("held" if held else "tune"):
            for each in judged:
                if each.marked.held is held:
                    show(each)
    masked, count = masked_phrasings()
    print(f"\n{len(masked)} of {count:,} phrasings of the shipped entries are masked: {masked}")
    print(f"\n{microseconds(strings):.0f} µs per string")


if __name__ == "__main__":
    main()
