"""The part of a passage that speaks to a question, as it stands in the document."""

import re
from collections.abc import Collection

LONGEST = 240  # characters: two or three sentences on a phone
SENTENCE = re.compile(r"[^。\n]*[。\n]+|[^。\n]+$")


def excerpt(text: str, words: Collection[str]) -> str:
    """The run of whole sentences of `text`, at most LONGEST characters, that holds most of `words` (character pairs count).

    A single sentence longer than that is given whole: cutting it could change what it says.
    """
    sentences = [match for match in SENTENCE.findall(text) if match.strip()]
    pairs = {word[at : at + 2] for word in words for at in range(max(len(word) - 1, 1))}
    if not sentences:
        return text.strip()
    best: tuple[float, int, str] = (-1.0, 0, "")
    for start in range(len(sentences)):
        run = _run_from(sentences, start)
        score = sum(pair in run for pair in pairs) + 0.2 * sum(pair in sentences[start] for pair in pairs)
        best = max(best, (score, -start, run))
    return best[2].strip()


def _run_from(sentences: list[str], start: int) -> str:
    run = sentences[start]
    for sentence in sentences[start + 1 :]:
        if len(run) + len(sentence) > LONGEST:
            break
        run += sentence
    return run
