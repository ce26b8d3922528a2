"""House rules: what each layer may import, where each thing has its home, and how large a piece may grow."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from adapters.app import create_app
from adapters.settings import Settings
from bot import Outcome

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("knowledge", "index", "bot", "adapters")  # each imports only those before it
MODULES = sorted(path.relative_to(ROOT) for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))

HOMES = {
    "fastapi": "adapters",
    "starlette": "adapters",
    "limits": "adapters",
    "linebot": "adapters",
    "segno": "adapters",
    "urllib3": "adapters",
    "PIL": "adapters",
    "regex": "adapters",
    "sqlalchemy": "adapters",
    "alembic": "adapters",
    "argon2": "adapters",
    "authlib": "adapters",
    "httpx2": "adapters",
    "jinja2": "adapters",
    "joserfc": "adapters",
    "markupsafe": "adapters",
    "psycopg": "adapters",
    "uvicorn": "adapters",
    "typer": "adapters",
    "rich": "adapters",
    "pydantic_settings": "adapters",
    "fugashi": "index",
    "faiss": "index",
    "sentence_transformers": "index",
    "torch": "index",
    "tokenizers": "index",
    "spacy": "index",
    "openpyxl": "knowledge",
    "pdfplumber": "knowledge",
    "pdfminer": "knowledge",
    "yaml": "knowledge",
}
# Imports that go deeper than a package's public names: the readers, tables and checks that only the command line needs.
DEEPER = {
    ("adapters/cli/check.py", "knowledge.checking"),
    ("adapters/cli/check.py", "bot.review"),
    ("adapters/cli/check.py", "index.held_out"),
    ("bot/review.py", "knowledge.checking"),
    ("bot/review.py", "index.held_out"),
    ("bot/calibration.py", "index.held_out"),
    ("adapters/calibrations.py", "bot.calibration"),
    ("adapters/calibrations.py", "index.held_out"),
    ("adapters/calibrations.py", "index.document"),
    ("adapters/cli/calibrate.py", "bot.calibration"),
    ("adapters/cli/changes.py", "knowledge.entry_table"),
    ("adapters/cli/changes.py", "knowledge.reading.entries"),
    ("adapters/cli/exporting.py", "knowledge.entry_table"),
    ("adapters/cli/exporting.py", "knowledge.reading.entries"),
    ("adapters/cli/importing.py", "knowledge.reading.gap_rows"),
    ("adapters/cli/importing.py", "knowledge.reading.settlement"),
    ("adapters/cli/importing.py", "knowledge.card_table"),
    ("adapters/cli/importing.py", "knowledge.editions"),
    ("adapters/cli/document.py", "knowledge.reading.plan"),
    ("adapters/cli/document.py", "knowledge.reading.plan.document.identity"),
    ("adapters/cli/document.py", "knowledge.reading.plan.source"),
    ("adapters/cli/inspection.py", "knowledge.card_table"),
    ("adapters/cli/build.py", "bot.decide"),
    ("adapters/cli/explaining.py", "bot.explain"),
    ("adapters/web/staff/answer.py", "bot.explain"),
    ("adapters/web/staff/entries.py", "knowledge.entry_difference"),
    ("adapters/web/staff/entries.py", "knowledge.entry_table"),
    ("adapters/web/staff/entries.py", "knowledge.reading.entries"),
    ("adapters/web/staff/entry_conflict.py", "knowledge.entry_difference"),
    ("adapters/web/staff/entry_editing.py", "knowledge.entry_difference"),
    ("adapters/web/staff/entry_editor.py", "knowledge.entry_difference"),
    ("adapters/web/staff/entry_form.py", "bot.review"),
    ("adapters/web/staff/entry_form.py", "knowledge.cell"),
    ("adapters/web/staff/entry_form.py", "knowledge.checking"),
    ("adapters/web/staff/entry_form.py", "knowledge.entry_difference"),
    ("adapters/web/staff/entry_form.py", "knowledge.entry_table"),
    ("adapters/web/staff/entry_form.py", "knowledge.reading.entries"),
    ("adapters/web/staff/entry_trial.py", "bot.draft"),
    ("adapters/web/staff/entry_trial.py", "knowledge.entry_table"),
    ("bot/draft.py", "index.document"),
    ("bot/draft.py", "index.with_document"),
    ("adapters/cli/plan.py", "knowledge.card_table"),
    ("adapters/cli/plan.py", "knowledge.card_workbook"),
    ("adapters/cli/plan.py", "knowledge.facts"),
    ("adapters/cli/plan.py", "knowledge.reading.plan.source"),
    ("adapters/cli/evaluate.py", "index.benchmark"),
    ("adapters/cli/gaps.py", "bot.gaps"),
    ("adapters/storage/gaps.py", "bot.gap"),
    ("adapters/report/as_csv.py", "knowledge.cell"),
    ("adapters/report/open_data.py", "knowledge.cell"),
    ("adapters/report/as_xlsx.py", "knowledge.workbook"),
    ("adapters/report/gaps.py", "bot.gap"),
    ("adapters/report/gaps.py", "bot.gaps"),
    ("adapters/report/gaps.py", "knowledge.cell"),
    ("adapters/report/gaps.py", "knowledge.gap_table"),
    ("adapters/report/gaps.py", "knowledge.workbook"),
}
# Every route with who may use it: residents, LINE (by its signature), the operation of the service, staff from a role on, or
# anybody who wants to sign in as staff.
ACCESS = {
    ("POST", "/api/ask"): "resident",
    ("GET", "/api/categories"): "resident",
    ("GET", "/api/suggest"): "resident",
    ("POST", "/api/feedback"): "resident",
    ("GET", "/"): "resident",
    ("GET", "/chat"): "resident",
    ("POST", "/chat"): "resident",
    ("GET", "/chat/{city}/{entry}"): "resident",
    ("GET", "/chat/{city}/qr.svg"): "resident",
    ("GET", "/demo"): "resident",
    ("GET", "/accessibility"): "resident",
    ("GET", "/widget/v1/madoguchi.js"): "resident",
    ("GET", "/widget/v1/{build}/{name}"): "resident",
    ("MOUNT", "/static"): "resident",
    ("POST", "/line/{city}/webhook"): "line",
    ("GET", "/openapi.json"): "resident",
    ("GET", "/healthz"): "operation",
    ("GET", "/readyz"): "operation",
    ("GET", "/staff/sign-in"): "anybody",
    ("POST", "/staff/sign-in"): "anybody",
    ("GET", "/staff/oidc"): "anybody",
    ("GET", "/staff/oidc/callback"): "anybody",
    ("POST", "/staff/sign-out"): "reader",
    ("GET", "/staff"): "reader",
    ("POST", "/staff"): "reader",
    ("POST", "/staff/wrong"): "reader",
    ("POST", "/staff/proposal"): "reader",
    ("POST", "/staff/survey"): "reader",
    ("GET", "/staff/api/search"): "reader",
    ("POST", "/staff/api/ask"): "reader",
    ("POST", "/staff/api/wrong"): "reader",
    ("POST", "/staff/api/proposal"): "reader",
    ("GET", "/staff/kpi"): "reader",
    ("GET", "/staff/kpi.xlsx"): "reader",
    ("GET", "/staff/kpi/gaps"): "editor",
    ("GET", "/staff/entries"): "reader",
    ("GET", "/staff/entries/table.{form}"): "reader",
    ("GET", "/staff/entries/_new"): "editor",
    ("POST", "/staff/entries/_save"): "editor",
    ("POST", "/staff/entries/_merge"): "editor",
    ("POST", "/staff/api/entries/check"): "editor",
    ("GET", "/staff/entries/{id}"): "reader",
    ("GET", "/staff/entries/{id}/edit"): "editor",
    ("GET", "/staff/entries/{id}/try"): "reader",
    ("POST", "/staff/entries/{id}/try"): "reader",
    ("POST", "/staff/entries/{id}/publish"): "approver",
    ("POST", "/staff/entries/{id}/return"): "approver",
    ("POST", "/staff/entries/{id}/withdraw"): "editor",
    ("POST", "/staff/entries/{id}/restore"): "approver",
    ("GET", "/staff/password"): "reader",
    ("POST", "/staff/password"): "reader",
    ("GET", "/staff/users"): "administrator",
    ("POST", "/staff/users/{number}/role"): "administrator",
    ("POST", "/staff/users/{number}/disabled"): "administrator",
}


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), str(module))


@cache
def imports(module: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(module, names) of every import in `module`, also those inside functions and for type checking."""
    return tuple(read_imports(module))


def read_imports(module: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively"
            yield node.module or "", tuple(alias.name for alias in node.names)


def layer_of(name: str) -> str:
    return name.split(".")[0]


def lines_with(module: Path, kind: type[ast.AST], found: object) -> list[str]:
    """`file:line` of every node of `kind` for which `found` holds."""
    assert callable(found)
    return [f"{module}:{node.lineno}" for node in ast.walk(tree(module)) if isinstance(node, kind) and found(node)]


def everywhere_but(*homes: str) -> list[Path]:
    return [module for module in MODULES if module.as_posix() not in homes]


def each_of(modules: Sequence[Path]) -> Callable[[Callable[[Any, Path], None]], Callable[[Any, str], None]]:
    """One test for each package: one for each module would be four thousand, which take longer than what they look at."""
    packages: dict[str, list[Path]] = {}
    for module in modules:
        packages.setdefault(str(module.parent), []).append(module)

    def over(rule: Callable[[Any, Path], None]) -> Callable[[Any, str], None]:
        @pytest.mark.parametrize("package", packages)
        def all_keep(self: Any, package: str) -> None:
            for module in packages[package]:
                try:
                    rule(self, module)
                except AssertionError as error:
                    error.add_note(str(module))
                    raise

        all_keep.__name__, all_keep.__doc__ = rule.__name__, rule.__doc__
        return all_keep

    return over


every_module = each_of(MODULES)


class TestImports:
    """knowledge ← index ← bot ← adapters."""

    @every_module
    def test_they_run_one_way(self, module: Path) -> None:
        allowed = LAYERS[: LAYERS.index(module.parts[0]) + 1]
        upwards = [name for name, _ in imports(module) if layer_of(name) in LAYERS and layer_of(name) not in allowed]
        assert upwards == []

    @every_module
    def test_nothing_outside_the_layers_is_imported(self, module: Path) -> None:
        assert [name for name, _ in imports(module) if layer_of(name) in ("tests", "benchmarks", "tools")] == []

    @every_module
    def test_libraries_stay_at_home(self, module: Path) -> None:
        abroad = [name for name, _ in imports(module) if HOMES.get(layer_of(name), module.parts[0]) != module.parts[0]]
        assert abroad == []

    @pytest.mark.parametrize("layer", ["knowledge", "index", "bot"])
    def test_the_core_knows_no_network_and_no_database(self, layer: str) -> None:
        outside = {"socket", "http", "urllib.request", "asyncio", "sqlite3", "requests", "httpx", "httpx2", "psycopg"}
        used = {
            name
            for module in MODULES
            if module.parts[0] == layer
            for name, _ in imports(module)
            if name in outside or layer_of(name) in outside
        }
        assert used == set()

    @every_module
    def test_other_layers_are_imported_by_their_public_names(self, module: Path) -> None:
        private = []
        for name, names in imports(module):
            if layer_of(name) not in LAYERS or layer_of(name) == module.parts[0]:
                continue
            if "." in name:
                private += [name] if (module.as_posix(), name) not in DEEPER else []
            else:
                private += [f"{name}.{one}" for one in names if one not in import_module(name).__all__]
        assert private == []

    def test_every_exception_is_still_needed(self) -> None:
        used = {(module.as_posix(), name) for module in MODULES for name, _ in imports(module)}
        assert used >= DEEPER

    @pytest.mark.parametrize("layer", ["knowledge", "index", "bot"])
    def test_public_names_exist(self, layer: str) -> None:
        package = import_module(layer)
        assert [name for name in package.__all__ if not hasattr(package, name)] == []

    @pytest.mark.parametrize(("here", "there"), [("line", "web"), ("web", "line")])
    def test_channels_do_not_know_each_other(self, here: str, there: str) -> None:
        channel = [module for module in MODULES if module.parts[:2] == ("adapters", here)]
        assert channel
        assert [name for module in channel for name, _ in imports(module) if name.startswith(f"adapters.{there}")] == []

    @pytest.mark.parametrize("module", ["adapters.cli.main", "adapters.app", "bot", "index", "knowledge"])
    def test_nothing_heavy_is_loaded_at_import(self, module: str) -> None:
        heavy = ("torch", "sentence_transformers", "transformers", "spacy", "ja_ginza")
        script = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
        ended = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        )
        assert ended.stdout.strip() == "[]"


class TestNames:
    """The four names are ours, and nothing hides them."""

    @pytest.mark.parametrize("name", LAYERS)
    def test_the_name_is_ours(self, name: str) -> None:
        """No other distribution provides `name`, and importing it finds this checkout."""
        assert set(packages_distributions().get(name, [])) <= {"madoguchi"}
        assert Path(str(import_module(name).__file__)).parent == ROOT / name

    def test_test_folders_are_not_packages(self) -> None:
        assert list((ROOT / "tests").rglob("__init__.py")) == []

    def test_no_module_is_a_drawer_for_everything(self) -> None:
        drawers = {"utils.py", "util.py", "common.py", "helpers.py", "misc.py"}
        assert [str(module) for module in MODULES if module.name in drawers] == []

    @pytest.mark.parametrize("folder", sorted({module.parent for module in MODULES}), ids=str)
    def test_every_folder_with_code_is_a_package(self, folder: Path) -> None:
        assert (ROOT / folder / "__init__.py").exists()


class TestHomes:
    """Environment, printing, wording: one home each."""

    @each_of(everywhere_but("adapters/settings.py"))
    def test_only_the_settings_read_the_environment(self, module: Path) -> None:
        names = {"environ", "getenv", "environb", "BaseSettings", "load_dotenv"}
        read = lines_with(module, ast.Attribute, lambda node: node.attr in names)
        read += lines_with(module, ast.Name, lambda node: node.id in names)
        assert read == []

    @each_of(everywhere_but("adapters/cli/say.py"))
    def test_only_say_prints(self, module: Path) -> None:
        prints = lines_with(module, ast.Name, lambda node: node.id in ("print", "pprint"))
        prints += lines_with(module, ast.Attribute, lambda node: node.attr in ("stdout", "stderr", "echo"))
        assert prints == []

    @each_of(everywhere_but("bot/wording.py"))
    def test_only_the_wording_speaks_to_people(self, module: Path) -> None:
        """Patterns of what people type are no wording of ours."""
        patterns = {
            text
            for node in ast.walk(tree(module))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "compile"
            for text in ast.walk(node)
        }
        polite = re.compile(r"ございます|ございません|申し訳|お問い合わせ|恐れ入り")
        spoken = lines_with(
            module,
            ast.Constant,
            lambda node: isinstance(node.value, str) and node not in patterns and polite.search(node.value),
        )
        assert spoken == []

    @each_of([module for module in MODULES if module.parts[0] != "adapters"])
    def test_only_adapters_set_log_levels(self, module: Path) -> None:
        assert lines_with(module, ast.Attribute, lambda node: node.attr in ("setLevel", "basicConfig")) == []


class TestSize:
    """Small enough to read."""

    @every_module
    def test_every_module_says_what_it_is(self, module: Path) -> None:
        assert ast.get_docstring(tree(module))

    @every_module
    def test_no_module_has_over_300_lines(self, module: Path) -> None:
        assert len((ROOT / module).read_text(encoding="utf-8").splitlines()) <= 300

    @every_module
    def test_no_function_has_over_60_lines(self, module: Path) -> None:
        functions = [
            node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        assert [node.name for node in functions if length(node) > 60] == []

    def test_the_main_path_fits_one_screen(self) -> None:
        [bot] = [node for node in tree(Path("bot/reply.py")).body if getattr(node, "name", "") == "Bot"]
        assert isinstance(bot, ast.ClassDef)
        [reply] = [node for node in bot.body if isinstance(node, ast.FunctionDef) and node.name == "reply"]
        assert length(reply) <= 60


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def routes() -> list[tuple[str, str]]:
    """(method, path) of every route of the application; HEAD goes with GET."""
    contexts = list(iter_route_contexts(create_app(Settings(_env_file=None)).routes))
    methods = [(context.path, (context.methods or {"MOUNT"}) - {"HEAD"}) for context in contexts]
    return [(method, str(path)) for path, allowed in methods for method in sorted(allowed)]


class TestRoutes:
    """Who may use what is decided, not left over."""

    def test_every_route_has_its_access_rule(self) -> None:
        assert sorted(routes()) == sorted(ACCESS)

    def test_the_rules_are_the_known_ones(self) -> None:
        roles = {"reader", "editor", "approver", "administrator"}
        assert set(ACCESS.values()) <= {"resident", "line", "operation", "anybody"} | roles

    def test_operation_is_tagged_as_such(self) -> None:
        paths = create_app(Settings(_env_file=None)).openapi()["paths"]
        tagged = {path for path, methods in paths.items() for item in methods.values() if "operation" in item["tags"]}
        assert tagged == {path for (_, path), rule in ACCESS.items() if rule == "operation"}


class TestOutcomes:
    """結果 is one closed list."""

    def test_every_outcome_has_a_japanese_label_of_its_own(self) -> None:
        labels = [outcome.label for outcome in Outcome]
        assert all(re.search(r"[ぁ-んァ-ヶ一-龠]", label) for label in labels)
        assert len(set(labels)) == len(labels)

    def test_the_documents_name_the_same_outcomes(self) -> None:
        page = ROOT / "docs" / "kpi.md"
        if not page.exists():
            pytest.skip("docs/kpi.md is not written yet")
        rows = re.findall(r"^\|\s*`([a-z_]+)`\s*\|(.*)\|\s*$", page.read_text(encoding="utf-8"), re.MULTILINE)
        listed = {name: rest for name, rest in rows if name in set(Outcome) or any(o.label in rest for o in Outcome)}
        assert list(listed) == [outcome.value for outcome in Outcome]
        assert [name for name, rest in listed.items() if Outcome(name).label not in rest] == []
