"""自治体: one municipality and what belongs to it alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.calendar import Calendar
from knowledge.section import Section


class UserRule(StrEnum):
    """What the city counts as 年間利用者; docs/kpi.md says how each is counted."""

    USERS = "users"
    USER_DAYS = "user_days"
    SESSIONS = "sessions"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class City:
    """`code` is the six-digit 全国地方公共団体コード; `fills` completes the marked blanks of the common entries.

    `left_on_line` are regular expressions of messages that other tools on the same LINE account answer, `line_colour` is
    that of the rich menu there (#rrggbb), `web_colour` that of the widget and the page, legible under white.
    `web_origins` are the sites whose pages may ask here by script and show the page in a frame: scheme, host and port as
    browsers send them (https://www.city.example.jp).
    """

    code: str
    name: str
    kana: str = ""
    prefecture: str = ""
    names: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    fills: Mapping[str, str] = field(default_factory=dict)
    annual_users_target: Mapping[int, int] = field(default_factory=dict)
    annual_users_rule: UserRule = UserRule.USERS
    left_on_line: tuple[str, ...] = ()
    line_colour: str = ""
    web_colour: str = ""
    web_origins: tuple[str, ...] = ()

    def section_for(self, name: str) -> Section:
        """The section called `name`, or the one that holds the desk `name`.

        Where the city has assigned nobody, a section named after the desk without telephone: a reply can still say
        whom to ask for.
        """
        for section in self.sections:
            if name == section.name or name in section.desks:
                return section
        return Section(name=f"{name}の担当課" if name else f"{self.name}の代表窓口")


def valid_city_code(code: str) -> bool:
    """Whether six digits carry their check digit: (11 − Σ wᵢdᵢ mod 11) mod 10 with w = 6, 5, 4, 3, 2.

    Source: 総務省「全国地方公共団体コード」仕様 (JIS X 0401/0402 の5桁と検査数字).
    """
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        return False
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), code, strict=False))
    return (11 - total % 11) % 10 == int(code[5])
