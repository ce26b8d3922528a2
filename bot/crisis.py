"""An emergency in what was typed, however it is spelled: the first of a city's crises that any spelling signals."""

import re
from collections.abc import Sequence

from bot import wording
from bot.answer import Citation, Reply
from bot.outcome import Outcome
from index import from_romaji
from knowledge import Crisis

LATIN = re.compile(r"[a-z][a-z' ,.!?-]*[a-z]")
SMALL_VOWELS = str.maketrans("ぁぃぅぇぉァィゥェォ", "あいうえおアイウエオ")  # しにたぃ


def crisis_in(text: str, crises: Sequence[Crisis]) -> Crisis | None:
    """The most urgent of `crises`, which stand in this order, that the normalised `text` signals."""
    spellings = _as_heard(text)
    return next((crisis for crisis in crises if any(map(crisis.signalled_by, spellings))), None)


def crisis_reply(crisis: Crisis) -> Reply:
    """The crisis's own words and the numbers to call, with nothing else beside them."""
    lines = [wording.helpline(line.name, line.telephone, line.who, line.hours) for line in crisis.helplines]
    sources = tuple(Citation.of(line.source) for line in crisis.helplines if line.source)
    return Reply(Outcome.CRISIS, "\n".join([crisis.text, *lines]), sources=sources, helplines=crisis.helplines)


def _as_heard(text: str) -> list[str]:
    """The ways in which a cry for help may be typed: as it is, without spaces, from romaji, with whole vowels."""
    spellings = [text, LATIN.sub(lambda run: from_romaji(run[0]) or run[0], text)]
    spellings += [each.replace(" ", "") for each in spellings]
    spellings += [each.translate(SMALL_VOWELS) for each in spellings]
    return list(dict.fromkeys(spellings))
