"""Draws docs/images/line-conversation.png: a conversation on LINE, with the replies that the bot gives today.

    .venv/bin/python -m benchmarks.line_transcript [--city 132012] [--out FILE]

The bubbles are a drawing of our own; on a telephone LINE draws them. Needs Chromium and a built city.
"""

import argparse
import base64
import io
import shutil
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from adapters.cli.ask import Unrecorded
from adapters.line.as_text import Shown, as_text
from adapters.line.double.deliveries import event, tap, text
from adapters.line.menu import tabs_for
from adapters.line.menu_image import draw, find_font
from adapters.line.message import Message
from adapters.line.simulation import Simulation
from adapters.settings import read_settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, connect
from bot import catalogue, wording
from knowledge import TOKYO, Audience

OUT = Path(__file__).resolve().parents[1] / "docs" / "images" / "line-conversation.png"
MOST = 300_000  # bytes
# What a resident does: words to type, or the label of a button to tap. Each column is one moment of the conversation, with
# the quick replies that wait.
COLUMNS = (("/follow", "引っ越し"), ("2",), (wording.Button.HELPFUL, "粗大ごみの手数料はいくらですか"))
STYLE = """
* { box-sizing: border-box; margin: 0 }
body { background: #e9ecef; font: 15px/1.6 "Noto Sans CJK JP", sans-serif; color: #1f2328; padding: 28px; display: flex; gap: 28px; align-items: flex-start; width: 1480px }
.phone { width: 458px; border-radius: 28px; overflow: hidden; border: 1px solid #adb5bd; background: #dfe7f1 }
header { background: #fff; padding: 12px 20px; font-weight: 700; border-bottom: 1px solid #ced4da }
.log { padding: 16px 14px; display: flex; flex-direction: column; gap: 10px }
.theirs { display: flex; gap: 8px; max-width: 96% }
.face { flex: none; width: 34px; height: 34px; border-radius: 50%; background: COLOUR; color: #fff; text-align: center; line-height: 34px; font-weight: 700 }
.bubble { background: #fff; border-radius: 16px; padding: 10px 14px; white-space: pre-wrap; overflow-wrap: anywhere }
.card { width: 100% }
.mine { align-self: flex-end; background: #c5e8b7; border-radius: 16px; padding: 8px 14px; max-width: 80% }
.tiles { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; margin-top: 8px }
.tiles span { background: #eef4f2; border-radius: 8px; padding: 8px 10px; font-size: 14px }
.quick { display: flex; flex-wrap: wrap; gap: 6px; justify-content: flex-end }
.quick span { background: #fff; border: 1px solid #8a949e; border-radius: 18px; padding: 3px 12px; font-size: 13px }
img { display: block; width: 100% }
"""


class Conversation:
    """One run through the real bot; collects what is said as HTML."""

    def __init__(self, trial: Simulation, face: str) -> None:
        self._trial, self._face = trial, face
        self._shown = Shown()
        self._messages: tuple[Message, ...] = ()

    def column(self, acts: tuple[str, ...]) -> str:
        return "".join(map(self._act, acts)) + self._quick()

    def _act(self, act: str) -> str:
        labels = [action.get("label") for action in self._shown.actions]
        done = event("follow") if act == "/follow" else text(act)
        if act in labels:
            done = tap(self._shown.actions[labels.index(act)]["data"])
        turn = self._trial.send(done)
        assert not turn.breaches, turn.breaches
        assert turn.messages, f"nothing was said to {act!r}: {turn.ended}"
        self._messages, self._shown = turn.messages, as_text(turn.messages)
        mine = "" if act == "/follow" else f'<div class="mine">{escape(act)}</div>'
        return mine + "".join(map(self._theirs, turn.messages))

    def _theirs(self, message: Message) -> str:
        if message["type"] == "text":
            inner = f'<div class="bubble">{escape(message["text"])}</div>'
        else:
            title, *rest = as_text([message]).lines[1:-1]
            tiles = "".join(f"<span>{escape(line.split('] ')[-1])}</span>" for line in rest if "[" in line)
            hint = "<br>".join(escape(line[2:]) for line in rest if "[" not in line)
            inner = (
                f'<div class="bubble card"><b>{escape(title[2:])}</b><br>{hint}<div class="tiles">{tiles}</div></div>'
            )
        return f'<div class="theirs"><div class="face">{escape(self._face)}</div>{inner}</div>'

    def _quick(self) -> str:
        items = self._messages[-1].get("quickReply", {}).get("items", [])
        pills = "".join(f"<span>{escape(item['action']['label'])}</span>" for item in items)
        return f'<div class="quick">{pills}</div>'


def page_of(name: str, colour: str, columns: list[str], menu: bytes) -> str:
    picture = f'<img src="data:image/png;base64,{base64.b64encode(menu).decode()}" alt="">'
    phones = [
        f'<div class="phone"><header>{escape(name)}</header><div class="log">{column}</div>{picture if last else ""}</div>'
        for last, column in zip([False] * (len(columns) - 1) + [True], columns, strict=True)
    ]
    return f"<meta charset=utf-8><style>{STYLE.replace('COLOUR', colour)}</style>{''.join(phones)}"


def photograph(html: str, out: Path) -> None:
    """`html` as a PNG below MOST bytes."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page: Any = browser.new_page(viewport={"width": 1480, "height": 800})
        page.set_content(html)
        page.screenshot(path=str(out), full_page=True)
        browser.close()
    small = shrunk(out)
    out.write_bytes(small)
    assert len(small) < MOST, f"{out} has {len(small):,} bytes"


def shrunk(path: Path) -> bytes:
    """The picture with a palette: it is flat, and a page loads it quickly."""
    png = io.BytesIO()
    with Image.open(path) as image:
        image.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(png, "PNG", optimize=True)
    return png.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--city", default="132012")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    settings = read_settings()
    shelves = Shelves(settings, PublishedContent(connect(settings.database)))
    shelves.load(given.city)
    city = shelves(given.city).shelf.knowledge.city
    tree = catalogue(shelves(given.city).shelf, Audience.RESIDENT, datetime.now(TOKYO).date())
    tab = tabs_for(city.code, tree, city.line_colour)[0]
    with Simulation(settings, given.city, shelves, Unrecorded()) as trial:
        conversation = Conversation(trial, city.name[:1])
        columns = [conversation.column(acts) for acts in COLUMNS]
    photograph(page_of(city.name, tab.colour, columns, draw(tab, find_font(settings.line_font))), given.out)
    print(f"{given.out}: {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
