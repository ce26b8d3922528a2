"""Analyses kept beside an index, so that the next one is built without analysing again what has not changed.

Analysing is half of what building costs. Equal words share one token, and a text is known by its fingerprint.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analyser import Token

FILE = "analyses.npz"
FINGERPRINT = 16  # bytes: no two texts of a city, nor of all of Japan, share one


@dataclass(frozen=True)
class Analyses:
    """The tokens of text number n are `ids[starts[n]:starts[n + 1]]` in `tokens`; `numbers` knows n by the text's fingerprint."""

    tokens: tuple[Token, ...]
    numbers: Mapping[bytes, int]
    starts: NDArray[np.int64]
    ids: NDArray[np.int32]

    def get(self, text: str) -> list[Token] | None:
        """The tokens of `text`, where it was analysed before."""
        number = self.numbers.get(_fingerprint(text))
        if number is None:
            return None
        return [self.tokens[id] for id in self.ids[self.starts[number] : self.starts[number + 1]].tolist()]

    @classmethod
    def of(cls, analysed: Mapping[str, list[Token]]) -> "Analyses":
        """Of the tokens of each text."""
        known: dict[Token, int] = {}
        ids = [known.setdefault(token, len(known)) for tokens in analysed.values() for token in tokens]
        starts = np.concatenate([[0], np.cumsum([len(tokens) for tokens in analysed.values()])]).astype(np.int64)
        numbers = {_fingerprint(text): number for number, text in enumerate(analysed)}
        return cls(tuple(known), numbers, starts, np.array(ids, np.int32))

    def write(self, folder: Path) -> None:
        """Put all in the file FILE of `folder`."""
        keys = np.frombuffer(b"".join(self.numbers), np.uint8)
        tokens = np.frombuffer(json.dumps(self.tokens, ensure_ascii=False).encode(), np.uint8)
        arrays: dict[str, Any] = {"keys": keys, "tokens": tokens, "starts": self.starts, "ids": self.ids}
        np.savez(folder / FILE, **arrays)

    @classmethod
    def read(cls, folder: Path) -> "Analyses":
        """What `write` put there. Raises OSError, ValueError or KeyError for what it did not write."""
        with (folder / FILE).open("rb") as file, np.load(file) as arrays:
            keys, tokens = arrays["keys"].tobytes(), json.loads(arrays["tokens"].tobytes())
            starts, ids = arrays["starts"], arrays["ids"]
        numbers = {keys[at : at + FINGERPRINT]: at // FINGERPRINT for at in range(0, len(keys), FINGERPRINT)}
        return cls(tuple(Token(*fields) for fields in tokens), numbers, starts, ids)


def _fingerprint(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=FINGERPRINT).digest()
