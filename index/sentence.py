"""The sentences of what a person typed, and which of them ask."""

import re
from enum import IntEnum

from index.analyser import analyse
from index.normal import normalise

END = re.compile(r"(?<=[。．｡！？!?\n])(?![。．｡！？!?\n」』)）])\s*")
SIGNS = " 　。．｡！？!?\n"
REST = r"[。.!?…~\s]*$"
QUESTION = re.compile(  # the end of a question or of a wish, and what may follow it
    r"(?:\?|[^しなり]か|かな|かしら|かね|っけ|(?<!み)たい|ほしい|欲しい|教えて|おしえて|[てで]くれ|どう|どこ|いつ|いくら|べき|でしょう|知りたくて"
    r"|本当|ほんと|方法|やり方|[ばら]いい|[ばら]良い|ダメ|だめ|駄目|(?<!よろしく)(?<!宜しく)お願いします)"
    r"(?:んです|のです|です|ん|の|でしょうか|でしょう|ください|下さい|頂けますか|ね|よ|けど|けれど|が|だ)*" + REST
)
ASKED_WITH_NO = re.compile(r"[るいたなだん]の(?:か|かな|ね|よ)?" + REST)
OPEN_END = re.compile(
    r"(?:けど|けれど|が|困って(?:い?ます)?|困る|困ります|心配です|心配|不安です|迷って(?:い?ます)?|助けて|くて)" + REST
)


class Asking(IntEnum):
    """How much a sentence asks, rising."""

    TOLD = 0  # 「今日は風が強いです。」
    OPEN = 1  # an end that leaves something open: 「困っています。」「…のですが。」
    BARE = 2  # words as they are typed into a search box: 「印鑑証明 代理」
    ASKED = 3  # a question or a wish


def sentences(typed: str) -> list[str]:
    """The sentences of a text as it was typed, each with its sign, without empty ones."""
    return [part.strip() for part in END.split(typed) if part.strip(SIGNS)]


def asking(sentence: str) -> Asking:
    """How much one sentence asks, by its end."""
    text = normalise(sentence)
    if QUESTION.search(text) or ASKED_WITH_NO.search(text):
        return Asking.ASKED
    if OPEN_END.search(text):
        return Asking.OPEN
    words = [token for token in analyse(text) if re.search(r"\w", token.surface)]
    bare = words and words[-1].content and not re.search(r"[ぁ-ゖ]$", words[-1].surface)
    return Asking.BARE if bare else Asking.TOLD
