"""The seam to sentence-transformers: texts in, unit vectors out.

`static-ja` (index/static_ja.py) is the embedded default; any other sentence-transformers model, by name or local path, is
one setting with its query and document prefixes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
STATIC_JA = "static-ja"
REMEDY = (
    f"Set MADOGUCHI_ENCODER to {STATIC_JA!r}, to the path of a saved sentence-transformers model, or to a hub name that this"
    " machine can reach."
)


class MissingEncoder(RuntimeError):
    """The encoder cannot be loaded; the message says what to run or to set."""


class Encoder(Protocol):
    """What the dense index needs. Vectors have shape (texts, dimension), float32, length 1 (or 0 for an empty text)."""

    name: str

    @property
    def dimension(self) -> int: ...

    def documents(self, texts: Sequence[str]) -> Vectors: ...

    def query(self, text: str) -> Vectors: ...

    def word_vectors(self, words: Sequence[str]) -> "WordVectors":
        """Those of `words` that have a vector of their own; none for encoders of whole sentences."""
        ...

    def word_vector(self, word: str) -> Vectors | None:
        """The unit vector of one word, to be compared with `word_vectors`; None where it has none."""
        ...

    def state(self) -> dict[str, Any]:
        """Arrays that must be saved with an index to restore the encoder as it was (see `restore`)."""
        ...


@dataclass(frozen=True)
class WordVectors:
    """Words of one knowledge base with their unit vectors, for finding neighbours."""

    words: tuple[str, ...]
    vectors: Vectors


@dataclass(frozen=True)
class EncoderSettings:
    """Which encoder to use. `model` is `static-ja`, a hub name, or the path of a saved model."""

    model: str = STATIC_JA
    query_prefix: str = ""
    document_prefix: str = ""
    home: Path = Path("var/encoders")


class SentenceEncoder:
    """Any sentence-transformers model, with the prefixes it was trained with."""

    def __init__(self, settings: EncoderSettings) -> None:
        self.name = f"{settings.model}|{settings.query_prefix}|{settings.document_prefix}"
        self._settings = settings
        self._model = load_model(settings.model)

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def documents(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return self._encode([self._settings.document_prefix + text for text in texts])

    def query(self, text: str) -> Vectors:
        return unit(self._encode([self._settings.query_prefix + text])[0])

    def word_vectors(self, words: Sequence[str]) -> WordVectors:
        return WordVectors((), np.zeros((0, 0), np.float32))

    def word_vector(self, word: str) -> Vectors | None:
        return None

    def state(self) -> dict[str, Any]:
        return {}

    def _encode(self, texts: list[str]) -> Vectors:
        return unit(self._model.encode(texts, convert_to_numpy=True, show_progress_bar=False, batch_size=64))


def load_model(name: str) -> "SentenceTransformer":
    """The sentence-transformers model `name` (hub name or path). Raises MissingEncoder when it is not to be had."""
    try:
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise MissingEncoder(
            f"{error}. Run ./setup, which installs sentence-transformers with a CPU build of torch."
        ) from error
    if not name.strip():
        raise MissingEncoder(f"no encoder is named. {REMEDY}")
    torch.set_num_threads(1)  # one short question at a time: threads only cost here
    try:
        return SentenceTransformer(name, device="cpu")
    except Exception as error:  # each library of the stack has its own errors for a missing or damaged file
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise MissingEncoder(f"cannot load the encoder {name!r}: {reason}. {REMEDY}") from error


def unit(vectors: NDArray[Any]) -> Vectors:
    """Rows scaled to length 1 as float32, contiguous; a zero row stays zero."""
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.ascontiguousarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
