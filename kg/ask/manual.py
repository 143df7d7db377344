"""The catalogue of questions as a page, made from their files: docs/questions.md."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from kg import paths
from kg.ask.catalogue import Parameter, Question

FAMILIES = {
    "lookup": "What there is, and what is said of it.",
    "time": "What held when, and what had been said by when.",
    "provenance": "Who says so, how they know, and what rests on it.",
    "contradiction": "Where two statements do not fit together.",
    "promises": "What was promised, and what can be known of it.",
    "figures": "Numbers with their bounds, bases and periods.",
    "counts": "Counts that count each thing once.",
    "network": "Paths, go-betweens and company in the network of partnerships.",
    "language": "What things are called, and in which languages.",
    "coverage": "How much the graph knows, and where it knows little.",
}
OTHERS = "other"
_VIEWS = {
    "table": "a table",
    "timeline": "a line of time",
    "bar": "bars",
    "graph": "links from name to name",
}


def as_manual(questions: Iterable[Question]) -> str:
    """Return the page of these questions as Markdown, by family and name."""
    ordered = by_family(questions)
    head = (paths.PAGES / "questions.md").read_text("utf-8")
    lines = [head.format(count=len(ordered), families=len({family(q) for q in ordered}))]
    for name, found in groupby(ordered, key=family):
        lines += [f"## {name}", "", FAMILIES.get(name, "Other questions."), ""]
        for question in found:
            lines += _section(question)
    return "\n".join(lines).rstrip() + "\n"


def by_family(questions: Iterable[Question]) -> list[Question]:
    """Return questions in the order of families, and by name within each."""
    order = [*FAMILIES, OTHERS]
    return sorted(questions, key=lambda question: (order.index(family(question)), question.name))


def family(question: Question) -> str:
    """Return the family to which a question belongs: its first tag, if that names one."""
    first = question.tags[0] if question.tags else ""
    return first if first in FAMILIES else OTHERS


def _section(question: Question) -> list[str]:
    stem = question.path.stem
    lines = [f"### {question.name}", "", question.question, question.question_zh, ""]
    lines += [text for text in (question.summary, question.description) if text]
    lines += ["", f"- Asked by: `{question.command}`"]
    lines += [_parameter_line(parameter) for parameter in question.parameters]
    lines += [
        f"- Seen as: {_VIEWS[question.view]}",
        f"- Query: [{stem}.rq](../queries/questions/{stem}.rq), "
        f"[answer on record](../tests/expected/{stem}.tsv)",
    ]
    return [*lines, ""]


def _parameter_line(parameter: Parameter) -> str:
    kinds = {"iri": "a name in any language or an IRI", "dateTime": "a year, a month or a day"}
    what = kinds.get(parameter.type, f"a value of type {parameter.type}")
    if parameter.choices:
        what = "one of " + ", ".join(f"`{choice}`" for choice in parameter.shown_choices)
    return f"- `{parameter.option}`: {what}"
