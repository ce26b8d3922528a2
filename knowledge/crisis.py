"""こころと命の危機: what must be answered before anything else."""

import re
from dataclasses import dataclass

from knowledge.helpline import Helpline

HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}  # シニタイ
DRAWN_OUT = re.compile(r"[\s~ー…・]+")  # 死に たい, 死にた~い: also searched with these taken out
ENDS = " ~ー…・!?。、"


@dataclass(frozen=True, slots=True)
class Crisis:
    """One kind of emergency. `patterns` are in hiragana and search the normalised question folded to it; `unless` names what
    is none, as it is typed: シカ is a deer, しか is not."""

    id: str
    text: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...] = ()
    helplines: tuple[Helpline, ...] = ()

    def signalled_by(self, text: str) -> bool:
        """Whether `text` signals this crisis once the harmless expressions are taken out."""
        text = text.rstrip(ENDS)
        return any(self._signals(spelling) for spelling in {text, DRAWN_OUT.sub("", text)})

    def _signals(self, text: str) -> bool:
        if not self._matches(text):
            return False
        for harmless in self.unless:
            text = harmless.sub(" ", text)
        return self._matches(text)

    def _matches(self, text: str) -> bool:
        folded = text.translate(HIRAGANA)
        return any(pattern.search(folded) for pattern in self.patterns)
