from datetime import date

import pytest

from knowledge import Card, CardKind, Plan, PlanStatus
from knowledge.editions import document_key, in_force, older_editions

KEY = document_key("みなと野市DX計画")


def plan(title: str, as_of: date | None = None, status: PlanStatus = PlanStatus.FINAL, **more) -> Plan:
    return Plan(f"{title} {as_of} {status}", "131016", title, status, as_of, **more)


def cards(*titles: str) -> tuple[Card, ...]:
    return tuple(Card(title, CardKind.KPI) for title in titles)


@pytest.mark.parametrize(
    "title",
    [
        "みなと野市DX計画",
        "みなと野市ＤＸ計画",
        "みなと野市 DX 計画",
        "みなと野市DX計画（案）",
        "みなと野市DX計画(素案)令和8年度～令和9年度",
        "みなと野市DX計画（令和４年２月）",
        "みなと野市DX計画 令和7年度（2025年度）版",
        "みなと野市DX計画 中間のまとめ",
    ],
)
def test_editions_of_one_document_have_one_key(title):
    assert document_key(title) == KEY


@pytest.mark.parametrize(
    "title", ["みなと野市DX計画アクションプラン", "みなと野市情報計画", "海野市DX計画", "みなと野市第2次DX計画"]
)
def test_another_document_has_another_key(title):
    assert document_key(title) != KEY


def test_the_newest_edition_of_each_document_is_in_force():
    old = plan("みなと野市DX計画(令和4年版)", date(2022, 2, 1))
    new = plan("みなと野市DX計画(令和5年版)", date(2023, 9, 1))
    other = plan("みなと野市DX計画アクションプラン", date(2025, 4, 1))
    assert in_force([old, new, other]) == (new, other)
    assert in_force([new, other, old]) == (new, other)
    assert older_editions(new, [old, new, other]) == (old,)
    assert older_editions(old, [old, new, other]) == ()


def test_a_draft_takes_nothing_final_out_of_force():
    final = plan("みなと野市DX計画", date(2022, 2, 1))
    draft = plan("みなと野市DX計画(素案)", date(2025, 9, 1), PlanStatus.DRAFT)
    assert in_force([final, draft]) == (final, draft)


def test_a_plan_for_other_years_follows_and_does_not_supersede():
    first = plan("みなと野市DX計画", date(2022, 2, 1), first_year=2022, last_year=2025)
    next_one = plan("みなと野市DX計画", date(2026, 3, 1), first_year=2026, last_year=2027)
    again = plan("みなと野市DX計画 改訂版", date(2024, 3, 1), first_year=2024, last_year=2025)
    assert in_force([first, next_one]) == (first, next_one)
    assert in_force([first, again, next_one]) == (again, next_one)


def test_a_final_edition_supersedes_the_draft_of_its_day():
    draft = plan("みなと野市DX計画(案)", date(2026, 3, 1), PlanStatus.DRAFT)
    final = plan("みなと野市DX計画", date(2026, 3, 1))
    assert in_force([final, draft]) == (final,)


def test_an_edition_without_a_date_is_older_than_one_with():
    undated, dated = plan("みなと野市DX計画"), plan("みなと野市DX計画", date(2026, 3, 1))
    assert in_force([undated, dated]) == (dated,)


def test_a_shipped_table_gives_way_to_the_document_that_it_was_made_from():
    table = plan("みなと野市計画 事業一覧", facts_only=True, cards=cards("甲", "乙", "丙"))
    read = plan("みなと野市アクションプラン", cards=cards("甲", "乙", "丁"))
    other = plan("みなと野市別の計画", cards=cards("甲"))
    assert in_force([table, read]) == (read,)
    assert in_force([table, other]) == (table, other)
    assert in_force([table]) == (table,)
