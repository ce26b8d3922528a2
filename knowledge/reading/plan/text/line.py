"""One line of a document as a person is shown it: without tags and exports' marks, and otherwise as printed."""

import html
import re

ELEMENTS = (
    "article|blockquote|br|caption|center|code|col|colgroup|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|"
    "h[1-6]|header|hr|img|ins|li|nav|ol|pre|rp|rt|ruby|section|small|span|strike|strong|sub|summary|sup|table|tbody|"
    "td|tfoot|th|thead|tr|ul"
)
TAG = re.compile(  # an HTML element or comment; not <https://…> or <mail@…> or 3 < 5
    rf"<!--.*?-->|</?(?:[abipqsu]|(?i:{ELEMENTS}))(?:\s+[a-zA-Z][^<>]*)?\s*/?>"
)
MARKS = re.compile(r"^\s*#{1,6}\s+")  # Markdown heading marks say nothing to a person
SYMBOL_BULLET = re.compile("[\uf000-\uf0ff]+[ \u3000]*")  # bullets of symbol fonts, which no other font shows
DASH = re.compile(r"^[-*+] +(?=\S)")  # Markdown's item of a list
PRINTED_BULLET = re.compile(r"[・･·•●○〇◎◆♦◇■□▶►➢➤✓※▷①-⑳]|\(\d|（[\d０-９]")
ITEM = re.compile(
    r"[・･·•●○〇◎◆♦◇■□▶►➢➤✓※▷①-⑳➀-➉]|[-*+] +\S|[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[.．] ?\D|[ア-コ] \S|【|＜|〈|注[)）]|"
    r"出典|[^\s：:。、]{2,12}\s?：\s|[(（]出典|[(（]参考|[(（]※|図 ?[0-9０-９]|表 ?[0-9０-９]|質問|https?:"
)
SPACED = re.compile(
    r"(?:(?<![^\s、。（「])|(?<=[\u3040-\u30ff\u4e00-\u9fff]))(?:[\u3040-\u30ff\u3400-\u9fffＡ-Ｚ] ){2,}[\u3040-\u30ff\u3400-\u9fffＡ-Ｚ]"
)
INNER = re.compile(r"(?<=[（「『【(]) +| +(?=[）」』】、。])")
RULE = re.compile(r"\s*(?:[-*_] *){3,}\s*")


def clean(text: str) -> str:
    """`text` without tags, Markdown marks and form feeds; symbol fonts' bullets become ・; justified words are closed."""
    if RULE.fullmatch(text):
        return ""
    bare = html.unescape(TAG.sub(" ", text)).replace("\t", "  ").replace("\f", "").replace("**", "")
    bare = SYMBOL_BULLET.sub("・", MARKS.sub("", bare)).strip()
    dash = DASH.match(bare)
    if dash:
        rest = bare[dash.end() :]
        bare = re.sub(r"^([・･·•◆]) +", r"\1", rest) if PRINTED_BULLET.match(rest) else f"・{rest}"
    return INNER.sub("", SPACED.sub(lambda word: word[0].replace(" ", ""), bare))


def is_item(text: str) -> bool:
    """Whether the cleaned or raw line `text` begins an item of a list, a note or a caption."""
    return bool(ITEM.match(text.lstrip()) or SYMBOL_BULLET.match(text.lstrip()))
