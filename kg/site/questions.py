"""A page for each question with its answer, its picture, its query, and files of both."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg import ask, query
from kg.ask import Question
from kg.errors import UnknownName
from kg.explore import Start
from kg.query import Cell, Table
from kg.site import pictures
from kg.site.addresses import web
from kg.site.model import LANGUAGES, Page, Site
from kg.vocabulary import compact

MOST_ROWS = 200
_CAPITAL = re.compile(r"[A-Z]")


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
    families: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        families[one.question.tags[0] if one.question.tags else ""].append(
            {
                "name": one.question.name,
                "words": _words(one.question, language),
                "rows": None if one.table is None else len(one.table),
                "view": one.question.view,
            }
        )
    content = {"families": sorted(families.items())}
    title = "问题" if language == "zh" else "Questions"
    path, other = _path("index", language), _path("index", "en" if language == "zh" else "zh")
    return Page(path, "questions.html", title, content, "", language, other, "questions")


def _page(site: Site, one: Answered, language: str) -> Page:
    question, table = one.question, one.table
    name = question.name
    content: dict[str, Any] = {
        "question": question,
        "files": "../../questions/" if language == "zh" else "",
        "sparql": f"{'zh/' if language == 'zh' else ''}sparql.html#question={name}",
        "heads": _heads(table) if table else [],
        "rows": _rows(site, table) if table else None,
        "number": len(table) if table else 0,
        "is_cut": bool(table and len(table) > MOST_ROWS),
        "picture": pictures.picture(site, table, question.view) if table else None,
        "blanks": [_blank(site, p) for p in question.parameters],
    }
    path, other = _path(name, language), _path(name, "en" if language == "zh" else "zh")
    words = _words(question, language)
    return Page(path, "question.html", words, content, "", language, other, "questions")


def _heads(table: Table) -> list[dict[str, Any]]:
    """Return the columns in words, and whether they hold numbers."""
    return [
        {
            "words": _CAPITAL.sub(lambda match: f" {match[0].lower()}", name.removesuffix("Name")),
            "name": name,
            "is_number": any(row[at].is_number() for row in table.rows if row[at]),  # type: ignore[union-attr]
        }
        for at, name in enumerate(table.columns)
    ]


def _blank(site: Site, parameter: ask.Parameter) -> dict[str, str]:
    default = parameter.default or ""
    iri = default if default in site.addresses else ""
    said = site.holdings.labels[iri] if iri else parameter.shown_default or ""
    return {"name": parameter.name.replace("_", " "), "iri": iri, "text": said}


def _rows(site: Site, table: Table) -> list[list[dict[str, str] | None]]:
    return [[_cell(site, cell) for cell in row] for row in table.rows[:MOST_ROWS]]


def _cell(site: Site, cell: Cell | None) -> dict[str, str] | None:
    """Return a cell in words, with the path of its page or its address elsewhere."""
    if cell is None:
        return None
    if cell.kind == "iri":
        path = site.address(cell.value)
        elsewhere = "" if path else web(cell.value)
        return {"text": compact(cell.value), "path": path, "web": elsewhere, "kind": "iri"}
    kind = "number" if cell.is_number() else ""
    return {"text": cell.shown(), "language": cell.language or "", "kind": kind}
