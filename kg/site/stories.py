"""The stories as pages of the site: every record that they name leads to its page."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import partial

from kg.explore import Story, read_stories, retold
from kg.site.model import Page, Site
from kg.site.titles import title
from kg.vocabulary import compact, expand

ROOT = "../"  # the way from a story to the root of the site
_TITLE_END, _STEP = "</h1>\n", "<h2>"


def told(site: Site, questions: Container[str]) -> list[Story]:
    """Return the stories whose every view this graph and these questions can show."""
    things = {compact(iri) for iri in site.holdings.of_class("Thing")}
    return [story for story in read_stories() if story.can_be_told(things, questions)]


def path(story: Story) -> str:
    """Return where the page of a story lies."""
    return f"stories/{story.name}.html"


def pages(site: Site, stories: list[Story]) -> Iterator[Page]:
    """Yield the page of each story."""
    for story in stories:
        head, *steps = retold(story.name, f"{ROOT}explorer.html", partial(_link, site)).split(_STEP)
        content = {"lead": head.partition(_TITLE_END)[2], "steps": [_STEP + step for step in steps]}
        yield Page(path(story), "story.html", story.title, content, way="explore")


def _link(site: Site, name: str) -> tuple[str, str]:
    """Return the address of what has a page, from its short IRI, and its name in a line."""
    iri = expand(name)
    address = site.address(iri)
    return (ROOT + address, title(site.holdings, iri)) if address else ("", "")
