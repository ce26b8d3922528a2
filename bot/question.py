"""質問: what a person typed, and in whose name it is looked up."""

from dataclasses import dataclass
from datetime import date, datetime

from knowledge import TOKYO, Audience

LONGEST = 2_000  # characters; longer texts are refused kindly


@dataclass(frozen=True, slots=True)
class Question:
    """`choice` is the id of a candidate taken in place of `text`. `previous` is the entry answered with just before, on which a
    question without a topic leans. `user` is a pseudonym, never an account name. `id` names the reply, where the channel must
    be able to ask twice and be recorded once; else the reply gets one of its own."""

    city: str
    text: str
    asked_at: datetime
    audience: Audience = Audience.RESIDENT
    channel: str = "web"
    user: str = ""
    session: str = ""
    choice: str = ""
    previous: str = ""
    id: str = ""

    @property
    def today(self) -> date:
        """The day on which it is asked, in Japan."""
        return self.asked_at.astimezone(TOKYO).date()
