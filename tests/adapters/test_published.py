"""Publications: revisions count up, the newest body wins, all or nothing, and nothing of the text changes on the way."""

import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from adapters.storage import Overtaken, Publication, PublishedContent, connect
from adapters.storage.published import body_of, item_of
from knowledge import (
    Audience,
    Card,
    CardKind,
    CardYear,
    Certainty,
    City,
    Doubt,
    Entry,
    Figure,
    Knowledge,
    Passage,
    PassageKind,
    Plan,
    PlanContact,
    PlanStatus,
    Scope,
    Source,
    Status,
)
from knowledge.plan_term import PlanTerm
from knowledge.source import Link
from knowledge.survey import Answer, Survey, SurveyBase

GOMI = Entry("gomi", "131016", "ごみはいつ出しますか。", "朝8時までに出してください。", "清掃課")
TOSHOKAN = Entry("toshokan", "131016", "図書館はどこですか。", "本庁舎の隣です。", "図書館")
KEIKAKU = Plan(
    "plan-1", "131016", "みなと野市緑の計画", passages=(Passage("plan-1-1", ("第1章",), "木を植える。", 1, 2),)
)
SHIPPED = Knowledge(City("131016", "みなと野市"))


@pytest.fixture
def content(engine: Engine) -> PublishedContent:
    return PublishedContent(engine)


def test_a_city_that_published_nothing_has_revision_1(content: PublishedContent) -> None:
    assert content.revision("131016") == 1
    assert content.on_top_of(SHIPPED) == SHIPPED


def test_each_publication_raises_the_revision_by_one(content: PublishedContent) -> None:
    published = [content.publish("131016", "ごみ", [GOMI]), content.publish("131016", "計画", plans=[KEIKAKU])]
    assert published == [2, 3]
    assert content.revision("131016") == 3
    assert content.on_top_of(SHIPPED).revision == 3


def test_cities_count_apart_and_see_only_their_own(content: PublishedContent) -> None:
    content.publish("131016", "ごみ", [GOMI])
    neighbour = Knowledge(City("131024", "かすみ台市"))
    assert content.revision("131024") == 1
    assert content.on_top_of(neighbour) == neighbour


def test_entries_of_the_same_id_in_two_cities_are_two_entries(content: PublishedContent) -> None:
    """The neighbour is two revisions ahead with its own gomi and plan-1."""
    content.publish("131016", "初版", [GOMI], [KEIKAKU])
    for day in ("月曜日", "火曜日", "水曜日"):
        theirs = replace(GOMI, owner="131024", answer=f"{day}に出してください。")
        content.publish("131024", day, [theirs], [replace(KEIKAKU, city="131024", title=day)])
    known = content.on_top_of(SHIPPED)
    assert (known.entries, known.plans, known.revision) == ((GOMI,), (KEIKAKU,), 2)


def test_the_newest_body_wins_and_the_others_stay(content: PublishedContent) -> None:
    newer = replace(GOMI, answer="朝7時半までに出してください。")
    content.publish("131016", "初版", [GOMI, TOSHOKAN], [KEIKAKU])
    content.publish("131016", "改訂", [newer])
    known = content.on_top_of(SHIPPED)
    assert set(known.entries) == {newer, TOSHOKAN}
    assert known.plans == (KEIKAKU,)


def test_a_published_entry_replaces_the_shipped_one_of_its_id(content: PublishedContent) -> None:
    shipped = SHIPPED.with_entries((replace(GOMI, answer="古い案内"), TOSHOKAN))
    content.publish("131016", "改訂", [GOMI])
    assert content.on_top_of(shipped).entries == (GOMI, TOSHOKAN)


def test_what_ships_beside_entries_and_plans_stays(content: PublishedContent) -> None:
    content.publish("131016", "ごみ", [GOMI])
    known = content.on_top_of(SHIPPED)
    assert (known.city, known.lexicon, known.crises) == (SHIPPED.city, SHIPPED.lexicon, SHIPPED.crises)


class BreakingPlans:
    def __iter__(self) -> Iterator[Plan]:
        yield KEIKAKU
        raise OSError("the disk with the plans is gone")


@pytest.mark.parametrize(
    ("entries", "plans", "error"),
    [
        ([GOMI], BreakingPlans(), OSError),
        ([GOMI, TOSHOKAN, GOMI], (), SQLAlchemyError),
        ([GOMI], [KEIKAKU, KEIKAKU], SQLAlchemyError),
    ],
    ids=["reading breaks off", "an entry twice", "a plan twice"],
)
def test_a_publication_is_all_or_nothing(
    content: PublishedContent, entries: list[Entry], plans: Iterable[Plan], error: type[Exception]
) -> None:
    content.publish("131016", "初版", [TOSHOKAN])
    with pytest.raises(error):
        content.publish("131016", "壊れた取り込み", entries, plans)
    assert content.revision("131016") == 2
    assert content.on_top_of(SHIPPED) == replace(SHIPPED, entries=(TOSHOKAN,), revision=2)
    assert content.publish("131016", "やり直し", [GOMI], [KEIKAKU]) == 3


@pytest.mark.parametrize(
    "text",
    [
        "子育て👨‍👩‍👧‍👦の相談☎️🈺",
        "葛󠄀城さん、渡邉󠄂さん、𠮷野家、髙橋、﨑谷、辻󠄀",
        "ﾊﾝｶｸと全角ＡＢＣ、①②③、㈱、㍻",
        "一行目\n二行目\n\n　字下げ\tタブ\r\n最後",
        "か\u3099き\u3099 (結合文字の濁点)",
        "〜～－―‐ー・･「」『』…‥",
        '\'; DROP TABLE entry_revisions; -- \\n "引用" {{空欄}} %s :name',
        "零幅\u200bと\u2028行区切り\u00a0改行なし空白",
    ],
    ids=["emoji", "異体字", "width", "line breaks", "combining", "dashes", "code", "invisible"],
)
def test_text_survives_unchanged(content: PublishedContent, text: str) -> None:
    entry = replace(GOMI, question=text, answer=text, phrasings=(text, text + "2"), note=text, tags=(text,))
    plan = replace(KEIKAKU, title=text, passages=(Passage("plan-1-1", (text,), text, 1, 1),))
    content.publish("131016", text, [entry], [plan])
    known = content.on_top_of(SHIPPED)
    assert known.entries == (entry,)
    assert known.plans == (plan,)


FULL_ENTRY = Entry(
    id="kosodate-soudan",
    owner="131016",
    question="子育ての相談はどこでできますか。",
    answer="保健センターで相談してください。\n電話でも受け付けます。",
    section="市民窓口課",
    phrasings=("子どものことで困った", "育児の相談"),
    audience=Audience.STAFF,
    category="子育て",
    easy_answer="保健（ほけん）センターで 相談（そうだん）してください。",
    links=(Link("申し込み", "https://example.jp/form"), Link("地図", "https://example.jp/map")),
    source=(
        Source("母子保健法", "第9条", "https://example.jp/law", date(2026, 4, 1)),
        Source("みなと野市子ども計画", "第2章"),
    ),
    valid_from=date(2024, 2, 29),
    valid_until=date(9999, 12, 31),
    updated_on=date(2026, 11, 20),
    tags=("子育て", "相談"),
    note="担当が替わったら改める",
)
FULL_PLAN = Plan(
    id="plan-2",
    city="131016",
    title="みなと野市子ども計画（素案）",
    status=PlanStatus.DRAFT,
    as_of=date(2026, 2, 28),
    file="kodomo.md",
    audience=Audience.STAFF,
    passages=(
        Passage(
            "plan-2-3",
            ("第1章 現状", "1 人口"),
            "人口は\t5万人。",
            3,
            9,
            PassageKind.TABLE,
            "iv",
            Scope.NATION,
            "子ども課・保健課",
            ("子育て", "オンライン申請"),
            "遊び場の見守り",
            date(2026, 12, 20),
        ),
        Passage("plan-2-10", (), "用語の説明", 10, 10, PassageKind.GLOSSARY),
    ),
    edition="令和8年度版",
    first_year=2026,
    last_year=2030,
    cards=(
        Card(
            title="遊び場の見守り",
            kind=CardKind.KPI,
            number="1-2-3",
            candidates=("1-2-3", "1-2-4"),
            certainty=Certainty.INFERRED,
            sections=("子ども課", "公園課"),
            group="基本方針1",
            policy="施策②",
            measure="①見守り",
            content="遊び場を見守る",
            purpose="けがを減らす",
            note="冬は休み",
            years=(
                CardYear(
                    year=2024,
                    activities=("実施", "改善"),
                    results=(
                        Figure(
                            text="満足度 71.30％\n（対目標：▲8.70％）",
                            label="満足度",
                            value=Decimal("71.30"),
                            unit="％",
                            status=Status.MISSED,
                            goal=Decimal("80.00"),
                            goal_derived=True,
                            delta=Decimal("-8.70"),
                            against="目標",
                        ),
                        Figure("1234567890123456789.5人", value=Decimal("1234567890123456789.5")),
                    ),
                    goals=(Figure("80％", value=Decimal(80), unit="％"),),
                    as_of="令和7年3月末",
                ),
                CardYear(2025),
            ),
            page="12",
            first_line=120,
            last_line=168,
        ),
        Card("構想の一つ", CardKind.CONCEPT, certainty=Certainty.AMBIGUOUS),
    ),
    contacts=(PlanContact("子ども課", "03-0000-1005", "本庁舎2階", "kodomo@example.jp", "03-0000-1006", "平日", 400),),
    doubts=(Doubt(13, "番号が分かりません", "構想の一つ"),),
    facts_only=True,
    skipped=12,
    terms=(PlanTerm("見守り", "遊ぶ人を見ていること。", "みまもり", ("声かけ",), 90, 91),),
    surveys=(
        Survey("問1 どこで遊びますか", SurveyBase(500, "小学生"), (Answer("公園", 240, Decimal("48.0")),), 60, 66),
    ),
)


@pytest.mark.parametrize("entry", [GOMI, FULL_ENTRY], ids=["nothing but what is needed", "every field"])
def test_an_entry_survives_with_every_field(content: PublishedContent, entry: Entry) -> None:
    content.publish("131016", "往復", [entry])
    assert content.on_top_of(SHIPPED).entries == (entry,)


@pytest.mark.parametrize("plan", [Plan("plan-3", "131016", "白紙"), KEIKAKU, FULL_PLAN], ids=["empty", "short", "full"])
def test_a_plan_survives_with_every_field(content: PublishedContent, plan: Plan) -> None:
    content.publish("131016", "往復", plans=[plan])
    assert content.on_top_of(SHIPPED).plans == (plan,)


def test_a_full_plan_is_full() -> None:
    """Every field of every model is set to something else than its default, somewhere in FULL_PLAN."""

    def set_in(item: Any) -> Iterator[tuple[type, str]]:
        for field in fields(item):
            value = getattr(item, field.name)
            if field.default is MISSING or value != field.default:
                yield type(item), field.name
            for inner in value if isinstance(value, tuple) else (value,):
                yield from set_in(inner) if is_dataclass(inner) else ()

    models = (Plan, Passage, Card, CardYear, Figure, PlanContact, Doubt, PlanTerm, Survey, SurveyBase, Answer)
    assert {(model, field.name) for model in models for field in fields(model)} - set(set_in(FULL_PLAN)) == set()


def test_numbers_keep_their_zeros(content: PublishedContent) -> None:
    content.publish("131016", "往復", plans=[FULL_PLAN])
    [plan] = content.on_top_of(SHIPPED).plans
    assert repr(plan) == repr(FULL_PLAN)


def test_what_an_older_version_stored_is_still_read() -> None:
    """Before there were cards: no edition, years, cards, contacts and doubts; passages without scope, section and terms."""
    passage = {"id": "plan-4-1", "headings": ["第1章"], "text": "木を植える。", "first_line": 1, "last_line": 2}
    body = {
        "id": "plan-4",
        "city": "131016",
        "title": "みなと野市緑の計画",
        "status": "draft",
        "as_of": "2026-02-28",
        "file": "midori.md",
        "audience": "staff",
        "passages": [passage | {"kind": "table", "page": "3"}],
    }
    assert item_of(Plan, body) == Plan(
        "plan-4",
        "131016",
        "みなと野市緑の計画",
        PlanStatus.DRAFT,
        date(2026, 2, 28),
        "midori.md",
        Audience.STAFF,
        (Passage("plan-4-1", ("第1章",), "木を植える。", 1, 2, PassageKind.TABLE, "3"),),
    )
    entry = {key: value for key, value in body_of(FULL_ENTRY).items() if key != "related"}
    assert item_of(Entry, entry) == FULL_ENTRY


def test_a_long_plan_is_loaded_at_once() -> None:
    """1,000 passages and 170 cards are read on every change of a city, beside residents' questions."""
    [passage, *_], [card, *_] = FULL_PLAN.passages, FULL_PLAN.cards
    body = body_of(replace(FULL_PLAN, passages=(passage,) * 1_000, cards=(card,) * 170))
    took = []
    for _ in range(3):
        start = time.perf_counter()
        item_of(Plan, body)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.05


def test_a_preview_is_what_will_be_published(content: PublishedContent) -> None:
    """In the same order, so that an index built for the one fits the other."""
    content.publish("131016", "初版", [TOSHOKAN, GOMI], [KEIKAKU])
    entries = [replace(GOMI, id="zz"), replace(GOMI, answer="新しい"), replace(GOMI, id="aa")]
    shipped = SHIPPED.with_entries((replace(TOSHOKAN, answer="付属"), replace(GOMI, id="fuzoku")))
    before = content.preview(shipped, entries, [FULL_PLAN])
    content.publish("131016", "次", entries, [FULL_PLAN])
    after = content.on_top_of(shipped)
    assert (before.revision, after.revision) == (2, 3)
    assert replace(before, revision=3) == after
    assert before.digest() == after.digest()


def test_the_digest_tells_whether_the_index_still_fits(content: PublishedContent) -> None:
    """The index is built from what was read from a file, and loaded beside what was read from the database."""
    content.publish("131016", "往復", [FULL_ENTRY], [FULL_PLAN])
    assert content.on_top_of(SHIPPED).digest() == replace(SHIPPED, entries=(FULL_ENTRY,), plans=(FULL_PLAN,)).digest()


def test_another_process_sees_the_publication(content: PublishedContent, database: str) -> None:
    other = connect(database)
    assert PublishedContent(other).revision("131016") == 1
    content.publish("131016", "ごみ", [GOMI])
    assert PublishedContent(other).revision("131016") == 2
    assert PublishedContent(other).on_top_of(SHIPPED).entries == (GOMI,)
    other.dispose()


def test_eight_people_who_publish_together_all_get_a_revision_of_their_own(database: str) -> None:
    connect(database).dispose()
    together = threading.Barrier(8)
    revisions: list[int] = []
    failures: list[Exception] = []

    def publish(number: int) -> None:
        engine = connect(database)
        together.wait()
        try:
            revisions.append(PublishedContent(engine).publish("131016", "同時", [replace(GOMI, id=f"gomi-{number}")]))
        except SQLAlchemyError as error:
            failures.append(error)
        engine.dispose()

    threads = [threading.Thread(target=publish, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine = connect(database)
    known = PublishedContent(engine).on_top_of(SHIPPED)
    engine.dispose()
    assert failures == []
    assert sorted(revisions) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert len(known.entries) == 8


def answers(content: PublishedContent) -> dict[str, str]:
    """What each entry of the city's own says now."""
    return {entry.id: entry.answer for entry in content.on_top_of(SHIPPED).entries}


@pytest.fixture
def four(content: PublishedContent) -> PublishedContent:
    """Revision 2: gomi. 3: toshokan and a plan. 4: gomi anew, and kouen."""
    content.publish("131016", "初版", [GOMI])
    content.publish("131016", "図書館と計画", [TOSHOKAN], [KEIKAKU])
    content.publish("131016", "改訂", [replace(GOMI, answer="新しい"), replace(GOMI, id="kouen", answer="公園")])
    return content


class TestRestoring:
    """An earlier revision is brought back by a new one; nothing is ever deleted."""

    @pytest.mark.parametrize(
        ("revision", "entries", "plans"),
        [
            (1, {}, 0),
            (2, {"gomi": GOMI.answer}, 0),
            (3, {"gomi": GOMI.answer, "toshokan": TOSHOKAN.answer}, 1),
        ],
    )
    def test_the_content_is_that_of_the_revision(
        self, four: PublishedContent, revision: int, entries: dict[str, str], plans: int
    ) -> None:
        """What did not exist then is gone, what was changed since is as it was."""
        assert four.restore("131016", revision, "間違いのため") == 5
        known = four.on_top_of(SHIPPED)
        assert (answers(four), len(known.plans), known.revision) == (entries, plans, 5)

    def test_what_ships_shows_again_where_the_city_had_nothing_of_its_own(self, content: PublishedContent) -> None:
        shipped = SHIPPED.with_entries((replace(GOMI, answer="付属の案内"),))
        content.publish("131016", "上書き", [GOMI])
        content.restore("131016", 1, "付属に戻す")
        assert [entry.answer for entry in content.on_top_of(shipped).entries] == ["付属の案内"]

    def test_a_restoration_can_be_restored_from(self, four: PublishedContent) -> None:
        before = answers(four)
        four.restore("131016", 1, "全部やめる")
        assert four.restore("131016", 4, "やはり戻す") == 6
        assert answers(four) == before
        assert four.restore("131016", 5, "もう一度やめる") == 7
        assert answers(four) == {}

    def test_an_entry_that_was_gone_can_be_published_again(self, four: PublishedContent) -> None:
        four.restore("131016", 2, "戻す")
        assert four.publish("131016", "再掲", [TOSHOKAN]) == 6
        assert answers(four) == {"gomi": GOMI.answer, "toshokan": TOSHOKAN.answer}

    def test_what_is_in_force_already_is_not_published_again(self, four: PublishedContent) -> None:
        assert four.restore("131016", 4, "同じ") == 4
        four.restore("131016", 2, "戻す")
        assert four.restore("131016", 2, "もう一度") == 5
        assert len(four.history("131016")) == 4

    def test_the_other_cities_stay(self, four: PublishedContent) -> None:
        four.publish("131024", "隣", [replace(GOMI, owner="131024")])
        four.restore("131016", 1, "戻す")
        assert four.revision("131024") == 2
        assert len(four.on_top_of(Knowledge(City("131024", "かすみ台市"))).entries) == 1

    @pytest.mark.parametrize("revision", [-1, 0, 5, 99])
    def test_a_revision_that_never_was_is_refused(self, four: PublishedContent, revision: int) -> None:
        with pytest.raises(
            LookupError, match=rf"131016 has no revision {revision}; it has 1 to 4\. `madoguchi revisions"
        ):
            four.restore("131016", revision, "")
        assert four.revision("131016") == 4

    def test_who_when_and_why_are_kept(self, engine: Engine) -> None:
        started = datetime.now(UTC)
        PublishedContent(engine, "山田").publish("131016", "初版", [GOMI])
        PublishedContent(engine, "佐藤").restore("131016", 1, "誤りのため")
        history = PublishedContent(engine).history("131016")
        assert [(each.revision, each.who, each.why, each.restores) for each in history] == [
            (3, "佐藤", "誤りのため", 1),
            (2, "山田", "初版", None),
        ]
        assert all(started <= each.at <= datetime.now(UTC) for each in history)
        assert isinstance(history[0], Publication)


class TestTogether:
    """Two people at once: neither loses what the other did."""

    def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(self, engine: Engine) -> None:
        mine, theirs = PublishedContent(engine, "山田"), PublishedContent(engine, "佐藤")
        theirs.publish("131016", "番号の訂正", plans=[KEIKAKU])
        said = r"131016: 'plan-1' was changed meanwhile by revision 2 \(佐藤: 番号の訂正\)\. Nothing was published\."
        with pytest.raises(Overtaken, match=said):
            mine.publish("131016", "取り込み", [GOMI], [KEIKAKU], based_on=1)
        assert mine.revision("131016") == 2
        assert answers(mine) == {}
        assert mine.publish("131016", "取り込み", [GOMI], [KEIKAKU], based_on=2) == 3

    def test_a_change_of_something_else_is_no_hindrance(self, content: PublishedContent) -> None:
        content.publish("131016", "ごみ", [GOMI])
        content.publish("131024", "隣の計画", plans=[replace(KEIKAKU, city="131024")])
        assert content.publish("131016", "計画", plans=[KEIKAKU], based_on=1) == 3

    def test_publishing_and_restoring_together_loses_nothing(self, database: str, four: PublishedContent) -> None:
        together = threading.Barrier(6)

        def act(number: int) -> int:
            engine = connect(database)
            together.wait()
            other = PublishedContent(engine)
            try:
                if number % 2:
                    return other.restore("131016", 2, "戻す")
                return other.publish("131016", "足す", [replace(TOSHOKAN, id=f"new-{number}")])
            finally:
                engine.dispose()

        with ThreadPoolExecutor(6) as threads:
            done = sorted({future.result() for future in [threads.submit(act, number) for number in range(6)]})
        history = four.history("131016")
        assert [each.revision for each in history] == list(range(history[0].revision, 1, -1))
        assert set(done) <= {each.revision for each in history}
        assert sum(each.why == "足す" for each in history) == 3

    def test_the_revisions_of_many_cities_are_asked_for_at_once(self, four: PublishedContent) -> None:
        assert four.revisions(["131016", "131024"]) == {"131016": 4, "131024": 1}

    def test_a_reader_never_sees_half_a_publication(self, database: str, content: PublishedContent) -> None:
        """Each publication writes ten entries alike; a reader finds ten alike, of the revision that it names."""
        content.publish("131016", "2", [replace(GOMI, id=f"gomi-{number}", answer="2") for number in range(10)])
        stop = threading.Event()

        def publish() -> None:
            for revision in range(3, 23):
                same = [replace(GOMI, id=f"gomi-{number}", answer=str(revision)) for number in range(10)]
                content.publish("131016", str(revision), same)
            stop.set()

        publishing = threading.Thread(target=publish)
        publishing.start()
        engine = connect(database)
        seen = []
        while not stop.is_set():
            known = PublishedContent(engine).on_top_of(SHIPPED)
            seen.append(({entry.answer for entry in known.entries}, {str(known.revision)}))
        publishing.join()
        engine.dispose()
        assert len(seen) > 3
        assert [pair for pair in seen if pair[0] != pair[1]] == []
