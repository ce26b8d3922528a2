"""An entry as it would answer if it were published now."""

from dataclasses import replace
from datetime import datetime

from bot import Bot, Outcome, Published, Question, Shelf, UsageEvent
from bot.draft import with_draft
from index import Index
from knowledge import TOKYO, Entry

TUESDAY = datetime(2026, 6, 2, 10, tzinfo=TOKYO)
NEW = Entry(
    "jitensha",
    "131016",
    "撤去された自転車はどこで受け取れますか",
    "保管所で受け取ってください。",
    "ごみ",
    ("自転車を撤去された", "放置自転車の保管所"),
)


class Forgetful:
    def record(self, event: UsageEvent) -> None:
        return None


def answer(published: Published, text: str) -> str:
    reply = Bot(lambda code: published, Forgetful()).reply(Question("131016", text, TUESDAY))
    return reply.text if reply.outcome is Outcome.ANSWERED else ""


def test_a_new_entry_answers_and_what_is_published_stays(shelf: Shelf, index: Index) -> None:
    published = Published(shelf, index)
    assert "保管所" in answer(with_draft(published, NEW), "自転車を撤去された")
    assert "保管所" not in answer(published, "自転車を撤去された")
    assert published.shelf.knowledge.entries == shelf.knowledge.entries


def test_a_changed_entry_answers_with_its_new_words(shelf: Shelf, index: Index) -> None:
    published = Published(shelf, index)
    known = shelf.knowledge.entries[0]
    tried = with_draft(published, replace(known, answer="新しい庁舎でどうぞ。"))
    assert "新しい庁舎でどうぞ。" in answer(tried, known.question)
