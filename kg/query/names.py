"""Names that people say in, the IRIs that they mean out; and what they may have meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from kg.errors import LimitError, UnknownName
from kg.query.answers import Cell, as_term, quoted
from kg.query.engines import Store, select
from kg.query.near import close_to
from kg.vocabulary import KINDS, PREFIXES, TERMS, compact, expand

_NAMES = (PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel", TERMS + "title")
_LABELS = (_NAMES[0], PREFIXES["rdfs"] + "label", _NAMES[2])
_MOST_NAMES = 200_000  # among which a name is looked for that nothing has
_AT_ONCE = 300  # IRIs in one query, which so stays below what services take
_REMEDY = "write its whole name in any language, or a short IRI such as program:ant-forest"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^<>\"{}|^`\\\x00-\x20]+")


def terms(store: Store) -> frozenset[str]:
    """Return our ontology's terms that the store describes, as full IRIs."""
    found = select(
        store,
        "SELECT DISTINCT ?term { ?term a ?class ."
        f" FILTER(ISIRI(?term) && STRSTARTS(STR(?term), {quoted(TERMS)})) }}",
    )
    return frozenset(cell.value for cell in _first_column(found.rows))


def find(store: Store, text: str, kind: str = "") -> str:
    """Return the IRI that a person means: a name in any language, a short or a full IRI, a slug.

    Args:
        store: where to look.
        text: "GCash", "蚂蚁森林", "program:ant-forest", "https://…" or, with a kind, "ant-forest".
        kind: the kind of thing that is wanted, such as "program"; it settles a tie.

    Raises:
        UnknownName: nothing has this name, or several things have it.
    """
    text = " ".join(text.split())
    plain = unicodedata.normalize("NFKC", text)
    meant = [expand(text), expand(plain), expand(f"{kind}:{plain}") if kind in KINDS else ""]
    described = known(store, [iri for iri in meant if "://" in iri])
    for iri in meant:
        if iri in described:
            return iri
    named = _named(store, text)
    for predicate in _NAMES:
        found = sorted(iri for of, iri in named if of == predicate)
        narrowed = [i for i in found if compact(i).startswith(f"{kind}:")] if kind else []
        found = narrowed or found
        if len(found) == 1:
            return found[0]
        if found:
            several = "single thing"
            raise UnknownName(several, text, [compact(iri) for iri in found])
    wanted = kind if kind in KINDS else "thing"
    raise UnknownName(wanted, text, _near(store, text), _REMEDY)


def label(store: Store, iri: str, language: str = "en") -> str:
    """Return a name of a thing: in the language, else in English, else any, else its short IRI."""
    return labels(store, [iri], language)[iri]


def labels(store: Store, iris: Collection[str], language: str = "en") -> dict[str, str]:
    """Return a name of each thing, all asked for together: over a wire each question costs."""
    best: dict[str, tuple[int, int, str]] = {}
    for some in _batches(iris):
        found = select(
            store,
            f"SELECT ?it ?of ?name {{ VALUES ?of {{ {_terms(_LABELS)} }}"
            f" VALUES ?it {{ {_terms(some)} }} ?it ?of ?name FILTER(ISLITERAL(?name)) }}",
        )
        for it, of, name in found.rows:
            assert it is not None and of is not None and name is not None, "all are bound"
            rank = (_LABELS.index(of.value), *_rank(name, language))
            best[it.value] = min(best.get(it.value, rank), rank)
    return {iri: best[iri][2] if iri in best else compact(iri) for iri in iris}


def _rank(name: Cell, language: str) -> tuple[int, str]:
    tag = name.language or ""
    return (0 if tag.split("-")[0] == language else 1 if tag == "en" else 2, name.value)


def known(store: Store, iris: Collection[str]) -> frozenset[str]:
    """Return those of some IRIs that the graph says anything of."""
    found: set[str] = set()
    for some in _batches([iri for iri in iris if _IRI.fullmatch(iri)]):
        text = f"SELECT DISTINCT ?it {{ VALUES ?it {{ {_terms(some)} }} ?it ?of ?value }}"
        found |= {cell.value for cell in _first_column(select(store, text).rows)}
    return frozenset(found)


def _named(store: Store, text: str) -> set[tuple[str, str]]:
    """Return the things of this name, whatever its case, each with the property that names it."""
    plain = unicodedata.normalize("NFKC", text)  # full-width letters are the same letters
    spelled = sorted({form for t in (text, plain) for form in (t.lower(), t.casefold())})
    found = select(
        store,
        f"SELECT DISTINCT ?of ?it {{ VALUES ?of {{ {_terms(_NAMES)} }} ?it ?of ?name ."
        f" FILTER(ISIRI(?it) && LCASE(STR(?name)) IN ({', '.join(map(quoted, spelled))})) }}",
    )
    return {(of.value, it.value) for of, it in found.rows if of and it}


def _near(store: Store, text: str) -> list[str]:
    text_of_all = (
        f"SELECT ?of ?it ?name {{ VALUES ?of {{ {_terms(_NAMES)} }} ?it ?of ?name"
        f" FILTER(ISIRI(?it)) }} LIMIT {_MOST_NAMES}"
    )
    try:
        found = select(store, text_of_all).rows
    except LimitError:  # the service gives fewer rows; the name is unknown all the same
        return []
    rows = [(of.value, it.value, name.value) for of, it, name in found if of and it and name]
    if text.partition(":")[0] in KINDS:
        return close_to(text, {compact(it) for of, it, _ in rows if of == _NAMES[0]})
    return close_to(text, {name for _, it, name in rows if not it.startswith(TERMS)})


def _batches(iris: Collection[str]) -> Iterator[list[str]]:
    everything = sorted(set(iris))
    for start in range(0, len(everything), _AT_ONCE):
        yield everything[start : start + _AT_ONCE]


def _terms(iris: Collection[str]) -> str:
    return " ".join(as_term(Cell(iri, "iri")) for iri in iris)


def _first_column(rows: tuple[tuple[Cell | None, ...], ...]) -> Iterator[Cell]:
    return (row[0] for row in rows if row[0] is not None)
