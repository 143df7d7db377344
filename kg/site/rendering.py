"""Pages as HTML: every text escaped, every address relative, the same bytes for the same page."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from kg import paths
from kg.site.addresses import web
from kg.site.model import Page, Site
from kg.site.words import say

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = paths.PAGES / "site"
WAYS = (  # the entries of the head's list: the word for it, and where it leads
    ("explore", "explorer.html"),
    ("things", "things.html"),
    ("questions", "questions/index.html"),
    ("sparql", "sparql.html"),
    ("audit", "audit.html"),
    ("data", "data.html"),
    ("about", "about.html"),
)
IN_BOTH = frozenset({"questions/index.html", "sparql.html"})  # written in Chinese, too


class Renderer:
    """Writes pages of one site."""

    def __init__(self, site: Site) -> None:
        """Make the template engine ready once."""
        self.site = site
        self.environment = _environment()
        self.environment.globals["site"] = site

    def __call__(self, page: Page, json_ld: str = "") -> str:
        """Return a page as HTML; `json_ld` goes into it as data."""
        template = self.environment.get_template(page.template)
        shown = template.render(
            page=self._head(page) | {"json_ld": _inert(json_ld)},
            say=partial(say, page.language),
            link=partial(self._link, page.root),
            **page.content,
        )
        return shown.rstrip() + "\n"

    def _link(self, root: str, iri: str) -> str:
        path = self.site.address(iri)
        return root + path if path else ""

    def _head(self, page: Page) -> dict[str, Any]:
        """Return what the layout needs."""
        name = page.stem
        twins = [
            {"type": "text/turtle", "address": f"{name}.ttl"},
            {"type": "application/ld+json", "address": f"{name}.jsonld"},
        ]
        tag = "zh" if page.language == "en" else "en"
        path = page.other or ("index.html" if tag == "en" else "zh/index.html")
        other = {"tag": tag, "address": page.root + path, "name": say(tag, "language")}
        return {
            "language": page.language,
            "title": page.title,
            "root": page.root,
            "stem": name,
            "iri": page.iri,
            "twins": twins if page.iri else [],
            "other_language": other,
            "has_other": bool(page.other),
            "ways": [_way(page, name, path) for name, path in WAYS],
        }


def _way(page: Page, name: str, path: str) -> dict[str, Any]:
    there = f"zh/{path}" if page.language == "zh" and path in IN_BOTH else path
    return {"name": name, "address": there, "is_here": page.way == name}


def _inert(json: str) -> Markup:
    """Return JSON in which nothing can end the element that holds it."""
    from markupsafe import Markup

    return Markup(json.replace("<", "\\u003c"))


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    environment.filters |= {"web": web, "slug": slug}
    return environment


def slug(text: str) -> str:
    """Return a text as an anchor of a page can be called."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
