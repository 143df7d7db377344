"""An Accept header in, the formats that suit it best out."""

from __future__ import annotations

from functools import lru_cache

TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "html": "text/html; charset=utf-8",
}
_TABLES = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
_GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
}
_PAGES = {"text/html": "html", "application/xhtml+xml": "html"}


@lru_cache(maxsize=512)
def table_format(accept: str) -> str:
    """Return the name of the format for rows and truth values; "" where none will do."""
    return _best(accept, _TABLES)[0]


@lru_cache(maxsize=512)
def graph_format(accept: str) -> str:
    """Return the name of the format for triples; "" where none will do."""
    return _best(accept, _GRAPHS)[0]


@lru_cache(maxsize=512)
def wants_page(accept: str) -> bool:
    """Say whether a page is wanted at least as much as triples, and named."""
    named, quality = _best(accept, _PAGES, is_named=True)
    return bool(named) and quality >= _best(accept, _GRAPHS)[1]


def _best(accept: str, known: dict[str, str], is_named: bool = False) -> tuple[str, float]:
    """Return the format of highest quality, the first of ours where several are equal."""
    ranges = _ranges(accept)
    best, highest = "", 0.0
    for media_type, name in known.items():
        quality = _quality(media_type, ranges, is_named)
        if quality > highest:
            best, highest = name, quality
    return best, highest


def _quality(media_type: str, ranges: dict[str, float], is_named: bool) -> float:
    """Return the quality by the most specific range that matches."""
    if media_type in ranges or is_named:
        return ranges.get(media_type, 0.0)
    group = media_type.partition("/")[0] + "/*"
    return ranges.get(group, ranges.get("*/*", 0.0))


def _ranges(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accept.split(","):
        media_range, *parameters = (word.strip() for word in part.lower().split(";"))
        if media_range:
            found[media_range] = max(found.get(media_range, 0.0), _weight(parameters))
    return found or {"*/*": 1.0}


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
