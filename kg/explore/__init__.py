"""The interactive page: the network, every record and its receipts in one file that asks nobody."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg import paths
from kg.errors import DataError
from kg.explore.page import drawn_network, page_of
from kg.explore.starts import Start
from kg.explore.stories import Story, read_stories, retold, write_stories

if TYPE_CHECKING:
    from kg.load import Graph

__all__ = [
    "Start",
    "Story",
    "drawn_network",
    "read_stories",
    "retold",
    "write_page",
    "write_stories",
]


def write_page(
    graph: Graph,
    target: Path,
    starts: Iterable[Start] = (),
    stories: Iterable[Story] = (),
    *,
    site: bool = False,
) -> Path:
    """Write the page about a closed graph to one file; the same graph gives the same bytes.

    The file appears whole or not at all.

    Args:
        graph: what to draw.
        target: the file.
        starts: questions that the page offers as places to start from, each with its answer.
        stories: listed beside them, if the graph has what they speak of.
        site: whether the file lies in the folder of the site, to whose pages it then leads.

    Raises:
        DataError: the file cannot be written.
    """
    page = page_of(graph, starts, stories, site=site)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(page)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as fault:
        message = f"{paths.shown(target)}: cannot be written: {fault.strerror}"
        raise DataError(message) from fault
    return target
