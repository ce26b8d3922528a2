"""Self-retrieval: every shipped phrasing asked with itself taken out of the index.

    .venv/bin/python -m benchmarks.self_retrieval [--misses]

No labels are needed: what a phrasing finds first instead of its own entry is a duplicate to merge, a difference to write,
or a phrasing that belongs elsewhere. The goal of the content is Success@1 ≥ .95 in every city.
"""

import argparse
import time
from collections.abc import Sequence

from benchmarks.replies import ROOT
from benchmarks.table import print_table
from index import EncoderSettings
from index.held_out import Asked, ask_phrasings
from knowledge import load_knowledge, shipped_cities


def row(name: str, asked: Sequence[Asked]) -> list[str]:
    ranks = [each.rank or 99 for each in asked]
    reached = {each.id for each in asked if each.rank == 1}
    shares = [f"{sum(rank <= k for rank in ranks) / len(ranks):.3f}" for k in (1, 3, 10)]
    mrr = sum(1 / rank for rank in ranks if rank <= 10) / len(ranks)
    entries = {each.id for each in asked}
    return [name, str(len(entries)), f"{len(asked):,}", *shares, f"{mrr:.3f}", str(len(entries - reached))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="show each phrasing that finds another entry first")
    arguments = parser.parse_args()
    lines = []
    for city in shipped_cities():
        knowledge = load_knowledge(city)
        owned = {entry.id for entry in knowledge.entries if entry.owned_by_city}
        started = time.perf_counter()
        asked = list(ask_phrasings(knowledge, EncoderSettings(home=ROOT / "var" / "encoders")))
        seconds = time.perf_counter() - started
        own = [each for each in asked if each.id in owned]
        common = [each for each in asked if each.id not in owned]
        lines.append([*row(f"{city} {knowledge.city.name}", asked), f"{seconds:.0f}"])
        lines += [[*row(f"{city} {name}", part), ""] for name, part in (("common", common), ("own", own)) if part]
        for each in asked if arguments.misses else ():
            if each.rank != 1:
                print(f"{city} {each.id} rank {each.rank}: {each.title} <- {[hit.id for hit in each.hits[:3]]}")
    header = ["city", "entries", "phrasings", "Success@1", "Success@3", "Success@10", "MRR@10", "never first", "s"]
    print_table("Self-retrieval: each phrasing asked with itself removed", header, lines)


if __name__ == "__main__":
    main()
