"""madoguchi evaluate: the field's measures on a collection in BEIR form, and a run that others can check."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from ir_measures import MRR, Success, nDCG

from adapters.beir import trec_run

Run = Callable[..., Any]
CORPUS = {
    "d1": ("粗大ごみの出し方", "粗大ごみは清掃課に申し込みます。"),
    "d2": ("図書館の利用カード", "図書館の利用カードはカウンターで作れます。"),
    "d3": ("犬の登録", "犬を飼い始めたら登録します。"),
    "d4": ("", "住民票の写しは郵便でも取れます。"),
    "d5": ("粗大ごみの手数料", "粗大ごみの処理手数料は券で払います。"),
}
QUERIES = {
    "q1": "図書館の利用カード",
    "q2": "犬の登録",
    "q3": "粗大ごみ",
    "q4": "住民票の写しを郵便で",
    "q9": "判定なし",
}
QRELS = {"q1": {"d2": 1}, "q2": {"d3": 2, "d1": 0}, "q3": {"d1": 1, "d5": 2}, "q4": {"d3": 1}, "q8": {"d1": 1}}
NAMES = ["Success@1", "Success@3", "Success@5", "Success@10", "MRR@10", "nDCG@10", "Recall@10"]


def write(folder: Path, corpus: dict[str, tuple[str, str]], qrels: dict[str, dict[str, int]]) -> Path:
    (folder / "qrels").mkdir(parents=True)
    documents = [{"_id": id, "title": title, "text": text} for id, (title, text) in corpus.items()]
    queries = [{"_id": id, "text": text} for id, text in QUERIES.items()]
    for name, rows in (("corpus", documents), ("queries", queries)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    rows = [f"{query}\t{document}\t{score}" for query, judged in qrels.items() for document, score in judged.items()]
    table = "\n".join(["query-id\tcorpus-id\tscore", *rows]) + "\n"
    (folder / "qrels" / "test.tsv").write_text(table, encoding="utf-8")
    return folder


@pytest.fixture
def collection(workplace: Path) -> Path:
    return write(workplace / "beir", CORPUS, QRELS)


def test_the_figures_are_printed_by_name(run: Run, collection: Path) -> None:
    """Three of the four judged queries find what is relevant first; for q4 the one document judged is a wrong one."""
    ran = run("evaluate", collection)
    figures = dict(line.split(maxsplit=1) for line in ran.out.splitlines() if not line.startswith("ms/"))
    assert ran.status == 0
    assert list(figures) == [*NAMES, "queries"]
    assert (figures["Success@1"], figures["queries"]) == ("0.7500", "4")
    assert "5 documents, 4 judged queries: indexing" in ran.err


def test_json_is_one_object_of_numbers(run: Run, collection: Path) -> None:
    figures = json.loads(run("evaluate", collection, "--json").out)
    assert list(figures) == [*NAMES, "queries", "ms/query p50", "ms/query p95"]
    assert figures["Success@1"] == 3 / 4
    assert figures["queries"] == 4
    assert 0 < figures["ms/query p50"] <= figures["ms/query p95"]


def test_the_run_file_reads_back_to_the_same_figures(run: Run, collection: Path) -> None:
    figures = json.loads(run("evaluate", collection, "--json", "--run", "madoguchi.run").out)
    ranked = list(ir_measures.read_trec_run("madoguchi.run"))
    judged = {query: documents for query, documents in QRELS.items() if query in QUERIES}
    measured = ir_measures.calc_aggregate([nDCG @ 10, Success @ 1, Success @ 3, MRR @ 10], judged, ranked)
    assert {entry.query_id for entry in ranked} == {"q1", "q2", "q3", "q4"}
    assert measured[nDCG @ 10] == pytest.approx(figures["nDCG@10"], abs=1e-9)
    assert measured[Success @ 1] == figures["Success@1"]
    assert measured[Success @ 3] == figures["Success@3"]
    assert measured[MRR @ 10] == pytest.approx(figures["MRR@10"], abs=1e-9)


def test_a_run_line_is_query_q0_document_rank_score_name() -> None:
    assert trec_run({"q1": [("d2", 1.5), ("d1", 0.25)], "q2": []}) == (
        "q1 Q0 d2 1 1.500000 madoguchi\nq1 Q0 d1 2 0.250000 madoguchi\n"
    )


@pytest.mark.parametrize("scores", [(0.5, 0.5, 0.5), (0.50000004, 0.50000002, 0.5)], ids=["equal", "nearly equal"])
@pytest.mark.parametrize("documents", [("a", "b", "c"), ("c", "b", "a")])
def test_a_tie_keeps_our_order_for_readers_that_sort_by_score(
    scores: tuple[float, ...], documents: tuple[str, ...]
) -> None:
    """trec_eval goes by score alone and breaks ties by the document's name; the first of ours is the relevant one."""
    Path("tie.run").write_text(trec_run({"q": list(zip(documents, scores, strict=True))}), encoding="utf-8")
    ranked = list(ir_measures.read_trec_run("tie.run"))
    measured = ir_measures.calc_aggregate([nDCG @ 10], {"q": {documents[0]: 1}}, ranked)
    assert measured[nDCG @ 10] == 1.0


def test_a_query_judged_but_not_asked_is_left_out(run: Run, workplace: Path) -> None:
    """q8 has no text; it counts neither as a query nor as a failure."""
    folder = write(workplace / "beir", CORPUS, {"q1": {"d2": 1}, "q8": {"d1": 1}})
    figures = json.loads(run("evaluate", folder, "--json").out)
    assert (figures["queries"], figures["Success@1"]) == (1, 1.0)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("corpus.jsonl", '{"_id": "d1", "text": "ごみ"}\n{"_id": "d2"}\n', "corpus.jsonl 2行目"),
        ("corpus.jsonl", "ごみ\n", "corpus.jsonl 1行目"),
        ("queries.jsonl", '{"_id": "q1", "text": "ごみ"}\n\n[1]\n', "queries.jsonl 3行目"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td2\n", "test.tsv 2行目"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td2\tyes\n", "test.tsv 2行目"),
    ],
)
def test_a_faulty_line_is_named(run: Run, collection: Path, file: str, content: str, said: str) -> None:
    (collection / file).write_text(content, encoding="utf-8")
    ran = run("evaluate", collection)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(said)


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_is_named(run: Run, collection: Path, missing: str) -> None:
    (collection / missing).unlink()
    ran = run("evaluate", collection)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("madoguchi: ")
    assert missing in ran.err


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("qrels/test.tsv", b"query-id\tcorpus-id\tscore\n"),
        ("qrels/test.tsv", b"query-id\tcorpus-id\tscore\nq8\td1\t1\n"),
        ("corpus.jsonl", b""),
        ("corpus.jsonl", '{"_id": "d1", "text": "粗大"}\n'.encode("cp932")),
    ],
    ids=["nothing judged", "nothing asked was judged", "no document", "not UTF-8"],
)
def test_a_collection_that_cannot_be_measured_is_told_without_a_stack_trace(
    run: Run, collection: Path, file: str, content: bytes
) -> None:
    (collection / file).write_bytes(content)
    ran = run("evaluate", collection)
    assert (ran.status, ran.out) == (1, "")
    assert "madoguchi: " in ran.err


def test_a_run_that_cannot_be_written_is_told_in_a_line(run: Run, collection: Path) -> None:
    ran = run("evaluate", collection, "--run", "no/such/folder/x.run")
    assert ran.status == 1
    assert "no/such/folder/x.run" in ran.err
