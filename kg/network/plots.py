"""The measures that are better seen, as plots: growth, centrality, communities."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kg import paths
from kg.errors import DataError, ToolError
from kg.network.centrality import centrality
from kg.network.communities import communities
from kg.network.growth import growth
from kg.network.model import Edge, Node, build
from kg.network.places import positions
from kg.network.view import View

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("svg", "png")
MOST_BARS = 20
MOST_COLOURS = 8
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#C9A600", "#5B6470")
REST = "#C3CAD4"


def write_plots(view: View, folder: Path) -> list[Path]:
    """Write every plot as SVG and PNG; the same network gives the same bytes.

    Raises:
        ToolError: matplotlib is not installed.
        DataError: the folder cannot be written to.
    """
    if find_spec("matplotlib") is None:
        message = "plots need matplotlib, which is not installed: pip install 'antkg[plots]'"
        raise ToolError(message)
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, draw in PLOTS.items():
            for form, content in _drawn(view, draw).items():
                path = folder / f"{name}.{form}"
                path.write_bytes(content)
                written.append(path)
    except OSError as fault:
        message = f"{paths.shown(folder)}: cannot be written: {fault.strerror}"
        raise DataError(message) from fault
    return written


def _drawn(view: View, draw: Callable[[Axes, View], None]) -> dict[str, bytes]:
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # Letters become outlines, so a picture looks the same where a font is missing; a name is no
    # formula; no day and no machine enters a file.
    with rc_context(
        {
            "font.family": "DejaVu Sans",
            "svg.fonttype": "path",
            "svg.hashsalt": "antkg",
            "text.parse_math": False,
        }
    ):
        figure = Figure(figsize=(9, 6), layout="constrained")
        FigureCanvasAgg(figure)
        draw(figure.add_subplot(), view)
        made = {}
        for form in FORMATS:
            content = io.BytesIO()
            nothing = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
            figure.savefig(content, format=form, dpi=150, metadata=nothing)
            made[form] = content.getvalue()
    return made


def _growth(axes: Axes, view: View) -> None:
    from matplotlib.ticker import MaxNLocator

    rows = growth(view.through("partners"), view.network.years)
    labels = ["undated" if row.year is None else str(row.year) for row in rows]
    places = range(len(rows))
    axes.bar([p - 0.2 for p in places], [r.partners for r in rows], 0.4, color=COLOURS[0])
    axes.bar([p + 0.2 for p in places], [r.partnerships for r in rows], 0.4, color=COLOURS[1])
    axes.set_xticks(list(places), labels)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(["new partners", "new partnerships"], frameon=False)
    axes.set_title("Partners and partnerships by first year on record")
    _plain(axes)


def _centrality(axes: Axes, view: View) -> None:
    best = centrality(view.joined)[:MOST_BARS][::-1]
    axes.barh(range(len(best)), [c.betweenness for c in best], color=COLOURS[0])
    axes.set_yticks(range(len(best)), [_written(view.network.name_of(c.thing)) for c in best])
    axes.set_xlabel("share of the shortest ways between two others that lead through it")
    axes.set_title("Who stands between others (betweenness)")
    _plain(axes)


def _communities(axes: Axes, view: View) -> None:
    found = communities(view.joined, view.network.topics, view.network.name_of)
    places = _places(view)
    for a, b in sorted(view.joined.edges):
        (x, y), (to_x, to_y) = places[a], places[b]
        axes.plot([x, to_x], [-y, -to_y], color="#B9C0C8", linewidth=0.8, zorder=1)
    for at, community in enumerate(found):
        xs = [places[iri][0] for iri in community.members]
        ys = [-places[iri][1] for iri in community.members]
        colour = COLOURS[at] if at < MOST_COLOURS else REST
        label = _written(f"{community.name} ({len(xs)})") if at < MOST_COLOURS else None
        axes.scatter(xs, ys, s=60, color=colour, label=label, zorder=2)
    for iri in sorted(view.joined, key=lambda i: (-len(view.joined[i]), i))[:MOST_BARS]:
        x, y = places[iri]
        name = _written(view.network.name_of(iri))
        axes.annotate(name, (x, -y), (0, 7), textcoords="offset points", ha="center", fontsize=7)
    axes.set_title("Communities, named by what joins them")
    axes.set_axis_off()
    if found:
        axes.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2)


def _places(view: View) -> dict[str, tuple[int, int]]:
    things = [Node(iri, "", "") for iri in view.joined]
    ties = [Edge(f"{a} {b}", a, b, "", "", True, "", False) for a, b in view.joined.edges]
    return positions(build(things, ties))


def _written(text: str) -> str:
    """Return a name without what the font has no letters for, cut where it is long."""
    from matplotlib import font_manager

    font = font_manager.get_font(font_manager.findfont("DejaVu Sans"))
    known = font.get_charmap()
    shown = "".join(c if ord(c) in known and c.isprintable() else "�" for c in text)
    return shown if len(shown) <= 44 else f"{shown[:43]}…"


def _plain(axes: Axes) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


PLOTS: dict[str, Callable[[Axes, View], None]] = {
    "growth": _growth,
    "centrality": _centrality,
    "communities": _communities,
}
