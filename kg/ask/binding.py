"""Values as people say them in, the query with each blank bound as a term out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from kg.ask.catalogue import Parameter, Question
from kg.errors import UsageError
from kg.query import Cell, Source, answers, guard, names
from kg.query.near import close_to
from kg.vocabulary import expand

FindsIri = Callable[[str, str], str]
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?\Z", re.ASCII)
_FORMS = {
    name: re.compile(pattern, re.ASCII | re.DOTALL)
    for name, pattern in {
        "boolean": r"true|false|0|1",
        "date": r"\d{4}-\d\d-\d\d",
        "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)",
        "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
        "integer": r"[+-]?\d+",
        "string": r".*",
    }.items()
}


def bound(graph: Source, question: Question, parameters: Mapping[str, str]) -> str:
    """Return the query's text with a VALUES line that binds each blank as a term.

    Raises:
        UnknownName: a value names nothing in the graph, or several things.
        UsageError: a parameter is missing, unknown, or not of its type or list.
    """
    given = {name.replace("-", "_"): value for name, value in parameters.items()}
    known = {parameter.name for parameter in question.parameters}
    for name in sorted(set(given) - known):
        near = close_to(name, known) or sorted(known)
        hint = f"; it has {', '.join(near)}" if near else "; it has none"
        message = f"{question.name} has no parameter '{name}'{hint}"
        raise UsageError(message)
    return _bound(question, given, lambda value, kind: names.find(graph.store, value, kind))


def with_defaults(question: Question) -> str:
    """Return the query's text with every blank bound to its default, without asking a graph.

    Raises:
        UsageError: a blank has no default.
    """
    return _bound(question, {}, lambda value, _: expand(value))


def _bound(question: Question, given: Mapping[str, str], find: FindsIri) -> str:
    lines = []
    for parameter in question.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is None:
            message = f"{question.name} needs a value: {parameter.option} …"
            raise UsageError(message)
        cell = _term(parameter, value, find)
        lines.append(f"VALUES ({parameter.variable}) {{ ({answers.as_term(cell)}) }}")
    return _with_lines(question.text, lines)


def _with_lines(text: str, lines: list[str]) -> str:
    """Put lines at the start of the outermost group: behind the first brace outside parentheses."""
    depth = 0
    for token in guard.tokens(text):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "{" and depth == 0 and lines:
            at = token.start + 1
            return f"{text[:at]} {' '.join(lines)} {text[at:]}"
    return text


def _term(parameter: Parameter, value: str, find: FindsIri) -> Cell:
    if parameter.choices:
        value = _chosen(parameter, value)
    if parameter.type == "iri":
        iri = value if parameter.choices else find(value, parameter.name.split("_")[0])
        return Cell(expand(iri), "iri")
    plain = value.strip()
    if parameter.type == "dateTime" and (day := _DAY.match(plain)):
        plain = f"{day[1]}-{day[2] or '01'}-{day[3] or '01'}T00:00:00Z"
    if not _FORMS[parameter.type].fullmatch(plain) or not _is_day(parameter.type, plain):
        hint = " such as 2025, 2025-10 or 2025-10-10" if parameter.type == "dateTime" else ""
        message = f"{parameter.option}: '{value}' is no {parameter.type}{hint}"
        raise UsageError(message)
    return Cell(plain, "literal", answers.XSD + parameter.type)


def _chosen(parameter: Parameter, value: str) -> str:
    """Return the value of a closed list that is meant, however its words are spelt or joined."""
    spelt = {
        _letters(form): choice
        for choice, shown in zip(parameter.choices, parameter.shown_choices, strict=True)
        for form in (choice, expand(choice), f"akg:{shown}", shown)
    }
    if _letters(value) in spelt:
        return spelt[_letters(value)]
    near = close_to(value.removeprefix("akg:").replace("-", ""), parameter.shown_choices)
    hint = (
        f"did you mean {' or '.join(near)}?"
        if near
        else f"it can be {', '.join(parameter.shown_choices)}"
    )
    message = f"{parameter.option}: there is no '{value}'; {hint}"
    raise UsageError(message)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_<>-]", "", plain)


def _is_day(kind: str, text: str) -> bool:
    if kind not in ("date", "dateTime"):
        return True
    import datetime

    try:
        datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return False
    return True
