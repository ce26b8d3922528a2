"""What a candidate is called on a button: its matter in few words, in full only where few words would not tell two apart."""

import re
from collections.abc import Sequence

# Where the matter ends and asking begins: 「…には、どうすればよいですか」, 「…とは何ですか」, 「…を教えてください」, 「…したいです」.
ASKING = re.compile(
    r"(?:(?<!ご)とは|には|では|は|が|を|に|へ|で|も|の|と)?、?"
    r"(?:(?<!な)ど(?:う(?!か)|[のこれちん])|何|なに|いつ|だれ|誰|どなた|いくら|教えて)[^。]*$"
    r"|(?<=たい)(?:です|のですが)$|(?:を|が|について)?知りたい(?:です)?$|(?:は|も)?、?ありますか$"
)
WHERE = re.compile(r"、(?:市?役所|窓口|市区町村|手続き)$")  # 「…とき、役所で何をしますか」
ADDED = re.compile(r"[（(][^（）()]*[）)]$")
# A situation is not yet the matter: 「引っ越したばかりのときは、どこで投票しますか」 is about voting. What would be left out
# then must hold no word of two kanji or of katakana but such as only ask.
SITUATION = re.compile(r"(?:とき|[たいんす])$")
ASKS = re.compile(r"相談|申請|手続|必要|連絡|更新|請求|登録|利用|方法|参加|申告|役所|窓口|何[歳割日回]")
MATTER = re.compile(r"[一-龠々]{2}|[ァ-ヺー]{3}")
SHORTEST = 4  # characters: less is a word, not a matter


def labels(questions: Sequence[str]) -> tuple[str, ...]:
    """A label for each of `questions`, in their order; none is part of another, so that what differs is seen."""
    short = [_matter(question) for question in questions]
    return tuple(
        question if any(label in other for at, other in enumerate(short) if at != number) else label
        for number, (question, label) in enumerate(zip(questions, short, strict=True))
    )


def _matter(question: str) -> str:
    """The first sentence of `question` without its words of asking, or all of it where hardly anything is left."""
    told = ADDED.sub("", question.removesuffix("？").removesuffix("?").removesuffix("。"))
    matter = WHERE.sub("", ASKING.sub("", ADDED.sub("", told.split("。")[0])))
    if len(matter) < SHORTEST:
        return question
    lost = SITUATION.search(matter) and MATTER.search(ASKS.sub("", told.removeprefix(matter)))
    return question if lost else matter
