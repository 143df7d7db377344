"""The questions as SHACL examples in Turtle, in the form that SPARQL editors and catalogues read.

Each is a `sh:SPARQLSelectExecutable` with the question in both languages, its query with every
blank at its default, its tags as keywords and the endpoint that it is meant for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.ask.binding import with_defaults
from kg.ask.catalogue import Question
from kg.query.answers import quoted
from kg.query.guard import declared_prefixes
from kg.vocabulary import TERMS

EXAMPLES = "https://w3id.org/antkg/.well-known/sparql-examples/"
ENDPOINT = "http://127.0.0.1:8000/sparql"
_HEAD = f"""@prefix ex: <{EXAMPLES}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def as_examples(questions: Iterable[Question], endpoint: str = ENDPOINT) -> str:
    """Return the questions as Turtle; one whose blanks have no default is left out."""
    ready = [q for q in questions if all(p.default is not None for p in q.parameters)]
    prefixes = {"akg": TERMS}
    for question in ready:
        prefixes |= declared_prefixes(question.text)
    parts = [_HEAD, _declarations(prefixes), *(_example(q, endpoint) for q in ready)]
    return "\n".join(parts)


def _declarations(prefixes: dict[str, str]) -> str:
    lines = [
        f'  [ sh:prefix "{prefix}" ; sh:namespace "{namespace}"^^xsd:anyURI ]'
        for prefix, namespace in sorted(prefixes.items())
    ]
    return "ex:prefixes sh:declare\n" + " ,\n".join(lines) + " .\n"


def _example(question: Question, endpoint: str) -> str:
    comments = [f"{quoted(question.question)}@en"]
    comments += [f"{quoted(question.question_zh)}@zh"] if question.question_zh else []
    facts = [
        ("a", ["sh:SPARQLExecutable", "sh:SPARQLSelectExecutable"]),
        ("rdfs:comment", comments),
        ("sh:prefixes", ["ex:prefixes"]),
        ("sh:select", [_query(question)]),
        ("schema:keywords", [quoted(tag) for tag in question.tags]),
        ("schema:target", [f"<{endpoint}>"]),
    ]
    said = [f"  {predicate} {' , '.join(values)}" for predicate, values in facts if values]
    return f"ex:{question.name}\n" + " ;\n".join(said) + " .\n"


def _query(question: Question) -> str:
    """Return the query without the header of its file, as a long text of Turtle."""
    text = re.sub(r"\A(?:#.*\n|\s*\n)*", "", with_defaults(question)).strip()
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""{escaped}\n"""'
