"""A page for each question with its answer, its picture, its query, and files of both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from kg import ask, query
from kg.ask import Question
from kg.errors import UnknownName
from kg.explore import Start
from kg.query import Table
from kg.site import pictures
from kg.site.answers import entries_of, has_receipts, heads_of
from kg.site.model import LANGUAGES, Page, Site

MOST_ENTRIES = 200


@dataclass(frozen=True)
class Answered:
    """A question, and its answer with the default of each blank; None where it has no default."""

    question: Question
    table: Table | None

    @cached_property
    def files(self) -> dict[str, str]:
        """The files that stand beside its page, by name."""
        found = {f"{self.question.name}.rq": self.question.text}
        if self.table is not None:
            for form in ("csv", "json"):
                found[f"{self.question.name}.{form}"] = query.written(self.table, form)
        return found


def answered(site: Site) -> list[Answered]:
    """Answer every question of the catalogue that this graph can answer."""
    return [Answered(question, _answer(site, question)) for question in ask.catalogue()]


def _answer(site: Site, question: Question) -> Table | None:
    if any(p.default is None for p in question.parameters):
        return None
    try:
        return ask.answer(site.graph, question.name)
    except UnknownName:  # its default is a thing of ours, and this is another's graph
        return None


def pages(site: Site, found: list[Answered]) -> Iterator[Page]:
    """Yield the list of questions and a page for each, in both languages."""
    for language in LANGUAGES:
        yield _list(found, language)
        for one in found:
            yield _page(site, one, language)


def files(found: list[Answered]) -> dict[str, str]:
    """Return every file that is not a page, by path."""
    made = {f"questions/{name}": text for one in found for name, text in one.files.items()}
    entries = [ask.without_text(one.question) for one in found]
    return made | {"questions/index.json": json.dumps(entries, ensure_ascii=False, indent=1) + "\n"}


def starts(found: list[Answered]) -> list[Start]:
    """Return the answers as places from which the explorer can start."""
    return [
        Start(q.name, q.question, q.question_zh, q.command, one.table)
        for one in found
        if (q := one.question) and one.table is not None
    ]


def _path(name: str, language: str) -> str:
    return f"{'zh/' if language == 'zh' else ''}questions/{name}.html"


def _words(question: Question, language: str) -> str:
    return question.question_zh or question.question if language == "zh" else question.question


def _list(found: list[Answered], language: str) -> Page:
    by_name = {one.question.name: one for one in found}
    ordered = ask.by_family(one.question for one in found)
    families = [
        (family, [_line(by_name[question.name], language) for question in questions])
        for family, questions in groupby(ordered, key=ask.family)
    ]
    content = {"families": families}
    title = "问题" if language == "zh" else "Questions"
    path, other = _path("index", language), _path("index", "en" if language == "zh" else "zh")
    return Page(path, "questions.html", title, content, "", language, other, "questions")


def _line(one: Answered, language: str) -> dict[str, Any]:
    """Return what the list says of a question."""
    return {
        "name": one.question.name,
        "words": _words(one.question, language),
        "rows": None if one.table is None else len(one.table),
    }


def _page(site: Site, one: Answered, language: str) -> Page:
    question, table = one.question, one.table
    name = question.name
    entries = entries_of(site, table, language) if table else []
    content: dict[str, Any] = {
        "question": question,
        "sparql": f"{'zh/' if language == 'zh' else ''}sparql.html#question={name}",
        "heads": heads_of(table, language) if table else [],
        "has_receipts": bool(table and has_receipts(table)),
        "is_answered": table is not None,
        "entries": entries[:MOST_ENTRIES],
        "of_entries": len(entries),
        "number": len(table) if table else 0,
        "picture": pictures.picture(site, table, question.view) if table else None,
        "blanks": [_blank(site, p) for p in question.parameters],
    }
    path, other = _path(name, language), _path(name, "en" if language == "zh" else "zh")
    words = _words(question, language)
    return Page(path, "question.html", words, content, "", language, other, "questions")


def _blank(site: Site, parameter: ask.Parameter) -> dict[str, str]:
    default = parameter.default or ""
    iri = default if default in site.addresses else ""
    said = site.holdings.labels[iri] if iri else parameter.shown_default or ""
    return {"name": parameter.name.replace("_", " "), "iri": iri, "text": said}
