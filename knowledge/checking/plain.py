"""Two texts are the same words when they are equal without spaces, punctuation, width and case."""

import re
import unicodedata


def plain(text: str) -> str:
    return re.sub(r"[\s、。?!？！]+", "", unicodedata.normalize("NFKC", text)).lower()
