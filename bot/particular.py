"""What a question names in particular: a fiscal year, a name in Latin letters, a counter. An answer that does not speak of it is
about something near it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.attribute import Attribute
from index import from_romaji

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
YEAR = re.compile(r"(令和|平成)(\d{1,2})年(度|の(?=目標|実績|数値|姿|予定|計画|状況|結果|様子))")
SPAN = r"令和\d{1,2}(?:年度?)?(?:\(\d{4}年度?\))?[~\-からより]{1,2}令和?\d{1,2}年度?"
AGE = re.compile(r"(\d0)歳?代|([一二三四五六七八九])十(?:歳)?代")
TALLY = re.compile(r"(?<![係指回点])(人|件|回|台|社|校|冊|団体|店舗|世帯)数(?:は|って|を|の|が|、|\?|\s|$)")
COUNTER = re.compile(
    r"何(?:日間|日かか|日くら|人|名|件|台|か所|箇所|カ所|ヶ所|回|冊|校|業務|種類|団体|店|社|世帯|%|パーセント|割)"
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
}


def particulars(question: str, meant: Mapping[str, Iterable[str]] | None = None) -> Iterator[Attribute]:
    """What the normalised `question` names in particular; `meant` gives the official words of forms that the lexicon knows."""
    yield from _years(question)
    yield from _counters(question)
    yield from _ages(question)
    if not from_romaji(question):
        yield from _names(question, meant or {})


def _years(question: str) -> Iterator[Attribute]:
    for era, number, kind in YEAR.findall(question):
        year = f"{era}{number}年" + ("度" if kind == "度" else "")
        given = rf"{era}{number}(?!\d)(?:年度?|[.~\-]|\b)?|{SPAN}" if kind == "度" else rf"{era}{number}年(?!度)"
        yield _particular(f"{year}のこと", given)


def _counters(question: str) -> Iterator[Attribute]:
    asked = [counter[1:] for counter in COUNTER.findall(question)] + TALLY.findall(question)
    for counter in dict.fromkeys("日" if each.startswith("日") else each for each in asked):
        given = rf"\d[\d,.]*\s*(?:千|万|億)?\s*(?:{ALIKE.get(counter, counter)})"
        yield _particular("人数や数量", given)


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
