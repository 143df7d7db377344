"""The notebook runs from top to bottom, and what it shows is what it gives."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg import paths

NOTEBOOK = paths.ROOT / "docs" / "notebook.ipynb"

Notebook = dict[str, Any]


@pytest.fixture(scope="module")
def committed() -> Notebook:
    found: Notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Notebook:
    """Return the notebook as it comes out when it is run anew."""
    folder = tmp_path_factory.mktemp("notebook")
    subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.notebook", folder / "made.ipynb"],
        cwd=paths.ROOT,
        env=os.environ | {"IPYTHONDIR": str(folder), "PYTHONWARNINGS": "error"},
        check=True,
    )
    found: Notebook = json.loads((folder / "made.ipynb").read_text(encoding="utf-8"))
    return found


def shown(notebook: Notebook) -> list[list[tuple[str, str]]]:
    """Return what each cell shows: texts in full, and of a picture only that there is one."""
    return [
        [
            (kind, "" if kind == "image/png" else "".join(content))
            for output in cell.get("outputs", [])
            for kind, content in (
                output.get("data") or {output.get("name"): output["text"]}
            ).items()
        ]
        for cell in notebook["cells"]
    ]


def test_the_notebook_shows_what_it_gives_when_it_is_run_anew(
    made: Notebook, committed: Notebook
) -> None:
    """`python -m tests.notebook` records it again."""
    assert shown(made) == shown(committed)


def test_it_warns_of_nothing(made: Notebook) -> None:
    assert [kind for cell in shown(made) for kind, _ in cell if kind == "stderr"] == []


def test_it_shows_tables_and_at_least_two_pictures(made: Notebook) -> None:
    kinds = [kind for cell in shown(made) for kind, _ in cell]

    assert kinds.count("text/html") >= 4
    assert kinds.count("image/png") >= 2


def test_every_picture_is_one(committed: Notebook) -> None:
    for cell in committed["cells"]:
        for output in cell.get("outputs", []):
            if picture := output.get("data", {}).get("image/png"):
                assert base64.b64decode(picture).startswith(b"\x89PNG\r\n")


def test_it_is_a_notebook_that_jupyter_opens(committed: Notebook) -> None:
    assert (committed["nbformat"], committed["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in committed["cells"]}) == len(committed["cells"])
    for cell in committed["cells"]:
        wanted = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            wanted |= {"execution_count", "outputs"}
        assert set(cell) == wanted


def test_it_names_no_place_of_a_machine() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")

    assert str(Path.home()) + "/" not in text
    assert str(paths.ROOT) not in text
