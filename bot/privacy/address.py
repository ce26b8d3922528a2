"""Addresses: a quarter with 丁目, 番地 or 号 to its number. A city, a quarter or a 丁目 alone is nobody's address."""

import re
from typing import NamedTuple

from bot.privacy.secret import Claims, Mark

KANJI = "一-龠々ヶケヵノ"
D = r"[\d〇一二三四五六七八九十百]"
MUNICIPALITY = rf"(?:[{KANJI}]{{2,4}}[都道府県])?(?:[{KANJI}]{{1,5}}郡)?(?:[{KANJI}ぁ-ん]{{1,7}}?市(?:[{KANJI}]{{1,3}}区)?|[{KANJI}]{{2,4}}区|(?<=郡)[{KANJI}ぁ-ん]{{1,5}}[町村])"
TOWN = (
    rf"(?:[ぁ-ん]{{2,5}}|[ァ-ヶー]{{2,5}})?[{KANJI}]{{1,10}}(?:[がけつ][{KANJI}]{{1,3}}|の[丘里台町杜内])?"
    r"(?:通)?(?:[上下]る|[東西]入る?)?"
)
NOT_A_ROOM = r"(?!\d|号?[棟室])"
PARTS = rf"""
    {D}{{1,3}}(?:丁目|条[東西南北]{D}{{1,3}}丁目)\s?{D}{{1,4}}(?:\s?(?:番地?の?|-|の)\s?{D}{{1,4}}{NOT_A_ROOM})*(?:番地?|号(?![棟室]))?
  | {D}{{1,5}}(?:番地?の?|の){D}{{1,4}}{NOT_A_ROOM}(?:(?:-|の){D}{{1,4}}{NOT_A_ROOM})*号?
  | {D}{{1,5}}番地
  | \d{{1,5}}(?:\s?-\s?\d{{1,4}}{NOT_A_ROOM}){{1,4}}(?:番地?|号)?
"""
ONE = r"\d{1,5}(?!\d|[-,.:/]\d|\s?(?:丁目|番線|番目|番の|年|月|日|時|分|円|人|名|件|号線|個|回|歳|階|世帯|平方|m|k|%|第|戸|万|千|号|期|次|区分|か所|ヶ所|カ所|箇所|条|級|割|倍|台|本|枚|つ))"
HOUSE = rf"(?:第[\d一二三四五])?(?:[{KANJI}]{{0,4}}[ァ-ヶー]{{2,}}[{KANJI}ァ-ヶー]{{0,6}}|[{KANJI}]{{1,5}}(?:荘|寮|団地|住宅|館))"
ROOM = r"-?\d{1,4}(?:-\d{1,4})?"
WING = r"[A-Z\d]{1,2}号?棟"
BUILDING = rf"""
    \s?{HOUSE}\s?(?:{WING}\s?)?{ROOM}(?:号室|号|室|階)?
  | \s?{WING}(?:\s?{ROOM}(?:号室|号|室|階)?)?
  | \s?{ROOM}(?:号室|号(?!線)|室)
  | \s?-\d{{1,4}}
"""
FULL = re.compile(
    rf"\s?(?P<city>{MUNICIPALITY})?\s?(?P<home>(?P<town>{TOWN})?(?P<number>{PARTS}|{ONE})(?P<building>{BUILDING})?)",
    re.VERBOSE,
)
AT_HOME = re.compile(
    r"住所|本籍|住んで|すんで|住む|在住|引っ越|ひっこ|転入|転出|転居|実家|自宅|(?:家|うち)[はがのに]|〒"
)
QUARTER = re.compile(r"[町村台丘野谷字崎田原が]$")
# What stands before a number and is no quarter.
NO_QUARTER = re.compile(
    r"(?:番号|管理|施策|事業|議案|様式|別[表紙]|[表図]|欄|条|項|第|約|年|月|日|時|分|度|期|次|版|型|番|口座|普通|電話|携帯|連絡先|内線|"
    r"令和|平成|昭和|西暦|体温|血圧|糖質|値|率|額|円|料|計|合計|平均|区分|級|類|点|歳|年齢|記号|窓口|受付|時刻表?|系統|路線|号|号線|国道|都道|予算|"
    r"人口|世帯数?|面積|標高|段階|資料|問|例|休館|税率|納期|学年|小学|中学|高校|枝番|暗証番号|講座|教室|大会|前後|以上|以下)$|^[日月火水木金土]$"
)
BEFORE_TOWN = re.compile(r"^(?:[ぁ-ん]{0,5}[はをにでも](?=[一-龠])|[はがの])")
FACILITY = (
    r"(?:市役所|区役所|役場|役所|庁舎|図書館|会館|センター|学校|高校|中学|小学|大学|学園|保健所|税務署|警察署|消防署|交番|郵便局|病院|医院|クリニック|薬局|"
    r"公民館|体育館|公園|広場|ハローワーク|事務所|営業所|支所|出張所|相談所|集会所|工場|斎場|火葬場|霊園|ホール|アリーナ|プラザ|駅|コミュニティ|商業ビル|"
    r"児童館|幼稚園|保育園|こども園|美術館|博物館|資料館|記念館|プール|法務局|裁判所|銀行|会場|投票所|神社|教会|支店|本店|スーパー|浄水場)"
)
ITS_PLACE = r"の?\s?(?:住所|所在地|場所)?\s?[はが:(「]?\s?"
FACILITY_BEFORE = re.compile(rf"{FACILITY}{ITS_PLACE}$")
NAMED = rf"[{KANJI}ぁ-んァ-ヶーA-Za-z]{{0,10}}?{FACILITY}"
FACILITY_AFTER = re.compile(rf"^(?:[)」]?(?:にある|のところの|の)\s?{NAMED}|[(\s]{NAMED}(?=$|[\s、。)」へまは]))")
AT_ONES_PLACE = re.compile(r"に住|在住|から|[へに](?:転|引)|の(?:者|家|自宅|住民)")
FAR = re.compile(r"から|まで|です|でした|に住|在住")


class _Place(NamedTuple):
    """Where a text gives an address: `start` is the quarter, `whole` begins with the city."""

    whole: int
    start: int
    end: int


def claim_addresses(text: str, claims: Claims) -> None:
    """Claim addresses from the quarter on, and the post code in front of a public facility for nobody."""
    spoken = bool(AT_HOME.search(text))
    at = 0
    while match := FULL.search(text, at):
        at = max(match.end() if match.end() > match.start() else match.end() + 1, at + 1)
        place = _place(match, spoken)
        if place is None or not claims.free(*match.span("number")):
            at = match.end("number") if match["number"] else at
            continue
        claims.claim(place.start, place.end, None if _facility(text, place) else Mark.ADDRESS)


def _place(match: re.Match[str], spoken: bool) -> _Place | None:
    """The place that `match` gives, where it is certain enough to be an address."""
    town, number, city = match["town"] or "", match["number"], match["city"] or ""
    single, start = number.isdecimal(), match.start("home")
    if not town and (not city or single):
        return None
    if not town and "番" not in number:  # 五日市 and 三日市 are quarters
        town, city, start = city, "", match.start("city")
    if NO_QUARTER.search(town) or (single and not (city or town.endswith("町"))):
        return None
    certain = city or QUARTER.search(town) or spoken or "番" in number or "丁目" in number or number.count("-") >= 2
    if not certain:
        return None
    if not city and (particle := BEFORE_TOWN.match(town)):
        start += particle.end()
    return _Place(match.end() - len(match[0].lstrip()), start, match.end())


def _facility(text: str, place: _Place) -> bool:
    """Whether the address is that of an office, a school, a park: named right before it or right after it."""
    if AT_ONES_PLACE.match(text, place.end):
        return False
    if FACILITY_BEFORE.search(text[: place.whole]):
        return True
    after = FACILITY_AFTER.match(text[place.end :])
    return after is not None and not FAR.search(after[0])
