"""Documents of one kind, ranked by words, meaning and sound together."""

from collections.abc import Sequence
from datetime import date
from math import log
from typing import Any

import numpy as np
import pytest

from index import Document
from index.analyser import analyse, content_lemmas
from index.collection import ENTRY_PROFILE, QUESTION_ANSWER_PROFILE, Collection, entry_profile
from index.query import Query
from index.readings import reading_grams
from knowledge import Audience

JUNE = date(2026, 6, 1)
RESIDENT, STAFF = Audience.RESIDENT, Audience.STAFF
TEXTS = [
    ("住民票の写し", "窓口で取れます"),
    ("粗大ごみの捨て方", "予約して下さい"),
    ("児童手当の申請", "窓口で申請します"),
    ("印鑑の登録", "本人が来てください"),
    ("窓口の予約", "電話で予約します"),
]


def documents(texts: Sequence[tuple[str, str]] = TEXTS, **more: Any) -> list[Document]:
    return [Document(f"d{number}", (title,), body, **more) for number, (title, body) in enumerate(texts)]


def asked(text: str, encoder: Any, by_sound: bool = False) -> Query:
    tokens = analyse(text)
    words = tuple(dict.fromkeys(token.lemma for token in tokens if token.content))
    grams = dict.fromkeys(reading_grams(tokens), 1.0)
    return Query(text, text, words, dict.fromkeys(words, 1.0), grams, encoder.query(text), by_sound)


def search(
    collection: Collection, query: Query, audience: Audience = RESIDENT, day: date | None = JUNE, limit: int = 10
) -> list[str]:
    return [hit.id for hit in collection.search(query, collection.shown.to(audience, day), limit)]


@pytest.fixture
def encoder(fake_encoder: type[Any]) -> Any:
    return fake_encoder()


def test_the_document_that_says_it_comes_first(encoder: Any) -> None:
    collection = Collection.build(documents(), encoder, ENTRY_PROFILE)
    for number, (title, _) in enumerate(TEXTS):
        assert search(collection, asked(f"{title}について", encoder))[0] == f"d{number}"


def z(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()


@pytest.mark.parametrize("by_sound", [False, True])
def test_the_score_is_the_weighted_sum_of_standard_scores(encoder: Any, by_sound: bool) -> None:
    collection = Collection.build(documents(), encoder, ENTRY_PROFILE)
    query = asked("窓口で住民票と児童手当を申請", encoder, by_sound)
    words, sounds = collection.lexical.scores(query.terms), collection.sounds.scores(query.grams)
    vectors = encoder.documents([title for title, _ in TEXTS])
    bodies = encoder.documents([body for _, body in TEXTS])
    likeness = (vectors + ENTRY_PROFILE.dense_body * bodies) @ query.vector
    sound = ENTRY_PROFILE.sound_in_kana if by_sound else ENTRY_PROFILE.sound
    fused = z(words) + ENTRY_PROFILE.dense * z(likeness) + sound * z(sounds)
    hits = collection.search(query, collection.shown.to(STAFF, None), 10)
    assert [hit.id for hit in hits] == [f"d{at}" for at in np.argsort(-fused)]
    for hit in hits:
        at = int(hit.id[1])
        assert hit.score == pytest.approx(fused[at], abs=1e-4)
        assert (hit.lexical, hit.sound) == pytest.approx((words[at], sounds[at] / len(query.grams)))
        assert hit.likeness == pytest.approx(likeness[at], abs=1e-6)


def test_coverage_is_the_share_of_the_question_s_words_by_weight(encoder: Any) -> None:
    collection = Collection.build(documents([("塵", ""), ("塵", "袋"), ("票", "")]), encoder, ENTRY_PROFILE)
    query = asked("塵と袋と犬", encoder)
    idf = {"塵": log(1 + 1.5 / 2.5), "袋": log(1 + 2.5 / 1.5), "犬": log(1 + 3.5 / 0.5)}
    covered = {hit.id: hit.coverage for hit in collection.search(query, np.ones(3, bool), 3)}
    assert covered["d0"] == pytest.approx(idf["塵"] / sum(idf.values()))
    assert covered["d1"] == pytest.approx((idf["塵"] + idf["袋"]) / sum(idf.values()))
    assert covered["d2"] == 0.0


def test_neighbours_and_synonyms_do_not_count_as_covered(encoder: Any) -> None:
    collection = Collection.build(documents(), encoder, ENTRY_PROFILE)
    query = Query("受付", "受付", ("受付",), {"受付": 1.0, "窓口": 0.4}, {}, encoder.query("受付"), False)
    best = collection.search(query, np.ones(5, bool), 1)[0]
    assert best.lexical > 0
    assert best.coverage == 0.0


@pytest.mark.parametrize(
    ("more", "audience", "day", "found"),
    [
        ({"staff_only": True}, RESIDENT, JUNE, False),
        ({"staff_only": True}, STAFF, JUNE, True),
        ({"last_day": date(2026, 5, 31).toordinal()}, RESIDENT, JUNE, False),
        ({"last_day": JUNE.toordinal()}, RESIDENT, JUNE, True),
        ({"first_day": date(2026, 6, 2).toordinal()}, STAFF, JUNE, False),
        ({"first_day": JUNE.toordinal()}, STAFF, JUNE, True),
    ],
)
@pytest.mark.parametrize("others", [0, 1, 4])
def test_what_may_not_be_shown_never_comes_back_even_as_the_only_match(
    encoder: Any, more: dict[str, Any], audience: Audience, day: date, found: bool, others: int
) -> None:
    hidden = Document("hidden", ("起案文書の決裁",), "決裁規程を見る", **more)
    collection = Collection.build([hidden, *documents(TEXTS[:others])], encoder, ENTRY_PROFILE)
    hits = search(collection, asked("起案文書の決裁", encoder), audience, day)
    assert ("hidden" in hits) is found
    assert set(hits) <= {"hidden", *(f"d{at}" for at in range(others))}


def test_hidden_documents_do_not_crowd_out_what_may_be_shown(fake_encoder: type[Any]) -> None:
    """Filtered before ranking: however many staff documents lie nearer, the nearest one for residents is found."""
    encoder = fake_encoder(vectors={"決裁": [1.0, 0.0], "届出": [0.8, 0.6], "公園": [0.0, 1.0], "内規": [1.0, 0.0]})
    staff = [Document(f"s{at}", ("決裁",), "内規", staff_only=True) for at in range(500)]
    residents = [Document("far", ("公園",), "公園"), Document("near", ("届出",), "届出")]
    collection = Collection.build([*staff, *residents], encoder, ENTRY_PROFILE)
    query = Query("決裁", "決裁", (), {}, {}, encoder.query("決裁"), False)
    assert search(collection, query)[:1] == ["near"]


def test_an_exact_question_finds_its_entry_among_the_shown(fake_encoder: type[Any]) -> None:
    """Last year's entry asks the same; the one that is valid must stand out all the same."""
    encoder = fake_encoder(dimension=1, vectors={title: [1.0] for title in ("給付金の受付", "似た項目", "同じ")})
    ended = date(2026, 3, 31).toordinal()
    entries = [
        Document("other", ("似た項目",), "同じ"),
        Document("this-year", ("給付金の受付",), "同じ"),
        Document("last-year", ("給付金の受付",), "同じ", last_day=ended),
    ]
    collection = Collection.build(entries, encoder, ENTRY_PROFILE)
    query = Query("給付金の受付", "給付金の受付", (), {}, {}, encoder.query("同じ"), False)
    best = collection.search(query, collection.shown.to(RESIDENT, JUNE), 2)
    assert best[0].id == "this-year"
    assert best[0].score - best[1].score == pytest.approx(ENTRY_PROFILE.exact)


def test_an_exact_question_stands_out(fake_encoder: type[Any]) -> None:
    encoder = fake_encoder(dimension=1, vectors={text: [1.0] for text in ("窓口", "予約", "本文", "問い")})
    collection = Collection.build(
        [Document("other", ("窓口",), "本文"), Document("exact", ("予約", "問い"), "本文")], encoder, ENTRY_PROFILE
    )
    query = Query("問い", "問い", (), {}, {}, encoder.query("問い"), False)
    best = collection.search(query, np.ones(2, bool), 2)
    assert [hit.id for hit in best] == ["exact", "other"]
    assert best[0].score - best[1].score == pytest.approx(ENTRY_PROFILE.exact)


def test_every_document_that_holds_a_word_is_found_where_the_question_has_no_direction(encoder: Any) -> None:
    collection = Collection.build(documents([("窓口", str(number)) for number in range(50)]), encoder, ENTRY_PROFILE)
    query = Query("窓口", "窓口?", ("窓口",), {"窓口": 1.0}, {}, np.zeros(64, np.float32), False)
    assert len(search(collection, query, limit=100)) == 50


def test_the_city_s_own_entry_goes_before_the_common_one(fake_encoder: type[Any]) -> None:
    encoder = fake_encoder()
    entries = [Document("common", ("窓口",), "開庁"), Document("own", ("窓口",), "開庁", own=True)]
    collection = Collection.build([*entries, *documents()], encoder, ENTRY_PROFILE)
    assert search(collection, asked("窓口は開庁", encoder))[:2] == ["own", "common"]


def test_without_documents_there_are_no_hits(encoder: Any) -> None:
    assert search(Collection.build([], encoder, ENTRY_PROFILE), asked("窓口", encoder)) == []


def test_a_question_that_shares_nothing_has_no_hits(fake_encoder: type[Any]) -> None:
    encoder = fake_encoder(vectors={"": [0.0], "無関係": [0.0]})
    collection = Collection.build(documents(), encoder, ENTRY_PROFILE)
    query = Query("無関係", "無関係", ("関係",), {"関係": 1.0}, {}, encoder.query("無関係"), False)
    assert search(collection, query) == []


def test_the_only_document_stands_no_deviations_from_the_mean(encoder: Any) -> None:
    collection = Collection.build(documents(TEXTS[:1]), encoder, ENTRY_PROFILE)
    (hit,) = collection.search(asked("住民票の写しは", encoder), np.ones(1, bool), 10)
    assert hit.score == pytest.approx(0.0, abs=1e-3)
    assert hit.coverage == 1.0


@pytest.mark.parametrize("count", [2, 7, 60])
def test_equal_scores_stand_in_the_order_of_the_documents(encoder: Any, count: int) -> None:
    collection = Collection.build(documents([("窓口の予約", "電話で")] * count), encoder, ENTRY_PROFILE)
    hits = search(collection, asked("予約は窓口で", encoder), limit=5)
    assert hits == [f"d{at}" for at in range(min(count, 5))]


def test_equal_scores_stand_in_order_also_beyond_the_candidates(encoder: Any) -> None:
    texts = [("図書館の本", "返す"), ("窓口の予約", "電話で")] * 350
    collection = Collection.build(documents(texts), encoder, ENTRY_PROFILE)
    assert search(collection, asked("予約は窓口で", encoder), limit=3) == ["d1", "d3", "d5"]


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (1, 1), (3, 3), (5, 5), (100, 5)])
def test_at_most_limit_hits_come_back_the_best_ones(encoder: Any, limit: int, count: int) -> None:
    collection = Collection.build(documents(), encoder, ENTRY_PROFILE)
    query = asked("窓口の予約は電話", encoder)
    assert search(collection, query, limit=limit) == search(collection, query, limit=100)[:count]


def test_scores_fall_and_parts_stay_in_range(encoder: Any) -> None:
    collection = Collection.build(documents(), encoder, ENTRY_PROFILE)
    for title, body in TEXTS:
        hits = collection.search(asked(f"{title} {body}", encoder), np.ones(5, bool), 10)
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 <= hit.coverage <= 1.0 + 1e-9 for hit in hits)
        assert all(abs(hit.likeness) <= 1 + ENTRY_PROFILE.dense_body + 1e-6 for hit in hits)


def test_content_words_of_titles_and_body_are_searched(encoder: Any) -> None:
    collection = Collection.build(
        [Document("d", ("住民票の写し", "証明がほしい"), "窓口で取れます")], encoder, ENTRY_PROFILE
    )
    assert set(collection.lexical.terms) == {
        *content_lemmas("住民票の写し"),
        *content_lemmas("証明がほしい"),
        *content_lemmas("窓口で取れます"),
    }


@pytest.mark.parametrize(
    ("titles", "profile"),
    [
        ([1, 1, 1], QUESTION_ANSWER_PROFILE),
        ([1, 1, 6], QUESTION_ANSWER_PROFILE),
        ([1, 2, 6], ENTRY_PROFILE),
        ([20, 21, 19], ENTRY_PROFILE),
        ([], ENTRY_PROFILE),
    ],
)
def test_entries_with_phrasings_are_weighed_otherwise_than_questions_with_answers(
    titles: list[int], profile: object
) -> None:
    entries = [
        Document(f"d{at}", tuple(f"題{at} {n}" for n in range(count)), "本文") for at, count in enumerate(titles)
    ]
    assert entry_profile(entries) == profile
