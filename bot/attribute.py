"""What a question asks for: a fee, a telephone number, a day … A similar topic without it is not an answer."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attribute:
    """`asked` finds it in a normalised question, `given` in the text that would be served."""

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]


def _attribute(name: str, asked: str, given: str) -> Attribute:
    return Attribute(name, re.compile(asked), re.compile(given))


ATTRIBUTES = (
    _attribute(
        "手数料や金額",
        r"いくら|何円|なん円|手数料(?:は|って|を教|が知|$)|料金(?:は|って|を教|表|$)|費用(?:は|って|を教|$)|値段|金額(?:は|って|を教|$)",
        r"\d円|万円|億円|無料|料金はかか|手数料はかか|費用はかか|お金はかか|掛かりません|割負担|割です",
    ),
    _attribute(
        "電話番号",
        r"電話番号|何番に(?:電話|かけ)|でんわばんごう|電話(?:は|って)何番|(?:の|窓口の|課の)電話(?:番号)?(?:は|$|を教)|tel(?:$|は|番号)",
        r"\d{2,4}-\d{2,4}-\d{3,4}|#\d{4}|電話\s*\d{3}|(?<!\d)1(?:10|18|19|71|88|89)(?!\d)",
    ),
    _attribute(
        "曜日",
        r"何曜日|なんようび|何曜|曜日は|収集日|回収日|ごみの日|ゴミの日|ごみのひ",
        r"[月火水木金土日]曜",
    ),
    _attribute(
        "時間",
        r"何時|なんじ(?:から|まで|に)|(?:開庁|開館|営業|受付|窓口)(?:の)?時間(?:は|って|を教|$)|時間帯は",
        r"\d{1,2}時|\d{1,2}:\d{2}|24時間|終日",
    ),
    _attribute(
        "日付や期限",
        r"何日(?:まで|から|以内|に|です)|いつまで|締め?切り?(?:は|って|いつ|を教|$)|期限(?:は|って|を教|$)|何月|いつから|いつ(?:です|でしょ|やり|やっ|開催|あり|どこ|振り?込|届|もら|始|なの|頃|ごろ|\?|$)",
        r"\d+\s*(?:日|か月|カ月|ヶ月|週間|年|月|年度)|月末|翌月|毎月|毎年|当日|すぐ|期限は",
    ),
    _attribute(
        "人数や件数",
        r"人口|何人|何件|何名|何か所|何箇所|何パーセント|何%|何割|どれ(?:くら|ぐら)いの割合|割合(?:は|って|$)|回答率|何校|何台",
        r"\d[\d,.]*\s*(?:人|件|名|か所|箇所|%|パーセント|割|校|台|業務)",
    ),
    _attribute(
        "場所",
        r"(?:場所|住所|所在地)(?:は|って|を教|$)|どこにあり|どこにある|どこでやっ|どこでやり|どこで開催|会場",
        r"\d-\d|丁目|番地|番\d+号|庁舎|センター|市役所|事務所|図書館|会館|窓口|ホームページ|役場|出張所",
    ),
)


def asked_for(question: str) -> tuple[Attribute, ...]:
    """The attributes that a normalised question asks for."""
    return tuple(attribute for attribute in ATTRIBUTES if attribute.asked.search(question))


def missing(question: str, served: str) -> tuple[str, ...]:
    """Names of what the normalised `question` asks for and the normalised `served` text does not give."""
    return tuple(attribute.name for attribute in asked_for(question) if not attribute.given.search(served))
