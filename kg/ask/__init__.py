"""The catalogue of questions in queries/questions, and their answers for given parameters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg import paths, query
from kg.ask.binding import bound, with_defaults
from kg.ask.catalogue import Parameter, Question, catalogue, find, without_text
from kg.ask.examples import as_examples
from kg.ask.manual import as_manual, by_family, family
from kg.ask.picture import picture
from kg.errors import DataError
from kg.query import Source, Table

__all__ = [
    "Parameter",
    "Question",
    "answer",
    "as_examples",
    "as_manual",
    "bound",
    "by_family",
    "catalogue",
    "family",
    "find",
    "picture",
    "with_defaults",
    "without_text",
]


def answer(
    graph: Source,
    name: str,
    parameters: Mapping[str, str] | None = None,
    *,
    timeout_seconds: float | None = None,
    limit: int | None = None,
    folder: Path = paths.QUESTIONS,
) -> Table:
    """Answer one question of the catalogue.

    Args:
        graph: what to ask, closed by the rules; in this process or at a service.
        name: the question's name.
        parameters: a value for each blank, as a person says it: "GCash", "蚂蚁森林",
            "program:ant-forest", "2025-10", "10".
        timeout_seconds: how long it may take.
        limit: how many rows to keep.
        folder: where the questions are.

    Raises:
        UnknownName: no such question, or a value names nothing in the graph or several things.
        UsageError: a parameter is missing, unknown, or not of its type or list.
    """
    question = find(name, folder)
    text = bound(graph, question, parameters or {})
    found = query.answer(
        graph.store,
        text,
        file=paths.shown(question.path),
        timeout_seconds=timeout_seconds,
        limit=limit,
    )
    if not isinstance(found, Table):
        message = f"{paths.shown(question.path)}: a question must be a SELECT"
        raise DataError(message)
    return found
