"""The static site: the whole graph as pages that any web host can serve."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from kg import paths
from kg.errors import DataError
from kg.explore import Story, write_page
from kg.load import Graph
from kg.site import (
    catalogue,
    front,
    lists,
    questions,
    records,
    reports,
    schema,
    sources,
    sparql,
    stories,
    things,
    twins,
)
from kg.site.model import Page, Site
from kg.site.rendering import Renderer

__all__ = ["write"]

ASSETS = ("site.css", "site.js", "icon.svg")
OF_A_SITE = ("index.html", "names.json", *ASSETS)  # by which an earlier run is known


def write(
    graph: Graph,
    folder: Path,
    *,
    base: str = "",
    data: Path | None = None,
    tell: Callable[[int], None] = lambda done: None,
) -> int:
    """Write the site about a closed graph; the same graph gives the same bytes.

    It is made beside the folder and takes its place when it is whole.

    Args:
        graph: what to show.
        folder: where to; a site that an earlier run left there is replaced.
        base: the address at which the site will stand, for its sitemap; may be unknown.
        data: the files from which the graph was made, for the gate to judge; may be unknown.
        tell: called with the number of pages so far.

    Returns:
        The number of pages.

    Raises:
        DataError: the folder cannot be written, or holds something else than a site.
        UsageError: the base is no address of the web.
    """
    try:
        _check(folder)
        site = Site(graph, base, data)
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        made.chmod(0o755)
        try:
            count = _fill(site, made, tell)
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as fault:
        message = f"{paths.shown(folder)}: cannot be written: {fault.strerror}"
        raise DataError(message) from fault
    return count


def _check(folder: Path) -> None:
    """Refuse to take the place of anything but nothing, an empty folder, or an earlier site."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not all((folder / name).is_file() for name in OF_A_SITE):
        where = paths.shown(folder)
        message = f"{where}: this folder holds something else than a site; name an empty one"
        raise DataError(message)


def _fill(site: Site, folder: Path, tell: Callable[[int], None]) -> int:
    render = Renderer(site)
    answered = questions.answered(site)
    starts = questions.starts(answered)
    told = stories.told(site, {start.name for start in starts})
    count = 0
    for count, page in enumerate(_pages(site, answered, told), 1):
        triples = twins.triples_about(site, page.iri) if page.iri else []
        json_ld = twins.json_ld(triples) if triples else ""
        put(folder / page.path, render(page, json_ld))
        if triples:
            put(folder / page.path.replace(".html", ".ttl"), twins.turtle(triples))
            put(folder / page.path.replace(".html", ".jsonld"), json_ld)
        tell(count)
    for path, text in {**_files(site), **questions.files(answered)}.items():
        put(folder / path, text)
    for name in ASSETS:
        shutil.copyfile(paths.PAGES / "site" / name, folder / name)
    sparql.put_assets(site, folder)
    write_page(site.graph, folder / "explorer.html", starts, told, site=True)
    described = catalogue.files(site, folder, render)
    for path, text in described.items():
        put(folder / path, text)
    return count + 1 + sum(path.endswith(".html") for path in described)


def _pages(site: Site, answered: list[questions.Answered], told: list[Story]) -> Iterator[Page]:
    steps = (things, records, sources, lists, schema, reports)
    return chain(
        front.pages(site, len(answered), {stories.path(s): s.title for s in told}),
        stories.pages(site, told),
        questions.pages(site, answered),
        sparql.pages(site),
        chain.from_iterable(step.pages(site) for step in steps),
    )


def _files(site: Site) -> dict[str, str]:
    made = {"names.json": lists.search_index(site), schema.SCHEMA_FILE: schema.as_turtle()}
    return made | reports.files(site)


def put(path: Path, text: str) -> None:
    """Write one file of the site."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
