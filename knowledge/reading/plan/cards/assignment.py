"""Which number belongs to which title, where extraction has torn them apart, and how sure that is.

Three things tell: whether a card has figures, as its frame says; whether its words are those of the 実施内容 on the frame;
and the order in which the document prints the bodies of a page, which is measured on the pages where the others decide.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, permutations

from knowledge.card import Certainty
from knowledge.reading.plan.cards.bodies import Body, Role, crossing
from knowledge.reading.plan.cards.figures import folded
from knowledge.reading.plan.cards.likeness import Pairs, likeness, pairs, rarity, shared
from knowledge.reading.plan.cards.pages import CardPage, Frame

WEIGHTS = {Role.TITLE: 3.0, Role.CONTENT: 2.0, Role.PURPOSE: 1.0, Role.RESULT: 1.0}
DECISIVE = 1.0  # by which the words of one assignment must fit better than those of any other to need no order
CLEAR = 0.2  # by which they must fit better where the order says the same
CONFLICT = 0.5  # by which another card may fit a label better before the order is not trusted
ORDERED = 0.8  # share of the decided pages that must have one order for it to tell anything
FEWEST_DECIDED = 3
MOST_COMPARED = 7  # frames of a page of which every order is tried
ALIKE = 0.6  # likeness of two wordings of one 実施内容
MOST_UNCHECKED = 3  # cards on a page that are told apart by the order alone
ITEM = re.compile(r"\s*([①-⑳➀-➉]|[(（]\d{1,2}[)）])")
ABBREVIATIONS = {"GIS": "地理情報", "EBPM": "証拠に基づく政策立案", "BPR": "業務改革", "ICT": "情報通信技術"}


@dataclass(frozen=True, slots=True)
class Assigned:
    """A body with its frame; `candidates` are the frames it may have where nothing tells."""

    body: Body
    frame: Frame | None
    certainty: Certainty
    candidates: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class _Group:
    """Frames and bodies of one page that are alike in having figures or not; `sound` if the page is not scrambled."""

    frames: tuple[Frame, ...]
    bodies: tuple[Body, ...]
    fits: tuple[tuple[float, ...], ...]  # by body, by frame
    sound: bool

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """For every frame the place of the first one with the same 実施内容."""
        return tuple(
            next(place for place, other in enumerate(self.frames) if _same_measure(frame, other))
            for frame in self.frames
        )


def assign(pages: Sequence[tuple[CardPage, Sequence[Body]]]) -> list[list[Assigned]]:
    """The bodies of every page, in the order given, with their frames."""
    weights = _weights([body for _, bodies in pages for body in bodies])
    grouped = [_groups(page, bodies, weights) for page, bodies in pages]
    backwards = _prevailing([pair for page in zip(pages, grouped, strict=True) for pair in _seen_orders(*page)])
    found: list[list[Assigned]] = []
    for (_, bodies), groups in zip(pages, grouped, strict=True):
        assigned = [each for group in groups for each in _assign_group(group, backwards)]
        found.append([next(each for each in assigned if each.body is body) for body in bodies])
    return found


def measure_of(assigned: Assigned) -> str:
    """The 実施内容, also where the number is open but every candidate belongs to the same."""
    frames = (assigned.frame,) if assigned.frame else assigned.candidates
    return frames[0].measure if frames and all(_same_measure(frames[0], frame) for frame in frames) else ""


def _weights(bodies: Sequence[Body]) -> dict[str, float]:
    """Rare words tell much more than those of every second card, hence the square."""
    return {pair: weight**2 for pair, weight in rarity(_said(body, *WEIGHTS) for body in bodies).items()}


def _groups(page: CardPage, bodies: Sequence[Body], weights: Mapping[str, float]) -> list[_Group]:
    """One group for the cards with figures and one for the others, or one for all where the counts do not agree."""
    ordered = sorted(bodies, key=lambda body: body.place)
    if len(page.frames) != len(bodies) or sum(frame.has_figures for frame in page.frames) != sum(
        body.has_figures for body in bodies
    ):
        fits = tuple(tuple(0.0 for _ in page.frames) for _ in ordered)
        return [_Group(page.frames, tuple(ordered), fits, sound=False)]
    sound = not any(crossing(one, other) for one, other in combinations(ordered, 2))
    groups = []
    for kind in (True, False):
        frames = tuple(frame for frame in page.frames if frame.has_figures is kind)
        alike = tuple(body for body in ordered if body.has_figures is kind)
        fits = tuple(tuple(_fit(body, frame, weights) for frame in frames) for body in alike)
        groups.append(_Group(frames, alike, fits, sound and _kinds_in_order(page, ordered)))
    return [group for group in groups if group.bodies]


def _kinds_in_order(page: CardPage, ordered: Sequence[Body]) -> bool:
    """Whether the bodies can be in the order of the frames, or in the opposite one, as far as figures tell."""
    kinds = [frame.has_figures for frame in page.frames]
    bodies = [body.has_figures for body in ordered]
    return bodies in (kinds, kinds[::-1])


def _seen_orders(page: tuple[CardPage, Sequence[Body]], groups: Sequence[_Group]) -> list[bool]:
    """Whether the page prints its bodies backwards, where figures or words decide that without the order."""
    kinds = [frame.has_figures for frame in page[0].frames]
    bodies = [body.has_figures for body in sorted(page[1], key=lambda body: body.place)]
    seen = [bodies == kinds[::-1]] if kinds != kinds[::-1] and len(kinds) == len(bodies) else []
    for group in groups:
        best, margin = _best(group)
        if best and margin >= DECISIVE:
            labels = tuple(group.labels[place] for place in best)
            seen += [labels == group.labels[::-1]] if group.labels != group.labels[::-1] else []
    return seen


def _prevailing(seen: Sequence[bool]) -> bool | None:
    """True where bodies come bottom first, False where they come top first, None where that is open."""
    backwards = sum(seen)
    if len(seen) < FEWEST_DECIDED or max(backwards, len(seen) - backwards) < ORDERED * len(seen):
        return None
    return backwards * 2 > len(seen)


def _assign_group(group: _Group, backwards: bool | None) -> list[Assigned]:
    frames, bodies = group.frames, group.bodies
    if len(frames) == len(bodies) == 1:
        return [Assigned(bodies[0], frames[0], Certainty.CERTAIN)]
    if len(frames) != len(bodies):
        return [Assigned(body, None, Certainty.AMBIGUOUS, frames) for body in bodies]
    order = list(range(len(frames)))[:: -1 if backwards else 1]
    best, margin = _best(group)
    agrees = [group.labels[place] for place in best] == [group.labels[place] for place in order]
    if margin >= DECISIVE and (not agrees or backwards is None or not group.sound):
        return _by_words(group, best)
    if backwards is None or not group.sound:
        return [Assigned(body, None, Certainty.AMBIGUOUS, frames) for body in bodies]
    sure = _eliminated([_is_sure(group, place, order[place], best) for place in range(len(frames))])
    doubtful = (not any(sure) and len(frames) > MOST_UNCHECKED) or (bool(best) and not agrees and margin >= CLEAR)
    left = tuple(frames[at] for at, is_sure in zip(order, sure, strict=True) if not is_sure)
    return [
        Assigned(body, frames[at], Certainty.CERTAIN)
        if is_sure
        else Assigned(body, None, Certainty.AMBIGUOUS, left)
        if doubtful
        else Assigned(body, frames[at], Certainty.INFERRED)
        for body, at, is_sure in zip(bodies, order, sure, strict=True)
    ]


def _by_words(group: _Group, best: Sequence[int]) -> list[Assigned]:
    """The frames that the words tell; where several have the same 実施内容, the words cannot tell those apart."""
    found = []
    for body, place in zip(group.bodies, best, strict=True):
        same = tuple(
            frame for frame, label in zip(group.frames, group.labels, strict=True) if label == group.labels[place]
        )
        if len(same) == 1:
            found.append(Assigned(body, same[0], Certainty.CERTAIN))
        else:
            found.append(Assigned(body, None, Certainty.AMBIGUOUS, same))
    return found


def _is_sure(group: _Group, place: int, own: int, best: Sequence[int]) -> bool:
    """Whether the words say the same as the order: no other frame has this 実施内容, and none fits as well."""
    others = [at for at, label in enumerate(group.labels) if label != group.labels[own]]
    if not best or len(others) != len(group.frames) - 1 or group.labels[best[place]] != group.labels[own]:
        return False
    row = group.fits[place][own] - max(group.fits[place][at] for at in others)
    column = group.fits[place][own] - max(fits[own] for at, fits in enumerate(group.fits) if at != place)
    return (row >= CLEAR and column > -CONFLICT) or (row > 0 and column >= CLEAR)


def _eliminated(sure: list[bool]) -> list[bool]:
    """Where all cards but one are sure, the last one is too."""
    return [True] * len(sure) if sum(sure) == len(sure) - 1 else sure


def _best(group: _Group) -> tuple[tuple[int, ...], float]:
    """The frames that fit the words best, by body, and by how much they fit better than other 実施内容 would."""
    if len(group.frames) > MOST_COMPARED or len(set(group.labels)) < 2 or len(group.frames) != len(group.bodies):
        return (), 0.0
    scores: dict[tuple[int, ...], tuple[float, tuple[int, ...]]] = {}
    for places in permutations(range(len(group.frames))):
        labels = tuple(group.labels[place] for place in places)
        score = sum(fits[place] for fits, place in zip(group.fits, places, strict=True))
        if labels not in scores or score > scores[labels][0]:
            scores[labels] = (score, places)
    ranked = sorted(scores.values(), key=lambda each: -each[0])
    return ranked[0][1], ranked[0][0] - ranked[1][0]


def _fit(body: Body, frame: Frame, weights: Mapping[str, float]) -> float:
    """How much of the words of the frame's 実施内容 the card has, a word in its title counting most."""
    label = pairs(ITEM.sub("", frame.measure))
    return sum(weight * shared(label, _said(body, role), weights) for role, weight in WEIGHTS.items())


def _said(body: Body, *roles: Role) -> Pairs:
    text = " ".join(
        line for piece in body.pieces if piece.role in roles for line in _texts(piece.role, body, piece.texts)
    )
    plain = folded(text).upper()
    return pairs(" ".join([text, *(meaning for short, meaning in ABBREVIATIONS.items() if short in plain)]))


def _texts(role: Role, body: Body, texts: Sequence[str]) -> list[str]:
    """The words of a piece, without the 担当 on the line of the title."""
    if role is Role.TITLE:
        return [body.title.title] if body.title else []
    return ["".join(text.strip() for text in texts)]


def _same_measure(one: Frame, other: Frame) -> bool:
    """Whether two frames name the same 実施内容: the wording varies, and numbers are misprinted."""
    first, second = (ITEM.match(frame.measure) for frame in (one, other))
    if bool(first) != bool(second) or (first and second and first[1] != second[1]):
        return False
    return one.measure == other.measure or likeness(pairs(one.measure), pairs(other.measure)) >= ALIKE
