"""「〇〇とは」: a question for what a word means is answered by the glossary of a plan that explains it."""

import re
from collections.abc import Mapping

ASKS = re.compile(
    r"(?:とは(?:何|なん|なに)?|(?:って|というのは|っていうのは)?\s*(?:何|なに|なん)\s*(?:です|でしょう|のこと|を指|だろう|の略|\?|$)|って\s*(?:どういう|どんな)(?:意味|もの|こと)|の意味|という(?:の|言葉)は)"
)
READ = re.compile(r"[ぁ-ゖァ-ヺー]{2,}\(\)")  # how the word is read, with the word itself in brackets behind it
FILLER = re.compile(
    r"とは|という(?:言葉|用語|の)|って|いう|の|は|を|が|意味|どういう|どんな|何|なに|なん|こと|もの|です|でしょうか|でしょう|ですか|か|だろう|教えて|知りたい|説明して"
    r"|ください|下さい|計画|用語|言葉|市|に出てくる|出てくる|略|[\s()「」『』・、。?!ー~,.]"
)
MOST_LEFT = 2  # characters beside the word and its question that may be anything: a particle, a slip


def defined(texts: tuple[str, ...], words: Mapping[str, str]) -> str:
    """The id that explains the word for whose meaning one of the normalised `texts` asks, or nothing.

    `words` maps normalised headwords, aliases included, to ids. The longest word counts, and only where the question holds
    hardly more: 「AIを使った窓口とは」 asks for something else.
    """
    for text in texts:
        if not ASKS.search(text):
            continue
        compact = text.replace(" ", "")
        for word in sorted((word for word in words if word in compact), key=len, reverse=True):
            if len(FILLER.sub("", READ.sub("", compact.replace(word, "")))) <= MOST_LEFT:
                return words[word]
    return ""
