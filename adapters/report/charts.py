"""Charts as SVG: drawn here, without script; each is told apart by line and mark as well as by colour, for print."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

INK, BLUE, GREY, PALE = "#1a1a1a", "#1f4e8c", "#5c5c5c", "#d8d8d8"
LEFT, TOP, BOTTOM = 62, 30, 26  # room for the axes, in the units of the view box
WIDTH, HEIGHT = 720, 215
ROW, NAMES, NUMBERS = 21, 210, 120  # height of a bar with its space; room for names and for numbers
HALF = 430  # the width of a chart that has its table beside it


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart; `dash` as SVG writes it, `marks` whether each value has a dot. None: no value yet."""

    name: str
    values: Sequence[float | None]
    colour: str = BLUE
    dash: str = ""
    marks: bool = False


def line_chart(key: str, title: str, told: str, places: Sequence[str], lines: Sequence[Line]) -> str:
    """Lines over `places`; `told` is what a screen reader says of the picture. The names stand above the chart."""
    highest = _ceiling([value for line in lines for value in line.values if value is not None])
    step = (WIDTH - LEFT - 16) / max(1, len(places) - 1)
    body = [*_grid(highest), *_places(places, step)]
    for number, line in enumerate(lines):
        points = [
            (LEFT + at * step, _height(value, highest)) for at, value in enumerate(line.values) if value is not None
        ]
        dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        body.append(f'<polyline points="{path}" fill="none" stroke="{line.colour}" stroke-width="2.4"{dash}/>')
        if line.marks:
            body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6" fill="{line.colour}"/>' for x, y in points]
        x = LEFT + number * 200
        body.append(f'<line x1="{x}" y1="12" x2="{x + 30}" y2="12" stroke="{line.colour}" stroke-width="2.4"{dash}/>')
        body.append(_text(x + 36, 16, line.name, size=13))
    return _svg(key, title, told, WIDTH, HEIGHT, body)


def column_chart(key: str, title: str, told: str, places: Sequence[str], values: Sequence[int | None]) -> str:
    """A column for each place, with its number on top; None is a place that has not come yet."""
    highest = _ceiling([value for value in values if value is not None])
    step = (WIDTH - LEFT - 16) / len(places)
    body = list(_grid(highest))
    for at, (place, value) in enumerate(zip(places, values, strict=True)):
        middle = LEFT + (at + 0.5) * step
        body.append(_text(middle, HEIGHT - 8, place, anchor="middle"))
        if value is not None:
            y = _height(value, highest)
            body.append(
                f'<rect x="{middle - step * 0.34:.1f}" y="{y:.1f}" width="{step * 0.68:.1f}" '
                f'height="{HEIGHT - BOTTOM - y:.1f}" fill="{BLUE}"/>'
            )
            body.append(_text(middle, y - 5, f"{value:,}", anchor="middle", size=11))
    return _svg(key, title, told, WIDTH, HEIGHT, body)


def bar_chart(key: str, title: str, told: str, rows: Sequence[tuple[str, int, str]], *, half: bool = False) -> str:
    """A bar for each (name, value, what stands beside it), from above; `half` as wide where a table stands beside it."""
    longest = max([value for _, value, _ in rows], default=0) or 1
    width, names, numbers = (HALF, 130, 150) if half else (WIDTH, NAMES, NUMBERS)
    room = width - names - numbers
    body = []
    for at, (name, value, beside) in enumerate(rows):
        y, length = 6 + at * ROW, room * value / longest
        body.append(_text(names - 8, y + 12, _short(name), anchor="end", size=13))
        body.append(f'<rect x="{names}" y="{y}" width="{length:.1f}" height="{ROW - 6}" fill="{BLUE}"/>')
        body.append(_text(names + length + 6, y + 12, beside, size=13))
    return _svg(key, title, told, width, 12 + ROW * len(rows), body)


def _svg(key: str, title: str, told: str, width: int, height: int, body: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}-title {key}-told">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-told">{escape(told)}</desc>'
        f"{''.join(body)}</svg>"
    )


def _grid(highest: float) -> Iterator[str]:
    """Four lines with their numbers."""
    for part in range(5):
        value = highest * part / 4
        y = _height(value, highest)
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - 8}" y2="{y:.1f}" stroke="{GREY if not part else PALE}"/>'
        yield _text(LEFT - 8, y + 4, f"{value:,.0f}", anchor="end", size=12)


def _places(places: Sequence[str], step: float) -> Iterator[str]:
    return (_text(LEFT + at * step, HEIGHT - 8, place, anchor="middle") for at, place in enumerate(places))


def _height(value: float, highest: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / highest


def _ceiling(values: Sequence[float]) -> float:
    """The next round number above all of `values` that four lines divide evenly."""
    most = max(values, default=0) or 4
    unit = 10.0 ** math.floor(math.log10(most))
    return next((unit * times for times in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8) if unit * times >= most), unit * 10)


def _text(x: float, y: float, text: str, anchor: str = "start", size: int = 12) -> str:
    """Text with a white rim, so that it can be read across a line."""
    rim = 'stroke="#fff" stroke-width="3" paint-order="stroke"'
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text {place} fill="{INK}" {rim}>{escape(text)}</text>'


def _short(name: str) -> str:
    return name if len(name) <= 15 else f"{name[:14]}…"
