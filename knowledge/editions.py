"""版: which of several editions of a document is in force. Older ones are kept, and no longer searched."""

import re
import unicodedata
from collections.abc import Iterable

from knowledge.plan import Plan, PlanStatus

ERA_YEAR = r"(?:令和|平成|R|H)(?:元|\d{1,2})"
EDITION = re.compile(  # what tells editions of one document apart, and not one document from another
    rf"\(?(?:素案|案|原案|中間のまとめ|最終版|改定版?|改訂版?|第\d+版)\)?"
    rf"|\(?{ERA_YEAR}年度?(?:\(\d{{4}}年度?\))?(?:[~\-](?:{ERA_YEAR}年度?)(?:\(\d{{4}}年度?\))?)?(?:\d{{1,2}}月)?版?\)?"
)
MARKS = re.compile(r"[\s()\[\]「」『』【】・,、。]+")
SHARED_CARDS = 0.5  # of a shipped table's titles: then a read document holds what the table was made from


def document_key(title: str) -> str:
    """What names a document whatever its edition, widths, spaces and brackets.

    「みなと野市DX計画(素案) 令和8年度～令和9年度」 and 「みなと野市ＤＸ計画（令和４年２月）」 have the same key.
    """
    plain = unicodedata.normalize("NFKC", title).replace("〜", "~").replace(" ", "")
    return MARKS.sub("", EDITION.sub("", plain)).lower()


def in_force(plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """The plans that no other supersedes, in the order in which they are given.

    Facts that ship as a table give way to the document itself, known by its cards.
    """
    given = list(plans)
    return tuple(
        plan
        for plan in given
        if not any(supersedes(other, plan) for other in given) and not _held_by_another(plan, given)
    )


def supersedes(newer: Plan, older: Plan) -> bool:
    """Whether `newer` is a newer edition of the same document.

    A draft takes nothing final out of force, and a plan for other years than the last one follows it: what was planned and
    reached then stays true.
    """
    if newer.id == older.id or document_key(newer.title) != document_key(older.title):
        return False
    if newer.status is PlanStatus.DRAFT and older.status is PlanStatus.FINAL:
        return False
    return _same_years(newer, older) and (_age(newer), newer.id) > (_age(older), older.id)


def older_editions(plan: Plan, plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """The editions of the document of `plan` that it supersedes, newest first."""
    return tuple(sorted((other for other in plans if supersedes(plan, other)), key=_age, reverse=True))


def _same_years(one: Plan, other: Plan) -> bool:
    """Whether the two cover years in common; a plan that does not say which covers any."""
    if not (one.first_year and other.first_year):
        return True
    return one.first_year <= (other.last_year or other.first_year) and other.first_year <= (
        one.last_year or one.first_year
    )


def _age(plan: Plan) -> tuple[int, int, bool]:
    return (plan.as_of.toordinal() if plan.as_of else 0, plan.first_year, plan.status is PlanStatus.FINAL)


def _held_by_another(plan: Plan, plans: Iterable[Plan]) -> bool:
    if not plan.facts_only:
        return False
    titles = {card.title for card in plan.cards}
    return any(
        not other.facts_only and len(titles & {card.title for card in other.cards}) >= SHARED_CARDS * len(titles)
        for other in plans
    )
