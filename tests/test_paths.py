"""Where everything lives."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import paths


@pytest.mark.parametrize(
    "place", ["ROOT", "ONTOLOGY", "SHAPES", "DATA", "QUESTIONS", "CHECKS", "DERIVE", "PAGES"]
)
def test_every_place_of_the_project_is_there(place: str) -> None:
    assert getattr(paths, place).is_dir()


def test_the_sources_are_those_that_are_given_before_those_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, named = tmp_path / "given", tmp_path / "named"
    given.mkdir()
    named.mkdir()
    monkeypatch.setenv("KG_SOURCES", str(named))

    assert paths.sources_folder(str(given)) == given
    assert paths.sources_folder() == named
    assert paths.sources_folder(str(tmp_path / "missing")) is None


def test_without_a_name_the_sources_stand_beside_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_SOURCES", raising=False)
    monkeypatch.setattr(paths, "ROOT", tmp_path / "project")

    assert paths.sources_folder() is None
    (tmp_path / "shared" / "sources").mkdir(parents=True)
    assert paths.sources_folder() == tmp_path / "shared" / "sources"


def test_a_path_is_shown_from_where_the_user_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert paths.shown(tmp_path / "data" / "a.ttl") == "data/a.ttl"
    assert paths.shown(Path("/elsewhere/a.ttl")) == "/elsewhere/a.ttl"
