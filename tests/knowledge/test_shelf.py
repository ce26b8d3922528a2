from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge import (
    Audience,
    City,
    Entry,
    FaultyContent,
    Knowledge,
    Lexicon,
    Passage,
    Plan,
    Topic,
    load_knowledge,
    shipped_cities,
)
from knowledge.lexicon import Group

ENTRY = Entry(
    "tennyu", "common", "転入届はどこへ出しますか。", "市民課へ出してください。", "住民登録", ("引っ越してきた",)
)
PASSAGE = Passage("plan-1-3", ("第1章 ねらい",), "窓口を減らします。", 3, 4)
PLAN = Plan("plan-1", "131016", "みなと野市デジタル計画", passages=(PASSAGE,))
KNOWLEDGE = Knowledge(
    City("131016", "みなと野市"), (ENTRY,), (PLAN,), Lexicon((Group(("引っ越してきた",), ("転入",)),))
)


def item(id: str, answer: str = "市民課です。") -> str:
    return f"- {{id: {id}, question: {id}はどこですか, answer: {answer}, section: 住民登録}}\n"


@pytest.fixture
def data(write: Callable[..., Path], tmp_path: Path) -> Path:
    """A data folder with common content and two cities."""
    write("common/entries/todokede.yaml", item("tennyu") + item("tenkyo"))
    write("common/lexicon.csv", "言い方,正式名\n役所,市役所\n")
    write("131016/city.toml", 'code = "131016"\nname = "みなと野市"\n')
    write("131016/entries/own.yaml", item("tenkyo", "支所でも出せます。") + item("131016-asaichi"))
    write("131016/lexicon.csv", "言い方,正式名\n朝市,みなと朝市\n")
    write("141003/city.toml", 'code = "141003"\nname = "やまと川市"\n')
    write("141003/entries/own.yaml", item("141003-yuyake"))
    return tmp_path


def test_the_cities_are_the_folders_with_a_city_file(data):
    assert shipped_cities(data) == ("131016", "141003")


def test_a_city_inherits_common_entries_and_overrides_them_by_id(data):
    entries = {entry.id: entry for entry in load_knowledge("131016", data).entries}
    assert {id: (entry.owner, entry.answer) for id, entry in entries.items()} == {
        "tennyu": ("common", "市民課です。"),
        "tenkyo": ("131016", "支所でも出せます。"),
        "131016-asaichi": ("131016", "市民課です。"),
    }


def test_an_entry_that_replaces_a_common_one_keeps_the_ways_people_ask_for_it(data, write):
    common = "- {id: tenkyo, question: 転居届は, phrasings: [市内で移った, 同じ市で引っ越した], answer: 窓口へ。, section: 住民登録}\n"
    own = "- {id: tenkyo, question: 転居届は支所でも, phrasings: [支所に出す, 市内で移った], answer: 支所へ。, section: 住民登録}\n"
    write("common/entries/todokede.yaml", common)
    write("131016/entries/own.yaml", own)
    (entry,) = load_knowledge("131016", data).entries
    assert (entry.answer, entry.phrasings) == (
        "支所へ。",
        ("支所に出す", "市内で移った", "転居届は", "同じ市で引っ越した"),
    )


def test_a_newer_edition_of_a_city_s_own_entry_replaces_it_whole(data):
    knowledge = load_knowledge("131016", data)
    own = next(entry for entry in knowledge.entries if entry.id == "131016-asaichi")
    newer = replace(own, phrasings=("朝の市",))
    assert newer in knowledge.with_entries((newer,)).entries


def test_categories_topics_and_helplines_come_along(data, write):
    write("common/categories.yaml", "- {name: 証明, parts: [住民票]}\n")
    write("131016/categories.yaml", "- {name: 朝市, parts: [出店]}\n")
    write("common/topics.csv", "担当分野,言葉\nごみ,粗大ごみ\n")
    write("131016/city.toml", 'code = "131016"\nname = "みなと野市"\n[[section]]\nname = "商工課"\ntopics = ["朝市"]\n')
    write("common/glossary.csv", "用語,説明,出典\n附票,住所の記録,法\n")
    write("common/laws.csv", "法令,施行日,内容,出典\n戸籍法,2024-03-01,広域交付,法律\n")
    knowledge = load_knowledge("131016", data)
    assert [category.name for category in knowledge.categories] == ["証明", "朝市"]
    assert knowledge.topics == (Topic("ごみ", ("粗大ごみ",)), Topic("商工課", ("朝市",)))
    assert [term.word for term in knowledge.glossary] == ["附票"]
    assert [change.law for change in knowledge.laws] == ["戸籍法"]
    assert [category.name for category in load_knowledge("141003", data).categories] == ["証明"]


def test_nothing_of_one_city_reaches_another(data):
    other = load_knowledge("141003", data)
    assert [(entry.id, entry.owner) for entry in other.entries] == [
        ("tennyu", "common"),
        ("tenkyo", "common"),
        ("141003-yuyake", "141003"),
    ]
    assert [group.spoken for group in other.lexicon.groups] == [("役所",)]


def test_the_lexicon_of_a_city_follows_the_common_one(data):
    assert [group.spoken for group in load_knowledge("131016", data).lexicon.groups] == [("役所",), ("朝市",)]


def test_the_common_crises_hold_in_every_city(data, write):
    write("common/crisis.yaml", "- {id: fire, text: 119へ。, patterns: [火事]}\n")
    assert [crisis.id for crisis in load_knowledge("131016", data).crises] == ["fire"]


@pytest.mark.parametrize("name", ["~$own.xlsx", ".own.yaml", "README.md", "own.yaml.bak"])
def test_files_that_hold_no_entries_are_passed_over(data, write, name):
    before = load_knowledge("131016", data).entries
    write(f"131016/entries/{name}", "x")
    assert load_knowledge("131016", data).entries == before


def test_an_unknown_city_is_refused_with_the_known_ones(data):
    with pytest.raises(LookupError, match=r"'010006'.*known: 131016, 141003\. Add 010006/city\.toml"):
        load_knowledge("010006", data)


def test_the_faults_of_every_file_are_reported_at_once(data, write, faults_of):
    write("common/entries/zei.yaml", item("Zei"))
    write("common/lexicon.csv", "言い方,正式名,方向\n役所,市役所,上\n")
    write("common/crisis.yaml", '- {id: fire, text: 119へ。, patterns: ["("]}\n')
    write("131016/city.toml", 'code = "131017"\nname = "みなと野市"\n')
    write("131016/entries/own.yaml", item("asaichi") + item("asaichi"))
    faults = faults_of(load_knowledge, "131016", data)
    assert {(Path(fault.file).name, fault.value) for fault in faults} == {
        ("zei.yaml", "Zei"),
        ("lexicon.csv", "上"),
        ("crisis.yaml", "("),
        ("city.toml", "131017"),
        ("own.yaml", "asaichi"),
    }


def test_faults_in_two_files_of_one_name_can_be_told_apart(data, write, faults_of):
    write("common/entries/own.yaml", item("Common"))
    write("131016/entries/own.yaml", item("City"))
    assert len({(fault.file, fault.place) for fault in faults_of(load_knowledge, "131016", data)}) == 2


def test_an_id_in_two_files_of_one_owner_is_a_fault_that_names_the_other_file(data, write, faults_of):
    write("131016/entries/second.yaml", item("131016-asaichi"))
    (fault,) = faults_of(load_knowledge, "131016", data)
    assert (Path(fault.file).name, fault.value) == ("second.yaml", "131016-asaichi")
    assert "own.yaml" in fault.problem


def test_nothing_of_a_faulty_city_is_loaded(data, write):
    write("131016/city.toml", "name = ")
    with pytest.raises(FaultyContent):
        load_knowledge("131016", data)


def test_entries_on_top_replace_those_of_the_same_id_and_add_the_others():
    new, more = replace(ENTRY, answer="支所でも出せます。"), replace(ENTRY, id="tenshutsu")
    assert KNOWLEDGE.with_entries((new, more)).entries == (new, more)


def test_a_new_edition_of_a_plan_replaces_the_old_one():
    edition, other = replace(PLAN, as_of=date(2026, 4, 1)), replace(PLAN, id="plan-2", title="方針")
    assert KNOWLEDGE.with_plans((edition, other)).plans == (edition, other)


@pytest.mark.parametrize(("until", "expired"), [(None, False), (date(2026, 11, 19), True), (date(2026, 11, 20), False)])
def test_an_entry_expires_the_day_after_its_last_day(until, expired):
    entry = replace(ENTRY, valid_until=until)
    assert replace(KNOWLEDGE, entries=(entry,)).expired_on(date(2026, 11, 20)) == ((entry,) if expired else ())


@pytest.mark.parametrize(
    "changed",
    [
        replace(KNOWLEDGE, entries=(replace(ENTRY, question="転入届の出し先は。"),)),
        replace(KNOWLEDGE, entries=(replace(ENTRY, answer="支所へ出してください。"),)),
        replace(KNOWLEDGE, entries=(replace(ENTRY, phrasings=("越してきた",)),)),
        replace(KNOWLEDGE, entries=(replace(ENTRY, audience=Audience.STAFF),)),
        replace(KNOWLEDGE, entries=(replace(ENTRY, valid_until=date(2027, 3, 31)),)),
        replace(KNOWLEDGE, entries=()),
        replace(KNOWLEDGE, plans=(replace(PLAN, passages=(replace(PASSAGE, text="窓口を増やします。"),)),)),
        replace(KNOWLEDGE, plans=()),
        replace(KNOWLEDGE, lexicon=Lexicon((Group(("引っ越してきた",), ("転入",), ambiguous=True),))),
    ],
    ids=["question", "answer", "phrasing", "audience", "validity", "no entry", "passage", "no plan", "lexicon"],
)
def test_the_digest_changes_with_what_is_searched(changed):
    assert changed.digest() != KNOWLEDGE.digest()


def test_the_digest_stays_while_the_content_stays():
    same = Knowledge(KNOWLEDGE.city, (replace(ENTRY),), (replace(PLAN),), KNOWLEDGE.lexicon, revision=7)
    assert same.digest() == KNOWLEDGE.digest()
