"""What a glossary calls its entry: the word, its reading, and its other printed names."""

import re
import unicodedata
from dataclasses import dataclass

from knowledge.reading.plan.glossary.flow import SPACED_LETTERS

KANA = re.compile(r"[぀-ヿ・ー 　]+")
LATIN_NAME = r"[A-Za-z][A-Za-z'’.&/\-‐]*(?:[ ,]+[A-Za-z(][A-Za-z)'’.&/\-‐]*){1,8}"
LAST_BRACKET = re.compile(r"\s*(?:【([^【】]+)】|\[([^\[\]]+)\]|［([^［］]+)］|[(（]([^()（）]+)[)）])$")
WITHIN = re.compile(r"(.+?)[(（]([A-Za-zＡ-Ｚ]+)[)）](.+)")  # A（B）C, B being short for the katakana at the end of A
TAIL = re.compile(r"[ァ-ヴー・]+$")
# How a meaning names the thing otherwise. Each pattern holds the other name in its group.
NAMED = (
    re.compile(rf"({LATIN_NAME})\s*の略"),
    re.compile(rf"^[^、。（(]{{1,20}}[（(]({LATIN_NAME})[）)]"),
    re.compile(rf"^({LATIN_NAME}) (?=[^ -~])"),
    re.compile(r"^([A-Z][A-Za-z]+) ?[（(][ァ-ヴー]+[）)] ?[はと]"),
    re.compile(r"(?:^|[、。])(?:また、)?([^、。「」（()）\s]{2,20})とも(?:呼|い|言)"),
    re.compile(r"(?:^|[、。])「?([^、。「」\s]{2,20}?)」?と訳"),
    re.compile(r"正式名称は「([^」]+)」"),
    re.compile(r"(?<!」)「([^」]{2,20})」を意味"),
    re.compile(r"^([㐀-鿿ァ-ヴー]{2,14})のこと(?:です)?。?$"),
)


@dataclass(frozen=True, slots=True)
class Headword:
    word: str
    reading: str = ""
    aliases: tuple[str, ...] = ()


def read_headword(printed: str, meaning: str, extra: tuple[str, ...] = ()) -> Headword:
    """The names in the `printed` head of an entry, in lines of brackets below it (`extra`), and in the `meaning`."""
    word = SPACED_LETTERS.sub(lambda letters: letters[0].replace(" ", ""), printed).strip()
    reading, aliases = "", list[str]()
    while (bracket := LAST_BRACKET.search(word)) and bracket.start():
        inner = next(group for group in bracket.groups() if group).strip()
        outer = word[: bracket.start()].rstrip()
        if bracket[4] is not None and not _is_name(inner, outer):
            aliases.append(outer)  # 「…(企業・事業)」 is a part of the word as printed
            break
        reading, aliases = _sort(inner, reading, aliases)
        word = outer
    within = WITHIN.fullmatch(word)
    if within:
        aliases.append(TAIL.sub("", within[1]) + within[2] + within[3])
    for inner in extra:
        reading, aliases = _sort(inner.strip("()（）【】[]［］ "), reading, aliases)
    aliases += [name for pattern in NAMED for name in pattern.findall(meaning.replace("\n", ""))]
    return Headword(word, reading, _distinct(word, aliases))


def _is_name(inner: str, outer: str) -> bool:
    """Whether the bracket holds a reading or another name, and no remark: kana, Latin, or ending like the word."""
    if "、" in inner or ("・" in inner and not KANA.fullmatch(inner)):
        return False
    return bool(KANA.fullmatch(inner) or re.search("[A-Za-zＡ-Ｚ]", inner)) or inner[-1] == outer[-1]


def _sort(inner: str, reading: str, aliases: list[str]) -> tuple[str, list[str]]:
    if KANA.fullmatch(inner) and not reading:
        return inner, aliases
    return reading, [*aliases, inner]


def _distinct(word: str, names: list[str]) -> tuple[str, ...]:
    """`names` once each, without those that are `word` in other widths."""
    seen = {_key(word)}
    kept = []
    for name in (name.strip() for name in names):
        if name and _key(name) not in seen:
            seen.add(_key(name))
            kept.append(name)
    return tuple(kept)


def _key(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()
