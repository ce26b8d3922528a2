"""Collections in BEIR form (corpus.jsonl, queries.jsonl, qrels/test.tsv) and runs in TREC form."""

import csv
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Document, normalise
from knowledge import Fault, FaultyContent


@dataclass(frozen=True)
class JudgedCollection:
    """`qrels` holds only queries that queries.jsonl has: query → document → relevance."""

    documents: tuple[Document, ...]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]


def read_collection(directory: Path) -> JudgedCollection:
    """Read `directory`. Raises FaultyContent naming file and line, or OSError."""
    corpus = _json_lines(directory / "corpus.jsonl", ("_id", "text"))
    documents = tuple(
        Document(row["_id"], (normalise(row.get("title") or row["text"]),), normalise(row["text"])) for row in corpus
    )
    queries = {row["_id"]: row["text"] for row in _json_lines(directory / "queries.jsonl", ("_id", "text"))}
    qrels: dict[str, dict[str, int]] = {}
    with (directory / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t"), 1):
            if number == 1 or not row:
                continue
            try:
                query, document, relevance = row[0], row[1], int(row[2])
            except (IndexError, ValueError):
                raise _fault(
                    "test.tsv", number, "\t".join(row), "query-id, corpus-id, score の3列ではありません"
                ) from None
            if query in queries:
                qrels.setdefault(query, {})[document] = relevance
    if not documents:
        raise _fault("corpus.jsonl", 0, "", "文書が一つもありません")
    if not qrels:
        raise _fault("test.tsv", 0, "", "queries.jsonl にある質問の判定が一つもありません")
    return JudgedCollection(documents, queries, qrels)


def trec_run(ranking: Mapping[str, Sequence[tuple[str, float]]]) -> str:
    """`query Q0 document rank score madoguchi`, a line each.

    Readers sort by score and break ties in their own way, so written scores fall strictly in our order.
    """
    lines = []
    for query, hits in ranking.items():
        above = math.inf
        for rank, (document, score) in enumerate(hits, 1):
            above = min(round(score, 6), above - 1e-6)
            lines.append(f"{query} Q0 {document} {rank} {above:.6f} madoguchi\n")
    return "".join(lines)


def _json_lines(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append({**{key: str(value) for key, value in row.items()}, **{key: str(row[key]) for key in needed}})
        except (ValueError, KeyError, AttributeError):
            raise _fault(path.name, number, line, f"{'、'.join(needed)} のある JSON ではありません") from None
    return rows


def _fault(file: str, number: int, value: str, problem: str) -> FaultyContent:
    return FaultyContent([Fault(file, f"{number}行目", value[:60], problem, "行を直してください")])
