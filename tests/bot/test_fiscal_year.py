from datetime import date

import pytest

from bot.fiscal_year import fiscal_year, spoken_year, years_asked
from index import normalise

TODAY = date(2026, 11, 25)  # 令和8年度


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026)],
)
def test_a_fiscal_year_begins_in_april(day, year):
    assert fiscal_year(day) == year


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("R6の年間利用者は目標に届いた？", (2024,)),
        ("令和6年度の実績", (2024,)),
        ("令和６年の実績は", (2024,)),
        ("2024年度はどうでしたか", (2024,)),
        ("６年度の目標", (2024,)),
        ("令和4年度から令和7年度まで", (2022, 2025)),
        ("平成30年度の件数", (2018,)),
        ("令和元年度の件数", (2019,)),
        ("去年度の利用者は？", (2025,)),
        ("昨年は何人", (2025,)),
        ("一昨年度は何人", (2024,)),
        ("おととしは何人", (2024,)),
        ("今年度の目標", (2026,)),
        ("今年度（令和7年度）の目標", (2025,)),
        ("来年度の目標", (2027,)),
        ("再来年の目標", (2028,)),
        ("チャットボットの利用者は", ()),
        ("16業務の令和6年度", (2024,)),
    ],
)
def test_the_years_that_a_question_names(question, years):
    assert years_asked(normalise(question), TODAY) == years


def test_last_year_counts_from_the_fiscal_year_of_the_day():
    assert years_asked("去年の実績", date(2027, 3, 31)) == (2025,)
    assert years_asked("去年の実績", date(2027, 4, 1)) == (2026,)


@pytest.mark.parametrize(("year", "name"), [(2024, "令和6年度"), (2019, "令和元年度"), (2018, "平成30年度")])
def test_a_year_is_said_as_documents_write_it(year, name):
    assert spoken_year(year) == name
