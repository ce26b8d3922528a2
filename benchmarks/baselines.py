"""What city halls run today and what others would build, behind one call: question in, ids out, best first."""

import sqlite3
from collections.abc import Callable, Sequence

import bm25s
import numpy as np
from rank_bm25 import BM25Okapi

from index import Document, normalise
from index.analyser import content_lemmas

Search = Callable[[str], list[str]]
DEPTH = 10


def texts_of(documents: Sequence[Document]) -> list[str]:
    return [" ".join([*document.titles, document.body]) for document in documents]


def exact_then_substring(documents: Sequence[Document]) -> Search:
    """A question that equals an entry's question or phrasing, else entries that hold every word typed (SHIRASAGI's rule)."""

    def search(question: str) -> list[str]:
        text = normalise(question)
        exact = [document.id for document in documents if text in document.titles]
        words = text.split()
        holding = [
            document.id
            for document in documents
            if document.id not in exact
            and all(any(word in part for part in (*document.titles, document.body)) for word in words)
        ]
        return (exact + holding)[:DEPTH]

    return search


def rank_bm25(documents: Sequence[Document]) -> Search:
    """rank-bm25 over the same lemmas, one field."""
    model = BM25Okapi([content_lemmas(text) for text in texts_of(documents)], k1=1.2, b=0.75)

    def search(question: str) -> list[str]:
        scores = model.get_scores(content_lemmas(normalise(question)))
        return [documents[at].id for at in np.argsort(-scores, kind="stable")[:DEPTH] if scores[at] > 0]

    return search


def bm25s_lemmas(documents: Sequence[Document]) -> Search:
    """bm25s over the same lemmas, one field."""
    model = bm25s.BM25(k1=1.2, b=0.75)
    model.index([content_lemmas(text) for text in texts_of(documents)], show_progress=False)

    def search(question: str) -> list[str]:
        words = [word for word in content_lemmas(normalise(question)) if word in model.vocab_dict]
        if not words:
            return []
        found, scores = model.retrieve([words], k=min(DEPTH, len(documents)), show_progress=False)
        return [documents[at].id for at, score in zip(found[0], scores[0], strict=True) if score > 0]

    return search


def sqlite_fts5(documents: Sequence[Document]) -> Search:
    """SQLite FTS5 over the same lemmas, joined by spaces, any word may match."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE entries USING fts5(words, tokenize='unicode61')")
    rows = [(" ".join(content_lemmas(text)),) for text in texts_of(documents)]
    connection.executemany("INSERT INTO entries(words) VALUES (?)", rows)

    def search(question: str) -> list[str]:
        words = [word.replace('"', "") for word in content_lemmas(normalise(question))]
        if not any(words):
            return []
        query = " OR ".join(f'"{word}"' for word in words if word)
        found = connection.execute(
            "SELECT rowid FROM entries WHERE entries MATCH ? ORDER BY rank LIMIT ?", (query, DEPTH)
        )
        return [documents[row - 1].id for (row,) in found]

    return search


BASELINES = {
    "exact, then substring": exact_then_substring,
    "rank-bm25": rank_bm25,
    "bm25s": bm25s_lemmas,
    "SQLite FTS5": sqlite_fts5,
}
