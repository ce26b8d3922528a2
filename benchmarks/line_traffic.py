"""Invented traffic of a city's LINE account, with what may and what must be answered, made from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from adapters.line.double.deliveries import event, message, redelivered, tap, text

QUESTIONS = (
    "住民票の写しがほしい",
    "粗大ごみの出し方",
    "引っ越してきました。何日以内に届ければいいですか",
    "マイナンバーカードの受け取り",
    "国民健康保険をやめたい",
    "犬を飼い始めた",
    "保育園に入れたい",
    "介護保険の申請",
    "印鑑登録をしたい",
    "税金の証明書",
    "こんにちは",
    "パスポート",
    "子どもの医療費",
    "水道が止まった",
    "確定申告はどこで",
    "図書館のカード",
    "戸籍の写し",
)
GROUP = {"type": "group", "groupId": "C" + "7" * 32}
USERS = 2_000


@dataclass
class Sent:
    """One event as the campaign made it: `question` is recorded, `answered` gets a reply; with neither nothing may be sent."""

    raw: dict[str, Any]
    answered: bool
    question: bool = False


@dataclass
class Delivery:
    """A body to be delivered at `at` seconds from the start."""

    at: float
    events: list[Sent] = field(default_factory=list)
    again: bool = False
    marked: bool = False

    def raw(self) -> list[dict[str, Any]]:
        """The events as LINE would send them: a redelivery is marked as one, a duplicate of the network is not."""
        return [redelivered(each.raw) if self.marked else each.raw for each in self.events]


def traffic(count: int, rate: float, seed: int) -> list[Delivery]:
    """`count` events at `rate` per second in deliveries of up to eight users, 10 % of the events delivered twice, out of order."""
    chance = random.Random(seed)
    deliveries: list[Delivery] = []
    made = 0
    while made < count:
        size = min(count - made, chance.choice((1, 1, 1, 2, 3, 8)))
        events = [_event(chance) for _ in range(size)]
        at = made / rate + chance.uniform(0, 0.5)  # so that neighbours change places
        deliveries.append(Delivery(at, events))
        doubled = [each for each in events if chance.random() < 0.1]
        if doubled:
            later = at + chance.choice((0.0, 0.01, 0.5, 3.0, 20.0))
            deliveries.append(Delivery(later, doubled, again=True, marked=chance.random() < 0.5))
        made += size
    return sorted(deliveries, key=lambda delivery: delivery.at)


def events_of(deliveries: list[Delivery]) -> Iterator[Sent]:
    """Each event once."""
    return (each for delivery in deliveries if not delivery.again for each in delivery.events)


def _event(chance: random.Random) -> Sent:
    user = f"U{chance.randrange(USERS):032x}"
    drawn = chance.random()
    if drawn < 0.70:
        return Sent(text(chance.choice(QUESTIONS), user), answered=True, question=True)
    if drawn < 0.85:
        return Sent(_other_answered(chance, user), answered=True)
    return Sent(_silent(chance, user), answered=False)


def _other_answered(chance: random.Random, user: str) -> dict[str, Any]:
    kind = chance.choice(("sticker", "image", "follow", "category", "feedback"))
    if kind == "follow":
        return event("follow", user)
    if kind == "category":
        return tap("mdg1:category:all", user)
    if kind == "feedback":
        return tap(f"mdg1:helpful:{chance.randrange(16**32):032x}:yes", user)
    return message(kind, user)


def _silent(chance: random.Random, user: str) -> dict[str, Any]:
    source = GROUP | {"userId": user}
    asked = text(chance.choice(QUESTIONS), user)
    return chance.choice(
        (
            event("unfollow", user),
            event("beacon", user),
            event("unsend", user, unsend={"messageId": str(chance.randrange(10**12))}),
            event("teleport", user),
            tap("action=survey&q=3", user),
            asked | {"source": source},
            asked | {"mode": "standby"},
            asked | {"mode": "of the future"},
            message("imagemap", user),
            event("join", user, source=source),
        )
    )
