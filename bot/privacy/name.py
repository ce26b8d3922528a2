"""Persons' names: where someone names himself or another, and not the names of places, offices, shops and history."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.privacy.namesake import WELL_KNOWN_PLACES, namesakes
from bot.privacy.nobody import COMMON, FOLLOWED_BY_AN_ORGANISATION, KNOWN_TO_ALL, NO_NAME, PUBLIC_OFFICE
from bot.privacy.plain import with_common_kanji
from bot.privacy.secret import Claims, Mark
from index import names_in

GAP = re.compile(r"[\s・=]?")
LETTERS = r"[一-龠々ヶぁ-んァ-ヶーA-Za-z]"
KIN = (
    r"(?:娘|息子|夫|妻|主人|旦那|家内|父|母|義父|義母|祖父|祖母|孫|兄|弟|姉|妹|長男|長女|次男|次女|二男|二女|三男|三女|子ども|子供|子|"
    r"叔父|叔母|伯父|伯母|いとこ|同居人|世帯主|本人|担任|社長|部長|課長|係長|店長|上司|同僚|友人|知人|友だち|友達|担当|うち|わたし|私|ぼく|僕|俺|わたくし)"
)
TITLE = r"(?:さん|さま|様|くん|君(?!が代)|ちゃん|氏(?![名族])|先生|殿|名義)"
BEGIN = re.compile(
    r"(?:^|[。、!?\n「(:：\s]|(?:わたし|私|わたくし|ぼく|僕|俺)[はが、]?\s?|(?:は|が|の|と|に住む|在住の|先ほどの|お電話した|電話した|こと|ます|ました)\s?)$"
)
AFTER_SELF = re.compile(
    r"(?:と申|ともうし|といいま|と言いま|っていいま|っていう(?:者|もの)|でございます|です(?!か)|だけど|ですけど|より[。、\s]|拝|といい、|という(?:者|もの|職員|人|名)"
    r"|の(?:妻|夫|母|父|娘|息子|家族|代理)(?![一-龠])|の\d{1,2}[名人](?![一-龠]))"
)
AFTER_TITLE = re.compile(rf"\s?{TITLE}")
AFTER_HOUSE = re.compile(r"家の")
BEFORE_OWN = re.compile(r"(?:わたし|私|わたくし|ぼく|僕|俺|名前)[はが、]?\s?$")
AFTER_KIN = re.compile(r"[がはをもとにの、(\s」)。]|$")
NO_KIN = re.compile(r"(?:うち|わたし|私|ぼく|僕|俺|わたくし|(?<![息様])子|子ども|子供)の?$")
BEFORE_KIN = re.compile(rf"(?:{KIN}(?:の|[がはをも]|、|\s|\(|「)|[長次二三][男女]|夫|妻)\s?$")
LABEL = r"(?:氏名|お?名前|おなまえ|なまえ|フリガナ|ふりがな|申請者|世帯主|届出人|代理人|本人|保護者|契約者|名義人?|差出人|被相続人|相続人|後見人|旧姓|故)"
BEFORE_LABEL = re.compile(rf"{LABEL}(?:氏?名)?[\s:はが「・]{{0,3}}$")
PART = r"(?:[一-龠々ヶ]{1,6}[ぁ-ん]{0,4}?|[ァ-ヶー]{1,8}|[ぁ-ん]{2,8}?|[A-Za-z]{2,12})"
SAID = re.compile(
    rf"(?:(?:氏名|お?名前|おなまえ|なまえ|フリガナ|ふりがな)\s?(?:[:は「]|が(?=[^ぁ-ん]+(?:です|と)))\s?|(?<![一-龠])(?:氏名|フリガナ)\s)({PART}(?:[\s・]{PART}){{0,3}}?)"
    r"(?=です|といい|と申|と言い|でござ|[、。」)\n]|\s|$)"
)
INTRODUCED = re.compile(
    rf"({LETTERS}{{1,8}}(?:[\s・][一-龠々ヶァ-ヶーA-Za-z]{{1,8}}){{0,3}})(?:と申しま|と申します|と申す(?!者は))"
)
FOREIGN = re.compile(
    r"(?<![ァ-ヶー])([ァ-ヶー]{2,12}(?:[・\s][ァ-ヶー]{1,12}){1,3})(?=です|と申|といい|と言い|さん|様)"
)
ENGLISH = re.compile(
    r"(?:(?i:my name is|name:)\s*([A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){0,3})"
    r"|(?i:i am|i'm|this is)\s+([A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){1,3}))"
)
HIRAGANA = "".join(map(chr, range(ord("ぁ"), ord("ん") + 1)))
KANJI_GOES_ON = re.compile(r"[一-龠々ァ-ヶー]")
AFTER_KANJI = re.compile(r"[一-龠々ァ-ヶー]|[ぁ-ん](?<![がはのをにもとで])")
KANA_GOES_ON = re.compile(r"[ぁ-んー一-龠々]")
AFTER_KANA = re.compile(r"(?:です|と[申いは]|[がはのをにも](?![ぁ-ん]{2})|より)")
AND = re.compile(r"\s?(?:と|、|・|や)\s?")
PARTICLES = re.compile(r"^.*(?:は|が|の|に住む|、)")


class _Name(NamedTuple):
    """Words of one person's name, side by side; `sure` where the dictionary knows one of them for a name."""

    start: int
    end: int
    kinds: str
    sure: bool

    @property
    def whole(self) -> bool:
        """Whether a family name and a given name stand together."""
        return self.kinds.startswith("姓") and "名" in self.kinds


def claim_names(text: str, claims: Claims) -> None:
    """Claim the persons' names of a plain text."""
    known = with_common_kanji(text)
    for pattern in (SAID, INTRODUCED, FOREIGN, ENGLISH):
        for match in pattern.finditer(known):
            _claim_said(match, claims)
    somebody: _Name | None = None
    for name in reversed(list(_names(known))):
        beside = somebody and name.sure and AND.fullmatch(known, name.end, somebody.start)
        if not _is_known(known, name) and (beside or _is_somebody(known, name)):
            claims.claim(name.start, name.end, Mark.NAME)
            somebody = name


def _claim_said(match: re.Match[str], claims: Claims) -> None:
    """Claim what someone says his name is, less the words before it."""
    group = 1 if match[1] is not None else 2
    said, start = match[group], match.start(group)
    if lead := PARTICLES.match(said):
        start, said = start + lead.end(), said[lead.end() :]
    if said and not NO_NAME.search(said):
        claims.claim(start, match.end(group), Mark.NAME)


def _words(text: str) -> list[_Name]:
    """Words that can be of a name: those of the dictionary, and longer or other ones of the lists."""
    words = [_Name(*found, True) for found in names_in(text)]
    for start, end, kind in namesakes(text):
        across = [each for each in words if each.start < end and start < each.end]
        if all(start <= each.start and each.end <= end and each.end - each.start < end - start for each in across):
            words = [each for each in words if each not in across] + [_Name(start, end, kind, bool(across))]
    return sorted(words)


def _names(text: str) -> Iterator[_Name]:
    """Words of names that stand side by side, as one: 山田 太郎."""
    name: _Name | None = None
    for word in _words(text):
        goes_on = name and (word.kinds == "名" or name.kinds == "一般" or (name.kinds == "姓" and word.kinds == "一般"))
        if name and goes_on and GAP.fullmatch(text, name.end, word.start) and (word.sure or _ends(text, word)):
            name = _Name(name.start, word.end, name.kinds + word.kinds, name.sure or word.sure)
            continue
        if name:
            yield name
        name = word
    if name:
        yield name


def _is_somebody(text: str, name: _Name) -> bool:
    """Whether `name` is said of a person, who could be found by it."""
    before = text[: name.start]
    by_kin = bool(BEFORE_KIN.search(before)) and (name.sure or not NO_KIN.search(before))
    if not name.sure and not _stands_apart(text, name, by_kin):
        return False
    if AFTER_TITLE.match(text, name.end) or (name.whole and (name.sure or name.end - name.start > 3)):
        return True
    if BEFORE_LABEL.search(before) or (by_kin and AFTER_KIN.match(text, name.end)):
        return True
    if name.kinds == "姓" and name.sure and AFTER_HOUSE.match(text, name.end):
        return True
    return bool(AFTER_SELF.match(text, name.end) and BEGIN.search(before)) and _may_be_oneself(text, name)


def _may_be_oneself(text: str, name: _Name) -> bool:
    """Whether 「…です」 tells who speaks: not what is a place or a thing as well, unless 私は stands before it."""
    if (
        name.sure
        or name.whole
        or BEFORE_OWN.search(text[: name.start])
        or text.startswith(("と申", "ともうし", "といい", "と言い"), name.end)
    ):
        return True
    ended = not text.startswith("の", name.end)
    return ended and name.kinds.startswith("姓") and text[name.start : name.end] not in WELL_KNOWN_PLACES


def _stands_apart(text: str, name: _Name, by_kin: bool) -> bool:
    """Whether a word that is also a place's or a thing's is no part of a longer one: 森 in 森さん, not in 森林."""
    left = text[name.start - 1 : name.start]
    return _ends(text, name) and (by_kin or not KANJI_GOES_ON.match(left))


def _ends(text: str, name: _Name) -> bool:
    """Whether no longer word goes on after `name`."""
    goes_on = KANA_GOES_ON if text[name.end - 1] in HIRAGANA else AFTER_KANJI
    known = AFTER_TITLE.match(text, name.end) or AFTER_KANA.match(text, name.end) or AFTER_SELF.match(text, name.end)
    return bool(known) or not goes_on.match(text, name.end)


def _is_known(text: str, name: _Name) -> bool:
    """Whether `name` is that of history or of a tale, of somebody in a public office, or part of a place's or a firm's name."""
    said = text[name.start : name.end]
    if (
        said in KNOWN_TO_ALL
        or any(known in said for known in KNOWN_TO_ALL if len(known) > 2)
        or COMMON & {said, said[-2:]}
        or (said in ("王", "神") and text.startswith("様", name.end))
    ):
        return True
    return bool(FOLLOWED_BY_AN_ORGANISATION.match(text, name.end) or PUBLIC_OFFICE.match(text, name.end))
