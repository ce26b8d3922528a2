"""Documentation is part of the build: what it shows is what the program accepts."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from adapters.cli import app
from adapters.settings import PREFIX, LineAccount, Settings, line_setting

ACCOUNT = {line_setting("132012", name.upper()) for name in LineAccount.model_fields}  # of one city; others likewise
ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(path for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")] if path.exists())
COMMANDS = ("madoguchi", ".venv/bin/madoguchi")
FENCE = re.compile(r"^[ ]*(```+|~~~+)[^\n]*\n(.*?)^[ ]*\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")

# The words of the design: the same in code, tables, screens, commands and documents.
WORDS = {
    "city": "自治体",
    "entry": "項目",
    "phrasing": "言い換え",
    "plan": "計画",
    "passage": "記載",
    "card": "事業カード",
    "audience": "公開区分",
    "section": "担当課",
    "question": "質問",
    "hit": "候補",
    "reply": "返答",
    "outcome": "結果",
    "gap": "未回答",
    "user": "利用者",
    "revision": "版",
}


def documented_calls() -> Iterator[Any]:
    """Every call of the command line that a page shows in a block of code."""
    for page in PAGES:
        for fence in FENCE.finditer(page.read_text(encoding="utf-8")):
            for line in re.sub(r"\\\n\s*", " ", fence[2]).splitlines():
                call = line.strip().removeprefix("$ ")
                if call.split(" ")[0] in COMMANDS:
                    yield pytest.param(call, id=f"{page.relative_to(ROOT)}: {call}")


CALLS = list(documented_calls())


def words_of(call: str) -> list[str]:
    """The words of `call` up to a comment, a pipe, a redirection or a second command."""
    lexer = shlex.shlex(call, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = []
    for word in lexer:
        if set(word) <= set("|&;<>()"):
            break
        words.append(word)
    return words[1:]


def resolve(words: list[str]) -> tuple[Any, list[str], list[str]]:
    """The command that `words` name, the words that lead to it, and the rest."""
    command: Any = typer.main.get_command(app)
    at = 0
    while at < len(words) and words[at] in getattr(command, "commands", {}):
        command = command.commands[words[at]]
        at += 1
    return command, words[:at], words[at:]


def test_there_is_a_readme() -> None:
    assert (ROOT / "README.md").exists()


def test_the_readme_shows_how_to_ask() -> None:
    shown = [call.values[0] for call in CALLS if str(call.id).startswith("README.md: ")]
    assert any(resolve(words_of(str(call)))[1] == ["ask"] for call in shown)


@pytest.mark.parametrize("call", CALLS)
def test_a_documented_call_names_a_command_that_explains_itself(call: str) -> None:
    command, leading, rest = resolve(words_of(call))
    assert not hasattr(command, "commands") or rest in ([], ["--help"]), f"no command {rest[0]!r}"
    assert CliRunner().invoke(app, [*leading, "--help"]).exit_code == 0


@pytest.mark.parametrize("call", CALLS)
def test_a_documented_call_uses_options_that_exist(call: str) -> None:
    command, _, rest = resolve(words_of(call))
    known = {"--help"} | {
        option for parameter in command.params for option in [*parameter.opts, *parameter.secondary_opts]
    }
    used = [word.split("=")[0] for word in rest if re.match(r"--?[a-z]", word)]
    assert [option for option in used if option not in known] == []


@pytest.mark.parametrize("call", CALLS)
def test_a_documented_call_gives_what_the_command_needs(call: str) -> None:
    """The command line is parsed as it stands; files that a reader would have need not exist here."""
    command, _, rest = resolve(words_of(call))
    if hasattr(command, "commands") or "--help" in rest:
        return
    given = {word.split("=")[0] for word in rest}
    needed = [parameter for parameter in command.params if parameter.required]
    missing = [
        parameter.name
        for parameter in needed
        if parameter.param_type_name == "option" and not given & set(parameter.opts)
    ]
    assert missing == []
    arguments = [parameter for parameter in needed if parameter.param_type_name == "argument"]
    assert len([word for word in rest if not word.startswith("-")]) >= len(arguments)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_env_example(name: str) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.startswith(f"#{PREFIX}{name.upper()}=")]) == 1


def test_the_env_example_has_no_setting_that_does_not_exist() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | ACCOUNT
    assert set(re.findall(rf"{PREFIX}\w+(?==)", text)) == known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_variable_that_a_page_names_exists(page: Path) -> None:
    """The settings, and what ./setup itself reads."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | ACCOUNT
    known |= set(re.findall(rf"{PREFIX}[A-Z_]+", (ROOT / "setup").read_text(encoding="utf-8")))
    assert set(re.findall(rf"{PREFIX}[A-Z0-9_]*[A-Z]", page.read_text(encoding="utf-8"))) - known == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    targets = [link.split("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [target for target in targets if target and not (page.parent / target).exists()] == []


def rows(page: Path) -> Iterator[list[str]]:
    """The cells of every table row of `page`, without marks of emphasis and code."""
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.strip().startswith("|"):
            yield [re.sub(r"[`*]", "", cell).strip() for cell in line.strip().strip("|").split("|")]


def test_the_words_of_the_readme_are_those_of_the_design() -> None:
    """Rows may hold several words that belong together: plan, passage | 計画・記載."""
    if not (ROOT / "README.md").exists():
        pytest.fail("README.md is missing")
    found = {}
    for cells in rows(ROOT / "README.md"):
        names = [name for name in re.split(r"[,、・/ ]+", cells[0]) if name]
        if len(cells) > 1 and names and set(names) <= set(WORDS):
            found |= dict(zip(names, re.split(r"[,、・/ ]+", cells[1]), strict=True))
    assert {"entry", "question", "reply", "outcome"} <= set(found)
    assert found == {name: WORDS[name] for name in found}
