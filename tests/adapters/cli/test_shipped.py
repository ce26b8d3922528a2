"""madoguchi shipped: a changed file reaches the database by command, and only what the city has not changed itself."""

from collections.abc import Callable
from typing import Any

from adapters.settings import Settings

Run = Callable[..., Any]
CITY = ("--city", "131016")


def test_nothing_changed(run: Run) -> None:
    assert run("shipped", *CITY).out == "131016: 0 changes; nothing was published\n"


def test_changes_are_shown_then_published_and_a_contested_one_only_by_name(run: Run, settings: Settings) -> None:
    run("revisions", *CITY)
    rows = "項目ID,質問,回答,担当課\ntoshokan-card,図書館の利用カードを作りたいです。,市の案内,図書館\n"
    (settings.content_dir.parent / "ours.csv").write_text(rows, encoding="utf-8")
    assert run("import", "entries", settings.content_dir.parent / "ours.csv", *CITY).status == 0
    file = settings.content_dir / "131016" / "entries" / "kurashi.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("清掃課に申し込んで", "清掃課に電話して").replace("本人確認書類を", "身分証を"), encoding="utf-8"
    )
    told = "changed  sodai-gomi\nchanged  toshokan-card  (the city changed it too)\n"
    assert run("shipped", *CITY).out == told + "131016: 2 changes; nothing was published\n"
    assert run("shipped", *CITY, "--publish").out == told + "131016: 1 of 2 changes published as revision 3\n"
    ran = run("shipped", *CITY, "--take", "toshokan-card", "--why", "館長の指示")
    assert ran.out.endswith("131016: 1 of 1 changes published as revision 4\n")
    assert "館長の指示" in run("revisions", *CITY).out


def test_a_name_that_has_not_changed_is_refused(run: Run) -> None:
    ran = run("shipped", *CITY, "--take", "toshokan-card")
    assert (ran.status, ran.out) == (1, "")
    assert "nothing has changed in the files of 131016 for toshokan-card." in ran.err
