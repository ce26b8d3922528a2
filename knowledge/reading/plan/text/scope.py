"""Of whom a passage speaks: the city, the nation, the prefecture or another municipality."""

import re
import unicodedata
from collections.abc import Sequence

from knowledge.plan import Scope

OWN = re.compile(
    r"本市|本町|本村|本区|当市|当町|当区|市民アンケート|(?<![都県府区大都他各両都])市(?:では|は|の(?:現状|取組|考え方)|において)"
)
# A heading that speaks of somebody else's doings. 国・都 together decide nothing: their sections do.
TOPIC = r"(?:動向|現状|取組|取り組み|状況|計画|施策|政策|方針|戦略|支援|概要|情報化)"
HEADINGS = (
    (
        Scope.ELSEWHERE,
        re.compile(r"(?:他の|他)(?:地方公共団体|自治体|市町村|市区町村|都市|市).*|.*先進(?:自治体|都市|市).*"),
    ),
    (
        Scope.PREFECTURE,
        re.compile(
            rf"[^国]*(?:東京都|大阪府|京都府|北海道|[^\s]{{2,3}}県|^都|[^京]都)(?:の|における|による).*{TOPIC}.*"
        ),
    ),
    (
        Scope.NATION,
        re.compile(
            rf"[^都県府]*(?:国|政府|デジタル庁|総務省)(?:の|における|による|が掲げる).*{TOPIC}.*|社会(?:の|における)(?:動向|情勢|状況).*"
        ),
    ),
)
SUBJECT = re.compile(
    r"^(?:[・●○◆■]\s*)?(?:[^、。]{0,30}[、])?(?:(国|政府|総務省|デジタル庁|内閣府|文部科学省|厚生労働省)|(東京都|大阪府|京都府|北海道|[一-龥]{2,3}県|都))(?:は|では|が)"
)
NUMBERING = re.compile(r"^(?:[(（]?[0-9０-９]{1,2}[)）.]?|[IVXⅠ-Ⅹ]+|[ア-コ]|[①-⑳])\s*")


def scope_of(headings: Sequence[str], text: str) -> Scope:
    """The scope of a passage by the innermost heading that tells it, else by the subject of all its sentences.

    A passage that speaks of the city itself is the city's, and so is every passage in doubt.
    """
    if OWN.search(text):
        return Scope.CITY
    for heading in reversed(headings):
        plain = NUMBERING.sub("", unicodedata.normalize("NFKC", heading))
        if OWN.search(plain) or re.search(r"国や都|国・都|国と", plain):
            break
        for scope, pattern in HEADINGS:
            if pattern.match(plain):
                return scope
    return _by_subject(text)


def _by_subject(text: str) -> Scope:
    """Where every paragraph begins with the nation, or every one with the prefecture."""
    found = [SUBJECT.match(line) for line in text.split("\n") if "。" in line]
    if found and all(match and match[1] for match in found):
        return Scope.NATION
    if found and all(match and match[2] for match in found):
        return Scope.PREFECTURE
    return Scope.CITY
