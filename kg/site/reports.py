"""The pages that judge: checks, the gate's report, the measures of the network, the audit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from kg.site import audited, checks, measures
from kg.site.model import Page, Site


def pages(site: Site) -> Iterator[Page]:
    """Yield every page that judges the graph."""
    return chain.from_iterable(step.pages(site) for step in (checks, measures, audited))


def files(site: Site) -> dict[str, str]:
    """Return what stands beside these pages, by path."""
    return audited.files(site)
