"""The types that the scripts' comments state hold, by TypeScript's own checker."""

import shutil
import subprocess
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "adapters/web/static"
SCRIPTS = sorted(str(path) for folder in ("widget/v1", "staff") for path in (STATIC / folder).glob("*.js"))
STRICT = ["--noEmit", "--allowJs", "--checkJs", "--strict", "--target", "es2022", "--module", "es2022"]
BROWSER = ["--moduleResolution", "bundler", "--lib", "es2022,dom,dom.iterable"]


@pytest.fixture(scope="module")
def tsc() -> str:
    found = shutil.which("tsc")
    if not found:
        pytest.skip("needs TypeScript: npm install --global typescript@5")
    return found


def test_the_scripts_are_what_their_comments_say(tsc: str) -> None:
    assert len(SCRIPTS) > 20
    ran = subprocess.run([tsc, *STRICT, *BROWSER, *SCRIPTS], capture_output=True, text=True, timeout=120)
    assert ran.stdout == ""
    assert ran.returncode == 0


def test_a_wrong_type_is_seen(tsc: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.js"
    wrong.write_text("/** @param {string} text */\nexport const length = (text) => text.size;\n")
    ran = subprocess.run([tsc, *STRICT, *BROWSER, str(wrong)], capture_output=True, text=True, timeout=120)
    assert "wrong.js(2,38): error TS2339" in ran.stdout
