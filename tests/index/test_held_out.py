"""Titles asked with themselves taken out, compared with an index that was really built without them."""

from dataclasses import replace
from datetime import date
from operator import attrgetter

import pytest

from index import Document, EncoderSettings, Index
from index.document import entry_document
from index.held_out import Asked, Removal, Removed, ask_held_out, ask_removed
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
TODAY = date(2026, 11, 20)


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
    """The floor of the content, on every thirtieth entry; benchmarks/self_retrieval.py asks all of them."""
    knowledge = load_knowledge(city)
    documents = [entry_document(entry) for entry in knowledge.entries]
    asked = {entry.id for entry in knowledge.entries[::30]}
    ranks = [each.rank or 99 for each in ask_held_out(documents, knowledge.lexicon, static_ja, asked)]
    assert len(ranks) >= 200
    assert ranks.count(1) / len(ranks) >= 0.94
    assert sum(rank <= 3 for rank in ranks) / len(ranks) >= 0.985


@pytest.fixture(scope="module")
def removals(static_ja: EncoderSettings) -> list[Removal]:
    index = Index.of(DOCUMENTS, (), Lexicon(), static_ja)
    return list(ask_removed(DOCUMENTS, index, TODAY, most=100))


class TestRemoved:
    """A title asked three times: without itself, without the nearest one too, without the whole document."""

    def test_every_title_but_the_question_is_asked_once_for_each_kind(self, removals: list[Removal]) -> None:
        titles = [(document.id, title) for document in DOCUMENTS for title in document.titles[1:]]
        assert [(each.id, each.title, each.removed) for each in removals] == [
            (*title, removed) for title in titles for removed in Removed
        ]

    def test_without_itself_it_finds_what_a_held_out_title_finds(
        self, removals: list[Removal], asked: list[Asked]
    ) -> None:
        alone = [tuple(each.found.entries) for each in removals if each.removed is Removed.TITLE]
        assert alone == [each.hits for each in asked]

    @pytest.mark.parametrize(
        ("title", "lost"),
        [
            ("古いソファを捨てる", "捨てる stood in ベッドを捨てたい alone besides"),
            ("越してきたときの転入届", "越す stood in 前の市から越してきた alone besides"),
        ],
    )
    def test_without_the_nearest_it_shares_less(self, removals: list[Removal], title: str, lost: str) -> None:
        coverage = {
            each.removed: next(hit.coverage for hit in each.found.entries if hit.id == each.id)
            for each in removals
            if each.title == title and each.removed is not Removed.DOCUMENT
        }
        assert coverage[Removed.NEAREST] < coverage[Removed.TITLE], lost

    def test_a_document_that_is_gone_is_not_found(self, removals: list[Removal]) -> None:
        gone = [each for each in removals if each.removed is Removed.DOCUMENT]
        assert all(each.id not in {hit.id for hit in each.found.entries} for each in gone)
        assert all(each.found.entries for each in gone)

    def test_what_is_not_valid_on_the_day_is_not_asked(self, static_ja: EncoderSettings) -> None:
        documents = (
            *DOCUMENTS,
            Document("kyufu", ("給付金", "給付金の申請"), "終わりました。", last_day=TODAY.toordinal() - 1),
        )
        index = Index.of(documents, (), Lexicon(), static_ja)
        assert "kyufu" not in {each.id for each in ask_removed(documents, index, TODAY, most=100)}

    def test_a_draw_is_as_large_as_wanted_and_hardly_changes_with_the_documents(
        self, static_ja: EncoderSettings
    ) -> None:
        index = Index.of(DOCUMENTS, (), Lexicon(), static_ja)
        drawn = {each.title for each in ask_removed(DOCUMENTS, index, TODAY, most=4)}
        assert len(drawn) == 4
        fewer = DOCUMENTS[1:]
        again = {each.title for each in ask_removed(fewer, Index.of(fewer, (), Lexicon(), static_ja), TODAY, most=4)}
        assert drawn - set(DOCUMENTS[0].titles) <= again
