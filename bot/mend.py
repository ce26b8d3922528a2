"""A question with a slip of the finger in it, read as what was meant.

Only where what was typed finds nothing surely: then a hand-over is all that could be lost.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.focus import sureness
from index import Found, Mend

GAIN = 0.1  # of confidence, that reading otherwise must bring; chosen on the questions for tuning


def mended(
    found: Found, typed: str, mends: Callable[[str], list[Mend]], search: Callable[[str], Found], sure: float
) -> Found:
    """What `search` finds with one slip of `typed` mended, where that is clearly better than `found`; `sure` is the
    confidence with which an entry is answered.
    """
    best, most = found, sureness(found)
    if most >= sure:
        return found
    most += GAIN
    for text, piece, word in mends(typed):
        other = search(text)
        if sureness(other) > most:
            query = replace(other.query, replaced={**other.query.replaced, piece: word})
            best, most = replace(other, query=query), sureness(other)
    return best
