"""Everything that is taken away or read by programs: downloads, descriptions, sitemap, 404."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg import paths
from kg.site import dcat, downloads, void
from kg.site.downloads import Download, Kind
from kg.site.model import Page, Site

Render = Callable[[Page, str], str]

_CHANGELOG = paths.ROOT / "CHANGELOG.md"
_VERSION = re.compile(r"## \[(.+?)\](?: - (.+))?")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_PROGRAMS = "For programs"
_DESCRIPTIONS = {
    "void.ttl": "VoID: classes, their properties, and where these lead, counted",
    "dcat.ttl": "DCAT: both data sets with licence, version, files, sizes and sums",
    "service.ttl": "what answers SPARQL",
}
_MISSING = "404.html"


def files(site: Site, folder: Path, render: Render) -> dict[str, str]:
    """Write the downloads into the folder of the site, and return what describes them, by path.

    Everything else must be there already: the sitemap names every page in the folder.

    Raises:
        DataError: the folder cannot be written to.
    """
    downloads.write(site, folder)
    offered = downloads.listed(folder)
    made = _descriptions(site, offered)
    described = [
        Download(path, Kind(_PROGRAMS, _DESCRIPTIONS[path], "text/turtle"), text.encode())
        for path, text in made.items()
    ]
    for page, json_ld in _pages(site, offered, described):
        made[page.path] = render(page, json_ld)
    return made | _for_crawlers(site, {*_html(folder), "data.html"} - {_MISSING})


def _descriptions(site: Site, offered: list[Download]) -> dict[str, str]:
    return {
        "void.ttl": void.as_turtle(site, offered),
        "dcat.ttl": dcat.as_turtle(site, offered),
        "service.ttl": dcat.service(site),
    }


def _pages(
    site: Site, offered: list[Download], described: list[Download]
) -> Iterator[tuple[Page, str]]:
    """Yield the page of downloads and the page for what is not there, each with its JSON-LD."""
    groups: dict[str, list[Download]] = {}
    for one in [*offered, *described]:
        groups.setdefault(one.kind.group, []).append(one)
    content = {
        "groups": groups,
        "triples": len(site.graph.store),
        "derived": site.graph.derived,
        "changes": changes(),
        "base": site.base,
        "has_robots": _is_top(site),
    }
    about = json.dumps(
        dcat.for_search_engines(site, offered), ensure_ascii=False, indent=1, sort_keys=True
    )
    yield Page("data.html", "data.html", "Data", content, way="data"), about
    yield Page(_MISSING, "404.html", "Not here", _mended(site)), ""


def _mended(site: Site) -> dict[str, Any]:
    """Return what makes relative links work at any depth: the base, or a script that finds it."""
    from markupsafe import Markup

    script = (paths.PAGES / "site" / "404.js").read_text("utf-8").replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {
        "base": site.base,
        "script": "" if site.base else Markup(script),
        "sum": "" if site.base else f"'sha256-{digest}'",
    }


def _html(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}


def _for_crawlers(site: Site, pages: set[str]) -> dict[str, str]:
    """Return sitemap and robots.txt: both need absolute addresses, so a base must be known."""
    if not site.base:
        return {}
    day = f"<lastmod>{site.release}</lastmod>" if site.release else ""
    entries = [f"<url><loc>{_xml(site.base + path)}</loc>{day}</url>" for path in sorted(pages)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    made = {
        "sitemap.xml": f'{head}<urlset xmlns="{space}">\n' + "\n".join([*entries, "</urlset>\n"])
    }
    if _is_top(site):
        made["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {site.base}sitemap.xml\n"
    return made


def _is_top(site: Site) -> bool:
    """Say whether the site is the whole of its host, the only place where robots.txt is read."""
    return bool(site.base) and urlsplit(site.base).path in ("", "/")


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def changes(changelog: Path = _CHANGELOG) -> list[dict[str, Any]]:
    """Return what the changelog says of the data, by version; nothing where there is none."""
    if not changelog.is_file():  # a wheel does not carry it
        return []
    found: list[dict[str, Any]] = []
    for line in changelog.read_text(encoding="utf-8").splitlines():
        if head := _VERSION.match(line):
            found.append({"version": head[1], "day": head[2] or "", "lines": []})
        elif found and line.startswith("- Data: "):
            found[-1]["lines"].append(_LINK.sub(r"\1", line.removeprefix("- Data: ")))
    return [version for version in found if version["lines"]]
