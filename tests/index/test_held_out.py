"""Titles asked with themselves taken out, compared with an index that was really built without them."""

from dataclasses import replace
from operator import attrgetter

import pytest

from index import Document, EncoderSettings, Index
from index.document import entry_document
from index.held_out import Asked, ask_held_out
from knowledge import Audience, Knowledge, Lexicon, load_knowledge, shipped_cities

DOCUMENTS = (
    Document(
        "tennyu",
        ("転入届はどう出しますか", "前の市から越してきた", "越してきたときの転入届", "ほかの市から転入した"),
        "14日以内に窓口へ出してください。",
    ),
    Document(
        "tenkyo",
        ("転居届はどう出しますか", "同じ市の中で引っ越した", "市内で部屋を移った", "同じ町の別の部屋へ引っ越した"),
        "14日以内に窓口へ出してください。",
    ),
    Document("sodai", ("粗大ごみの出し方", "古いソファを捨てる", "ベッドを捨てたい"), "電話で申し込みます。"),
    Document("kessai", ("決裁区分の確認", "起案の決裁区分", "起案文書の区分"), "別表を見ます。", staff_only=True),
)


by_id = attrgetter("id")


@pytest.fixture(scope="module")
def asked(static_ja: EncoderSettings) -> list[Asked]:
    return list(ask_held_out(DOCUMENTS, Lexicon(), static_ja))


def test_every_title_but_the_question_is_asked_in_order(asked: list[Asked]) -> None:
    assert [(each.id, each.title) for each in asked] == [
        (document.id, title) for document in DOCUMENTS for title in document.titles[1:]
    ]


def test_what_is_found_is_what_an_index_without_the_title_finds(asked: list[Asked], static_ja: EncoderSettings) -> None:
    for each in asked:
        documents = [
            replace(document, titles=tuple(title for title in document.titles if title != each.title))
            for document in DOCUMENTS
        ]
        audience = Audience.STAFF if each.id == "kessai" else Audience.RESIDENT
        rebuilt = Index.of(documents, (), Lexicon(), static_ja).search(each.title, audience).entries
        assert each.hits[0].id == rebuilt[0].id, each.title
        for ours, theirs in zip(sorted(each.hits, key=by_id), sorted(rebuilt, key=by_id), strict=True):
            assert ours.id == theirs.id
            # idf, mean lengths and the common component still count it: one title in eleven here
            assert ours.lexical == pytest.approx(theirs.lexical, abs=0.6), each.title
            assert ours.likeness == pytest.approx(theirs.likeness, abs=0.25), each.title


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("越してきたときの転入届", 1),  # 転入 and 越す stay in two other titles
        ("前の市から越してきた", 1),
        ("起案の決裁区分", 1),
    ],
)
def test_the_own_document_has_its_place(asked: list[Asked], title: str, rank: int) -> None:
    assert next(each for each in asked if each.title == title).rank == rank


def test_the_title_itself_no_longer_counts_as_typed_exactly(asked: list[Asked]) -> None:
    """An exact title earns 10 standard deviations: nothing may come near that here."""
    assert max(hit.score for each in asked for hit in each.hits) < 9


def test_a_word_of_the_title_alone_is_not_held_any_more(asked: list[Asked]) -> None:
    [bed] = [each for each in asked if each.title == "ベッドを捨てたい"]
    own = next(hit for hit in bed.hits if hit.id == "sodai")
    assert 0 < own.coverage < 0.7  # 捨てる is left, ベッド is not


def test_staff_ask_for_what_staff_alone_may_see(asked: list[Asked]) -> None:
    assert all(hit.id != "kessai" for each in asked if each.id != "kessai" for hit in each.hits)
    assert {hit.id for each in asked if each.id == "kessai" for hit in each.hits} == {d.id for d in DOCUMENTS}


def test_a_document_that_is_not_found_has_no_rank() -> None:
    assert Asked("a", "b", ()).rank is None


def test_only_the_named_documents_are_asked(knowledge: Knowledge, static_ja: EncoderSettings) -> None:
    documents = [entry_document(entry) for entry in knowledge.entries]
    asked = ask_held_out(documents, knowledge.lexicon, static_ja, {"sodai", "kessai"})
    assert [each.id for each in asked] == ["sodai"]  # kessai has no phrasing


@pytest.mark.parametrize("city", shipped_cities())
def test_the_phrasings_that_ship_find_their_entries_without_themselves(city: str, static_ja: EncoderSettings) -> None:
    """The floor of the content, on every tenth entry; benchmarks/self_retrieval.py asks all of them."""
    knowledge = load_knowledge(city)
    documents = [entry_document(entry) for entry in knowledge.entries]
    tenth = {entry.id for entry in knowledge.entries[::10]}
    ranks = [each.rank or 99 for each in ask_held_out(documents, knowledge.lexicon, static_ja, tenth)]
    assert len(ranks) >= 500
    assert ranks.count(1) / len(ranks) >= 0.94
    assert sum(rank <= 3 for rank in ranks) / len(ranks) >= 0.985
