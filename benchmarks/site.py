"""The static site beside a naive loop: one set of queries and one new template engine a page."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.grow import grow
from kg import load, paths, show, site
from kg.load import Graph
from kg.site import things, twins
from kg.site.model import Site
from kg.site.rendering import Renderer

NAIVE_PAGES = 60
TIMES = (1, 3)


def compare(tell: Callable[[str], None]) -> None:
    """Write the site at two sizes, and some of its pages the naive way."""
    with tempfile.TemporaryDirectory() as folder:
        for times in TIMES:
            data = paths.DATA
            if times > 1:
                data = Path(folder) / f"data-{times}"
                grow(paths.DATA, data, times)
            graph = load.closed(data)
            seconds, pages = _whole(graph, Path(folder) / "site")
            tell(
                f"{times} x: {len(graph.store):,} triples, {pages:,} pages in {seconds:.1f} s of"
                f" processor, {1000 * seconds / pages:.2f} ms a page with its two twins"
            )
    graph = load.closed()
    ours, naive = _our_pages_of_things(graph), _naive_pages_of_things(graph)
    tell(f"pages of things: {1000 * ours:.2f} ms each with twins, {1000 * naive:.1f} ms naively")
    tell(f"naive / ours: {naive / ours:.1f}")


def _whole(graph: Graph, folder: Path) -> tuple[float, int]:
    began = time.process_time()
    pages = site.write(graph, folder)
    spent = time.process_time() - began
    shutil.rmtree(folder)
    return spent, pages


def _our_pages_of_things(graph: Graph) -> float:
    """Return seconds for a page of a thing with its twins, reading the graph included."""
    began = time.process_time()
    known = Site(graph)
    render = Renderer(known)
    pages = list(things.pages(known))
    for page in pages:
        triples = twins.triples_about(known, page.iri)
        render(page, twins.json_ld(triples))
        twins.turtle(triples)
    return (time.process_time() - began) / len(pages)


def _naive_pages_of_things(graph: Graph) -> float:
    """Return seconds a page where each asks its own queries and makes its own template engine."""
    from jinja2 import Environment

    text = (
        "<h1>{{ card.name }}</h1>{% for s in card.statements %}<p>{{ s.words }}</p>"
        "{% for r in s.receipts %}<p>{{ r.words }} {{ r.title }}</p>{% endfor %}{% endfor %}"
    )
    known = [page.iri for page in things.pages(Site(graph))]
    some = known[:: max(1, len(known) // NAIVE_PAGES)][:NAIVE_PAGES]
    began = time.process_time()
    for iri in some:
        Environment(autoescape=True).from_string(text).render(card=show.card(graph, iri))
    return (time.process_time() - began) / len(some)
