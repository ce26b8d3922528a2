"""What a question finds: as it was typed, the part of it that asks, or with a slip of the finger mended."""

from datetime import date

from bot.focus import focused
from bot.mend import mended
from index import Found, Index
from knowledge import Audience


def find(index: Index, text: str, audience: Audience, day: date, sure: float) -> Found:
    """What `text` finds in `index` of what `audience` may see on `day`; `sure` is the confidence with which an entry is
    answered.
    """

    def search(words: str) -> Found:
        return index.search(words, audience, day)

    return mended(focused(search, text, sure), text, index.mended, search, sure)
