"""The front page in two languages, and the page that says what this is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.site.holdings import kind_of
from kg.site.model import LANGUAGES, Page, Site
from kg.site.neighbours import picture

_BEGINNINGS = ("program", "organization", "person", "place", "product", "event")
_EACH = 6
_START_KIND = "program"


def pages(site: Site, questions: int, stories: dict[str, str]) -> Iterator[Page]:
    """Yield the front page in each language, and the page about the site.

    Args:
        site: what is shown.
        questions: how many there are.
        stories: the title of each by its path.
    """
    for language in LANGUAGES:
        path, other = ("index.html", "zh/index.html")[:: 1 if language == "en" else -1]
        content = _content(site, language) | {"questions": questions, "stories": stories}
        yield Page(path, "front.html", "AntKG", content, "", language, other)
    yield Page("about.html", "about.html", "About", way="about")


def counts(site: Site) -> list[tuple[str, int, str]]:
    """Return how much the graph holds: the word, the number, and the page that lists it."""
    return [
        ("count_things", len(site.holdings.of_class("Thing")), "things.html"),
        ("count_records", len(site.holdings.of_class("Record")), "records.html"),
        ("count_evidence", len(site.holdings.of_class("Evidence")), "sources.html"),
        ("count_sources", len(site.holdings.of_class("Source")), "sources.html"),
    ]


def _content(site: Site, language: str) -> dict[str, Any]:
    ranked = _ranked(site)
    labels = site.holdings.labels_zh if language == "zh" else site.holdings.labels
    groups = []
    for kind in _BEGINNINGS:
        found = [iri for iri in ranked if kind_of(iri) == kind][:_EACH]
        if found:
            groups.append((kind, [{"iri": iri, "name": labels[iri]} for iri in found]))
    start = next((iri for iri in ranked if kind_of(iri) == _START_KIND), None)
    return {
        "counts": counts(site),
        "groups": groups,
        "picture": picture(site, start, language) if start else None,
    }


def _ranked(site: Site) -> list[str]:
    """Return the things that have a page, those with most shortcuts to others first."""
    things = [i for i in site.holdings.of_class("Thing") if site.address(i).endswith(".html")]
    return sorted(
        things, key=lambda iri: (-len(site.holdings.to_here(iri, "edgeFrom", "edgeTo")), iri)
    )
