"""How we find: one normaliser, words, sound and meaning, fused; built, saved and loaded with a manifest."""

from index.analyser import municipalities_in, names_in, remembering
from index.collection import Hit
from index.document import Document
from index.encoder import STATIC_JA, EncoderSettings, MissingEncoder
from index.index import Found, Index
from index.normal import hiragana, normalise
from index.query import Query
from index.readings import loose_sound, plain_sound, sound
from index.romaji import LATIN, from_romaji
from index.sentence import Asking, asking, sentences
from index.slip import Mend
from index.store import UnusableIndex, known_analyses, load, save

__all__ = [
    "LATIN",
    "STATIC_JA",
    "Asking",
    "Document",
    "EncoderSettings",
    "Found",
    "Hit",
    "Index",
    "Mend",
    "MissingEncoder",
    "Query",
    "UnusableIndex",
    "asking",
    "from_romaji",
    "hiragana",
    "known_analyses",
    "load",
    "loose_sound",
    "municipalities_in",
    "names_in",
    "normalise",
    "plain_sound",
    "remembering",
    "save",
    "sentences",
    "sound",
]
