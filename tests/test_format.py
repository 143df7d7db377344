"""Turtle files in the one form: what is laid out, what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CommandLine

from kg import add, format
from kg.errors import DataError, ToolError

MESSY = """@prefix a: <http://example.org/> .
# why this stands here
a:b a:c  [ a:d 1 ] ,
 "ant\\u0073"@en .
"""
NEAT = """@prefix a: <http://example.org/> .

# why this stands here
a:b a:c [ a:d 1 ] , "ants"@en .
"""


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "messy.ttl"
    path.write_text(MESSY, encoding="utf-8")
    return path


def test_a_file_is_laid_out_with_its_comments_and_stated_facts(
    kg: CommandLine, messy: Path
) -> None:
    outcome = kg("format", messy)

    assert outcome.code == 0, outcome.err
    assert outcome.out == f"{messy}\n"
    assert messy.read_text(encoding="utf-8") == NEAT
    assert sorted(p.name for p in messy.parent.iterdir()) == ["messy.ttl"]


def test_what_has_the_form_stays_byte_for_byte(kg: CommandLine, messy: Path) -> None:
    kg("format", messy)
    before = messy.stat()

    outcome = kg("format", messy.parent)

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "every file has the form\n"
    assert messy.stat().st_mtime_ns == before.st_mtime_ns


def test_check_names_files_and_changes_none(kg: CommandLine, messy: Path) -> None:
    outcome = kg("format", "--check", messy)

    assert (outcome.code, outcome.out) == (1, f"{messy}\n")
    assert messy.read_text(encoding="utf-8") == MESSY


def test_our_own_data_and_ontology_have_the_form(kg: CommandLine) -> None:
    outcome = kg("format", "--check")

    assert (outcome.code, outcome.out) == (0, "")


def test_folders_within_folders_are_laid_out(kg: CommandLine, messy: Path) -> None:
    below = messy.parent / "below" / "deep.ttl"
    below.parent.mkdir()
    below.write_text(MESSY, encoding="utf-8")

    assert kg("format", messy.parent, below).out == f"{below}\n{messy}\n"


def test_a_broken_file_is_named_with_its_line_and_no_file_changes(
    kg: CommandLine, messy: Path
) -> None:
    broken = messy.with_name("zebra.ttl")
    broken.write_text("<a:b> <a:c>\n  <a:d> <a:e> .", encoding="utf-8")

    outcome = kg("format", messy.parent)

    assert outcome.code == 3
    assert f"{broken}:2:" in outcome.err
    assert messy.read_text(encoding="utf-8") == MESSY


def test_a_byte_order_mark_is_named(kg: CommandLine, messy: Path) -> None:
    messy.write_text("\ufeff" + MESSY, encoding="utf-8")

    outcome = kg("format", messy)

    assert outcome.code == 3
    assert "the file starts with a byte order mark; save it as UTF-8 without one" in outcome.err


def test_an_empty_file_stays_empty_and_a_folder_without_turtle_is_named(
    kg: CommandLine, tmp_path: Path
) -> None:
    none = kg("format", tmp_path)
    (tmp_path / "empty.ttl").write_bytes(b"")

    assert (none.code, kg("format", tmp_path).code) == (3, 0)
    assert f"{tmp_path}: no .ttl file in or below this folder" in none.err
    assert (tmp_path / "empty.ttl").read_bytes() == b""


def test_files_that_cannot_be_written_are_named_and_stay(
    messy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    found = format.plan([messy])
    monkeypatch.setattr("kg.add.landing.tempfile.mkstemp", full)

    with pytest.raises(DataError, match=r"messy\.ttl: nothing was written: No space"):
        add.land(found)

    assert messy.read_text(encoding="utf-8") == MESSY


@pytest.mark.parametrize("name", ["missing.ttl", "missing", "notes.md"])
def test_what_is_no_turtle_file_is_named(kg: CommandLine, tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.md").write_text("no Turtle", encoding="utf-8")

    outcome = kg("format", tmp_path / name)

    assert outcome.code == 3
    assert f"{tmp_path / name}: no such Turtle file or folder" in outcome.err


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("#!/bin/sh\necho '<a:b> <a:c> <a:d> .' > $1\n", "would change what it states"),
        ("#!/bin/sh\necho no >&2\nexit 1\n", "turtlefmt cannot lay it out: no"),
        (None, "turtlefmt is missing"),
    ],
)
def test_a_formatter_that_fails_or_changes_facts_changes_no_file(
    messy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str | None, told: str
) -> None:
    if program:
        (tmp_path / "turtlefmt").write_text(program, encoding="utf-8")
        (tmp_path / "turtlefmt").chmod(0o755)
    monkeypatch.setattr("kg.format.sysconfig.get_path", lambda _: str(tmp_path))

    with pytest.raises(ToolError, match=told):
        format.plan([messy])

    assert messy.read_text(encoding="utf-8") == MESSY
