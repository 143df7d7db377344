"""Where everything lives: in the checkout, or in the package where a wheel carries it."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CARRIED = PACKAGE / "files"  # laid there when a wheel is built; a checkout has none
ROOT = CARRIED if CARRIED.is_dir() else PACKAGE.parent
ONTOLOGY = ROOT / "ontology"
SHAPES = ONTOLOGY / "shapes"
DATA = ROOT / "data"
QUESTIONS = ROOT / "queries" / "questions"
CHECKS = ROOT / "queries" / "checks"
DERIVE = ROOT / "queries" / "derive"
PAGES = PACKAGE / "pages"
BUILD = Path("build")


def sources_folder(given: str | None = None) -> Path | None:
    """Return the folder that holds the texts of sources read whole, or None if there is none.

    It is the one given, else the one that KG_SOURCES names, else ../shared/sources beside the
    project.
    """
    named = given or os.environ.get("KG_SOURCES")
    folder = Path(named) if named else ROOT.parent / "shared" / "sources"
    return folder if folder.is_dir() else None


def shown(path: Path) -> str:
    """Return a path as a user wants to read it: relative to where they stand, if below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):  # elsewhere, or a link that leads to itself
        return str(path)
