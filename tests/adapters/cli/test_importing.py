"""madoguchi import: a good file is published and asked, a faulty one changes nothing."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adapters.settings import Settings
from adapters.storage import PublishedContent, connect
from knowledge import Card, CardKind, Certainty, City, Doubt, Knowledge, Plan, PlanStatus

Run = Callable[..., Any]
Revision = Callable[[str], int]
HEADER = "項目ID,公開区分,質問,言い換え,回答,担当課,出典"
ROW = '{id},住民,駐輪場を使いたいです。,"駅前の駐輪場\n自転車を止めたい",駅前の駐輪場を使ってください。,市民窓口課,条例｜第3条'
PLAN = """# みなと野市みどりの計画

## 第1章 緑のまちづくり

市内の街路樹を五千本に増やすことをめざす。公園の芝生は、市民と協働で手入れをする。

## 第2章 水辺

鳴瀬川の岸辺に遊歩道を設け、ホタルの観察会を毎年ひらく。
"""
FAULTY = {
    "no answer": ("a.csv", f"{HEADER}\nchurinjo,住民,駐輪場はどこですか。,駐輪場,,市民窓口課,\n", "回答"),
    "unknown column": ("a.csv", "項目ID,回答,色\nchurinjo,駅前です。,赤\n", "色"),
    "only a header": ("a.csv", HEADER + "\n", "中身がありません"),
    "empty": ("a.csv", "", "中身がありません"),
    "good and bad rows": ("a.csv", f"{HEADER}\n{ROW.format(id='churinjo')}\n{ROW.format(id='駐輪場')}\n", "項目ID"),
    "an id twice": ("a.csv", f"{HEADER}\n{ROW.format(id='churinjo')}\n{ROW.format(id='churinjo')}\n", "同じID"),
    "broken YAML": ("a.yaml", "- id: churinjo\n  question: [\n", "YAML"),
    "YAML of one entry": ("a.yaml", "id: churinjo\nquestion: 駐輪場\n", "一覧"),
    "unknown field": (
        "a.yaml",
        "- {id: churinjo, question: 駐輪場, answer: 駅前, section: 総務課, colour: red}\n",
        "colour",
    ),
    "no Excel file": ("a.xlsx", "駐輪場", "Excel"),
    "a date that is none": (
        "a.yaml",
        "- {id: churinjo, question: 駐輪場, answer: 駅前, section: 総務課, valid_until: 来年}\n",
        "日付",
    ),
}


def published(settings: Settings) -> tuple[Plan, ...]:
    """The plans of みなと野市 as they are stored."""
    engine = connect(settings.database)
    try:
        return PublishedContent(engine).on_top_of(Knowledge(City("131016", "みなと野市"))).plans
    finally:
        engine.dispose()


def publish(settings: Settings, plan: Plan) -> None:
    engine = connect(settings.database)
    PublishedContent(engine).publish("131016", "決めた番号", plans=[plan])
    engine.dispose()


def ask(run: Run, text: str, *options: str) -> dict[str, Any]:
    return json.loads(run("ask", text, "--city", "131016", "--json", *options).out)


class TestEntries:
    """Entries from CSV, XLSX and YAML."""

    def test_a_good_csv_file_is_published_and_asked(self, run: Run, workplace: Path, revision: Revision) -> None:
        Path("churinjo.csv").write_text(f"{HEADER}\n{ROW.format(id='churinjo')}\n", encoding="utf-8")
        ran = run("import", "entries", "churinjo.csv", "--city", "131016")
        assert (ran.status, ran.out) == (0, "131016: 1 entries, published as revision 2\n")
        assert "building the index of 8 entries" in ran.err
        assert (revision("131016"), revision("131024")) == (2, 1)
        reply = ask(run, "駐輪場を使いたいです。")
        assert (reply["entry"]["id"], reply["revision"]) == ("churinjo", 2)
        assert reply["text"] == "駅前の駐輪場を使ってください。"

    def test_a_good_excel_file_is_published(self, run: Run) -> None:
        book = openpyxl.Workbook()
        book.active.append(["項目ID", "質問", "言い換え", "回答", "担当課"])
        book.active.append(["churinjo", "駐輪場を使いたいです。", "駅前の駐輪場", "駅前です。", "総務課"])
        book.save("churinjo.xlsx")
        assert run("import", "entries", "churinjo.xlsx", "--city", "131016").status == 0
        assert ask(run, "駐輪場を使いたいです。")["text"] == "駅前です。"

    def test_a_file_of_excel_in_japan_is_read(self, run: Run) -> None:
        Path("churinjo.csv").write_bytes(f"{HEADER}\r\n{ROW.format(id='churinjo')}\r\n".encode("cp932"))
        assert run("import", "entries", "churinjo.csv", "--city", "131016").status == 0
        assert ask(run, "駐輪場を使いたいです。")["entry"]["id"] == "churinjo"

    def test_an_entry_replaces_the_one_of_its_id(self, run: Run) -> None:
        yaml = "- {id: sodai-gomi, question: 粗大ごみはどう出せばいいですか。, answer: 有料の券を貼ってください。, section: 清掃課}\n"
        Path("gomi.yaml").write_text(yaml, encoding="utf-8")
        run("import", "entries", "gomi.yaml", "--city", "131016")
        assert ask(run, "粗大ごみはどう出せばいいですか。")["text"] == "有料の券を貼ってください。"

    @pytest.mark.parametrize(("name", "content", "named"), FAULTY.values(), ids=FAULTY)
    def test_a_faulty_file_changes_nothing(
        self, run: Run, settings: Settings, revision: Revision, name: str, content: str, named: str
    ) -> None:
        Path(name).write_text(content, encoding="utf-8")
        saved = sorted(settings.index_dir.rglob("*"))
        ran = run("import", "entries", name, "--city", "131016")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith(f"{name} ")
        assert named in ran.err
        assert "nothing of the faulty files was loaded" in ran.err
        assert revision("131016") == 1
        assert sorted(settings.index_dir.rglob("*")) == saved
        assert "churinjo" not in json.dumps(ask(run, "駐輪場を使いたいです。"))

    def test_every_fault_of_a_file_is_told_at_once(self, run: Run) -> None:
        rows = "a1,市長,,言い換え,答え,総務課,\nA2,住民,質問,言い換え,,総務課,\n"
        Path("faulty.csv").write_text(f"{HEADER}\n{rows}", encoding="utf-8")
        ran = run("import", "entries", "faulty.csv", "--city", "131016")
        places = [line.split(":")[0] for line in ran.err.splitlines()[:-1]]
        assert sorted(places) == [
            "faulty.csv 2行目 公開区分",
            "faulty.csv 2行目 質問",
            "faulty.csv 3行目 回答",
            "faulty.csv 3行目 項目ID",
        ]
        assert ran.err.splitlines()[-1].startswith("madoguchi: 4 fault(s); ")


class TestPlan:
    """A plan becomes citable passages."""

    @pytest.fixture
    def plan(self, workplace: Path) -> Path:
        path = workplace / "midori.md"
        path.write_text(PLAN, encoding="utf-8")
        return path

    def test_a_good_plan_is_published_and_quoted_with_its_place(self, run: Run, plan: Path, revision: Revision) -> None:
        options = (
            "--city",
            "131016",
            "--title",
            "みなと野市みどりの計画",
            "--status",
            "draft",
            "--as-of",
            "2026-03-01",
        )
        ran = run("import", "plan", plan, *options)
        assert ran.status == 0
        assert ran.out.splitlines()[0] == "131016: 「みなと野市みどりの計画」 2 passages, published as revision 2"
        assert "madoguchi plan cards" not in ran.out
        assert revision("131016") == 2
        reply = ask(run, "鳴瀬川の岸辺の遊歩道とホタルの観察会")
        assert (reply["outcome"], reply["entry"]) == ("passage", None)
        assert reply["text"].splitlines() == [
            "「みなと野市みどりの計画」(2026年3月時点)に、次の記載があります。",
            "鳴瀬川の岸辺に遊歩道を設け、ホタルの観察会を毎年ひらく。",
            "これは案の段階の文書です。決まった内容とは違うことがあります。",
        ]
        assert reply["sources"][0]["title"] == "みなと野市みどりの計画"
        assert "鳴瀬川の岸辺に遊歩道を設け" in reply["sources"][0]["excerpt"]
        assert reply["sources"][0]["place"].endswith("行")

    def test_what_the_command_does_not_say_the_cover_says(self, run: Run, settings: Settings, workplace: Path) -> None:
        text = PLAN.replace("みどりの計画", "みどりの計画（素案）\n\n令和8年3月", 1)
        (workplace / "soan.md").write_text(text, encoding="utf-8")
        ran = run("import", "plan", "soan.md", "--city", "131016")
        assert (ran.status, ran.out.split(" ")[:2]) == (0, ["131016:", "「みなと野市みどりの計画」"])
        [plan] = published(settings)
        assert (plan.status, plan.as_of) == (PlanStatus.DRAFT, date(2026, 3, 1))

    def test_a_document_of_another_city_is_warned_of(self, run: Run, plan: Path) -> None:
        ran = run("import", "plan", plan, "--city", "131024")
        assert ran.status == 0
        assert "midori.md はみなと野市の文書のようです。かすみ台市（131024）でよいか" in ran.err

    def test_a_newer_edition_tells_of_the_older_one(self, run: Run, plan: Path, settings: Settings) -> None:
        title = "みなと野市みどりの計画"
        publish(settings, Plan("plan-0", "131016", title, as_of=date(2025, 4, 1), edition="令和7年度版"))
        newer = ("--title", title, "--edition", "令和8年度版", "--as-of", "2026-04-01")
        ran = run("import", "plan", plan, "--city", "131016", *newer)
        older = "前の版: 「みなと野市みどりの計画」（令和7年度版、2025-04-01）。消さずに残し、これからは新しい版で答えます。"
        assert older in ran.out.splitlines()
        assert sorted(plan.edition for plan in published(settings)) == ["令和7年度版", "令和8年度版"]

    def test_what_a_person_has_to_settle_is_told_with_the_commands(
        self, run: Run, plan: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        card = Card("花壇の手入れ", CardKind.CONCEPT, "", ("1-2-1", "1-2-2"), Certainty.AMBIGUOUS)
        read = Plan(
            "plan-1", "131016", "みなと野市 花の計画", edition="令和8年度版", cards=(card,), doubts=(Doubt(3, "番号"),)
        )
        monkeypatch.setattr("adapters.cli.importing.read_document", lambda *_, **__: read)
        told = run("import", "plan", plan, "--city", "131016").out.splitlines()[1:]
        chosen = "--city 131016 --plan 'みなと野市 花の計画 令和8年度版'"
        assert told == [
            f"事業カード 1、確かめてほしいこと 1（くわしくは madoguchi plan inspect {plan}）",
            "番号の要確認 1 は、表に書き出し、管理番号を書いて、取り込んでください。",
            f"  madoguchi plan cards {chosen} --xlsx cards.xlsx",
            f"  madoguchi import cards cards.xlsx {chosen}",
        ]
        settled = replace(card, number="1-2-1", candidates=(), certainty=Certainty.CERTAIN)
        [stored] = published(settings)
        publish(settings, replace(stored, cards=(settled,)))
        told = run("import", "plan", plan, "--city", "131016").out
        assert "番号の要確認" not in told  # what a person has settled stays settled
        assert [card.number for plan in published(settings) for card in plan.cards] == ["1-2-1"]

    def test_a_plan_replaces_the_one_of_its_title(self, run: Run, plan: Path) -> None:
        options = ("--city", "131016", "--title", "みなと野市みどりの計画")
        run("import", "plan", plan, *options)
        plan.write_text(PLAN.replace("ホタルの観察会", "カワセミの観察会"), encoding="utf-8")
        assert "revision 3" in run("import", "plan", plan, *options).out
        sources = json.dumps(ask(run, "鳴瀬川の岸辺の遊歩道と観察会")["sources"], ensure_ascii=False)
        assert "カワセミ" in sources
        assert "ホタル" not in sources

    @pytest.mark.parametrize(("audience", "quoted"), [("resident", False), ("staff", True)])
    def test_a_plan_for_staff_is_not_quoted_to_residents(
        self, run: Run, plan: Path, audience: str, quoted: bool
    ) -> None:
        run("import", "plan", plan, "--city", "131016", "--title", "庁内の検討資料", "--audience", "staff")
        reply = ask(run, "鳴瀬川の岸辺の遊歩道とホタルの観察会", "--audience", audience)
        assert ("鳴瀬川" in json.dumps(reply, ensure_ascii=False)) is quoted

    @pytest.mark.parametrize(
        "content", [b"", b" \n\n", b"%PDF-1.7\n\x00\x01\x02\x03\x04\xff" * 40, bytes(range(256)) * 8]
    )
    def test_a_file_without_text_changes_nothing(
        self, run: Run, settings: Settings, revision: Revision, content: bytes
    ) -> None:
        Path("faulty.txt").write_bytes(content)
        saved = sorted(settings.index_dir.rglob("*"))
        ran = run("import", "plan", "faulty.txt", "--city", "131016", "--title", "計画")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("faulty.txt ")
        assert revision("131016") == 1
        assert sorted(settings.index_dir.rglob("*")) == saved


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("entries", "missing.csv", "--city", "131016"), 2, "missing.csv"),
        (("entries", "good.csv"), 2, "--city"),
        (("plan", "untitled.md", "--city", "131016"), 1, '--title "計画の題名"'),
        (("entries", "good.csv", "--city", "132012"), 1, "no city '132012'"),
        (("plan", "good.md", "--city", "132012", "--title", "計画"), 1, "no city '132012'"),
        (("plan", "good.md", "--city", "131016", "--title", "計画", "--status", "secret"), 2, "secret"),
    ],
)
def test_a_wrong_call_changes_nothing(
    run: Run, revision: Revision, arguments: tuple[str, ...], status: int, said: str
) -> None:
    Path("good.csv").write_text(f"{HEADER}\n{ROW.format(id='churinjo')}\n", encoding="utf-8")
    Path("good.md").write_text(PLAN, encoding="utf-8")
    Path("untitled.md").write_text("木を植えて、花を育てる。\n", encoding="utf-8")
    ran = run("import", *arguments)
    assert ran.status == status
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert [revision("131016"), revision("132012")] == [1, 1]
