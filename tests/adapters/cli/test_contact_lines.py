"""What a plan prints of whom to ask, as lines that city.toml accepts."""

import tomllib
from datetime import date

from adapters.cli.contact_lines import contact_lines
from knowledge import Plan, PlanContact

PLAN = Plan(
    "p",
    "131016",
    'みどりの"計画"',
    as_of=date(2026, 4, 1),
    contacts=(
        PlanContact(
            "緑の課", "03-0000-0000", "みなと野市1-2-3", "midori@example.jp", "03-0000-0001", "問い合わせのみ", 12
        ),
        PlanContact("花の課", first_line=20),
    ),
)


def test_they_are_sections_as_city_toml_has_them():
    first, second = tomllib.loads("\n".join(contact_lines(PLAN)))["section"]
    assert first == {
        "name": "緑の課",
        "desks": [],
        "telephone": "03-0000-0000",
        "place": "みなと野市1-2-3",
        "note": "問い合わせのみ。メール midori@example.jp。FAX 03-0000-0001",
        "source": {"title": 'みどりの"計画"', "place": "本文12行", "as_of": "2026-04-01"},
    }
    assert second == {
        "name": "花の課",
        "desks": [],
        "source": {"title": 'みどりの"計画"', "place": "本文20行", "as_of": "2026-04-01"},
    }
