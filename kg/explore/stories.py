"""Stories: words and links that open views of the page; pages of their own, places to start."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from kg import paths
from kg.errors import DataError

if TYPE_CHECKING:
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

STORIES = paths.ROOT / "docs" / "stories"
PAGE = "../../build/explorer.html"  # as the stories name it, which also works in an editor
_LINK = re.compile(rf"\[([^\]]+)\]\({re.escape(PAGE)}#([^)\s]+)\)")


@dataclass(frozen=True)
class Story:
    """The title of a story, and its links in the order in which it is told.

    Attributes:
        name: of its file, without the ending.
        title: what it tells of.
        steps: the words of each link, and the view that it opens.
    """

    name: str
    title: str
    steps: tuple[tuple[str, str], ...]

    def can_be_told(self, things: Container[str], questions: Container[str]) -> bool:
        """Return whether a page with these things and questions has every view of the story."""
        asked = [parse_qs(view) for _, view in self.steps]
        named = [
            name for view in asked for key in ("focus", "from", "to") for name in view.get(key, [])
        ]
        return all(name in things for name in named) and all(
            name in questions for view in asked for name in view.get("ask", [])
        )

    def shown(self) -> dict[str, Any]:
        """Return what the page needs to know of it."""
        return {
            "name": self.name,
            "title": self.title,
            "steps": [{"words": words, "view": f"#{view}"} for words, view in self.steps],
        }


def read_stories(stories: Path = STORIES) -> list[Story]:
    """Return the stories of a folder, in order of the names of their files."""
    return [_read(story) for story in sorted(stories.glob("*.md"))]


def retold(
    name: str, page: str, link: Callable[[str], tuple[str, str]], stories: Path = STORIES
) -> str:
    """Return a story as HTML, for a page among others.

    Args:
        name: of its file, without the ending.
        page: the address of the explorer's page, as seen from the story's.
        link: the address and the name of what has a page of its own, from its short IRI; an
            empty address where it has none.
        stories: the folder of the stories, in Markdown.
    """
    text = (stories / f"{name}.md").read_text(encoding="utf-8").replace(PAGE, page)
    return _as_html(text, link)


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
    from markupsafe import Markup

    body = _as_html(text, lambda _: ("", ""))
    environment = Environment(
        loader=FileSystemLoader(paths.PAGES), autoescape=True, undefined=StrictUndefined
    )
    style = (paths.PAGES / "story.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = environment.get_template("story.html")
    return template.render(
        title=_title(text), body=Markup(body), style=Markup(style), digest=digest
    )


def _as_html(text: str, link: Callable[[str], tuple[str, str]]) -> str:
    """Return Markdown as HTML; a short IRI that has a page leads there by its name."""
    from markdown_it import MarkdownIt
    from markdown_it.common.utils import escapeHtml

    def short_iri(_: RendererHTML, tokens: Sequence[Token], at: int, *__: object) -> str:
        content = tokens[at].content
        address, words = link(content)
        if not address:
            return f"<code>{escapeHtml(content)}</code>"
        return f'<a href="{escapeHtml(address)}">{escapeHtml(words)}</a>'

    markdown = MarkdownIt("commonmark", {"html": False})
    markdown.add_render_rule("code_inline", short_iri)
    return str(markdown.render(text))


def _read(story: Path) -> Story:
    text = story.read_text(encoding="utf-8")
    return Story(story.stem, _title(text), tuple(_LINK.findall(text)))


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")
