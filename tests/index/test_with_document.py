"""An index with one document more, or one changed, beside an index that was really built with it."""

from dataclasses import replace

import numpy as np
import pytest

from index import EncoderSettings, Index
from index.document import Document, entry_document
from index.with_document import with_document
from knowledge import Audience, Knowledge, load_knowledge

CITY = "132284"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(CITY)


@pytest.fixture(scope="module")
def documents(knowledge: Knowledge) -> list[Document]:
    """Every fourth entry of a real city."""
    return [entry_document(entry) for entry in knowledge.entries[::4]]


@pytest.fixture(scope="module")
def index(documents: list[Document], knowledge: Knowledge, static_ja: EncoderSettings) -> Index:
    return Index.of(documents, (), knowledge.lexicon, static_ja)


BICYCLE = Document(
    "jitensha",
    ("撤去された自転車はどこで受け取れますか", "自転車を撤去された", "放置自転車の保管所", "ママチャリがない"),
    "保管所で受け取ってください。鍵を持ってきてください。",
)


@pytest.mark.parametrize(
    "question", ["自転車を撤去された", "ママチャリがなくなった", "ほうちじてんしゃ", "自転車の保管所はどこ"]
)
def test_a_new_document_is_found_as_if_all_had_been_built_with_it(
    documents: list[Document], index: Index, knowledge: Knowledge, static_ja: EncoderSettings, question: str
) -> None:
    built = Index.of([*documents, BICYCLE], (), knowledge.lexicon, static_ja).search(question).entries
    tried = with_document(index, BICYCLE, documents[::5]).search(question).entries
    assert [hit.id for hit in tried[:3]] == [hit.id for hit in built[:3]]
    there, here = (next(hit for hit in hits if hit.id == "jitensha") for hits in (built, tried))
    assert here.score == pytest.approx(there.score, rel=0.05)
    assert here.coverage == pytest.approx(there.coverage, abs=0.02)


def test_a_changed_document_is_found_by_its_new_titles_and_no_more_by_its_old_ones(
    documents: list[Document], index: Index
) -> None:
    old = documents[7]
    changed = replace(BICYCLE, id=old.id)
    tried = with_document(index, changed, documents[::5])
    assert tried.entries.ids == index.entries.ids
    assert tried.search("放置自転車の保管所").entries[0].id == old.id
    before, after = (
        next((hit.lexical for hit in each.search(old.titles[1]).entries if hit.id == old.id), 0.0)
        for each in (index, tried)
    )
    assert before > 3 * after
    assert old.titles[0] not in tried.entries.by_title


def test_an_unchanged_document_scores_as_before(documents: list[Document], index: Index) -> None:
    question = documents[7].titles[0]
    before, after = (
        each.search(question).entries[0] for each in (index, with_document(index, documents[7], documents))
    )
    assert (after.id, after.coverage) == (before.id, before.coverage)
    assert after.lexical == pytest.approx(before.lexical, rel=1e-3)
    assert after.sound == pytest.approx(before.sound, rel=1e-3)
    assert after.likeness == pytest.approx(before.likeness, abs=1e-4)


def test_the_index_itself_stays_as_it_is(documents: list[Document], index: Index) -> None:
    rows, impacts = index.entries.dense.rows.copy(), index.entries.lexical.impacts.copy()
    with_document(index, replace(BICYCLE, id=documents[3].id), documents[::5])
    assert np.array_equal(index.entries.dense.rows, rows)
    assert np.array_equal(index.entries.lexical.impacts, impacts)
    assert index.search("ママチャリがない").entries[0].id != documents[3].id


def test_what_only_staff_may_see_stays_with_them(documents: list[Document], index: Index) -> None:
    tried = with_document(index, replace(BICYCLE, staff_only=True), documents[::5])
    assert "jitensha" not in [hit.id for hit in tried.search("自転車を撤去された").entries]
    assert tried.search("自転車を撤去された", Audience.STAFF).entries[0].id == "jitensha"
