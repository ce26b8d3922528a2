"""Characters as LINE counts them: UTF-16 code units in a message's text, grapheme clusters in labels."""

import regex

CLUSTER = regex.compile(r"\X")
ENDS = "。！？!?\n"  # after these a text may be cut


def utf16_units(text: str) -> int:
    """How many UTF-16 code units `text` has: an emoji counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> list[str]:
    """What a person sees as single characters: an emoji of a family is one."""
    return [found.group() for found in CLUSTER.finditer(text)]


def clipped(text: str, most: int) -> str:
    """`text` in at most `most` graphemes; where something is left out, the last one is …."""
    seen = graphemes(text)
    return text if len(seen) <= most else "".join(seen[: most - 1]) + "…"


def cut(text: str, most: int) -> tuple[str, str]:
    """`text` in two: a beginning of at most `most` UTF-16 units that ends with a sentence, and the rest.

    A first sentence longer than that is cut between two graphemes.
    """
    if utf16_units(text) <= most:
        return text, ""
    taken, used = 0, 0
    for cluster in graphemes(text):
        used += utf16_units(cluster)
        if used > most:
            break
        taken += len(cluster)
    end = max(text.rfind(mark, 0, taken) for mark in ENDS) + 1 or taken
    return text[:end].rstrip(), text[end:].lstrip()
