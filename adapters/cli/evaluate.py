"""madoguchi evaluate: how well retrieval does on a collection in BEIR form, whatever its content."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.beir import read_collection, trec_run
from adapters.cli.say import note, progress, say, say_json
from adapters.settings import read_settings
from index.benchmark import evaluate_collection
from knowledge import common_lexicon


def evaluate(
    directory: Annotated[Path, typer.Argument(help="Folder with corpus.jsonl, queries.jsonl, qrels/test.tsv.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    run: Annotated[Path | None, typer.Option(help="Write the ranking as a TREC run file.")] = None,
) -> None:
    """Index the collection alone, search every judged query with the common vocabulary, and print the measures."""
    collection = read_collection(directory)
    note(f"{len(collection.documents)} documents, {len(collection.qrels)} judged queries: indexing")
    result = evaluate_collection(
        collection.documents,
        [(query, collection.queries[query]) for query in collection.qrels],
        collection.qrels,
        read_settings().encoder_settings,
        lambda queries: progress(queries, "searching"),
        common_lexicon(),
    )
    if run is not None:
        run.write_text(trec_run(result.ranking), encoding="utf-8")
        note(f"run written to {run}")
    if as_json:
        say_json(result.figures)
        return
    width = max(len(name) for name in result.figures)
    for name, value in result.figures.items():
        say(f"{name:{width}}  {value:.4f}" if isinstance(value, float) else f"{name:{width}}  {value}")
