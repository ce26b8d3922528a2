"""How we find: one normaliser, words, sound and meaning, fused; built, saved and loaded with a manifest."""

from index.analyser import municipalities_in, names_in
from index.collection import Hit
from index.document import Document
from index.encoder import STATIC_JA, EncoderSettings, MissingEncoder
from index.index import Found, Index
from index.normal import hiragana, normalise
from index.query import Query
from index.romaji import from_romaji
from index.store import UnusableIndex, load, save

__all__ = [
    "STATIC_JA",
    "Document",
    "EncoderSettings",
    "Found",
    "Hit",
    "Index",
    "MissingEncoder",
    "Query",
    "UnusableIndex",
    "from_romaji",
    "hiragana",
    "load",
    "municipalities_in",
    "names_in",
    "normalise",
    "save",
]
