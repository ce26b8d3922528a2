"""Which part of a long message is the question: people tell of the weather, of their cat and of what a neighbour said.

Told of more than one thing, the bot searches for the whole message and for its parts, runs of sentences around those that
ask. What was said beside the question often tells what is meant, so a part is read alone only where the whole hardly shares
anything with what it finds, or where part and whole find the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.confidence import ENTRY, confidences
from index import Asking, Found, asking, sentences

# All of these were chosen on the questions for tuning and on five ways of adding idle sentences to them.
MOST_SENTENCES = 8  # the last ones of a message: who tells a long story asks at its end
LONGEST = 3  # sentences of a part, beyond those that ask
NEAR = 5  # places: a part's entry must be among the first for the whole message too
HARDLY = 0.3  # of the words of the whole message, in its best entry
HALF = 0.5
BESIDE = (
    0.3  # of the coverage of the part's own entry: an entry that shares less with the question is about something else
)
SHORT = 0.8  # confidence for a part of two sentences: the other one is seldom idle


def focused(search: Callable[[str], Found], typed: str, sure: float) -> Found:
    """What `search` finds for the part of `typed` that is the question, or for all of it; `sure` is the confidence with
    which an entry is answered.
    """
    whole = search(typed)
    told = sentences(typed)[-MOST_SENTENCES:]
    if len(told) < 2 or not whole.entries or _settled(whole, sure):
        return whole
    grades = [asking(sentence) for sentence in told]
    found = [each for each in map(search, _parts(told, grades)) if each.entries]
    enough = sure if len(told) > 2 else max(sure, SHORT)
    asked = [each for each in found if sureness(each) >= enough and _of_something_else(whole, each)]
    if asked and max(grades) >= Asking.BARE:
        return _read_as(max(asked, key=sureness), whole)
    least = max(sureness(whole), SHORT if len(told) == 2 else 0.0)
    clearer = [each for each in found if sureness(each) > least and _fits(whole, each)]
    return _read_as(max(clearer, key=sureness), whole) if clearer else whole


def sureness(found: Found) -> float:
    """The confidence of the best entry."""
    return next(iter(confidences(found.entries, len(found.query.words), ENTRY)), 0.0)


def _settled(whole: Found, sure: float) -> bool:
    return whole.entries[0].coverage >= HALF and sureness(whole) >= sure


def _parts(told: Sequence[str], grades: Sequence[Asking]) -> list[str]:
    """Runs of sentences shorter than the whole, that hold all those that ask most."""
    most = max(grades)
    those = {at for at, grade in enumerate(grades) if grade == most} if most >= Asking.BARE else set()
    longest = max(LONGEST, max(those) - min(those) + 2) if those else LONGEST
    runs = [(start, start + length) for length in range(1, longest + 1) for start in range(len(told) - length + 1)]
    return ["".join(told[a:b]) for a, b in runs if b - a < len(told) and those <= set(range(a, b))]


def _fits(whole: Found, part: Found) -> bool:
    """Whether `part` may stand for the whole: it finds the same, or the whole finds nothing that it speaks of."""
    if part.entries[0].id == whole.entries[0].id:
        return True
    return _near(whole, part) and (whole.entries[0].coverage < HARDLY or _of_something_else(whole, part))


def _of_something_else(whole: Found, part: Found) -> bool:
    """Whether the whole finds best what is said beside the question that `part` asks."""
    first, own = whole.entries[0], part.entries[0]
    shared = next((hit.coverage for hit in part.entries if hit.id == first.id), 0.0)
    return first.coverage < HALF and shared < BESIDE * own.coverage and _near(whole, part)


def _near(whole: Found, part: Found) -> bool:
    return part.entries[0].id in [hit.id for hit in whole.entries[:NEAR]]


def _read_as(part: Found, whole: Found) -> Found:
    """`part`, with the text of the whole: what is asked for, and of which year, may stand beside it."""
    query = replace(part.query, text=whole.query.text, read_as=whole.query.read_as, by_sound=whole.query.by_sound)
    return replace(part, query=query, part=part.query.text)
