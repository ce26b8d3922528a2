"""結果: the closed list of endings of a question, used in the log, the KPI, the screens and the docs."""

from enum import StrEnum


class Outcome(StrEnum):
    """Each value is the word in the log and in the API; `label` is the word on Japanese screens."""

    ANSWERED = "answered"
    CHOICES = "choices"
    PASSAGE = "passage"
    HANDOFF = "handoff"
    OUT_OF_AREA = "out_of_area"
    SMALLTALK = "smalltalk"
    CRISIS = "crisis"
    PERSONAL_DATA = "personal_data"
    NOT_JAPANESE = "not_japanese"
    PAUSED = "paused"
    ERROR = "error"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Outcome.ANSWERED: "回答",
    Outcome.CHOICES: "候補の提示",
    Outcome.PASSAGE: "計画の記載",
    Outcome.HANDOFF: "担当課の案内",
    Outcome.OUT_OF_AREA: "対象外",
    Outcome.SMALLTALK: "あいさつ",
    Outcome.CRISIS: "緊急の案内",
    Outcome.PERSONAL_DATA: "個人情報のお断り",
    Outcome.NOT_JAPANESE: "日本語以外",
    Outcome.PAUSED: "休止中",
    Outcome.ERROR: "障害",
}
