"""Shells complete commands, options, questions, their blanks and the values of these."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import ask, paths

Completion = Callable[..., tuple[list[str], str]]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a program named kg, as an installation has one."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "kg"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n')
    program.chmod(0o755)
    return folder


@pytest.fixture
def completed(programs: Path) -> Completion:
    """Return what bash offers for the last of the words, and what it says besides."""

    def complete(*words: str) -> tuple[list[str], str]:
        line = " ".join(words)
        script = f"""
            eval "$(_KG_COMPLETE=bash_source kg)"
            COMP_WORDS=({" ".join(f"'{word}'" for word in words)})
            COMP_CWORD={len(words) - 1} COMP_LINE='{line}' COMP_POINT={len(line)}
            _kg_completion kg
            printf '%s\\n' "${{COMPREPLY[@]}}"
        """
        done = subprocess.run(
            ["bash", "--norc", "-c", script],
            env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"},
            cwd=paths.ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.split("\n")[:-1], done.stderr

    return complete


def question_with(is_wanted: Callable[[ask.Parameter], bool]) -> tuple[str, ask.Parameter]:
    """Return the first question with a blank of a kind, and that blank."""
    return next(
        (question.name, blank)
        for question in ask.catalogue()
        for blank in question.parameters
        if is_wanted(blank)
    )


def test_commands_are_completed(completed: Completion) -> None:
    assert completed("kg", "val") == (["validate"], "")
    assert {"ask", "query", "show"} < set(completed("kg", "")[0])


def test_options_of_a_command_are_completed(completed: Completion) -> None:
    assert completed("kg", "query", "--ti")[0] == ["--timeout"]


def test_questions_are_completed(completed: Completion) -> None:
    offered, said = completed("kg", "ask", "")

    assert offered == [question.name for question in ask.catalogue()]
    assert completed("kg", "ask", "figures-o") == (["figures-of"], "")
    assert said == ""


def test_formats_are_completed(completed: Completion) -> None:
    assert completed("kg", "ask", "figures-of", "-f", "")[0] == [
        "table", "csv", "tsv", "json", "md",
    ]  # fmt: skip


def test_the_blanks_of_a_question_are_completed(completed: Completion) -> None:
    name, blank = question_with(lambda _: True)

    assert blank.option in completed("kg", "ask", name, "--")[0]


def test_values_that_are_enumerated_are_completed(completed: Completion) -> None:
    name, blank = question_with(lambda blank: bool(blank.choices))

    assert completed("kg", "ask", name, blank.option, "")[0] == blank.shown_choices
    first = blank.shown_choices[0]
    assert first in completed("kg", "ask", name, blank.option, first[:2].lower())[0]


def test_things_of_the_kind_that_is_asked_for_are_completed(completed: Completion) -> None:
    name, blank = question_with(lambda blank: blank.name == "program" and blank.type == "iri")

    assert "ant-forest" in completed("kg", "ask", name, blank.option, "ant-for")[0]


def test_a_blank_for_anything_offers_nothing(completed: Completion) -> None:
    name, blank = question_with(lambda blank: blank.type == "dateTime" and not blank.choices)

    assert completed("kg", "ask", name, blank.option, "20") == ([""], "")


def test_a_question_that_is_not_there_is_met_with_silence(completed: Completion) -> None:
    assert completed("kg", "ask", "no-such-question", "--") == ([""], "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_a_script_too(programs: Path, shell: str) -> None:
    done = subprocess.run(
        [programs / "kg"],
        env=os.environ | {"_KG_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"_KG_COMPLETE={shell}_complete" in done.stdout
