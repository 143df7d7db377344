"""Lay the graph, its queries and recorded answers into a wheel; see pyproject.toml for the rest."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = ("ontology", "data", "queries", "tests/expected", "docs/stories")


class WithGraph(build_py):
    """Copies folders to kg/files; an editable install reads them where they are."""

    def run(self) -> None:
        """Build as usual, and copy."""
        super().run()
        if self.editable_mode:
            return
        files = Path(self.build_lib) / "kg" / "files"
        shutil.rmtree(files, ignore_errors=True)  # what an earlier build left must not be carried
        for folder in CARRIED:
            shutil.copytree(folder, files / folder, ignore=shutil.ignore_patterns(".*"))


setup(cmdclass={"build_py": WithGraph})
