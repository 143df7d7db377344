"""The questions of a folder, one a file, with the blanks that each one has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg import paths
from kg.ask import header
from kg.errors import UnknownName
from kg.query import guard
from kg.query.near import close_to
from kg.vocabulary import compact

TYPES = ("iri", "boolean", "date", "dateTime", "decimal", "integer", "string")
_VARIABLE = re.compile(r"[?$]_(\w+?)_([A-Za-z]+)\Z")


@dataclass(frozen=True)
class Parameter:
    """One blank in a question, such as `?_program_iri`.

    Attributes:
        name: as the query has it.
        type: iri, or the XML Schema type of a literal.
        default: what it is where nothing is given; None where it must be given.
        choices: the values that it can have; empty where it can have any.
    """

    name: str
    type: str
    default: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The variable of the query that stands for it."""
        return f"?_{self.name}_{self.type}"

    @property
    def option(self) -> str:
        """The option of the command line that gives it."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def shown_default(self) -> str | None:
        """The default as a person would type it."""
        return None if self.default is None else shown(self.default)

    @property
    def shown_choices(self) -> list[str]:
        """The values that it can have, as a person would type them."""
        return [shown(choice) for choice in self.choices]


def shown(value: str) -> str:
    """Return a value as a person would type it: `SelfReported`, `program:ant-forest`, `2025-10`."""
    short = compact(value).removeprefix("akg:").removesuffix("T00:00:00Z")
    return re.sub(r"\A(\d{4}-\d\d)-01\Z", r"\1", short)


@dataclass(frozen=True)
class Question:
    """One file of queries/questions.

    Attributes:
        name: as people type it, with hyphens.
        question: in English.
        question_zh: in Chinese; empty where the file has none.
        summary: what the answer shows; empty where the file does not say.
        description: what one should know besides.
        parameters: in the order in which the query names them.
        tags: what it is about; the first is the family of questions to which it belongs.
        view: how the answer is best seen: table, timeline, bar or graph.
        path: the file.
        text: what stands in it.
    """

    name: str
    question: str
    question_zh: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...]
    view: str
    path: Path
    text: str

    @property
    def command(self) -> str:
        """The command that asks it with its defaults written out."""
        blanks = (
            f" {p.option} {p.shown_default if p.default is not None else '…'}"
            for p in self.parameters
        )
        return f"kg ask {self.name}{''.join(blanks)}"


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
    said = header.read(paths.shown(path), text)
    return Question(
        name=path.stem.replace("_", "-"),
        question=said.question,
        question_zh=said.question_zh,
        summary=said.summary,
        description=said.description,
        parameters=_parameters(path, text, said),
        tags=said.tags,
        view=said.view,
        path=path,
        text=text,
    )


def _parameters(path: Path, text: str, said: header.Header) -> tuple[Parameter, ...]:
    found: dict[str, Parameter] = {}
    for token in guard.tokens(text):
        match = _VARIABLE.match(token.text) if token.kind == "variable" else None
        if match and match[2] in TYPES:
            name, kind = match[1], match[2]
            default, choices = said.defaults.get(name), said.choices.get(name, ())
            found.setdefault(name, Parameter(name, kind, default, choices))
    for name, line in said.lines.items():
        if name not in found:
            problem = f"the query has no blank '{name}', which would be ?_{name}_iri or the like"
            raise guard.fault_at(paths.shown(path), text, line, 1, problem)
    return tuple(found.values())


def without_text(question: Question) -> dict[str, object]:
    """Return what a list of questions shows of one, as plain data."""
    return {
        "name": question.name,
        "question": question.question,
        "question_zh": question.question_zh,
        "summary": question.summary,
        "description": question.description,
        "parameters": [
            {
                "name": p.option.removeprefix("--"),
                "type": p.type,
                "default": p.shown_default,
                "choices": p.shown_choices,
            }
            for p in question.parameters
        ],
        "tags": list(question.tags),
        "view": question.view,
    }
