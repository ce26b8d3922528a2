"""What is sent away before the search: to another body, another place, another language; never what an entry answers."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import Outcome, Question, Shelf
from bot.area import elsewhere
from bot.compose import before_search
from bot.language import language_of
from bot.smalltalk import small_talk
from index import normalise
from knowledge import COMMON, DATA, Audience, Body, Knowledge, load_knowledge, shipped_cities
from knowledge.reading.bodies import read_bodies
from knowledge.reading.entries import read_entries

Ask = Callable[..., Question]
BODIES = read_bodies(DATA / COMMON / "bodies.yaml")
NUMBERS = {"#8778", "#8008"}  # asked for as such; without a word, but in an entry


@pytest.fixture(scope="module")
def shelves() -> dict[str, Shelf]:
    return {code: Shelf(load_knowledge(code)) for code in shipped_cities()}


@pytest.fixture(scope="module")
def phrasings() -> list[tuple[str, str]]:
    """Every question and phrasing that ships, also of the common entries that a city replaces, with its owner."""
    files = [
        path for owner in (COMMON, *shipped_cities()) for path in sorted((DATA / owner / "entries").glob("*.yaml"))
    ]
    entries = [(path.parts[-3], entry) for path in files for entry in read_entries(path, path.parts[-3])]
    return [(owner, normalise(text)) for owner, entry in entries for text in (entry.question, *entry.phrasings)]


@pytest.mark.parametrize(("body", "question"), [(body, text) for body in BODIES for text in body.asks])
def test_what_is_a_body_s_matter_goes_there(body: Body, question: str) -> None:
    first = next((each.id for each in BODIES if each.concerns(normalise(question))), None)
    assert first == body.id


@pytest.mark.parametrize(("body", "question"), [(body, text) for body in BODIES for text in body.refuses])
def test_what_only_sounds_like_it_stays_here(body: Body, question: str) -> None:
    assert not body.concerns(normalise(question))


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.id)
def test_a_body_is_named_in_one_kind_sentence_without_a_number(body: Body) -> None:
    assert body.ask.endswith(("ください。", "です。"))
    assert not any(letter.isdigit() for letter in body.ask)
    assert body.source is None or (body.source.title and body.source.as_of)


def test_nothing_that_an_entry_is_asked_for_is_a_body_s_matter(phrasings: list[tuple[str, str]]) -> None:
    assert len(phrasings) > 14_000
    assert [(text, body.id) for _, text in phrasings for body in BODIES if body.concerns(text)] == []


def test_nothing_that_an_entry_is_asked_for_is_elsewhere(
    phrasings: list[tuple[str, str]], shelves: dict[str, Shelf]
) -> None:
    sent = [
        (text, place)
        for code, shelf in shelves.items()
        for owner, text in phrasings
        if owner in (COMMON, code) and (place := elsewhere(text, shelf.knowledge.city, shelf.knowledge.municipalities))
    ]
    assert sent == []


def test_nothing_that_an_entry_is_asked_for_is_small_talk_or_chinese(phrasings: list[tuple[str, str]]) -> None:
    assert {text for _, text in phrasings if small_talk(text, "みなと野市")} <= NUMBERS
    assert {language_of(text) for _, text in phrasings} <= {None, "en"}


def test_what_an_entry_is_asked_for_word_by_word_is_searched(shelves: dict[str, Shelf], ask: Ask) -> None:
    for text in ("#8778", "I need help in English"):
        assert before_search(ask(text), shelves["132012"]) is None
    assert before_search(ask("I need help in English, please"), shelves["132012"]).outcome is Outcome.NOT_JAPANESE


@pytest.mark.parametrize(
    ("text", "outcome", "said"),
    [
        ("年金はいくら振り込まれますか", Outcome.OUT_OF_AREA, "年金事務所"),
        ("Apple IDを忘れました", Outcome.OUT_OF_AREA, "会社の案内"),
        ("再配達をお願いしたい", Outcome.OUT_OF_AREA, "郵便局か宅配の会社"),
        ("町田市の粗大ごみ", Outcome.OUT_OF_AREA, "町田市のことは、町田市にお問い合わせください。"),
        ("神奈川県の免許センター", Outcome.OUT_OF_AREA, "神奈川県"),
        ("垃圾怎么扔", Outcome.NOT_JAPANESE, "本聊天以日语回答"),
        ("Xin chào, tôi muốn hỏi", Outcome.NOT_JAPANESE, "Chat này"),
        ("詩を書いて", Outcome.SMALLTALK, "役所の手続き"),
        ("死にたい。年金がいくら振り込まれるか", Outcome.CRISIS, "死"),
        ("粗大ごみの出し方", None, ""),
    ],
)
def test_a_question_that_needs_no_search(
    shelves: dict[str, Shelf], ask: Ask, text: str, outcome: Outcome | None, said: str
) -> None:
    reply = before_search(ask(text), shelves["132012"])
    assert (reply and reply.outcome) == outcome
    assert outcome is Outcome.CRISIS or said in (reply.text if reply else "")


def test_a_body_s_law_is_cited(shelves: dict[str, Shelf], ask: Ask) -> None:
    reply = before_search(ask("相続税はいくらかかりますか"), shelves["132012"])
    assert [(source.title, source.place) for source in reply.sources] == [("国税通則法", "第21条")]
    assert "八王子市" in reply.text


def test_staff_are_not_sent_to_bodies(shelves: dict[str, Shelf], ask: Ask) -> None:
    question = replace(ask("エクセルの関数を教えて"), audience=Audience.STAFF)
    assert before_search(question, shelves["132012"]) is None


def test_a_city_without_lists_sends_nobody_away(knowledge: Knowledge, ask: Ask) -> None:
    assert before_search(ask("町田市の粗大ごみ"), Shelf(knowledge)) is None
