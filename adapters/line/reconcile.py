"""LINE's own count of a day's replies beside ours."""

from dataclasses import dataclass
from datetime import date

from adapters.line.account_api import AccountApi
from adapters.line.sender import Sent
from adapters.storage.inbox import EXPIRED, REPLIED, UNCERTAIN, Inbox

PUSHED = "pushed"  # the reason of a reply that was sent as a push, which LINE counts elsewhere


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The replies of one day: as LINE counts them (None: it has no count), and as the inbox has them.

    `uncertain` are those of which nobody can know whether they arrived.
    """

    day: date
    by_line: int | None
    replied: int
    uncertain: int

    @property
    def agrees(self) -> bool:
        """Whether LINE's count lies between what certainly and what possibly arrived."""
        return self.by_line is not None and self.replied <= self.by_line <= self.replied + self.uncertain


def reconcile(api: AccountApi, inbox: Inbox, city: str, day: date) -> Reconciled:
    """Both counts for `city` on `day`, in Japan. Raises LineRefused."""
    certain = uncertain = 0
    for (_, state, reason), count in inbox.counts(city, day, day).items():
        if state == REPLIED and reason not in (PUSHED, Sent.USED_UP):
            certain += count
        elif (state, reason) in ((EXPIRED, UNCERTAIN), (REPLIED, Sent.USED_UP)):
            uncertain += count
    return Reconciled(day, api.replies(day), certain, uncertain)
