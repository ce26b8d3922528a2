"""The embedded encoder: idf-weighted means of word vectors, one common direction removed, everyday wording near official."""

from math import log

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index import STATIC_JA, EncoderSettings
from index.analyser import analyse
from index.static_ja import StaticJa, WordTable, learned_wordings, load_static_ja

TEXTS = [
    "住民票の写しはどこで取れますか",
    "粗大ごみの出し方",
    "児童手当の申請は窓口へ",
    "窓口で申請できる手当",
    "印鑑登録に必要なもの",
    "図書館の利用カードを作りたい",
]


@pytest.fixture(scope="module")
def table(static_ja: EncoderSettings) -> WordTable:
    return load_static_ja(static_ja.home)


@pytest.fixture(scope="module")
def encoder(table: WordTable) -> StaticJa:
    return StaticJa.adapt(table, TEXTS)


@pytest.mark.parametrize(
    "text", [*TEXTS, "住民", "税金はいくら", "窓口", "窓口窓口窓口", "令和7年度の予算は3億円", "a4の紙とpdf"]
)
def test_a_question_goes_through_one_map_and_a_document_through_the_other(encoder: StaticJa, text: str) -> None:
    plain, wordings = encoder.plain([text])[0].astype(np.float64), learned_wordings()
    asked, written = plain + plain @ wordings.asked, plain + plain @ wordings.written
    assert encoder.query(text) == pytest.approx(asked / np.linalg.norm(asked), abs=1e-5)
    assert encoder.documents([text])[0] == pytest.approx(written / np.linalg.norm(written), abs=1e-5)


@pytest.mark.parametrize(
    ("everyday", "official", "others"),
    [
        ("お金がなくて暮らせない", "生活保護の申請", ["住民票の写しの交付", "粗大ごみの収集"]),
        ("会社を辞めて保険証がない", "国民健康保険の加入", ["図書館の利用登録", "住民票の写しの交付"]),
        ("いらない家具を捨てたい", "粗大ごみの収集", ["児童手当の認定請求", "印鑑登録の申請"]),
    ],
)
def test_everyday_wording_is_brought_nearer_to_what_it_is_called_officially(
    encoder: StaticJa, everyday: str, official: str, others: list[str]
) -> None:
    right, *wrong = encoder.documents([official, *others]) @ encoder.query(everyday)
    assert right > max(wrong) + 0.3
    assert right > encoder.plain([official])[0] @ encoder.plain([everyday])[0]


def test_an_index_of_other_maps_has_another_name(encoder: StaticJa) -> None:
    assert encoder.name.endswith(learned_wordings().name)
    assert len(learned_wordings().name) == 8


def test_vectors_have_length_one(encoder: StaticJa) -> None:
    vectors = encoder.documents(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension) == (len(TEXTS), 300)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


@pytest.mark.parametrize("text", ["", "。、", "これは", "です"])
def test_a_text_without_content_has_no_direction(encoder: StaticJa, text: str) -> None:
    assert not encoder.query(text).any()
    assert np.isfinite(encoder.documents([text, *TEXTS])).all()
    assert np.linalg.norm(encoder.documents([text])[0]) == pytest.approx(0.0, abs=1e-6)


def test_no_texts_have_no_vectors(encoder: StaticJa) -> None:
    assert encoder.documents([]).shape == (0, 300)


@pytest.mark.parametrize("text", TEXTS)
def test_a_vector_is_the_mean_of_its_words_by_idf_with_the_common_direction_removed(
    encoder: StaticJa, table: WordTable, text: str
) -> None:
    def row(surface: str, lemma: str) -> int | None:
        return table.rows.get(surface, table.rows.get(lemma))

    held = [{row(token.surface, token.lemma) for token in analyse(each) if token.content} for each in TEXTS]
    total = np.zeros(300)
    for token in analyse(text):
        at = row(token.surface, token.lemma)
        if token.content and at is not None:
            holders = sum(at in rows for rows in held)
            total += log(1 + (len(TEXTS) - holders + 0.5) / (holders + 0.5)) * table.vectors[at].astype(np.float64)
    mean = total / np.linalg.norm(total)
    common = encoder.state()["component"]
    rest = mean - (mean @ common) * common
    assert encoder.plain([text])[0] == pytest.approx(rest / np.linalg.norm(rest), abs=1e-5)


def test_the_common_direction_is_the_one_that_the_texts_share_most(encoder: StaticJa, table: WordTable) -> None:
    state = encoder.state()
    as_they_are = StaticJa(table, state["idf"], np.zeros(300, np.float32)).plain(TEXTS).astype(np.float64)
    values, directions = np.linalg.eigh(as_they_are.T @ as_they_are)
    assert values[-1] > values[-2]
    assert abs(directions[:, -1] @ state["component"]) == pytest.approx(1.0, abs=1e-4)


def test_nothing_is_left_of_the_common_direction(encoder: StaticJa) -> None:
    common = encoder.state()["component"]
    assert np.linalg.norm(common) == pytest.approx(1.0, abs=1e-5)
    assert encoder.plain(TEXTS) @ common == pytest.approx(np.zeros(len(TEXTS)), abs=1e-5)


def test_the_assembled_model_is_a_sentence_transformer_that_gives_the_mean_of_its_rows(
    static_ja: EncoderSettings, table: WordTable
) -> None:
    model = SentenceTransformer(str(static_ja.home / STATIC_JA), device="cpu")
    encoded = model.encode(["5 12 400", "7"], show_progress_bar=False)
    assert encoded[0] == pytest.approx(table.vectors[[5, 12, 400]].mean(axis=0), abs=1e-5)
    assert encoded[1] == pytest.approx(table.vectors[7], abs=1e-5)


def test_the_table_holds_twenty_thousand_rows_for_many_more_words(table: WordTable) -> None:
    assert table.vectors.shape == (20_000, 300)
    assert len(table.rows) > 300_000
    assert all(0 <= row < 20_000 for row in table.rows.values())


def test_a_word_is_looked_up_as_written_then_by_its_lemma(table: WordTable) -> None:
    assert table.row("住民", "") == table.rows["住民"]
    assert table.row("すもももも", "桃") == table.rows["桃"]
    assert table.row("すもももも", "すもももも") is None


def test_restored_from_its_state_it_encodes_the_same(encoder: StaticJa, table: WordTable) -> None:
    state = encoder.state()
    again = StaticJa(table, state["idf"], state["component"])
    assert (again.query(TEXTS[0]) == encoder.query(TEXTS[0])).all()


@pytest.mark.parametrize("texts", [[], ["住民票の写し"]])
def test_a_knowledge_base_of_one_text_or_none_has_no_common_direction(table: WordTable, texts: list[str]) -> None:
    small = StaticJa.adapt(table, texts)
    assert not small.state()["component"].any()
    assert np.linalg.norm(small.query("住民票")) == pytest.approx(1.0, abs=1e-5)


def test_like_texts_are_nearer_than_others(encoder: StaticJa) -> None:
    question = encoder.query("手当を申し込む")
    scores = encoder.documents(TEXTS) @ question
    assert {int(at) for at in np.argsort(-scores)[:2]} == {2, 3}


def test_words_have_unit_vectors_without_their_common_mean(encoder: StaticJa, table: WordTable) -> None:
    known = encoder.word_vectors(["犬", "猫", "ない言葉すぎる", "税金"])
    assert known.words == ("犬", "猫", "税金")
    centred = table.vectors[table.rows["犬"]] - table.vectors.mean(axis=0)
    assert known.vectors[0] == pytest.approx(centred / np.linalg.norm(centred), abs=1e-5)
    assert encoder.word_vector("猫") == pytest.approx(known.vectors[1], abs=1e-6)


def test_words_near_in_meaning_are_near(encoder: StaticJa) -> None:
    known = encoder.word_vectors(["猫", "子犬", "税金", "道路"])
    cosines = dict(zip(known.words, known.vectors @ encoder.word_vector("犬"), strict=True))
    assert min(cosines["猫"], cosines["子犬"]) > 0.5 > max(cosines["税金"], cosines["道路"])


def test_an_unknown_word_has_no_vector(encoder: StaticJa) -> None:
    assert encoder.word_vector("ぬるぽがっ") is None
    assert encoder.word_vectors(["ぬるぽがっ"]).words == encoder.word_vectors([]).words == ()
