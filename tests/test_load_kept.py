"""The closed graph that is kept between two commands: never stale, never half, never needed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import TINY, CommandLine

from kg import load, paths
from kg.load import kept


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand on a small project with an empty cache; return where graphs are kept."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "core.ttl").write_text("<http://o> <http://p> 1 .")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "facts.ttl").write_text("<http://a> <http://p> 2 . _:x <http://p> 3 .")
    (tmp_path / "derive").mkdir()
    (tmp_path / "derive" / "10_q.rq").write_text(
        "CONSTRUCT { ?s <http://q> ?o } { ?s <http://p> ?o }"
    )
    for name in ("ontology", "data", "derive"):
        monkeypatch.setattr(paths, name.upper(), tmp_path / name)
    monkeypatch.setattr(load.derive, "__defaults__", (tmp_path / "derive",))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "antkg"


def lines(graph: load.Graph) -> list[str]:
    return sorted(" ".join(map(str, q.triple)) for q in graph.store if "_:" not in str(q.subject))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_is_kept_is_what_the_files_and_rules_give(project: Path) -> None:
    first, second = kept.closed(), kept.closed()

    assert len(names(project)) == 1
    assert lines(first) == lines(second) == lines(load.closed())
    assert (second.asserted, second.derived) == (first.asserted, first.derived) == (3, 3)
    assert len(second.store) == 6


def test_the_second_time_no_file_is_parsed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.closed()
    monkeypatch.setattr(load, "closed", lambda *_: pytest.fail("parsed again"))

    assert len(kept.closed().store) == 6


@pytest.mark.parametrize("changed", ["ontology/core.ttl", "data/facts.ttl", "derive/10_q.rq"])
def test_a_change_of_a_file_is_seen_also_where_size_and_time_stay_the_same(
    project: Path, changed: str
) -> None:
    before = lines(kept.closed())
    file = project.parent.parent / changed
    about = file.stat()
    file.write_text(file.read_text().replace("http://", "https:/"))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))

    assert file.stat().st_size == about.st_size
    assert lines(kept.closed()) == lines(load.closed()) != before


def test_a_new_file_is_seen(project: Path) -> None:
    kept.closed()
    (paths.DATA / "more.ttl").write_text("<http://b> <http://p> 4 .")

    assert len(kept.closed().store) == 8


@pytest.mark.parametrize("part", ["*.sst", "CURRENT", "MANIFEST-*", kept.SUMS])
@pytest.mark.parametrize("harm", ["changed", "cut", "gone"])
def test_what_is_harmed_is_made_anew(project: Path, part: str, harm: str) -> None:
    before = lines(kept.closed())
    (place,) = project.iterdir()
    for file in place.glob(part):
        content = file.read_bytes()
        file.unlink()
        if harm != "gone":
            half = len(content) // 2
            file.write_bytes(content[:half] + (b"?" + content[half + 1 :]) * (harm == "changed"))

    assert lines(kept.closed()) == before
    assert kept._opened(place) is not None


def test_a_folder_that_cannot_be_opened_is_made_anew(project: Path) -> None:
    before = lines(kept.closed())
    (place,) = project.iterdir()
    for file in place.iterdir():
        file.unlink()
    (place / kept.SUMS).write_text("3 3\n")

    assert lines(kept.closed()) == before


def test_only_the_newest_are_kept_and_drafts_that_were_left_go_too(project: Path) -> None:
    project.mkdir(parents=True)
    for age in range(6):
        old = project / f".old{age}"
        old.mkdir()
        os.utime(old, (age, age))

    kept.closed()

    assert len(names(project)) == kept.MOST_KEPT
    assert names(project) > {".old5", ".old4", ".old3"}


def test_a_process_that_was_sooner_keeps_its_graph(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = kept.closed()
    (place,) = project.iterdir()
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)

    kept._keep(graph, place)

    assert kept._opened(place) is not None


@pytest.mark.parametrize("harm", ["a file stands there", "others may write there"])
def test_a_folder_that_is_not_safe_is_not_used(project: Path, harm: str) -> None:
    project.parent.mkdir()
    if harm == "a file stands there":
        project.write_text("")
    else:
        project.mkdir()
        project.chmod(0o777)

    assert kept.cache_folder() is None
    assert len(kept.closed().store) == 6
    assert project.is_file() or names(project) == set()


def test_a_folder_of_somebody_else_is_not_used(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: -1)

    assert kept.cache_folder() is None


def test_the_cache_can_be_turned_off(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CACHE", "off")

    assert len(kept.closed().store) == 6
    assert not project.exists()


def test_without_a_named_folder_the_cache_is_in_the_home(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for named in ("", "relative/folder"):
        monkeypatch.setenv("XDG_CACHE_HOME", named)

        assert kept.cache_folder() == tmp_path / "home" / ".cache" / "antkg"


def test_data_of_ones_own_is_not_kept(project: Path) -> None:
    graph = kept.closed(paths.DATA / "facts.ttl")

    assert len(graph.store) == 6
    assert not project.exists()


def test_a_question_is_answered_alike_with_and_without_what_is_kept(
    kg: CommandLine, tmp_path: Path
) -> None:
    home = str(tmp_path)
    words = ("ask", "partners-of", "-f", "json")

    first, second = kg(*words, XDG_CACHE_HOME=home), kg(*words, XDG_CACHE_HOME=home)
    without = kg(*words, XDG_CACHE_HOME=home, KG_CACHE="off")

    assert first.code == 0, first.err
    assert first == second == without
    assert len(names(tmp_path / "antkg")) == 1
    assert kg("show", "小森林", "--data", TINY, XDG_CACHE_HOME=home).code == 0
    assert len(names(tmp_path / "antkg")) == 1
