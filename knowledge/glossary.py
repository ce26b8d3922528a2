"""用語: words that residents need explained, each in plain words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """`meaning` can stand in brackets after `word`; `source` names the law or plan that it rests on."""

    word: str
    meaning: str
    source: str
