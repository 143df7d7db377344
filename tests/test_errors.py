"""Errors name the thing and the remedy, and carry their exit code."""

from __future__ import annotations

import re

import pytest

from kg import errors


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.AntkgError, 1),
        (errors.UsageError, 2),
        (errors.DataError, 3),
        (errors.LimitError, 4),
        (errors.ToolError, 1),
    ],
)
def test_each_error_leads_to_its_exit_code(kind: type[errors.AntkgError], code: int) -> None:
    assert kind("x").exit_code == code


def test_a_syntax_fault_says_file_line_and_column() -> None:
    fault = errors.SyntaxFault("data/a.ttl", 3, 7, "expected '.'")

    assert str(fault) == "data/a.ttl:3:7: expected '.'"
    assert (fault.file, fault.line, fault.column, fault.exit_code) == ("data/a.ttl", 3, 7, 3)


@pytest.mark.parametrize(
    ("near", "said"),
    [
        ([], "there is no thing named 'x'"),
        (["y", "z"], "there is no thing named 'x'; did you mean y or z?"),
    ],
)
def test_an_unknown_name_says_what_may_be_meant(near: list[str], said: str) -> None:
    fault = errors.UnknownName("thing", "x", near)

    assert str(fault) == said
    assert fault.exit_code == 3
    told = str(errors.UnknownName("thing", "x", near, "write its whole name"))
    assert told == (said if near else f"{said}; write its whole name")


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    drawn = dict(re.findall(r"(\w+) +(\d)  ", errors.__doc__ or ""))

    real = {
        name: str(kind.exit_code)
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.AntkgError)
    }
    assert drawn == real
