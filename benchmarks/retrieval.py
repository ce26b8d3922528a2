"""Finding: our search beside what others use, on the development questions, in one run.

.venv/bin/python -m benchmarks.retrieval
"""

import time
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.baselines import BASELINES, Search
from benchmarks.replies import ROOT, read_questions
from benchmarks.table import print_table
from index import Document, EncoderSettings, Index
from index.document import entry_document
from index.measures import evaluate
from knowledge import Audience, Knowledge, load_knowledge

SHOWN = ("Success@1", "Success@3", "MRR@10", "nDCG@10", "Recall@10")


def ours(knowledge: Knowledge, documents: Sequence[Document]) -> Search:
    index = Index.of(documents, (), knowledge.lexicon, EncoderSettings(home=ROOT / "var" / "encoders"))
    return lambda question: [hit.id for hit in index.search(question, Audience.STAFF).entries]


def measured(
    make: Callable[[Knowledge, Sequence[Document]], Search], questions: Sequence[dict[str, object]]
) -> tuple[dict[str, float], list[float]]:
    """Measures over all questions, each asked of its own city and audience, and the milliseconds of each."""
    run, times = {}, []
    for city in sorted({str(question["city"]) for question in questions}):
        knowledge = load_knowledge(city)
        for audience in Audience:
            asked = [row for row in questions if row["city"] == city and row["audience"] == audience.value]
            if not asked:
                continue
            documents = [entry_document(entry) for entry in knowledge.entries if audience.may_see(entry.audience)]
            search = make(knowledge, documents)
            for question in asked:
                started = time.perf_counter()
                run[str(question["id"])] = search(str(question["question"]))
                times.append(1000 * (time.perf_counter() - started))
    qrels = {str(row["id"]): dict.fromkeys(row["expected"], 1) for row in questions}  # type: ignore[attr-defined]
    return evaluate(qrels, run), times


def main() -> None:
    questions = [row for row in read_questions(ROOT / "benchmarks" / "questions" / "dev.jsonl") if row["expected"]]
    methods: dict[str, Callable[[Knowledge, Sequence[Document]], Search]] = {
        name: lambda _, documents, make=make: make(documents) for name, make in BASELINES.items()
    }
    rows = []
    for name, make in {**methods, "Madoguchi": ours}.items():
        figures, times = measured(make, questions)
        p50, p95 = np.percentile(times, [50, 95])
        rows.append([name, *(f"{figures[measure]:.3f}" for measure in SHOWN), f"{p50:.2f}", f"{p95:.2f}"])
    header = ["method", *SHOWN, "ms p50", "ms p95"]
    print_table(f"Finding the entry: {len(questions)} development questions", header, rows)


if __name__ == "__main__":
    main()
