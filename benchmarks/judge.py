"""What a reply is worth, as benchmarks/questions/README.md and the plan questions' README define it."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

ANSWERS = {"answered", "passage"}
REFUSALS = {"handoff", "out_of_area", "not_japanese", "personal_data", "smalltalk"}


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def shown_text(reply: Mapping[str, Any]) -> str:
    """Everything the person sees of a reply, its cited passages included."""
    entry = reply["entry"]["question"] if reply["entry"] else ""
    return squeeze("\n".join([entry, reply["text"], *(source["excerpt"] for source in reply["sources"])]))


def judge_facts(question: Mapping[str, Any], reply: Mapping[str, Any]) -> str:
    """`right`, `missing` (refused or without the facts) or `false` (an answer where none exists, or a trap)."""
    shown = shown_text(reply)
    trapped = any(squeeze(trap) in shown for trap in question["must_not"])
    if question["kind"] == "unanswerable":
        return "right" if reply["outcome"] in REFUSALS and not trapped else "false"
    if trapped:
        return "false"
    held = all(squeeze(fact) in shown for fact in question["facts"])
    return "right" if held and reply["outcome"] in ANSWERS else "missing"


def judge_entries(question: Mapping[str, Any], reply: Mapping[str, Any]) -> str:
    """`right`, `offered` (among the choices, or by a hand-over), `refused`, `wrong` (another entry) or `false` (answered the
    unanswerable)."""
    expected = set(question["expected"])
    if question["kind"] == "unanswerable":
        return "false" if reply["outcome"] in ANSWERS else "right"
    if reply["entry"]:
        return "right" if reply["entry"]["id"] in expected else "wrong"
    if expected & {choice["id"] for choice in reply["choices"]}:
        return "offered"
    if reply["outcome"] == "choices":
        return "wrong"
    return "wrong" if reply["outcome"] == "passage" else "refused"
