"""What our buttons send back: short data that begin with a prefix of ours, so that other tools' buttons are told apart."""

from dataclasses import dataclass
from enum import StrEnum

from bot import kpi

PREFIX = "mdg1:"
TAB = f"{PREFIX}menu:"  # a tab of the rich menu was changed: LINE tells, and there is nothing to say
SAID = {"yes": True, "no": False}


class Act(StrEnum):
    """What a button does; the value is the word in its data."""

    HELPFUL = "helpful"  # 役に立った／立たなかった of a reply
    CHOICE = "choice"  # takes an offered candidate
    CATEGORY = "category"  # lists what a category holds
    MORE = "more"  # shows an entry, or the next page of a list
    UNREADABLE = "unreadable"  # ours, but of another version of the program


@dataclass(frozen=True, slots=True)
class Postback:
    """A button of ours. `id` names the reply, entry or category; `helpful` counts for Act.HELPFUL alone."""

    act: Act
    id: str = ""
    helpful: bool = False

    @property
    def data(self) -> str:
        """What LINE sends back when the button is tapped. LINE takes up to 300 characters."""
        said = (":yes" if self.helpful else ":no") if self.act is Act.HELPFUL else ""
        return f"{PREFIX}{self.act}:{self.id}{said}"


NONE = Postback(Act.CHOICE, kpi.NONE)  # どれでもない


def parse(data: str) -> Postback | None:
    """The button behind `data`; None for one of another tool, UNREADABLE for one of ours that this version does not know."""
    if not data.startswith(PREFIX):
        return None
    word, _, rest = data.removeprefix(PREFIX).partition(":")
    if word not in (Act.HELPFUL, Act.CHOICE, Act.CATEGORY, Act.MORE) or not rest:
        return Postback(Act.UNREADABLE)
    if word == Act.HELPFUL:
        id, _, said = rest.rpartition(":")
        return Postback(Act.HELPFUL, id, SAID[said]) if id and said in SAID else Postback(Act.UNREADABLE)
    return Postback(Act(word), rest)
