"""Running text put together again from the lines over which a page spread it."""

import html
import re
from collections.abc import Iterable

TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-zA-Z][^<>]*)?\s*/?>|<!--.*?-->")  # not <https://…> or <mail@…>
SYMBOL_BULLET = re.compile("[\uf000-\uf0ff]+ *")  # bullets of symbol fonts, which no other font shows
BULLET = re.compile(r"[・•·●○◎◆◇■□▶►➢✓※①-⑳]|[-–] |\(\d+\)|（\d+）")
BULLET_MARKS = re.compile(r"[・•·\-– ]+")
SENTENCE_END = ("。", "！", "？", "!", "?", "．")
LABEL = 14  # characters: an item of a list that is no longer is a label, which the next line explains
CJK = r"[぀-ヿ㐀-鿿々〆ー]"
WRAP_SPACE = re.compile(rf"(?<={CJK}|[、。」]) (?={CJK}|「)")
SPACED_LETTERS = re.compile(r"(?<![A-Za-zＡ-Ｚ])(?:[A-ZＡ-Ｚ] ){1,}[A-ZＡ-Ｚ](?![A-Za-z])")


def tidy(line: str) -> str:
    """`line` without tags and Markdown's bold and heading marks; bullets that only a symbol font shows become ・."""
    text = html.unescape(TAG.sub(" ", line)).replace("\t", "  ").replace("\f", "")
    text = re.sub(r"^\s*#{1,6}\s+", "", text).replace("**", "")
    return re.sub(r"^(?:[-–] )?[・•·] *|^[-–] (?=\S)", "・", SYMBOL_BULLET.sub("・", text).strip())


def join(lines: Iterable[str]) -> str:
    """One text out of wrapped `lines`: a line break only behind a sentence and before an item of a list."""
    joined = ""
    last = ""
    for line in lines:
        text = line.strip()
        if not text:
            continue
        joined += _between(last, text) + text if last else text
        last = text
    return joined


def close_up(text: str) -> str:
    """`text` without the blanks at which the page had wrapped it between two Japanese characters, or spaced out letters."""
    closed = SPACED_LETTERS.sub(lambda letters: letters[0].replace(" ", ""), text)
    return WRAP_SPACE.sub("", closed)


def ends_sentence(text: str) -> bool:
    return text.rstrip().endswith(SENTENCE_END)


def _between(before: str, after: str) -> str:
    if ends_sentence(before) or BULLET.match(after):
        return "\n"
    if BULLET.match(before) and len(before) <= LABEL and not before.endswith(("、", ",")):
        return "\n"
    left, right = before[-1], after[0]
    return " " if left.isascii() and left.isalnum() and right.isascii() and right.isalnum() else ""
