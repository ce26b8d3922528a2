"""What a question names in particular: a fiscal year, a name in Latin letters, a counter. An answer that does not speak of it is
about something near it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.attribute import Attribute
from bot.company import firms
from index import from_romaji, hiragana

LATIN = re.compile(r"(?<![a-z0-9@./:_-])[a-z][a-z0-9]*(?:[-+.&][a-z0-9]+)*(?![a-z0-9@/:_-])")
FEWEST_LETTERS = 3
EVERYDAY = frozenset(  # written in Latin letters as often as not, and no name of a thing
    [
        "app",
        "apps",
        "web",
        "url",
        "pdf",
        "html",
        "csv",
        "mail",
        "email",
        "tel",
        "fax",
        "sns",
        "net",
        "www",
        "http",
        "https",
        "com",
        "jp",
        "ver",
        "new",
        "faq",
        "ok",
        "thank",
        "thanks",
        "please",
        "hello",
        "wi-fi",
        "wifi",
        "it",
        "dx",
        "ict",
        "ai",
        "iot",
        "hp",
        "pc",
        "qr",
        "no",
        "id",
        "vs",
        "kpi",
        "q&a",
        "covid",
    ]
)
YEAR = re.compile(r"(令和|平成)(\d{1,2})年(度|と(?=比|くら)|の(?=目標|実績|数値|姿|予定|計画|状況|結果|様子))")
SPAN = r"令和\d{1,2}(?:年度?)?(?:\(\d{4}年度?\))?[~\-からより]{1,2}令和?\d{1,2}年度?"
AGE = re.compile(r"(\d0)歳?代|([一二三四五六七八九])十(?:歳)?代")
SOUNDED = (  # counters as they sound, for questions in kana
    ("なんにん", "何人"),
    ("なんめい", "何名"),
    ("なんけん", "何件"),
    ("なんかい", "何回"),
    ("なんこ", "何個"),
    ("なんだい", "何台"),
    ("なんねん", "何年"),
    ("なんぱーせんと", "何%"),
    ("なんパーセント", "何%"),
    ("なんかしょ", "何か所"),
    ("なんさい", "何歳"),
    ("なんぷん", "何分"),
    ("なんにち", "何日"),
    ("なんだんたい", "何団体"),
    ("なんしゅるい", "何種類"),
)
TALLY = re.compile(
    r"([一-龠ァ-ヶーa-z]{0,8}?)(件|人|者|回|台|社|校|冊|課|所|団体|店舗|世帯|手続|国語)数(?=は|って|を|の|が|も|と|、|\?|\s|$)"
)
WHOLE = frozenset(
    ["", "延べ", "総", "全", "年間", "累計", "目標", "実績", "計画", "達成"]
)  # say nothing of what is counted
LANGUAGE = re.compile(r"([ァ-ヶー]{2,7}語|[中英韓仏独露西葡]国?語|朝鮮語|手話)")
_SOUNDED = (
    "英語 えいご 中国語 ちゅうごくご 韓国語 かんこくご ベトナム語 べとなむご ネパール語 ねぱーるご ポルトガル語 ぽるとがるご スペイン語 すぺいんご "
    "タガログ語 たがろぐご フランス語 ふらんすご ロシア語 ろしあご ヒンディー語 ひんでぃーご"
)
SOUNDED_LANGUAGES = dict(zip(_SOUNDED.split()[1::2], _SOUNDED.split()[::2], strict=True))  # as learners write them
SOUNDED_LANGUAGE = re.compile(rf"(?<![ぁ-ん])(?:{'|'.join(SOUNDED_LANGUAGES)})")
LONG_WORD = 4
RATE = re.compile(r"([一-龠ァ-ヶー]{2,6}?)率(?=は|って|を|の|が|も|について|、|\?|\s|$)")
KNOWN_UNITS = "か国語|カ国語|ヶ国語|か所|箇所|カ所|ヶ所|か月|カ月|ヶ月|パーセント|団体|種類|店舗|世帯|業務|ギガ|時間|人|件|名|台|回|冊|校|歳|才|本|個|枚|階|割|分|社|%"
COUNTER = re.compile(
    rf"何(?:({KNOWN_UNITS})(?!でも|に置|も(?!らえ))|([一-龠ァ-ヶa-z]{{1,3}}?)(?=[がをはにでもとのかずっ?、。\s]|ある|あり|いる|いた|いま|くらい|ぐらい|ほど|以上|以内|まで|おき|ごと|$))"
)
DAYS = re.compile(r"何日(?:間|かか|くら|ぐら)")  # how long; 何日まで asks for a date
NO_UNIT = frozenset(
    [
        "時",
        "曜",
        "月",
        "年",
        "故",
        "故に",
        "処",
        "者",
        "方",
        "事",
        "物",
        "度",
        "円",
        "千",
        "万",
        "億",
        "番",
        "日",
        "週",
        "条",
        "項",
        "色",
        "語",
        "点",
        "部",
        "課",
        "係",
        "局",
        "組",
        "県",
        "市",
        "区",
        "町",
        "村",
        "教",
        "号",
        "等",
        "級",
        "様",
        "卒",
        "科",
        "型",
    ]
)
ALIKE = {  # counters that stand for each other
    "人": "人|名|件",  # answers to a survey are counted as 件 too
    "名": "人|名",
    "か所": "か所|箇所|カ所|ヶ所|ヵ所",
    "箇所": "か所|箇所|カ所|ヶ所|ヵ所",
    "カ所": "か所|箇所|カ所|ヶ所|ヵ所",
    "ヶ所": "か所|箇所|カ所|ヶ所|ヵ所",
    "%": "%|パーセント|割",
    "パーセント": "%|パーセント|割",
    "割": "%|パーセント|割",
    "店": "店|店舗|か所",
    "者": "人|名|件",
    "か国語": "か国語|カ国語|ヶ国語|言語",
    "カ国語": "か国語|カ国語|ヶ国語|言語",
    "ヶ国語": "か国語|カ国語|ヶ国語|言語",
    "歳": "歳|才",
    "才": "歳|才",
    "個": "個|つ|件|か所",
    "社": "社|者|件",
    "件": "件|案件",
}


def particulars(question: str, meant: Mapping[str, Iterable[str]] | None = None) -> Iterator[Attribute]:
    """What the normalised `question` names in particular; `meant` gives the official words of forms that the lexicon knows."""
    yield from _years(question)
    yield from _counters(question)
    yield from _ages(question)
    yield from _rates(question)
    yield from _languages(question)
    yield from _firms(question)
    if not from_romaji(question):
        yield from _names(question, meant or {})


def _years(question: str) -> Iterator[Attribute]:
    for era, number, kind in YEAR.findall(question):
        year = f"{era}{number}年" + ("度" if kind == "度" else "")
        given = rf"{era}{number}(?!\d)(?:年度?|[.~\-]|\b)?|{SPAN}" if kind == "度" else rf"{era}{number}年(?!度)"
        yield _particular(f"{year}のこと", given)


def _counters(question: str) -> Iterator[Attribute]:
    """「何件」「件数」 want a number of just that; a number of something else is none."""
    for sound, spelt in SOUNDED:
        question = question.replace(sound, spelt)
    units = [known or other for known, other in COUNTER.findall(question) if (known or other) not in NO_UNIT]
    units += ["日"] if DAYS.search(question) else []
    for unit in dict.fromkeys(units):
        yield _particular("人数や数量", rf"\d[\d,.]*\s*(?:千|万|億)?\s*(?:{ALIKE.get(unit, re.escape(unit))})")
    for what, unit in TALLY.findall(question):
        number = rf"\d[\d,.]*\s*(?:千|万|億)?\s*(?:{ALIKE.get(unit, re.escape(unit))})"
        if what in WHOLE:
            yield _particular("人数や数量", number)
        else:
            yield _particular(
                f"「{what}{unit}数」", rf"{re.escape(what)}{unit}?数|{re.escape(what)}[^。\n]{{0,20}}{number}"
            )


def _rates(question: str) -> Iterator[Attribute]:
    """「正答率」: a share of something else is no answer."""
    for what in RATE.findall(question):
        if what in WHOLE or what in ("進捗", "実施", "割合", "比"):
            yield _particular(f"「{what}率」", r"\d[\d,.]*\s*(?:%|パーセント|割)|割合")
            continue
        what = what if len(what) < LONG_WORD else what[:2]  # part of a long word is enough: the rest may be mistyped
        yield _particular(
            f"「{what}率」",
            rf"{re.escape(what)}率|{re.escape(what)}[^。\n]{{0,24}}(?:割合|率|[%割])|(?:割合|率)[^。\n]{{0,12}}{re.escape(what)}",
        )


def _languages(question: str) -> Iterator[Attribute]:
    """「ベトナム語は話せますか」: that there are interpreters tells nothing of one language."""
    found = {word: word for word in LANGUAGE.findall(question)}
    found |= {SOUNDED_LANGUAGES[word]: word for word in SOUNDED_LANGUAGE.findall(hiragana(question))}
    for language, typed in found.items():
        given = rf"{re.escape(language)}|{re.escape(language[:-1])}ご|{re.escape(typed)}|(?:すべて|全て|どの|各)の?言語"
        yield _particular(f"{language}のこと", given, anywhere=True)


def _firms(question: str) -> Iterator[Attribute]:
    """「ヤマダ電機は引き取ってくれますか」: what shops in general do tells nothing of one."""
    for firm, trade in firms(question):
        yield _particular(f"「{firm}」のこと", rf"{re.escape(firm)}|{trade}", anywhere=True)


def _ages(question: str) -> Iterator[Attribute]:
    """「70代」: what holds for all ages tells nothing of one."""
    for digits, kanji in AGE.findall(question):
        decade = digits or str(10 * (1 + "一二三四五六七八九".index(kanji)))
        if not re.search(rf"{decade}歳?代の?(?:母|父|親|祖|男|女|夫|妻|者|です|だ|、)", question):  # somebody's own age
            yield _particular(f"{decade}代のこと", rf"{decade}\s*(?:歳|代|~)")


def _names(question: str, meant: Mapping[str, Iterable[str]]) -> Iterator[Attribute]:
    for word in LATIN.findall(question):
        if len(word) >= FEWEST_LETTERS and word not in EVERYDAY:
            spaced = r"[\s\-.&+]?".join(re.escape(letter) for letter in re.sub(r"[-+.&]", "", word))
            officially = map(re.escape, meant.get(word, ()))
            yield _particular(f"「{word.upper()}」のこと", "|".join([spaced, *officially]), anywhere=True)


def _particular(name: str, given: str, anywhere: bool = False) -> Attribute:
    never = re.compile(r"(?!)")
    return Attribute(name, never, re.compile(given), never, anywhere)
