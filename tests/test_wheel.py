"""The wheel carries ontology, data and queries: installed elsewhere, it answers as the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg import ask, paths

PARTS = (
    "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE",
    "kg", "ontology", "data", "queries", "tests/expected", "docs/stories",
)  # fmt: skip
BUILD = """
import sys
from setuptools import build_meta
print(getattr(build_meta, sys.argv[1])(sys.argv[2]))
"""


def elsewhere(home: Path) -> dict[str, str]:
    """Return the environment of a user of the wheel; coverage must not count the copy."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return kept | {"PYTHONPATH": str(home)}


@dataclass(frozen=True)
class Installed:
    """A wheel that was installed into a folder, and an empty folder to stand in."""

    home: Path
    empty: Path

    def kg(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Call the installed program from the empty folder, as a shell does."""
        return subprocess.run(
            [self.home / "bin" / "kg", *words],
            cwd=self.empty,
            env=elsewhere(self.home),
            capture_output=True,
            text=True,
            check=False,
        )


def build(step: str, source: Path, target: Path) -> Path:
    """Build in a process of its own, because a build leaves much behind in the one it runs in."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD, step, str(target)],
        cwd=source,
        capture_output=True,
        text=True,
        check=True,
    )
    return target / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Make a source archive, a wheel of what is in it, and install that; no network is needed."""
    top = tmp_path_factory.mktemp("wheel")
    source = top / "source"
    for part in PARTS:
        here, there = paths.ROOT / part, source / part
        there.parent.mkdir(parents=True, exist_ok=True)
        if here.is_dir():
            shutil.copytree(here, there, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(here, there)
    archive = build("build_sdist", source, top)
    shutil.unpack_archive(archive, top, filter="data")
    wheel = build("build_wheel", top / archive.name.removesuffix(".tar.gz"), top)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(top / "home"), str(wheel)], check=True)
    (top / "empty").mkdir()
    return Installed(top / "home", top / "empty")


def here(*words: str) -> str:
    """Return what the same command says in the checkout."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", *words],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def figures_of_ant_forest() -> list[str]:
    (parameter, *_) = ask.find("figures-of").parameters
    return ["ask", "figures-of", f"--{parameter.name.replace('_', '-')}", "Ant Forest"]


@pytest.mark.parametrize("words", [["ask"], figures_of_ant_forest()], ids=" ".join)
def test_an_installed_wheel_answers_in_an_empty_folder_as_the_checkout_does(
    installed: Installed, words: list[str]
) -> None:
    answered = installed.kg(*words)

    assert answered.returncode == 0, answered.stderr
    assert answered.stdout == here(*words)
    assert answered.stdout.count("\n") > 1
    assert list(installed.empty.iterdir()) == []


def test_the_installed_program_reads_its_own_files_and_not_the_checkout(
    installed: Installed,
) -> None:
    code = "from kg import paths; print(paths.ROOT)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=installed.empty,
        env=elsewhere(installed.home),
        capture_output=True,
        text=True,
        check=True,
    )

    assert Path(done.stdout.strip()) == installed.home / "kg" / "files"


def test_the_wheel_holds_every_file_of_the_graph_byte_for_byte(installed: Installed) -> None:
    carried = installed.home / "kg" / "files"
    for folder in ("ontology", "data", "queries", "tests/expected"):
        ours = {p.relative_to(paths.ROOT) for p in (paths.ROOT / folder).rglob("*") if p.is_file()}

        assert ours
        for name in sorted(ours):
            assert (carried / name).read_bytes() == (paths.ROOT / name).read_bytes(), name


def test_the_wheel_holds_every_module_and_page_of_the_package(installed: Installed) -> None:
    here = paths.ROOT / "kg"
    wanted = {p.relative_to(here) for p in here.rglob("*.*") if "__pycache__" not in p.parts}

    assert {name for name in wanted if not (installed.home / "kg" / name).is_file()} == set()


def test_installed_data_stands_the_fast_gate(installed: Installed) -> None:
    done = installed.kg("validate", "--fast", "--only", "questions")

    assert done.returncode == 0, done.stdout + done.stderr
