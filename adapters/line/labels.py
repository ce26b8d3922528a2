"""Short labels of candidates in which one still sees what sets them apart."""

from collections.abc import Sequence

from adapters.line.characters import clipped, graphemes

HEAD = 5  # graphemes of the common beginning that stay


def short_labels(labels: Sequence[str], most: int) -> list[str]:
    """Each of `labels` in at most `most` graphemes.

    Where only the beginning would look like another's, it is the common beginning that is left out: 「住民票の写し…郵便で取りたい」.
    """
    plain = [label.rstrip("。 ") for label in labels]
    return [_shortened(label, plain[:at] + plain[at + 1 :], most) for at, label in enumerate(plain)]


def _shortened(label: str, others: Sequence[str], most: int) -> str:
    own = graphemes(label)
    if len(own) <= most:
        return label
    same = max((_common(own, graphemes(other)) for other in others if other != label), default=0)
    if same < most - 3:  # at least two graphemes that differ are seen
        return clipped(label, most)
    kept, rest = own[:HEAD], own[same:]
    room = most - HEAD - 1
    if len(rest) < room:  # more of the common part fits in front of what differs
        rest = own[len(own) - room :]
    return "".join(kept) + "…" + clipped("".join(rest), room)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many graphemes both begin with."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
