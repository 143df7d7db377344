"""The house around the machinery: tasks, lock, versions, sizes."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kg import paths

MEGABYTE = 1024 * 1024
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
MACHINES = [(python, system) for python in ("3.11", "3.14") for system in ("linux", "darwin")]


def text(name: str) -> str:
    return (paths.ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    return tomllib.loads(text("pyproject.toml"))


def locked() -> dict[str, str]:
    """Return the version that the lock pins for each package."""
    lines = [line for line in text("requirements.lock").splitlines() if line[:1] not in ("", "#")]
    pairs = [line.split("==") for line in lines]
    return {canonicalize_name(name): version for name, version in pairs}


def committed() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True
    )
    return [paths.ROOT / name for name in listing.stdout.split("\0") if name]


def test_make_alone_lists_every_task_with_what_it_does() -> None:
    listing = subprocess.run(
        ["make", "--no-print-directory"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    tasks = set(TARGET.findall(text("Makefile")))

    assert {"setup", "run", "validate", "test", "check", "format"} <= tasks
    for task in tasks:
        assert re.search(rf"^  make {task} +\S.*$", listing, re.MULTILINE), task


def test_every_task_is_declared_as_one_that_makes_no_file_of_its_name() -> None:
    makefile = text("Makefile")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)

    assert phony
    assert set(phony[1].split()) == set(TARGET.findall(makefile))


def test_continuous_integration_runs_the_test_command_and_nothing_else() -> None:
    script = paths.ROOT / ".ci" / "run"
    commands = [
        line
        for line in script.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]

    assert commands == ["make test"]
    assert script.stat().st_mode & 0o111, "not executable"


def test_the_lock_pins_one_exact_version_a_line_and_holds_no_address() -> None:
    lines = [line for line in text("requirements.lock").splitlines() if not line.startswith("#")]

    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == []
    assert len({line.split("==")[0].casefold() for line in lines}) == len(lines)


def test_the_lock_holds_every_package_that_the_project_asks_for() -> None:
    declared = project()
    asked = [
        *declared["project"]["dependencies"],
        *declared["dependency-groups"]["dev"],
        *declared["build-system"]["requires"],
        *(one for extra in declared["project"]["optional-dependencies"].values() for one in extra),
    ]
    lock = locked()

    for requirement in map(Requirement, asked):
        version = lock.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not in requirements.lock"
        assert requirement.specifier.contains(version), f"{requirement} against {version}"


@pytest.mark.parametrize(("python", "system"), MACHINES)
def test_the_lock_holds_whatever_its_packages_ask_for(python: str, system: str) -> None:
    """Set-up installs without looking for dependencies, so the lock must be closed."""
    lock = locked()
    environment: dict[str, str | frozenset[str]] = {
        **{name: str(value) for name, value in default_environment().items()},
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": system.capitalize(),
        "extra": "",
    }
    missing = {
        f"{name} asks for {requirement}"
        for name in lock
        for requirement in map(Requirement, metadata.requires(name) or [])
        if requirement.marker is None or requirement.marker.evaluate(environment)
        if canonicalize_name(requirement.name) not in lock
        or not requirement.specifier.contains(lock[canonicalize_name(requirement.name)])
    }

    assert missing == set()


def test_what_is_installed_is_what_the_lock_pins() -> None:
    assert {name: metadata.version(name) for name in locked()} == locked()


def test_the_version_is_the_same_wherever_it_stands() -> None:
    version = project()["project"]["version"]

    assert f"\nversion: {version}\n" in text("CITATION.cff")
    assert f"## [{version}]" in text("CHANGELOG.md")
    assert f'owl:versionInfo "{version}"' in text("ontology/core.ttl")
    assert f"version {version}" in text("data/LICENSE")


def test_there_is_one_licence_for_the_code_and_one_for_the_facts() -> None:
    assert "Apache License" in text("LICENSE")
    assert project()["project"]["license"] == "Apache-2.0"
    assert "Creative Commons Attribution 4.0" in text("data/LICENSE")
    assert "creativecommons.org/licenses/by/4.0/" in text("ontology/core.ttl")


def test_no_committed_file_is_larger_than_two_megabytes() -> None:
    sizes = {file.name: file.stat().st_size for file in committed() if file.is_file()}

    assert {name: size for name, size in sizes.items() if size > 2 * MEGABYTE} == {}


def test_nothing_that_was_built_is_committed() -> None:
    made = {".venv", "build", "__pycache__"}

    assert [file for file in committed() if made & set(file.relative_to(paths.ROOT).parts)] == []
