"""How an answer reads aloud: no double negatives, no word of the trade without its meaning."""

import re
from collections.abc import Iterable, Iterator

from knowledge.checking.finding import Finding, Level
from knowledge.entry import BLANK, Audience, Entry
from knowledge.fault import shorten
from knowledge.glossary import Term

# Two negatives that the reader has to cancel. 「〜なければなりません」 is one too: 「〜してください」 says it straight.
DOUBLE_NEGATIVE = re.compile(
    r"な(?:ければ|くては|いと)(?:なり|いけ)(?:ません|ない)|な(?:い|くも)わけでは|なくは(?:ない|ありません)"
    r"|ないことは(?:ない|ありません)|ないとは(?:限|言え|いえ)|ない(?:限り|かぎり)[^。\n]{0,30}(?:ません|ない)"
    r"|ずには[^。\n]{0,12}(?:ません|ない)|ざるを得|ないものは(?:ない|ありません)"
)


def double_negatives(entry: Entry) -> Iterator[Finding]:
    """Each line of the answers that says something by denying its opposite."""
    for line in f"{entry.answer}\n{entry.easy_answer}".splitlines():
        if found := DOUBLE_NEGATIVE.search(line):
            remedy = "「〜してください」「〜できます」のように、肯定の形で書いてください"
            yield Finding(Level.WARNING, entry.id, f"「{shorten(found[0], 30)}」は二重の否定です", remedy)


def unexplained_terms(entry: Entry, glossary: Iterable[Term]) -> Iterator[Finding]:
    """Terms of the glossary that the answer to residents uses and does not explain.

    A term is explained where brackets follow it, where it stands in brackets itself after plain words, or where the
    answer says とは; a term that the question has is the reader's own word.
    """
    if entry.audience is Audience.STAFF:
        return
    left = BLANK.sub("", entry.answer)
    for term in sorted(glossary, key=lambda term: len(term.word), reverse=True):
        if not _uses(term.word, left):
            continue
        explained = re.search(
            rf"{re.escape(term.word)}」?(?:[（(、]|とは|という)|[（(]「?{re.escape(term.word)}", entry.answer
        )
        if not explained and term.word not in entry.question:
            remedy = f"「{term.word}（{term.meaning}）」のように、初めに出るところで説明してください"
            yield Finding(Level.WARNING, entry.id, f"「{term.word}」の説明がありません", remedy)
        left = left.replace(term.word, " ")  # 電子証明書 is no 証明書


def _uses(word: str, text: str) -> bool:
    """Whether `word` stands in `text` as a word of its own: RPA, and not the middle of another run of Latin letters."""
    edge = r"[A-Za-z0-9ァ-ヺー]"
    before = rf"(?<!{edge})" if re.match(edge, word[0]) else ""
    after = rf"(?!{edge})" if re.match(edge, word[-1]) else ""
    return bool(re.search(before + re.escape(word) + after, text))
