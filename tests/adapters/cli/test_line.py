"""madoguchi line: rich menu, doctor, reconcile and simulate."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.line.as_text import as_text
from adapters.line.double import LineDouble
from adapters.settings import Settings
from adapters.storage import connect, inbox
from adapters.storage.inbox import Inbox
from knowledge import TOKYO

CITY = ("--city", "131016")


@pytest.fixture
def line() -> Iterator[LineDouble]:
    with LineDouble(token="token") as double:
        yield double


@pytest.fixture
def ask(run: Callable[..., Any], line: LineDouble) -> Callable[..., Any]:
    """`ask("doctor")` runs `madoguchi line doctor --city 131016` against the double."""

    def asked(*words: object, **changed: object) -> Any:
        given = {"LINE_API_BASE": line.base_url, "LINE_131016_ACCESS_TOKEN": "token", "LINE_131016_CHANNEL_SECRET": "s"}
        return run("line", words[0], *CITY, *words[1:], **{**given, **changed})

    return asked


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What somebody types into the terminal."""

    def typed(text: str) -> None:
        lines = iter(text.splitlines())
        monkeypatch.setattr("adapters.cli.simulating.read", lambda prompt: next(lines, None))

    return typed


class TestMenu:
    def test_it_is_applied_shown_and_removed(self, ask: Callable[..., Any]) -> None:
        assert ask("menu", "apply").out == "131016: the rich menu (1 tab(s)) is shown to everybody\n"
        assert ask("menu", "apply").out == "131016: the rich menu (1 tab(s)) is as it should be; nothing was done\n"
        shown = ask("menu", "show").out.splitlines()
        assert shown[0].startswith("131016: everybody sees madoguchi 131016 1 ")
        assert shown[0].endswith("; it is up to date")
        assert shown[1].endswith("  madoguchi-131016-1")
        assert ask("menu", "remove").out == "131016: 1 menu(s) removed\n"
        assert ask("menu", "show").out == "131016: everybody sees none made by API; it needs apply\n"

    def test_the_pictures_can_be_looked_at_without_an_account(self, ask: Callable[..., Any], workplace: Path) -> None:
        ran = ask("menu", "show", "--images", "pictures", LINE_131016_ACCESS_TOKEN="")
        assert (ran.status, ran.out) == (0, "written: pictures/madoguchi-131016-1.png\n")
        assert (workplace / "pictures" / "madoguchi-131016-1.png").read_bytes().startswith(b"\x89PNG")

    def test_without_a_token_it_says_which_setting_is_missing(self, ask: Callable[..., Any]) -> None:
        ran = ask("menu", "apply", LINE_131016_ACCESS_TOKEN="")
        assert ran.status == 1
        assert "MADOGUCHI_LINE_131016_ACCESS_TOKEN is not set" in ran.err

    def test_a_refusal_is_told(self, ask: Callable[..., Any]) -> None:
        ran = ask("menu", "apply", LINE_131016_ACCESS_TOKEN="revoked")
        assert ran.status == 1
        assert "Authentication failed" in ran.err

    def test_another_tool_s_menu_is_left_alone(self, ask: Callable[..., Any], line: LineDouble) -> None:
        line.menus.default = "richmenu-of-another-tool"
        ran = ask("menu", "apply")
        assert ran.status == 1
        assert "--replace" in ran.err
        assert ask("menu", "apply", "--replace").status == 0

    def test_a_city_without_categories_has_no_menu(self, ask: Callable[..., Any], settings: Settings) -> None:
        (settings.content_dir / "common" / "categories.yaml").write_text(
            "- {name: 庁内, audience: staff, parts: [休暇]}"
        )
        for path in settings.content_dir.glob("*/entries/*.yaml"):
            path.unlink()
        ran = ask("menu", "show")
        assert ran.status == 1
        assert "no category" in ran.err
        assert "note  rich menu: no category" in ask("doctor").out


class TestDoctor:
    def test_what_is_to_be_done_stands_beside_each_fault(self, ask: Callable[..., Any]) -> None:
        ran = ask("doctor")
        assert ran.status == 1
        assert "ok    MADOGUCHI_LINE_131016_CHANNEL_SECRET: set" in ran.out
        assert "fix   webhook URL: not set\n      → Enter https://(this server)/line/131016/webhook" in ran.out
        assert ran.err == "madoguchi: 1 thing(s) to fix\n"

    def test_a_machine_without_a_font_is_examined_all_the_same(self, ask: Callable[..., Any]) -> None:
        ran = ask("doctor", LINE_FONT="/nowhere/font.otf")
        assert "MADOGUCHI_LINE_FONT=/nowhere/font.otf: there is no such file" in ran.err
        assert "note  rich menu: none made by API" in ran.out

    def test_no_secret_is_shown(self, ask: Callable[..., Any]) -> None:
        ran = ask("doctor", LINE_131016_CHANNEL_SECRET="very-secret", LINE_131016_ACCESS_TOKEN="also-secret")
        assert "secret" not in (ran.out + ran.err).replace("CHANNEL_SECRET", "").replace("secret is", "")


class TestReconcile:
    YESTERDAY = datetime.now(TOKYO).date() - timedelta(days=1)

    @pytest.fixture
    def ended(self, settings: Settings) -> Callable[..., None]:
        """`ended(("replied", ""), …)` puts events that ended so into the inbox of yesterday, noon."""

        def put(*ends: tuple[str, str]) -> None:
            engine = connect(settings.database)
            received = Inbox(engine)
            noon = datetime.combine(self.YESTERDAY, time(12), TOKYO)
            for number, (state, reason) in enumerate(ends):
                row = inbox.row("131016", str(number), kind="message", message="", lane="", body={}, at=noon)
                received.receive({**row, "state": state, "reason": reason, "finished_at": noon}).result(10)
            received.close()
            engine.dispose()

        return put

    def count(self, line: LineDouble, replies: int) -> None:
        line.account.reply_counts[f"{self.YESTERDAY:%Y%m%d}"] = replies

    @pytest.mark.parametrize(("replies", "status"), [(2, 0), (3, 0), (4, 1), (1, 1)])
    def test_line_s_count_lies_between_what_certainly_and_what_possibly_arrived(
        self, ask: Callable[..., Any], line: LineDouble, ended: Callable[..., None], replies: int, status: int
    ) -> None:
        ended(("replied", ""), ("replied", ""), ("replied", "pushed"), ("expired", "uncertain"), ("silent", "group"))
        self.count(line, replies)
        ran = ask("reconcile")
        assert ran.out == f"{self.YESTERDAY}: LINE {replies}; ours 2 replied, 1 uncertain\n"
        assert ran.status == status

    def test_a_day_can_be_named(self, ask: Callable[..., Any], line: LineDouble) -> None:
        line.account.reply_counts["20261101"] = 0
        assert ask("reconcile", "--date", "2026-11-01").out == "2026-11-01: LINE 0; ours 0 replied\n"

    def test_a_day_that_line_has_not_counted_is_told(self, ask: Callable[..., Any]) -> None:
        ran = ask("reconcile")
        assert ran.status == 1
        assert "LINE has no count of this day" in ran.err


def test_messages_are_read_from_top_to_bottom() -> None:
    action = {"type": "postback", "label": "はい", "data": "a"}
    flex = {"type": "box", "contents": [{"type": "text", "text": "題"}, {"type": "button", "action": action}]}
    shown = as_text(
        [
            {"type": "flex", "altText": "題", "contents": {"type": "bubble", "body": flex}},
            {"type": "text", "text": "一\n二", "quickReply": {"items": [{"action": {**action, "data": "b"}}]}},
        ]
    )
    assert shown.lines == ["┌─", "│ 題", "│ [1] はい", "└─", "┌─", "│ 一", "│ 二", "└─", "  ( [2] はい )"]
    assert [action["data"] for action in shown.actions] == ["a", "b"]


class TestSimulate:
    def test_a_conversation(self, ask: Callable[..., Any], type_in: Callable[[str], None], line: LineDouble) -> None:
        type_in(
            "/follow\n3\n1\n粗大ごみはどう出せばいいですか。\n/1\n/2\n/sticker\n/unfollow\n/menu\n/1\n/99\n\n/quit\n引っ越し"
        )
        ran = ask("simulate")
        assert ran.status == 0
        said = ran.out
        assert said.index("みなと野市の窓口です。") < said.index("「まなび」") < said.index("「図書館」")
        assert (
            said.index("「図書館」") < said.index("■ 粗大ごみはどう出せばいいですか。") < said.index("お知らせいただき")
        )
        assert "スタンプをありがとうございます。" in said
        assert "(silence: silent nothing_to_say)" in said
        assert said.count("「証明」") == 1  # the first tile of the menu
        assert "would open tel:0300001002" in ran.err
        assert "Type as a resident would" in ran.err
        assert line.ledger.accepted == []  # the account of the settings is not touched

    def test_nothing_of_it_is_recorded(
        self,
        ask: Callable[..., Any],
        type_in: Callable[[str], None],
        kept: Callable[[Path], list[dict[str, Any]]],
        workplace: Path,
    ) -> None:
        type_in("粗大ごみはどう出せばいいですか。")
        assert ask("simulate").status == 0
        assert kept(workplace / "var" / "madoguchi.sqlite3") == []
