"""An index with one document more, or one changed, for trying what is not published yet: no other is indexed again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

import numpy as np

from index.analyser import analyse, content_lemmas, remembering
from index.collection import Collection
from index.document import Document, Shown
from index.index import Index
from index.lexical import saturated
from index.readings import reading_grams


def with_document(index: Index, document: Document, others: Sequence[Document]) -> Index:
    """`index` with the entry `document` in it, in place of the one of the same id where there is one.

    Its length is judged beside `others`, some of the other entries. What the whole collection shares (idf, readings, the
    encoder's common component) stays as it was: a document in hundreds hardly moves it. About half a second.
    """
    with remembering():
        entries = _placed(index.entries, document, [*others, document], index)
        return Index(entries, index.passages, index.lexicon, index.readings, index.encoder, index.digest)


def _placed(whole: Collection, document: Document, beside: Sequence[Document], index: Index) -> Collection:
    known = document.id in whole.ids
    row = whole.ids.index(document.id) if known else len(whole.ids)
    profile = whole.profile
    words, bodies, sounds = ([read(each) for each in beside] for read in (_words, _body, _sounds))
    titles, body = _impacts(words), _impacts(bodies)
    impacts = {
        term: profile.titles * titles.get(term, 0.0) + profile.body * body.get(term, 0.0) for term in {**titles, **body}
    }
    vectors = index.encoder.documents([*document.titles, document.body])
    return Collection(
        whole.ids if known else (*whole.ids, document.id),
        _shown(whole.shown, row, document),
        _by_title(whole.by_title, row, document.titles),
        whole.lexical.placing(row, impacts),
        whole.sounds.placing(row, _impacts(sounds)),
        whole.dense.replacing(row, vectors[:-1], vectors[-1], profile.dense_body),
        profile,
    )


def _words(document: Document) -> list[str]:
    return [lemma for title in document.titles for lemma in content_lemmas(title)]


def _body(document: Document) -> list[str]:
    return content_lemmas(document.body)


def _sounds(document: Document) -> list[str]:
    return [gram for title in document.titles for gram in reading_grams(analyse(title))]


def _impacts(beside: Sequence[Sequence[str]]) -> Mapping[str, float]:
    """Saturated tf of the last of `beside`, whose mean length stands for that of all."""
    mean = sum(map(len, beside)) / len(beside)
    return saturated(Counter(beside[-1]), mean or 1.0)


def _shown(shown: Shown, row: int, document: Document) -> Shown:
    """`shown` with `document` in `row`, or as one more after the last."""
    one = Shown.of([document])
    parts = []
    for field in fields(Shown):
        before, new = getattr(shown, field.name), getattr(one, field.name)
        parts.append(np.concatenate([before[:row], new, before[row + 1 :]]))
    return Shown(*parts)


def _by_title(by_title: Mapping[str, list[int]], row: int, titles: Iterable[str]) -> dict[str, list[int]]:
    """`by_title` with `row` under `titles`, and nowhere else."""
    rows = {title: [other for other in holders if other != row] for title, holders in by_title.items()}
    for title in titles:
        rows[title] = [*rows.get(title, []), row]
    return {title: holders for title, holders in rows.items() if holders}
