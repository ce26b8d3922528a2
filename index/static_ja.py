"""`static-ja`: a StaticEmbedding model assembled once from the word vectors inside the ja-ginza package.

The vectors are chiVe (Works Applications, Apache-2.0): 20,000 rows of 300 numbers shared by 480,000 words. A sentence is the
mean of its content words' vectors, weighted by the knowledge base's own idf, with the first principal component of its
texts removed (Arora et al. 2017, "A simple but tough-to-beat baseline for sentence embeddings"). Two linear maps, one for
questions and one for documents, then bring everyday wording near official wording: learned from the phrasings of the common
entries by benchmarks/learn_wordings.py (docs/adr/0015).

What is saved is a sentence-transformers model like any other. It is read here without sentence-transformers, whose import
costs seconds and hundreds of megabytes for what is a mean of rows (docs/adr/0003); a test holds the two equal.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from index.analyser import analyse
from index.encoder import STATIC_JA, MissingEncoder, Vectors, WordVectors, unit

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

WEIGHTS, WORDS, STAMP = "model.safetensors", "words.txt", "assembly.json"  # inside the saved model
BATCH = 256  # texts whose rows are gathered at once
LONGEST_WORD = 8  # characters: UniDic's short units are hardly ever longer
ASSEMBLY = "3"  # raise it when what is saved changes; an older assembly is then made anew
WORDINGS = Path(__file__).with_name("data") / "wordings.npz"


@dataclass(frozen=True)
class WordTable:
    """The assembled model: `rows` maps a word to its row of `vectors` (20,000 × 300)."""

    rows: dict[str, int]
    vectors: Vectors

    @cached_property
    def centred(self) -> Vectors:
        """The rows without their common mean, as unit vectors: what words are compared by."""
        return unit(self.vectors - self.vectors.mean(axis=0))

    def row(self, surface: str, lemma: str) -> int | None:
        found = self.rows.get(surface)
        return found if found is not None else self.rows.get(lemma)


@dataclass(frozen=True)
class Wordings:
    """What is added to a vector for how people ask and for how offices write: two matrices of 300 × 300.

    `name` tells one learned pair from another: an index is only searched with the pair that it was built with.
    """

    name: str
    asked: Vectors
    written: Vectors


@lru_cache(maxsize=1)
def learned_wordings() -> Wordings:
    """The pair that ships in index/data, with its fingerprint as its name."""
    with np.load(WORDINGS) as file:
        asked, written = (np.ascontiguousarray(file[name], np.float32) for name in ("asked", "written"))
    return Wordings(blake2b(WORDINGS.read_bytes(), digest_size=4).hexdigest(), asked, written)


class StaticJa:
    """The encoder adapted to one knowledge base by `idf` (weight per row) and `component` (a unit vector, or zeros)."""

    def __init__(self, table: WordTable, idf: Vectors, component: Vectors) -> None:
        self._table = table
        self._idf = idf
        self._component = component
        self._centred = table.centred
        self._wordings = learned_wordings()
        self.name = f"{STATIC_JA}-{ASSEMBLY}-{self._wordings.name}"

    @classmethod
    def adapt(cls, table: WordTable, texts: Sequence[str]) -> "StaticJa":
        """Learn idf and the common component from the normalised `texts` of a knowledge base."""
        encoder = cls(table, _idf(table, texts), np.zeros(table.vectors.shape[1], np.float32))
        vectors = encoder.plain(texts)
        if len(vectors) > 1:
            # the first right singular vector, as the eigenvector of the largest eigenvalue of a matrix of 300 × 300
            _, eigenvectors = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
            encoder._component = np.ascontiguousarray(eigenvectors[:, -1], np.float32)
        return encoder

    @property
    def dimension(self) -> int:
        return int(self._table.vectors.shape[1])

    def documents(self, texts: Sequence[str]) -> Vectors:
        rows = self.plain(texts)
        return unit(rows + rows @ self._wordings.written)

    def plain(self, texts: Sequence[str]) -> Vectors:
        """Vectors before wordings are brought together: what the maps are learned from."""
        sums = np.zeros((len(texts), self.dimension), np.float32)
        for first in range(0, len(texts), BATCH):
            sums[first : first + BATCH] = self._sums(texts[first : first + BATCH])
        return self._project(sums)

    def _sums(self, texts: Sequence[str]) -> Vectors:
        """The idf-weighted sum of each text's rows; its direction is that of the mean."""
        found = [self._rows(text) for text in texts]
        lengths = np.array([len(rows) for rows in found], np.int64)
        sums = np.zeros((len(texts), self.dimension), np.float32)
        if lengths.any():
            rows = np.concatenate(found)
            weighted = self._table.vectors[rows] * self._idf[rows, None]
            filled = lengths > 0
            sums[filled] = np.add.reduceat(weighted, (np.cumsum(lengths) - lengths)[filled])
        return sums

    def query(self, text: str) -> Vectors:
        rows = self._rows(text)
        if not len(rows):
            return np.zeros(self.dimension, np.float32)
        vector = self._project((self._idf[rows] @ self._table.vectors[rows])[None])[0]
        return unit(vector + vector @ self._wordings.asked)

    def word_vectors(self, words: Sequence[str]) -> WordVectors:
        known = [(word, self._table.rows[word]) for word in words if word in self._table.rows]
        return WordVectors(tuple(word for word, _ in known), self._centred[[row for _, row in known]])

    def word_vector(self, word: str) -> Vectors | None:
        row = self._table.rows.get(word)
        return None if row is None else unit(self._centred[row])

    def state(self) -> dict[str, Any]:
        return {"idf": self._idf, "component": self._component}

    def _rows(self, text: str) -> NDArray[np.int64]:
        """Rows of the content words of `text`."""
        found = (self._table.row(token.surface, token.lemma) for token in analyse(text) if token.content)
        return np.array([row for row in found if row is not None], np.int64)

    def _project(self, vectors: NDArray[Any]) -> Vectors:
        rows = unit(vectors)
        return unit(rows - (rows @ self._component)[:, None] * self._component)


def load_static_ja(home: Path, progress: Callable[[str], None] = lambda _: None) -> WordTable:
    """The assembled table in `home`/static-ja, assembled now if it is not there yet.

    Raises MissingEncoder when it must be assembled and ja-ginza is not installed.
    """
    folder = home / STATIC_JA
    stamp = folder / STAMP
    if not stamp.exists() or json.loads(stamp.read_text(encoding="utf-8")).get("assembly") != ASSEMBLY:
        progress("assembling the encoder static-ja from ja-ginza's word vectors (once)")
        _assemble(folder)
    try:
        return _read_table(str(folder), stamp.stat().st_mtime_ns)
    except Exception as error:  # safetensors and the system each say in their own way that a file is damaged
        raise MissingEncoder(
            f"the encoder in {folder} is damaged ({type(error).__name__}). Delete that folder, then run `madoguchi build`."
        ) from error


@lru_cache(maxsize=2)
def _read_table(folder: str, _written: int) -> WordTable:
    vectors = load_file(Path(folder, WEIGHTS))["embedding.weight"]
    rows: dict[str, int] = {}
    for row, line in enumerate(Path(folder, WORDS).read_text(encoding="utf-8").split("\n")):
        rows.update(dict.fromkeys(line.split("\t"), row) if line else {})
    return WordTable(rows, np.ascontiguousarray(vectors, np.float32))


def _assemble(folder: Path) -> None:
    """Write the model and its words beside `folder`, then move it into place: a killed run leaves no half of it."""
    try:
        ginza = version("ja-ginza")
        import ja_ginza
        from spacy.strings import StringStore
        from spacy.vectors import Vectors as SpacyVectors
    except (ImportError, PackageNotFoundError) as error:
        raise MissingEncoder(
            f"the encoder {STATIC_JA!r} needs the package ja-ginza ({error}). Run ./setup, or set MADOGUCHI_ENCODER to a saved model."
        ) from error
    vocab = Path(ja_ginza.__file__).parent / f"ja_ginza-{ginza}" / "vocab"
    strings = StringStore().from_disk(vocab / "strings.json")
    table = SpacyVectors(strings=strings)
    table.from_disk(vocab)
    words: list[list[str]] = [[] for _ in range(len(table.data))]
    for key, row in table.key2row.items():
        word = strings[key].lower()
        if 0 <= row < len(words) and 0 < len(word) <= LONGEST_WORD and not set(word) & set("\t\n "):
            words[row].append(word)
    building = folder.with_name(f"{folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    _static_model(np.asarray(table.data, np.float32)).save(str(building), create_model_card=False)
    (building / WORDS).write_text("\n".join("\t".join(row) for row in words), encoding="utf-8")
    stamp = {"assembly": ASSEMBLY, "ja-ginza": ginza, "vectors": "chiVe (Works Applications, Apache-2.0)"}
    (building / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    building.rename(folder)


def _static_model(weights: Vectors) -> "SentenceTransformer":
    """A sentence-transformers model whose tokens are row numbers; the mean of the rows is the sentence."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    tokenizer = Tokenizer(WordLevel({str(row): row for row in range(len(weights))}, unk_token="0"))  # noqa: S106
    tokenizer.pre_tokenizer = WhitespaceSplit()
    return SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")


def _idf(table: WordTable, texts: Sequence[str]) -> Vectors:
    """log(1 + (N − n + 0.5) / (n + 0.5)) per row, n counting the texts that hold a word of the row."""
    frequency: Counter[int] = Counter()
    for text in texts:
        rows = {table.row(token.surface, token.lemma) for token in analyse(text) if token.content}
        frequency.update(row for row in rows if row is not None)
    counts = np.zeros(len(table.vectors), np.float32)
    for row, count in frequency.items():
        counts[row] = count
    return np.asarray(np.log1p((len(texts) - counts + 0.5) / (counts + 0.5)), np.float32)
