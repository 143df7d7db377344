"""A picture of what is visible as SVG, for papers: the same bytes as kg/pages/exports.js writes.

A visible model is a mapping of title, permalink, kinds (name of each), licence, nodes (id, label,
kind, x, y, color, shape, size) and edges (from, to, label, style, bothWays). Sums are made in the
order of the JavaScript twin, for the last bit of a number may depend on it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from kg import paths
from kg.network.scene import DrawnEdge, DrawnNode, Scene, arranged
from kg.network.text import num, plain_number, width_of, wrapped, xml

Visible = Mapping[str, Any]

LICENCE = "Data: AntKG, CC BY 4.0"
STYLES = {
    "stated": ("#7d8793", "", "stated"),
    "inferred": ("#7d8793", "7 5", "inferred by rule"),
    "unknown": ("#7d8793", "2 4", "nobody named vouches for it"),
    "disputed": ("#b3261e", "9 4 2 4", "disputed by a source"),
}
_FONT = (
    "Helvetica, Arial, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', "
    "sans-serif"
)
_DARK, _SOFT = "#1c2126", "#4a535d"
_HALO = (
    f'fill="{_DARK}" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_OUTLINE = re.compile(r"M[MmLlHhVvAaCcZz0-9 .-]*\Z")
_CIRCLE = "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z"


@cache
def _shapes() -> dict[str, str]:
    """Return the outlines that the page has, for they are written down there only."""
    text = (paths.PAGES / "shapes.js").read_text(encoding="utf-8")
    return dict(re.findall(r'^  (\w+): "([^"]+)",$', text, re.MULTILINE))


def svg(visible: Visible) -> str:
    """Return the picture of a visible model as a whole SVG document."""
    scene = arranged(visible, tuple(STYLES))
    left, right, top, bottom = _frame(scene)
    width = right - left - 48
    title = wrapped(visible.get("title"), width * 100 / 18, 3)
    head = top - len(title) * 24 - 10
    legend, under = _legend(visible, scene, left + 24, bottom, width)
    notes = [
        *wrapped(visible.get("permalink"), width * 100 / 11, 6),
        *wrapped(_licence(visible), width * 100 / 11, 2),
    ]
    foot = under + len(notes) * 15 + 12
    size = f'width="{num(right - left)}" height="{num(foot - head)}"'
    box = f"{num(left)} {num(head)} {num(right - left)} {num(foot - head)}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {size} role="img" '
        f'font-family="{xml(_FONT)}">',
        f"<title>{xml(visible.get('title'))}</title>",
        f"<desc>{len(scene.nodes)} things and {len(scene.edges)} statements</desc>",
        f'<rect x="{num(left)}" y="{num(head)}" {size} fill="#ffffff"/>',
        *_rows(title, left + 24, (head + 28, 24), 18, f'font-weight="bold" fill="{_DARK}"'),
        *(mark for edge in scene.edges for mark in _edge_marks(edge)),
        *(_node_mark(one.node, one.x, one.y, one.size) for one in scene.nodes),
        *(mark for edge in scene.edges for mark in _edge_label(edge)),
        *(mark for one in scene.nodes for mark in _label_marks(one)),
        *legend,
        *_rows(notes, left + 24, (under + 12, 15), 11, f'fill="{_SOFT}"'),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _licence(visible: Visible) -> str:
    given = visible.get("licence")
    return LICENCE if given is None else str(given)


def _frame(scene: Scene) -> tuple[float, float, float, float]:
    """Return the left, right, top and bottom of things and names, with room around them."""
    left = min([0.0, *(box[0] for box in scene.taken)]) - 24
    return (
        left,
        max([left + 560, *(box[2] + 24 for box in scene.taken)]),
        min([0.0, *(box[1] for box in scene.taken)]) - 20,
        max([0.0, *(box[3] for box in scene.taken)]) + 30,
    )


def _rows(lines: list[str], x: float, rows: tuple[float, int], size: int, look: str) -> list[str]:
    first, step = rows
    return [_text(t, (x, first + at * step), size, "start", look) for at, t in enumerate(lines)]


def _text(text: str, at: tuple[float, float], size: int, anchor: str, look: str) -> str:
    place = f'x="{num(at[0])}" y="{num(at[1])}"'
    return f'<text {place} font-size="{size}" text-anchor="{anchor}" {look}>{xml(text)}</text>'


def _edge_marks(drawn: DrawnEdge) -> list[str]:
    stroke, dashes, _ = STYLES[drawn.style]
    look = f'fill="none" stroke="{stroke}" stroke-width="1.2"{_dashes(dashes)}'
    if drawn.curve is None:
        x, y, r = drawn.loop.x, drawn.loop.y, drawn.loop.size
        return [
            f'<path d="M{num(x - r / 2)} {num(y - r)}C{num(x - r * 2)} {num(y - r * 4)} '
            f'{num(x + r * 2)} {num(y - r * 4)} {num(x + r / 2)} {num(y - r)}" {look}/>'
        ]
    start, middle, end = drawn.curve
    marks = [
        f'<path d="M{num(start.x)} {num(start.y)}Q{num(middle.x)} {num(middle.y)} '
        f'{num(end.x)} {num(end.y)}" {look}/>'
    ]
    if not drawn.edge.get("bothWays"):
        bx, by = end.x + end.dx * 8, end.y + end.dy * 8
        marks.append(
            f'<path d="M{num(end.x)} {num(end.y)}'
            f"L{num(bx - end.dy * 3.5)} {num(by + end.dx * 3.5)}"
            f'L{num(bx + end.dy * 3.5)} {num(by - end.dx * 3.5)}Z" fill="{stroke}"/>'
        )
    return marks


def _dashes(dashes: str) -> str:
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def _edge_label(drawn: DrawnEdge) -> list[str]:
    if drawn.label is None:
        return []
    text, x, y = drawn.label
    return [_text(text, (x, y), 10, "middle", _HALO.replace(_DARK, _SOFT))]


def _node_mark(node: Mapping[str, Any], x: float, y: float, size: float) -> str:
    scale = plain_number(math.floor(size * 100 + 0.5) / 1000)
    return (
        f'<path transform="translate({num(x)} {num(y)}) scale({scale})" '
        f'd="{_outline(node.get("shape"))}" fill="{_colour(node.get("color"))}" '
        f'stroke="#ffffff" stroke-width="2"><title>{xml(node.get("label"))}</title></path>'
    )


def _colour(given: object) -> str:
    return given if isinstance(given, str) and _COLOUR.match(given) else "#5b6470"


def _outline(shape: object) -> str:
    given = "" if shape is None else str(shape)
    named = _shapes().get(given, given)
    return named if _OUTLINE.match(named) else _CIRCLE


def _label_marks(one: DrawnNode) -> list[str]:
    x, y = (one.box[0] + one.box[2]) / 2, one.box[1] + 12
    return [_text(t, (x, y + at * 14), 12, "middle", _HALO) for at, t in enumerate(one.lines)]


def _legend(
    visible: Visible, scene: Scene, left: float, top: float, width: float
) -> tuple[list[str], float]:
    """Return what shapes and strokes mean, in rows, and where the rows end."""
    names = visible.get("kinds") or {}
    kinds: dict[str, Mapping[str, Any]] = {}
    for one in scene.nodes:
        kinds.setdefault(one.node.get("kind") or "", one.node)
    entries: list[tuple[str, Mapping[str, Any] | str]] = [
        (str(names.get(kind, kind)), node) for kind, node in kinds.items()
    ]
    used = {drawn.style for drawn in scene.edges}
    entries += [(STYLES[style][2], style) for style in STYLES if style in used]
    marks: list[str] = []
    x, y = left, top
    for text, what in entries:
        shown = (wrapped(text, 4000, 1) or [""])[0]
        wide = width_of(shown) * 12 / 100 + 42
        if x > left and x + wide > left + width:
            x, y = left, y + 20
        if isinstance(what, str):
            marks.append(_stroke_mark(what, x + 10, y))
        else:
            marks.append(_node_mark({**what, "label": text}, x + 10, y, 7))
        marks.append(_text(shown, (x + 24, y + 4), 12, "start", f'fill="{_DARK}"'))
        x += wide
    return marks, y + 20


def _stroke_mark(style: str, x: float, y: float) -> str:
    stroke, dashes, _ = STYLES[style]
    return (
        f'<path d="M{num(x - 10)} {num(y)}L{num(x + 10)} {num(y)}" '
        f'stroke="{stroke}" stroke-width="1.5"{_dashes(dashes)}/>'
    )
