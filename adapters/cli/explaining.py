"""An explanation of a reply, for a terminal."""

from collections.abc import Iterator

from bot.explain import Explanation, Looked

MOST_TERMS = 12


def explained(why: Explanation) -> str:
    """`why` as lines: how the question was read, what it asks for, what was found, what was decided."""
    return "\n".join(_lines(why))


def _lines(why: Explanation) -> Iterator[str]:
    yield f"質問        {why.typed}"
    if why.read_as != why.typed:
        yield f"読み替え    {why.read_as}{'（音から）' if why.by_sound else ''}"
    if why.part:
        yield f"聞いている所 {why.part}"
    yield f"言葉        {' '.join(why.words) or '(なし)'}"
    if why.corrected:
        yield "つづり      " + "、".join(f"{typed} → {word}" for typed, word in why.corrected.items())
    for form, official in why.meant.items():
        yield f"語彙        {form} → {'、'.join(official)}"
    if why.added:
        strongest = sorted(why.added.items(), key=lambda term: -term[1])[:MOST_TERMS]
        yield "広げた言葉  " + " ".join(f"{term}({weight})" for term, weight in strongest)
    yield f"聞かれたもの {'、'.join(why.asked) or '(特になし)'}"
    for name, looked in (("項目", why.entries), ("記載", why.passages)):
        yield f"{name}        確かさ  点数  語句   意味   音    覆い  "
        yield from map(_hit, looked)
    yield "しきい値    回答 {:.2f}  候補 {:.2f}".format(*why.thresholds)
    decision = why.decision
    shown = " ".join((*decision.entries, *decision.passages)) or "(なし)"
    yield f"結果        {decision.outcome.value}（{decision.outcome.label}） {shown}"
    if decision.lacking:
        yield f"足りないもの {'、'.join(decision.lacking)}"


def _hit(hit: Looked) -> str:
    figures = f"{hit.confidence:6.2f} {hit.score:6.2f} {hit.lexical:6.2f} {hit.likeness:6.2f} {hit.sound:6.2f} {hit.coverage:5.2f}"
    lacking = f" 足りない: {'、'.join(hit.missing)}" if hit.missing else ""
    return f"           {figures}  {hit.id}  {hit.title[:48]}{lacking}"
