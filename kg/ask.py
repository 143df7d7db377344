"""The catalogue of questions in queries/questions, and their answers for given parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kg import paths, query
from kg.errors import DataError, UnknownName, UsageError
from kg.load import Graph
from kg.query import Cell, Table, answers, guard, names
from kg.query.near import close_to

VIEWS = ("table", "timeline", "bar", "graph")
_VARIABLE = re.compile(r"[?$]_(\w+?)_([A-Za-z]+)\Z")
_DECORATOR = re.compile(r"#\+\s*(\w+)\s*:\s*(.*)")
_PAIR = re.compile(r"\s*([\w-]+)\s*:\s*(\"[^\"]*\"|'[^']*'|[^,]*)(?:,|$)")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?\Z", re.ASCII)
_XSD_TYPES = {
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
_TYPES = ("iri", *_XSD_TYPES)


@dataclass(frozen=True)
class Parameter:
    """One blank in a question, such as `?_program_iri`: its name, type and default."""

    name: str
    type: str
    default: str | None = None

    @property
    def variable(self) -> str:
        """The variable of the query that stands for it."""
        return f"?_{self.name}_{self.type}"


@dataclass(frozen=True)
class Question:
    """One file of queries/questions.

    Attributes:
        name: as people type it, with hyphens.
        question: in English.
        question_zh: in Chinese; empty where the file has none.
        summary: what the answer shows; empty where the file does not say.
        parameters: in the order in which the query names them.
        tags: what it is about.
        view: how the answer is best seen: table, timeline, bar or graph.
        path: the file.
        text: what stands in it.
    """

    name: str
    question: str
    question_zh: str
    summary: str
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...]
    view: str
    path: Path
    text: str


def catalogue(folder: Path = paths.QUESTIONS) -> list[Question]:
    """Return every question in order of name."""
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def find(name: str, folder: Path = paths.QUESTIONS) -> Question:
    """Return one question; hyphens and underscores in its name count the same.

    Raises:
        UnknownName: there is no such question; names those that look like it.
    """
    path = folder / f"{name.replace('-', '_')}.rq"
    known = {p.stem.replace("_", "-"): p for p in folder.glob("*.rq")}
    if path not in known.values():
        near = close_to(name.replace("_", "-"), known)
        suggestions = near or sorted(known)[:3]
        kind = "question"
        raise UnknownName(kind, name, suggestions)
    return _read(path)


@lru_cache
def _read(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    heads = [line[1:].strip() for line in text.splitlines()[:2] if re.match(r"#(?!\+)", line)]
    decorated = filter(None, map(_DECORATOR.match, text.splitlines()))
    said = {str(match[1]): str(match[2]) for match in decorated}
    view = said.get("view", "table").strip()
    if not heads or view not in VIEWS:
        wanted = "'# Question in words?'" if not heads else f"a view out of {', '.join(VIEWS)}"
        message = f"{paths.shown(path)}:1: a question needs {wanted}"
        raise DataError(message)
    return Question(
        name=path.stem.replace("_", "-"),
        question=heads[0],
        question_zh=heads[1] if len(heads) > 1 else "",
        summary=said.get("summary", "").strip(),
        parameters=_parameters(text, _pairs(said.get("defaults", ""))),
        tags=tuple(
            tag.strip() for tag in said.get("tags", "").strip(" []").split(",") if tag.strip()
        ),
        view=view,
        path=path,
        text=text,
    )


def _pairs(text: str) -> dict[str, str]:
    found = _PAIR.findall(text.strip().removeprefix("{").removesuffix("}"))
    return {name.replace("-", "_"): value.strip().strip("\"'") for name, value in found}


def _parameters(text: str, defaults: Mapping[str, str]) -> tuple[Parameter, ...]:
    found: dict[str, Parameter] = {}
    for token in guard.tokens(text):
        match = _VARIABLE.match(token.text) if token.kind == "variable" else None
        if match and match[2] in _TYPES:
            found.setdefault(match[1], Parameter(match[1], match[2], defaults.get(match[1])))
    return tuple(found.values())


def answer(
    graph: Graph,
    name: str,
    parameters: Mapping[str, str] | None = None,
    *,
    timeout_seconds: float | None = None,
    limit: int | None = None,
    folder: Path = paths.QUESTIONS,
) -> Table:
    """Answer one question of the catalogue.

    Args:
        graph: what to ask, closed by the rules.
        name: the question's name.
        parameters: a value for each blank, as a person says it: "GCash", "蚂蚁森林",
            "program:ant-forest", "2025-10", "10".
        timeout_seconds: how long it may take.
        limit: how many rows to keep.
        folder: where the questions are.

    Raises:
        UnknownName: no such question, or a value names nothing in the graph or several things.
        UsageError: a parameter is missing, unknown, or not of its type.
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


def bound(graph: Graph, question: Question, parameters: Mapping[str, str]) -> str:
    """Return the query's text with a VALUES line that binds each blank as a term."""
    given = {name.replace("-", "_"): value for name, value in parameters.items()}
    known = {parameter.name for parameter in question.parameters}
    for name in sorted(set(given) - known):
        near = close_to(name, known) or sorted(known)
        hint = f"; it has {', '.join(near)}" if near else "; it has none"
        message = f"{question.name} has no parameter '{name}'{hint}"
        raise UsageError(message)
    lines = []
    for parameter in question.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is None:
            message = f"{question.name} needs a value: --{parameter.name.replace('_', '-')} …"
            raise UsageError(message)
        cell = _term(graph, parameter, value)
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


def _term(graph: Graph, parameter: Parameter, value: str) -> Cell:
    if parameter.type == "iri":
        return Cell(names.find(graph.store, value, parameter.name.split("_")[0]), "iri")
    plain = value.strip()
    if parameter.type == "dateTime" and (day := _DAY.match(plain)):
        plain = _start_of(day)
    if not _XSD_TYPES[parameter.type].fullmatch(plain) or not _is_day(parameter.type, plain):
        hint = " such as 2025, 2025-10 or 2025-10-10" if parameter.type == "dateTime" else ""
        message = f"--{parameter.name.replace('_', '-')}: '{value}' is no {parameter.type}{hint}"
        raise UsageError(message)
    return Cell(plain, "literal", answers.XSD + parameter.type)


def _start_of(day: re.Match[str]) -> str:
    return f"{day[1]}-{day[2] or '01'}-{day[3] or '01'}T00:00:00Z"


def _is_day(kind: str, text: str) -> bool:
    if kind not in ("date", "dateTime"):
        return True
    import datetime

    try:
        datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


def picture(table: Table, view: str, width: int = 80) -> str:
    """Draw an answer with block characters: bars of its last number column, or a line of time."""
    drawn = {"bar": _bars, "timeline": _timeline}.get(view)
    return drawn(table, width) if drawn and table.rows else ""


def _bars(table: Table, width: int) -> str:
    numbers = [i for i in range(len(table.columns)) if any(_number(row[i]) for row in table.rows)]
    if not numbers:
        return ""
    column = numbers[-1]
    values = [_number(row[column]) for row in table.rows]
    labels = [_label(row, column) for row in table.rows]
    side = min(max(map(answers.columns_of, labels)), width // 3)
    room = max(width - side - 2, 8)
    most = max(values) or 1.0
    lines = [
        f"{answers.fitted(label, side)}  {_bar(value / most * room)}".rstrip()
        for label, value in zip(labels, values, strict=True)
    ]
    return f"{table.columns[column]}\n" + "\n".join(lines) + "\n"


def _number(cell: Cell | None) -> float:
    return max(float(cell.value), 0.0) if cell and cell.is_number() else 0.0


def _label(row: tuple[Cell | None, ...], column: int) -> str:
    cells = [cell for at, cell in enumerate(row) if cell and at != column]
    names_first = sorted(cells, key=lambda cell: cell.kind == "iri")
    return answers.visible(names_first[0].shown()) if names_first else ""


def _bar(length: float) -> str:
    eighths = round(length * 8)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _timeline(table: Table, width: int) -> str:
    instant = answers.XSD + "dateTime"
    columns = range(len(table.columns))
    is_dated = [any(c and c.datatype == instant for c in _column(table, at)) for at in columns]
    if True not in is_dated:
        return ""
    column = is_dated.index(True)
    dated = sorted(
        (cell.shown()[:10], _label(row, column)) for row in table.rows if (cell := row[column])
    )
    lines = [
        f"{day:10} ─● {answers.fitted(said, max(width - 14, 8))}".rstrip() for day, said in dated
    ]
    undated = len(table.rows) - len(dated)
    lines += [f"{'undated':10} ─○ {undated} more"] if undated else []
    return "\n".join(lines) + "\n"


def _column(table: Table, at: int) -> list[Cell | None]:
    return [row[at] for row in table.rows]


def without_text(question: Question) -> dict[str, object]:
    """Return what a list of questions shows of one, as plain data."""
    shown = replace(question, text="")
    return {
        "name": shown.name,
        "question": shown.question,
        "question_zh": shown.question_zh,
        "summary": shown.summary,
        "parameters": [
            {"name": p.name.replace("_", "-"), "type": p.type, "default": p.default}
            for p in shown.parameters
        ],
        "tags": list(shown.tags),
        "view": shown.view,
    }
