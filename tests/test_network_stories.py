from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import offline_chromium
from conftest import CommandLine
from small_graph import quiet_graph

from kg import explore, paths
from kg.errors import DataError
from kg.explore.stories import write_stories
from kg.load import Graph
from kg.query import select
from kg.run import starts

if TYPE_CHECKING:
    from playwright.sync_api import Page

STORIES = sorted((paths.ROOT / "docs" / "stories").glob("*.md"))
PAGE = "../../build/explorer.html"
LINK = re.compile(r"\]\((" + re.escape(PAGE) + r")(#[^)]*)?\)")
LINKS = [
    (story.stem, found[2])
    for story in STORIES
    for found in LINK.finditer(story.read_text(encoding="utf-8"))
    if found[2]
]


def steps(story: Path) -> list[str]:
    """Return the parts of a story, one for each heading below its title."""
    return re.split(r"^## ", story.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


@pytest.fixture(scope="module")
def opened(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return the page that `make run` writes, open in a real browser."""
    folder = tmp_path_factory.mktemp("stories")
    file = explore.write_page(graph, folder / "explorer.html", starts(graph))
    with offline_chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(file.as_uri())
        yield page


def test_three_stories_are_told() -> None:
    assert [story.stem for story in STORIES] == ["promises", "travels", "vouching"]


@pytest.mark.parametrize(("story", "link"), LINKS, ids=lambda text: text)
def test_each_link_of_a_story_restores_its_view(opened: Page, story: str, link: str) -> None:
    opened.goto("about:blank#" + story)
    opened.go_back()
    opened.evaluate("(hash) => { location.hash = hash; }", link)
    opened.wait_for_function("(hash) => location.hash === hash", arg=link)
    opened.wait_for_timeout(100)

    # What equals the first view of the page is left out of a link that the page writes.
    said = dict(word.split("=") for word in link[1:].split("&"))
    written = dict(
        word.split("=") for word in opened.evaluate("formatState(state, known)")[1:].split("&")
    )
    assert {"focus": opened.evaluate("known.start"), **written} == {
        "focus": opened.evaluate("known.start"),
        **said,
    }
    assert opened.evaluate("state.focus") == said.get("focus", opened.evaluate("known.start"))
    assert opened.evaluate("view.things.length") > 1
    if "ask=" not in link:  # what an answer rests on may be figures, which are no lines
        assert opened.evaluate("view.lines.length") > 0


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_each_step_has_a_link_and_records_that_the_graph_has(story: Path, graph: Graph) -> None:
    text = "SELECT ?record { ?record a/rdfs:subClassOf+ akg:Record }"
    known = {str(row["record"]) for row in select(graph.store, text).to_dicts()}

    for step in steps(story):
        records = re.findall(r"`(\w+:[\w-]+)`", step.partition("\nRecords: ")[2])
        assert LINK.search(step), step
        assert records, step
        for record in records:
            kind, _, slug = record.partition(":")
            assert f"https://w3id.org/antkg/id/{kind}/{slug}" in known, record


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_every_quoted_word_stands_in_the_records_of_its_step(story: Path, graph: Graph) -> None:
    text = "SELECT ?record ?words { ?record akg:hasEvidence/akg:fragment ?words }"
    rows = select(graph.store, text).to_dicts()

    for step in steps(story):
        records = re.findall(r"`(\w+):([\w-]+)`", step.partition("\nRecords: ")[2])
        ends = tuple(f"/{kind}/{slug}" for kind, slug in records)
        passages = {row["words"] for row in rows if (row["record"] or "").endswith(ends)}
        for quoted in re.findall(r"“([^”]+)”", step):
            assert quoted in passages, f"{quoted!r} is not among {sorted(map(str, passages))}"


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_where_a_story_says_that_nothing_was_found_it_names_what_was_found_elsewhere(
    story: Path, graph: Graph
) -> None:
    text = """SELECT ?absence ?figure {
      ?absence akg:missingFrom ?subject ; akg:missingIndicator ?indicator .
      ?figure a akg:Figure ; akg:subject ?subject ; akg:ofIndicator ?indicator .
    }"""
    found = [tuple(map(short, row.values())) for row in select(graph.store, text).to_dicts()]

    for step in steps(story):
        records = set(re.findall(r"`(\w+:[\w-]+)`", step.partition("\nRecords: ")[2]))
        for absence in records:
            figures = {figure for one, figure in found if one == absence}
            assert not figures or figures & records, f"{absence} hides {sorted(figures)}"


def short(iri: str | None) -> str:
    return (iri or "").removeprefix("https://w3id.org/antkg/id/").replace("/", ":")


def test_nobody_independent_or_official_counts_for_gforest_as_a_story_says(graph: Graph) -> None:
    text = """SELECT DISTINCT ?voice {
      ?figure a akg:Figure ; akg:subject <https://w3id.org/antkg/id/program/gforest> ;
        akg:hasEvidence/akg:voice ?voice .
    }"""
    voices = {
        (row["voice"] or "").partition("#")[2] for row in select(graph.store, text).to_dicts()
    }
    assert voices - {"Curated"} == {"SelfReported", "Restated"}


def test_a_story_among_other_pages_leads_to_the_page_of_each_record(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# One\n\n`a:b`, `c:<d>`\n", encoding="utf-8")

    told = explore.retold(
        "one", "x.html", lambda name: ("b.html", "A <b>") if name == "a:b" else ("", ""), tmp_path
    )

    assert '<a href="b.html">A &lt;b&gt;</a>, <code>c:&lt;d&gt;</code>' in told


def test_a_story_is_a_page_whose_links_lead_to_the_view(opened: Page, tmp_path: Path) -> None:
    page = explore.write_page(quiet_graph(), tmp_path / "explorer.html")

    written = write_stories(tmp_path / "stories", page)

    assert [path.stem for path in written] == [story.stem for story in STORIES]
    assert opened.context.browser is not None
    told = opened.context.browser.new_page()
    complaints: list[str] = []
    told.on("console", lambda message: complaints.append(message.text))
    told.goto(written[-1].as_uri())
    assert "vouches" in told.title()
    told.locator("a", has_text="whole network").click()
    told.wait_for_url("**/explorer.html#depth=0")
    told.close()
    assert complaints == []


def test_a_story_runs_nothing_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "evil.md").write_text(
        "# A <script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n"
        "[x](javascript:alert(3))\n"
    )

    (path,) = write_stories(tmp_path / "out", tmp_path / "explorer.html", tmp_path)
    text = path.read_text(encoding="utf-8")

    assert "<script" not in text
    assert "<img" not in text
    assert 'href="javascript' not in text
    with pytest.raises(DataError, match="cannot be written"):
        write_stories(path, tmp_path / "explorer.html", tmp_path)


def test_the_command_tells_the_stories_beside_the_page(kg: CommandLine, tmp_path: Path) -> None:
    told = kg("explore", "-o", tmp_path / "explorer.html", "--stories", tmp_path / "stories")

    assert len(told.out.splitlines()) == 1 + len(STORIES)
    assert 'href="../explorer.html#focus=program:gforest"' in (
        tmp_path / "stories" / "travels.html"
    ).read_text(encoding="utf-8")
