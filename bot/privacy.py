"""Masking: what could tell who asked is taken out before a question is stored or logged."""

import re
import unicodedata

MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# Runs of at least seven digits, also with spaces, hyphens of any kind, dots or brackets between them: telephone, マイナンバー,
# card and account numbers. Law numbers, years, amounts with commas and 管理番号 like 1-4-2 are shorter; dates are let through.
BETWEEN = r"[\s\-‐‑‒–—―−ー.・()\u200b]{0,3}"
DATE = r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?!\d)"
YEARS = r"(?:19|20)\d\d\s*[-‐–—−~〜～]\s*(?:19|20)\d\d(?!\d)"
NUMBER = re.compile(rf"(?<![\d,.])(?!{DATE}|{YEARS})\d(?:{BETWEEN}\d){{6,}}(?!\d)")


def mask(text: str) -> str:
    """`text` with mail addresses and long numbers replaced by 〔メール〕 and 〔番号〕."""
    plain = unicodedata.normalize("NFKC", text)
    return NUMBER.sub("〔番号〕", MAIL.sub("〔メール〕", plain))
