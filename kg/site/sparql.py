"""The SPARQL page, and what it needs beside it: graph, catalogue, engine, scripts."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from kg import ask, paths
from kg.ask import Question
from kg.export import n_triples
from kg.load import Graph
from kg.site.holdings import TYPE
from kg.site.model import Page, Site
from kg.vocabulary import KINDS, PREFIXES, TERMS, THINGS

SCRIPTS = paths.PAGES / "site" / "sparql"
# Fetched and bundled at set-up; a wheel may have been built without.
ENGINE = paths.PAGES / "engine"
ENGINE_FILES = ("editor.js", "oxigraph.js", "oxigraph.wasm")
FRONT = "programs"  # what the page answers first
ROW_LIMITS = (1_000, 10_000, 100_000)
SECOND_LIMITS = (5, 20, 60)
_OUR_KINDS = (  # what a term of ours is, by the class that declares it
    ("Class", "class"),
    ("ObjectProperty", "property"),
    ("DatatypeProperty", "property"),
    ("AnnotationProperty", "property"),
)


def has_engine() -> bool:
    """Say whether set-up has fetched the engine and the editor."""
    return all((ENGINE / name).is_file() for name in ENGINE_FILES)


def pages(site: Site) -> Iterator[Page]:
    """Return the page in both languages."""
    for language, path, other in (
        ("en", "sparql.html", "zh/sparql.html"),
        ("zh", "zh/sparql.html", "sparql.html"),
    ):
        words = _words()[language]
        yield Page(
            path=path,
            template="sparql.html",
            title=words["title"],
            content=_content(language, words),
            language=language,
            other=other,
            way="sparql",
        )


def _content(language: str, words: dict[str, Any]) -> dict[str, Any]:
    questions = ask.catalogue()
    front = _front(questions)
    return {
        "count": len(questions),
        "families": list(_families(questions, language, words)),
        "front": {
            "text": _spoken(front, language),
            "summary": front.summary,
            "query": query_of(front),
        },
        "has_engine": has_engine(),
        "questions_page": "questions/index.html",
        "row_limits": ROW_LIMITS,
        "scripts": [name for name in _script_names() if name != "worker.js"],
        "second_limits": SECOND_LIMITS,
        "words": words,
    }


def _families(
    questions: list[Question], language: str, words: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    for name, found in groupby(ask.by_family(questions), key=ask.family):
        shown = [
            {
                "name": question.name,
                "text": _spoken(question, language),
                "also": question.question if language == "zh" else question.question_zh,
            }
            for question in found
        ]
        yield {"name": words[f"family_{name}"], "questions": shown}


def _spoken(question: Question, language: str) -> str:
    return (language == "zh" and question.question_zh) or question.question


def _front(questions: list[Question]) -> Question:
    return next((q for q in questions if q.name == FRONT), questions[0])


def query_of(question: Question) -> str:
    """Return the query without the header of its file."""
    return re.sub(r"\A(?:#.*\n|\s*\n)*", "", question.text).strip() + "\n"


@cache
def _words() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((SCRIPTS / "words.json").read_text("utf-8"))
    return found


def _script_names() -> list[str]:
    return sorted(path.name for path in SCRIPTS.glob("*.js"))


def put_assets(site: Site, folder: Path) -> None:
    """Write everything that the page loads into a folder `sparql` of the site's folder."""
    place = folder / "sparql"
    place.mkdir(parents=True)
    (place / "graph.nt.gz").write_bytes(packed(site.graph))
    (place / "catalogue.json").write_text(_catalogue(site), encoding="utf-8", newline="\n")
    for name in (*_script_names(), "sparql.css", "licences.txt"):
        shutil.copyfile(SCRIPTS / name, place / name)
    if has_engine():
        (place / "engine").mkdir()
        for name in ENGINE_FILES:
            shutil.copyfile(ENGINE / name, place / "engine" / name)


def packed(graph: Graph) -> bytes:
    """Return a graph as sorted N-Triples, gzipped without a date."""
    return gzip.compress(n_triples(graph), mtime=0)


def _catalogue(site: Site) -> str:
    """Return what the scripts know before they ask the graph."""
    questions = ask.catalogue()
    known = {
        "front": _front(questions).name,
        "kinds": KINDS,
        "labels": _labels(site, questions),
        "prefixes": PREFIXES,
        "questions": [
            ask.without_text(question)
            | {"text": query_of(question), "parameters": _parameters(question)}
            for question in questions
        ],
        "terms": TERMS,
        "things": THINGS,
        "vocabulary": list(_vocabulary(site)),
    }
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _parameters(question: Question) -> list[dict[str, Any]]:
    return [
        {"name": p.name, "type": p.type, "variable": p.variable}
        | ({} if p.default is None else {"default": p.default})
        | ({"choices": p.choices} if p.choices else {})
        for p in question.parameters
    ]


def _labels(site: Site, questions: list[Question]) -> dict[str, dict[str, str]]:
    defaults = {p.default for q in questions for p in q.parameters if p.type == "iri" and p.default}
    return {
        iri: {"en": site.holdings.labels[iri], "zh": site.holdings.labels_zh[iri]}
        for iri in sorted(defaults)
        if iri in site.holdings
    }


def _vocabulary(site: Site) -> Iterator[dict[str, str]]:
    definition = PREFIXES["skos"] + "definition"
    for iri in sorted(iri for iri in site.holdings if iri.startswith(TERMS)):
        facts = site.holdings[iri]
        classes = {cell.value for cell in facts[TYPE]}
        kinds = (kind for name, kind in _OUR_KINDS if PREFIXES["owl"] + name in classes)
        yield {
            "definition": next((cell.value for cell in facts[definition]), ""),
            "kind": next(kinds, "value"),
            "label": site.holdings.labels[iri],
            "name": iri[len(TERMS) :],
        }
