"""Any sentence-transformers model, by its path, with its prefixes."""

from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from index import Document, EncoderSettings, Index, MissingEncoder
from index.encoder import SentenceEncoder, load_model
from knowledge import Lexicon

TEXTS = ["住民票の写し", "粗大ごみの出し方", "児童手当"]


def encoder(model: Path, query: str = "", document: str = "") -> SentenceEncoder:
    return SentenceEncoder(EncoderSettings(str(model), query, document))


def test_a_saved_model_is_loaded_by_its_path(small_model: Path) -> None:
    assert encoder(small_model).dimension == 12
    assert encoder(small_model).name == f"{small_model}||"


def test_vectors_are_scaled_to_length_one(small_model: Path) -> None:
    raw = load_model(str(small_model)).encode(TEXTS)
    assert np.linalg.norm(raw, axis=1).min() > 2
    vectors = encoder(small_model).documents(TEXTS)
    assert vectors == pytest.approx(raw / np.linalg.norm(raw, axis=1, keepdims=True), abs=1e-5)
    assert encoder(small_model).query(TEXTS[0]) == pytest.approx(vectors[0], abs=1e-5)


def test_prefixes_stand_before_questions_and_documents(small_model: Path) -> None:
    plain, prefixed = encoder(small_model), encoder(small_model, "検索: ", "文書: ")
    assert prefixed.query("住民票") == pytest.approx(plain.query("検索: 住民票"), abs=1e-6)
    assert prefixed.documents(["住民票"]) == pytest.approx(plain.documents(["文書: 住民票"]), abs=1e-6)
    assert np.abs(prefixed.query("住民票") - plain.query("住民票")).max() > 0.01


def test_the_name_tells_models_and_prefixes_apart(small_model: Path) -> None:
    names = {
        encoder(small_model, *prefixes).name
        for prefixes in (("", ""), ("検索: ", ""), ("", "文書: "), ("検索: ", "文書: "))
    }
    assert len(names) == 4


def test_no_texts_have_no_vectors(small_model: Path) -> None:
    assert encoder(small_model).documents([]).shape == (0, 12)


def test_a_model_of_sentences_has_no_vectors_of_words_and_needs_no_state(small_model: Path) -> None:
    assert encoder(small_model).word_vectors(["犬"]).words == ()
    assert encoder(small_model).word_vector("犬") is None
    assert encoder(small_model).state() == {}


def documents() -> list[Document]:
    return [Document(text, (text,), "窓口") for text in TEXTS]


def test_the_named_model_is_what_the_index_searches_with(small_model: Path, static_ja: EncoderSettings) -> None:
    texts, passages = documents(), [Document("p", ("計画",), "窓口の改革")]
    by_model = Index.of(texts, passages, Lexicon(), EncoderSettings(str(small_model)))
    prefixed = Index.of(texts, passages, Lexicon(), EncoderSettings(str(small_model), "検索: ", "文書: "))
    embedded = Index.of(texts, passages, Lexicon(), static_ja)
    likeness = [
        {hit.id: round(hit.likeness, 4) for hit in index.search("住民票の出し方").entries}
        for index in (by_model, prefixed, embedded)
    ]
    assert likeness[0] != likeness[1] != likeness[2] != likeness[0]
    assert by_model.search("住民票の写し").entries[0].id == "住民票の写し"


def test_a_city_without_plans_is_searched_with_any_model(small_model: Path) -> None:
    index = Index.of(documents(), (), Lexicon(), EncoderSettings(str(small_model)))
    assert index.search("児童手当").entries[0].id == "児童手当"
    assert index.search("児童手当").passages == []


def complaint(model: str) -> str:
    with pytest.raises(MissingEncoder) as raised:
        SentenceEncoder(EncoderSettings(model))
    return str(raised.value)


def says_what_to_set(message: str) -> bool:
    return all(word in message for word in ("MADOGUCHI_ENCODER", "static-ja", "path", "hub name"))


def test_a_missing_model_is_named_with_what_to_set(tmp_path: Path) -> None:
    message = complaint(str(tmp_path / "nowhere"))
    assert str(tmp_path / "nowhere") in message
    assert says_what_to_set(message)
    assert "\n" not in message


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    assert says_what_to_set(complaint(str(tmp_path)))


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "modules.json"])
@pytest.mark.parametrize("kept", [0, 60])
def test_a_damaged_model_is_refused(small_model: Path, tmp_path: Path, file: str, kept: int) -> None:
    model = Path(copytree(small_model, tmp_path / "model"))
    (model / file).write_bytes((model / file).read_bytes()[:kept])
    assert says_what_to_set(complaint(str(model)))


def test_an_empty_name_is_refused() -> None:
    message = complaint("")
    assert "MADOGUCHI_ENCODER" in message
    assert "static-ja" in message
