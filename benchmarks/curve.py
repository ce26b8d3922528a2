"""Lines over a share of questions, as an SVG of our own: no drawing library, and a small text file that shows what changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

Point = tuple[float, float]  # both between 0 and 1
WIDTH, HEIGHT = 460, 380  # of one panel, pixels
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 40, 48  # margins inside a panel
LEGEND = 26  # height of one line of the legend
STROKES = (  # Okabe & Ito's colours, told apart by colour-blind people; dashes for print
    ("#0072b2", ""),
    ("#d55e00", "7 4"),
    ("#009e73", "2 3"),
    ("#cc79a7", "9 3 2 3"),
    ("#555555", "5 2"),
)


@dataclass(frozen=True)
class Series:
    """A line through `points` in their order; `mark` is the point at which it is used."""

    name: str
    points: Sequence[Point]
    mark: Point | None = None


@dataclass(frozen=True)
class Panel:
    """One diagram; `top` is the highest value that is shown, what lies above is cut off."""

    title: str
    across: str
    up: str
    series: Sequence[Series]
    top: float = 1.0


def svg(title: str, panels: Sequence[Panel]) -> str:
    """The panels side by side with one legend below; every panel shows the same series in the same order.

    Raises ValueError for more series than there are strokes.
    """
    names = [series.name for series in panels[0].series]
    if len(names) > len(STROKES):
        raise ValueError(f"{len(names)} lines: at most {len(STROKES)} can be told apart; draw fewer, or add a stroke")
    width, rows = WIDTH * len(panels), (len(names) + 1) // 2
    height = HEIGHT + LEGEND * rows + 12
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for number, panel in enumerate(panels):
        lines += [f'<g transform="translate({WIDTH * number} 0)">', *_panel(panel), "</g>"]
    lines += [*_legend(names, width // 2), "</svg>"]
    return "\n".join(lines) + "\n"


def _panel(panel: Panel) -> Iterator[str]:
    yield _text(LEFT, 22, panel.title, weight="bold")
    for step in range(6):
        share = step / 5
        x, y = _at((share, share * panel.top), panel.top)
        yield _line(x, TOP, x, HEIGHT - BOTTOM)
        yield _line(LEFT, y, WIDTH - RIGHT, y)
        yield _text(x, HEIGHT - BOTTOM + 16, f"{share:.0%}", anchor="middle")
        yield _text(LEFT - 6, y + 4, f"{share * panel.top:.0%}", anchor="end")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, panel.across, anchor="middle")
    middle = (TOP + HEIGHT - BOTTOM) / 2
    yield f'<text transform="translate(16 {middle:.0f}) rotate(-90)" text-anchor="middle">{escape(panel.up)}</text>'
    for series, (colour, dashes) in zip(panel.series, STROKES, strict=False):
        yield from _drawn(series, panel.top, colour, dashes)


def _drawn(series: Series, top: float, colour: str, dashes: str) -> Iterator[str]:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(point, top) for point in series.points))
    yield f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
    if series.mark:
        x, y = _at(series.mark, top)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>'


def _legend(names: Sequence[str], column: int) -> Iterator[str]:
    for number, (name, (colour, dashes)) in enumerate(zip(names, STROKES, strict=False)):
        x, y = LEFT + column * (number % 2), HEIGHT + 8 + LEGEND * (number // 2)
        yield f'<line x1="{x}" y1="{y}" x2="{x + 36}" y2="{y}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
        yield _text(x + 44, y + 4, name)


def _at(point: Point, top: float) -> Point:
    """Where a point stands in a panel, in pixels."""
    across, up = point[0], min(point[1], top) / top
    return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'


def _text(x: float, y: float, text: str, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>'
