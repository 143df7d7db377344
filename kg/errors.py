"""Everything that can go wrong, as one tree, with the exit code of each error.

AntkgError                 1  a negative answer, or a failure that has no code of its own
├── UsageError             2  the words on the command line are off
├── DataError              3  a Turtle file, a query or an ontology is missing, unreadable or broken
│   ├── SyntaxFault        3  a file or query does not parse: file, line, column and a hint
│   └── UnknownName        3  a name, term or question that the graph does not have: did you mean …
├── LimitError             4  a time, row or size limit was hit
└── ToolError              1  an outside tool (Java, a jar) is missing or failed
"""

from __future__ import annotations


class AntkgError(Exception):
    """Root of all our errors: a sentence that names the thing and the remedy."""

    exit_code = 1


class UsageError(AntkgError):
    """The words on the command line are off."""

    exit_code = 2


class DataError(AntkgError):
    """A file, a query or an ontology is missing, unreadable or broken."""

    exit_code = 3


class SyntaxFault(DataError):
    """A file or query does not parse.

    Attributes:
        file: path as the user knows it, or "-" or "query".
        line: 1 for the first line.
        column: 1 for the first character of the line.
        problem: what the parser expected or met.
    """

    def __init__(self, file: str, line: int, column: int, problem: str) -> None:
        self.file, self.line, self.column, self.problem = file, line, column, problem
        super().__init__(f"{file}:{line}:{column}: {problem}")


class UnknownName(DataError):
    """A name, term or question that the graph does not have."""

    def __init__(self, kind: str, name: str, suggestions: list[str], remedy: str = "") -> None:
        self.kind, self.name, self.suggestions = kind, name, suggestions
        hint = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        hint = hint or (f"; {remedy}" if remedy else "")
        super().__init__(f"there is no {kind} named '{name}'{hint}")


class LimitError(AntkgError):
    """A time, row or size limit was hit."""

    exit_code = 4


class ToolError(AntkgError):
    """An outside tool is missing or failed; the message says which and what to do."""
