"""Stories: pages of words and of links that open views of the page."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

from kg import paths
from kg.errors import DataError

STORIES = paths.ROOT / "docs" / "stories"
PAGE = "../../build/explorer.html"  # as the stories name it, which also works in an editor


def write_stories(folder: Path, page: Path, stories: Path = STORIES) -> list[Path]:
    """Write each story as a page of its own, with links into the explorer; return the files.

    Args:
        folder: where to write to.
        page: the explorer's page.
        stories: the folder of the stories, in Markdown.

    Raises:
        DataError: a file cannot be written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for story in sorted(stories.glob("*.md")):
            target = folder / f"{story.stem}.html"
            text = story.read_text(encoding="utf-8").replace(PAGE, _address(folder, page))
            target.write_text(_story(text), encoding="utf-8", newline="\n")
            written.append(target)
    except OSError as fault:
        message = f"{paths.shown(folder)}: cannot be written: {fault.strerror}"
        raise DataError(message) from fault
    return written


def _address(folder: Path, page: Path) -> str:
    return Path(os.path.relpath(page, folder)).as_posix()


def _story(text: str) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    body = MarkdownIt("commonmark", {"html": False}).render(text)
    environment = Environment(
        loader=FileSystemLoader(paths.PAGES), autoescape=True, undefined=StrictUndefined
    )
    style = (paths.PAGES / "story.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = environment.get_template("story.html")
    title = text.partition("\n")[0].removeprefix("# ")
    return template.render(title=title, body=Markup(body), style=Markup(style), digest=digest)
