"""Whether questions without an answer are grouped by what they mean.

    .venv/bin/python -m benchmarks.gaps [--city 132012]

An eighth of the city's entries is taken out, and their phrasings, which now have no answer, are grouped as
`madoguchi gaps` does. Phrasings of one entry belong together: B-cubed precision is the share of each text's group that
belongs with it, recall the share of what belongs with it that is in its group (Bagga and Baldwin 1998).
"""

import argparse
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

import bot.gaps as gaps
from benchmarks.table import print_table
from benchmarks.world import ENCODER, Remembering
from bot import Published, Shelf
from bot.gap import Missed
from index import Index, normalise
from knowledge import TOKYO, Audience, load_knowledge

DAY = datetime(2026, 11, 26, 12, tzinfo=TOKYO)
PART = 8  # one entry in so many is taken out
NEVER = 2.0  # no cosine reaches it: groups are not brought together by the entry that they find
SETTINGS = (
    (0.99, -1.0),  # by the entry that each text finds, and nothing else
    *(
        (near, same)
        for near in (0.45, 0.5, 0.55, 0.6, 0.7)
        for same in (0.3, 0.4, 0.5, NEVER)
        if same < near or same == NEVER
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--city", default="132012")
    city = parser.parse_args().city
    knowledge = load_knowledge(city)
    gone = [entry for entry in knowledge.entries if drawn(entry.id) % PART == 0]
    left = tuple(entry for entry in knowledge.entries if drawn(entry.id) % PART)
    shelf = Shelf(replace(knowledge, entries=left))
    published = Published(shelf, Remembering(Index.build(shelf.knowledge, ENCODER)))  # type: ignore[arg-type]
    belongs = {normalise(text): entry.id for entry in gone for text in (entry.question, *entry.phrasings)}
    texts = sorted((text for entry in gone for text in (entry.question, *entry.phrasings)), key=drawn)
    missed = [Missed(text, "", "", False, 1, 1, 0, 0, DAY.date()) for text in texts]
    gaps.MOST_EXAMPLES = len(texts)  # so that a group tells all of its texts
    rows = []
    for near, same in SETTINGS:
        started = time.perf_counter()
        found = gaps.gaps_of(missed, published, Audience.STAFF, DAY, near=near, near_same_entry=same)
        seconds = time.perf_counter() - started
        groups = [[belongs[normalise(text)] for text in gap.examples] for gap in found.groups]
        precision, recall = b_cubed(groups, Counter(belongs[normalise(text)] for text in texts))
        f1 = 2 * precision * recall / (precision + recall)
        shares = (f"{share:.3f}" for share in (precision, recall, f1))
        told = "–" if same == NEVER else f"{same:.2f}"
        rows.append([f"{near:.2f}", told, *shares, f"{len(groups):,}", f"{seconds:.1f}"])
    title = f"Gaps of {city}: {len(texts):,} phrasings of {len(gone)} entries that were taken out"
    print_table(title, ["near", "near, same entry", "B³ precision", "B³ recall", "F1", "groups", "s"], rows)


def b_cubed(groups: Sequence[Sequence[str]], size: Mapping[str, int]) -> tuple[float, float]:
    """Precision and recall of `groups` of labels, of each of which there are `size`."""
    counts = [(len(group), label, count) for group in groups for label, count in Counter(group).items()]
    total = sum(size.values())
    precision = sum(count * count / whole for whole, _, count in counts) / total
    return precision, sum(count * count / size[label] for _, label, count in counts) / total


def drawn(text: str) -> int:
    """A draw by chance that is the same every time."""
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest())


if __name__ == "__main__":
    main()
