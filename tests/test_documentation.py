"""The documentation is executed: examples run, shown output is real, links lead somewhere."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import paths
from kg.ask import as_manual
from kg.ask import catalogue as questions
from kg.load import closed
from kg.query import select
from kg.vocabulary import PREFIXES, compact

PAGES = sorted(
    [*paths.ROOT.glob("*.md"), *(paths.ROOT / "docs").rglob("*.md")], key=lambda page: str(page)
)
DECISIONS = sorted((paths.ROOT / "docs" / "decisions").glob("*.md"))
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
TWO_SENTENCES = re.compile(r"[a-z)`\"][.?!] [A-Z]")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/\w")
REGISTRY = re.compile(
    "|".join((r"py" + r"pi\.org", r"python" + r"hosted", r"npm" + r"js\.(org|com)"))
)
OMITTED = "…"  # a line of shown output that stands for any number of lines


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(paths.ROOT)}:{self.line}"


@dataclass(frozen=True)
class Command:
    """One command of a console block, and the output that the page shows for it."""

    block: Block
    words: tuple[str, ...]
    shown: str

    def __str__(self) -> str:
        return f"{self.block} {shlex.join(self.words)}"


def blocks(language: str) -> list[Block]:
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            if match[2] == language:
                lines = (line.removeprefix(match[1]) for line in match[3].splitlines())
                line = text.count("\n", 0, match.start()) + 1
                found.append(Block(page, line, match[2], "\n".join(lines) + "\n"))
    return found


def commands(program: str) -> list[Command]:
    """Return the commands of all console blocks that call a program."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            line, _, shown = part.partition("\n")
            words = tuple(shlex.split(line, comments=True))
            if words[0] == program:
                found.append(Command(block, words, shown))
    return found


def prose(page: Path) -> str:
    """Return a page without its fenced blocks, line numbers kept."""
    text = page.read_text(encoding="utf-8")
    return FENCE.sub(lambda match: "\n" * match[0].count("\n"), text)


def anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def run(words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run a kg command as on a terminal: a table unless the command asks for something else."""
    asked = list(words[1:])
    if asked[0] in ("ask", "query") and "-f" not in asked:
        asked += ["-f", "table"]
    return subprocess.run(
        [sys.executable, "-m", "kg", *asked],
        cwd=paths.ROOT,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )


def tidy(output: str) -> str:
    return "\n".join(line.rstrip() for line in output.strip("\n").splitlines())


def matches(shown: str, printed: str) -> bool:
    """Whether the pieces of the shown output, cut at lines of '…', follow each other."""
    pieces = re.split(rf"^ *{OMITTED}$", tidy(shown), flags=re.MULTILINE)
    pattern = r"(?:.*\n)*".join(re.escape(piece.lstrip("\n")) for piece in pieces)
    return re.fullmatch(pattern.rstrip() + r"\s*", tidy(printed) + "\n") is not None


@pytest.fixture(scope="module")
def graph() -> ox.Store:
    return closed().store


@pytest.mark.parametrize("block", blocks("turtle"), ids=str)
def test_every_turtle_example_parses_with_the_prefixes_of_the_project(block: Block) -> None:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

    assert list(ox.parse(prefixes + block.text, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize("block", blocks("turtle"), ids=str)
def test_every_turtle_example_uses_only_terms_that_the_ontology_has(
    block: Block, graph: ox.Store
) -> None:
    own = set(re.findall(r"akg:\w+", block.text))
    new = set(re.findall(r"^(akg:\w+) a ", block.text, re.MULTILINE))  # a recipe that adds a term
    known = {
        compact(row[0].value) for row in select(graph, "SELECT ?t { ?t a ?type }").rows if row[0]
    }

    assert own - new - known == set()


@pytest.mark.parametrize("block", blocks("sparql"), ids=str)
def test_every_sparql_example_runs_on_the_graph(block: Block, graph: ox.Store) -> None:
    assert graph.query(block.text, prefixes=PREFIXES) is not None


def test_the_line_that_finds_offsets_counts_code_points_and_keeps_line_ends(
    tmp_path: Path,
) -> None:
    text, words = "蚂蚁\r\n森林 has 🌳 trees", "has 🌳"
    (tmp_path / "text.txt").write_bytes(text.encode())
    (line,) = [block.text for block in blocks("sh") if block.text.startswith("python3 -c")]
    program = shlex.split(line)[2]

    result = subprocess.run(
        [sys.executable, "-c", program, "text.txt", words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    start, end, times = map(int, result.stdout.split())
    assert (text[start:end], times) == (words, 1)


@pytest.mark.parametrize("block", blocks("pycon"), ids=str)
def test_every_python_example_prints_what_the_page_shows(block: Block) -> None:
    example = doctest.DocTestParser().get_doctest(block.text, {}, str(block), None, block.line)
    heard: list[str] = []

    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=heard.append)

    assert result.failed == 0, "".join(heard)


@pytest.mark.parametrize("command", commands("kg"), ids=str)
def test_every_shown_command_prints_what_the_page_shows(command: Command) -> None:
    result = run(command.words)

    assert "Traceback" not in result.stderr
    assert matches(command.shown, result.stdout), result.stdout + result.stderr


def test_the_catalogue_of_questions_is_fresh() -> None:
    """Else: kg ask --manual > docs/questions.md."""
    page = (paths.ROOT / "docs" / "questions.md").read_text(encoding="utf-8")

    assert page == as_manual(questions())


@pytest.mark.parametrize("command", commands("make"), ids=str)
def test_every_shown_make_command_is_a_task_of_the_makefile(command: Command) -> None:
    makefile = (paths.ROOT / "Makefile").read_text(encoding="utf-8")

    for task in command.words[1:]:
        assert re.search(rf"^{task}:", makefile, re.MULTILINE), task


def test_shown_output_that_differs_is_noticed() -> None:
    printed = "one\ntwo\nthree\n"

    assert matches("one\n…\nthree\n", printed)
    assert matches("one\ntwo\n…\n", printed)
    assert matches(printed, printed)
    assert not matches("one\nthree\n", printed)
    assert not matches("one\n…\nfour\n", printed)
    assert not matches("one\n", printed)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target) or "/build/" in target:  # test_network_stories opens those
            continue
        name, _, fragment = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), target
        if fragment:
            headings = HEADING.findall(file.read_text(encoding="utf-8"))
            assert fragment in {anchor(heading) for heading in headings}, target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_prose_has_one_sentence_a_line(page: Path) -> None:
    crowded = [
        f"{number}: {line}"
        for number, line in enumerate(prose(page).splitlines(), start=1)
        if not line.startswith("|") and TWO_SENTENCES.search(line)
    ]

    assert crowded == []


def test_no_file_holds_a_path_of_a_machine_or_the_host_of_a_package_registry() -> None:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True
    )
    faulty = []
    for name in filter(None, listing.stdout.split("\0")):
        file = paths.ROOT / name
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        if MACHINE_PATH.search(text) or REGISTRY.search(text) or str(paths.ROOT) + "/" in text:
            faulty.append(name)

    assert faulty == []


def test_the_readme_names_the_two_commands_on_its_first_screen() -> None:
    readme = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (paths.ROOT / "Makefile").read_text(encoding="utf-8")

    for task in ("run", "test"):
        assert f"$ make {task}" in "\n".join(readme.splitlines()[:40])
        assert re.search(rf"^{task}:", makefile, re.MULTILINE)


def test_the_readme_asks_for_the_python_that_the_project_asks_for() -> None:
    readme = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    project = (paths.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    asked = re.search(r'requires-python = ">=([\d.]+)"', project)

    assert asked
    assert f"Python {asked[1]} or newer" in readme


def test_the_readme_says_that_the_redirects_are_not_registered() -> None:
    assert "not registered" in (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert "NOT REGISTERED" in (paths.ROOT / "w3id" / ".htaccess").read_text(encoding="utf-8")


def test_the_readme_lists_every_folder() -> None:
    readme = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    listing = subprocess.run(
        ["git", "ls-files"], cwd=paths.ROOT, capture_output=True, text=True, check=True
    )
    folders = {name.split("/")[0] for name in listing.stdout.splitlines() if "/" in name}

    assert {f for f in folders if not f.startswith(".") and f"`{f}/`" not in readme} == set()


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_every_decision_has_context_decision_consequences_and_status(page: Path) -> None:
    title, *parts = HEADING.findall(prose(page))

    assert parts == ["Context", "Decision", "Consequences", "Status"]
    assert re.fullmatch(r"[a-z_]+\.md", page.name)
    assert anchor(title.replace(",", "")).replace("-", "_") == page.stem


def record_kinds(graph: ox.Store) -> str:
    """Return the table of docs/model.md as the ontology has it."""
    query = """SELECT ?kind ?what (GROUP_CONCAT(DISTINCT ?name; separator=" ") AS ?names) WHERE {
        ?kind rdfs:subClassOf akg:Record ; skos:definition ?what .
        ?property rdfs:domain/(owl:unionOf/rdf:rest*/rdf:first)? ?kind .
        BIND(STRAFTER(STR(?property), "#") AS ?name)
    } GROUP BY ?kind ?what"""
    lines = []
    for row in select(graph, query).to_dicts():
        names = " ".join(f"`{name}`" for name in sorted((row["names"] or "").split()))
        what = (row["what"] or "").removeprefix("record ")
        lines.append(f"| `{compact(row['kind'] or '')}` | {what} | {names} |")
    return "\n".join(sorted(lines))


def test_the_table_of_record_kinds_is_that_of_the_ontology(graph: ox.Store) -> None:
    page = (paths.ROOT / "docs" / "model.md").read_text(encoding="utf-8")

    assert record_kinds(graph) in page, record_kinds(graph)


@pytest.mark.parametrize(
    "block", [block for block in blocks("turtle") if block.page.name == "model.md"], ids=str
)
def test_what_the_model_shows_is_what_the_data_says(block: Block, graph: ox.Store) -> None:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = ox.Store()
    store.extend(ox.parse(prefixes + block.text, format=ox.RdfFormat.TURTLE))

    assert [str(statement) for statement in store if statement not in graph] == []


def test_every_voice_is_explained_in_the_model(graph: ox.Store) -> None:
    page = (paths.ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    voices = [
        row["voice"] for row in select(graph, "SELECT ?voice { ?voice a akg:Voice }").to_dicts()
    ]

    assert len(voices) == 6
    assert [voice for voice in voices if f"`{compact(voice or '')}`" not in page] == []
