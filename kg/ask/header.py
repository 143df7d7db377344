"""What stands above a query in its file: the question in words, grlc decorators, the default view.

The decorators are the part of YAML that grlc's own examples use: `key: text`, `key: [a, b]`, and
lists of pairs below a key. Whatever is not of this form is an error with file, line and column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.errors import SyntaxFault
from kg.query.guard import fault_at
from kg.query.near import close_to

VIEWS = {"Table": "table", "Timeline": "timeline", "BarChart": "bar", "Graph": "graph"}
_VIEW = re.compile(r"#defaultView:(.*)")
_KEY = re.compile(r"#\+ (\w+):(?: (.+))?")
_PAIR = re.compile(r"#\+   - (\w+):(?: (.+))?")
_ITEM = re.compile(r"#\+       - (.+)")
_QUOTED = re.compile(r'"([^"\\]*)"')
_PLAIN = re.compile(r"[^\W\d](?:(?!: | #)[^\r\n])*(?<![:\s])|\d+")
_NO_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_HEADINGS = 2


@dataclass
class Header:
    """What a file says of its question.

    Attributes:
        question: in English.
        question_zh: in Chinese; empty where the file has none.
        summary: what the answer shows.
        description: what one should know besides, such as why the answer is empty today.
        tags: what it is about.
        defaults: values for blanks that are not given.
        choices: the closed lists of values that some blanks have.
        view: how the answer is best seen: table, timeline, bar or graph.
        lines: the line on which a blank is named.
    """

    question: str = ""
    question_zh: str = ""
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    defaults: dict[str, str] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    view: str = "table"
    lines: dict[str, int] = field(default_factory=dict)


class _Reader:
    """One pass over the lines of a file."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.header = Header()
        self.seen: set[str] = set()
        self.key = self.name = ""
        self.decorators: Mapping[str, Callable[[int, str], None]] = {
            "summary": self._summary,
            "description": self._description,
            "tags": self._tags,
            "defaults": self._opens_pairs,
            "enumerate": self._opens_pairs,
            "endpoint_in_url": self._endpoint,
        }

    def fault(self, line: int, problem: str) -> SyntaxFault:
        return fault_at(self.file, self.text, line, 1, problem)

    def read(self) -> Header:
        lines = self.text.splitlines()
        at = self._headings(lines)
        while at < len(lines) and re.match(r"#|\s*\Z", lines[at]):
            self._line(at + 1, lines[at].rstrip())
            at += 1
        for late, line in enumerate(lines[at:], at + 1):
            if line.startswith(("#+", "#defaultView")):
                raise self.fault(late, "it must stand above the query")
        return self.header

    def _headings(self, lines: list[str]) -> int:
        heads = [line[2:].strip() for line in lines[:_HEADINGS] if re.match(r"# \S", line)]
        if not heads or not re.match(r"# \S", lines[0]):
            raise self.fault(1, "a question begins with '# Question in words?'")
        self.header.question, self.header.question_zh = (*heads, "")[:2]
        return len(heads)

    def _line(self, number: int, line: str) -> None:
        if view := _VIEW.match(line):
            self._view(number, view[1])
        elif line.startswith("#+"):
            self._decorator(number, line)

    def _view(self, number: int, view: str) -> None:
        self._once(number, "defaultView")
        if view not in VIEWS:
            raise self.fault(number, _unknown("view", view, VIEWS))
        self.header.view = VIEWS[view]

    def _decorator(self, number: int, line: str) -> None:
        if key := _KEY.fullmatch(line):
            self.key, self.name = key[1], ""
            if self.key not in self.decorators:
                raise self.fault(number, _unknown("decorator", self.key, self.decorators))
            self._once(number, self.key)
            self.decorators[self.key](number, key[2] or "")
        elif (pair := _PAIR.fullmatch(line)) and self.key in ("defaults", "enumerate"):
            self._pair(number, pair[1], pair[2] or "")
        elif (item := _ITEM.fullmatch(line)) and self.key == "enumerate" and self.name:
            self.header.choices[self.name] += (self._scalar(number, item[1]),)
        else:
            raise self.fault(number, "this is no line that the decorators know: key, pair or item")

    def _pair(self, number: int, name: str, value: str) -> None:
        self._once(number, f"{self.key} {name}")
        self.header.lines.setdefault(name, number)
        if self.key == "defaults":
            self.header.defaults[name] = self._scalar(number, value)
        elif value:
            raise self.fault(number, f"the values of '{name}' stand below it, each with its dash")
        else:
            self.name, self.header.choices[name] = name, ()

    def _once(self, number: int, key: str) -> None:
        if key in self.seen:
            raise self.fault(number, f"'{key}' is said twice")
        self.seen.add(key)

    def _scalar(self, number: int, text: str) -> str:
        if quoted := _QUOTED.fullmatch(text):
            return quoted[1]
        if not _PLAIN.fullmatch(text) or text.casefold() in _NO_TEXT:
            raise self.fault(
                number, f"put this value between double quotes: {text or 'it is empty'}"
            )
        return text

    def _summary(self, number: int, value: str) -> None:
        self.header.summary = self._scalar(number, value)

    def _description(self, number: int, value: str) -> None:
        self.header.description = self._scalar(number, value)

    def _tags(self, number: int, value: str) -> None:
        if not (inside := re.fullmatch(r"\[(\w[\w-]*(?:, \w[\w-]*)*)\]", value)):
            raise self.fault(number, "tags are written as [one, another]")
        self.header.tags = tuple(inside[1].split(", "))

    def _opens_pairs(self, number: int, value: str) -> None:
        if value:
            raise self.fault(number, f"the {self.key} stand below it, as '#+   - name: value'")

    def _endpoint(self, number: int, value: str) -> None:
        if value != "False":
            raise self.fault(number, "endpoint_in_url can only be False")


def read(file: str, text: str) -> Header:
    """Read what stands above a query.

    Args:
        file: what to call the text in an error.
        text: the whole file.

    Raises:
        SyntaxFault: a line is not of a form that is known here, or says what is not known.
    """
    return _Reader(file, text).read()


def _unknown(what: str, name: str, known: Mapping[str, object]) -> str:
    near = close_to(name, known)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"
    return f"there is no {what} '{name}'; {hint}"
