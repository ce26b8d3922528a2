"""Masking: what could tell who asked is taken out before a question is stored or logged."""

import re
import unicodedata

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Runs of at least seven digits, also spaced or hyphenated: telephone, マイナンバー, card and account numbers. Law numbers,
# years, amounts with commas and 管理番号 like 1-4-2 are shorter.
NUMBER = re.compile(r"(?<![\d,.])\d(?:[\s\-ー‐－()]{0,2}\d){6,}(?!\d)")


def mask(text: str) -> str:
    """`text` with mail addresses and long numbers replaced by 〔メール〕 and 〔番号〕."""
    plain = unicodedata.normalize("NFKC", text)
    return NUMBER.sub("〔番号〕", MAIL.sub("〔メール〕", plain))
