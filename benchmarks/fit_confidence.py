"""Fit the constants of bot/confidence.py on the questions meant for tuning, and show what each threshold would do.

    .venv/bin/python -m benchmarks.fit_confidence

Each question gives one example: the features of its first hit, and whether that hit is an expected entry. Questions whose
first hit lacks the asked attribute are left out: they are handed over whatever the confidence. The table is made by
five-fold cross-validation, the constants from all examples.
"""

from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from benchmarks.replies import NOW, ROOT, read_questions
from benchmarks.table import print_table
from bot import Shelf
from bot.asked import asked_of
from bot.compose import lacking
from bot.confidence import MOST_WORDS
from index import EncoderSettings, Index
from knowledge import Audience, load_knowledge, shipped_cities

FILES = ("dev.jsonl", "residents-tune.jsonl")
FEATURES = ("coverage", "sound", "lead", "words", "likeness")


def examples(city: str, questions: list[dict[str, Any]]) -> list[tuple[list[float], bool]]:
    knowledge = load_knowledge(city)
    shelf = Shelf(knowledge)
    index = Index.build(knowledge, EncoderSettings(home=ROOT / "var" / "encoders"))
    found = []
    for question in questions:
        hits = index.search(question["question"], Audience(question["audience"]), NOW.date())
        asked = asked_of(hits.query, Audience(question["audience"]))
        if not hits.entries or lacking(asked, shelf, hits.entries[0].id):
            continue
        first, second = hits.entries[0], hits.entries[1]
        words = float(min(len(hits.query.words), MOST_WORDS))
        row = [first.coverage, first.sound, first.score - second.score, words, first.likeness]
        found.append((row, first.id in question["expected"]))
    return found


def main() -> None:
    questions = [question for name in FILES for question in read_questions(ROOT / "benchmarks" / "questions" / name)]
    rows = [
        example
        for city in shipped_cities()
        for example in examples(city, [question for question in questions if question["city"] == city])
    ]
    table = np.array([row for row, _ in rows])
    right = np.array([label for _, label in rows])
    model = LogisticRegression(C=10.0, max_iter=1000)
    sure = cross_val_predict(model, table, right, cv=5, method="predict_proba")[:, 1]
    model.fit(table, right)
    constants = dict(zip(FEATURES, model.coef_[0], strict=True)) | {"constant": model.intercept_[0]}
    print_table("Constants", list(constants), [[f"{value:.2f}" for value in constants.values()]])
    lines = []
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9):
        kept = sure >= threshold
        precision, recall = right[kept].mean(), (right & kept).sum() / right.sum()
        lines.append([f"{threshold:.2f}", f"{kept.mean():.3f}", f"{precision:.3f}", f"{recall:.3f}"])
    print_table(f"By threshold ({len(rows)} examples)", ["confidence ≥", "kept", "precision", "recall"], lines)


if __name__ == "__main__":
    main()
