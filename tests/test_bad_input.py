"""Whatever a file holds, the gate says what is wrong and where, reads the others, and ends soon."""

from __future__ import annotations

import json
import os
import re
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg import paths

FAULTY = Path(__file__).parent / "faulty"
VALID = (FAULTY / "valid.ttl").read_text("utf-8")
PREFIXES = VALID.partition("\n\n")[0] + "\n"
ABOVE = PREFIXES.count("\n")
SECONDS = 60
BYTES = 4 * 2**30  # of address space; the Java machine reserves more than it uses


@dataclass(frozen=True)
class Judgement:
    """What one run of `kg validate -f json` left behind."""

    code: int
    findings: list[dict[str, Any]]
    err: str

    def of(self, name: str) -> set[tuple[str, int, int]]:
        """Return check, line and column of the errors in one file."""
        return {
            (f["check"], f["line"], f["column"])
            for f in self.findings
            if Path(f["file"]).name == name and f["severity"] == "error"
        }


def bounded(*command: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401
    """Run a program with bounded time and memory."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    return subprocess.run(
        [*map(str, command)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=paths.ROOT,
        timeout=SECONDS,
        check=False,
        preexec_fn=limit,
        **more,
    )


def judged(folder: Path, *options: str | Path, fast: bool = True) -> Judgement:
    words = ["--data", folder, "--sources", FAULTY / "sources", "-f", "json", *options]
    words += ["--fast"] if fast else []
    ended = bounded(sys.executable, "-m", "kg", "validate", *words)
    assert "Traceback" not in ended.stderr
    assert "fault of kg" not in ended.stderr
    assert ended.stdout, ended.stderr
    judgement = Judgement(ended.returncode, json.loads(ended.stdout)["findings"], ended.stderr)
    assert all(f["remedy"] for f in judgement.findings)
    return judgement


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a file that is valid and one with a fault that must always be found."""
    return with_two_files(tmp_path)


def with_two_files(folder: Path) -> Path:
    data = folder / "data"
    data.mkdir()
    (data / "a_valid.ttl").write_text(VALID, "utf-8")
    (data / "z_other.ttl").write_text(f"{PREFIXES}place:nameless a akg:Place .\n", "utf-8")
    return data


OTHER = {("thing-label", ABOVE + 1, 1)}


# -- bytes, syntax, terms ----------------------------------------------------------

# The name, what follows the prefixes, and the findings that must be among those of the file:
# check, line below the prefixes, column.
BAD: dict[str, tuple[str | bytes, set[tuple[str, int, int]]]] = {
    "truncated": ('place:x a akg:Place ;\n    skos:prefLabel "X', {("syntax", 2, 20)}),
    "truncated after a whole term": ("place:x a akg:Place", {("syntax", 1, 20)}),
    "bytes that are no UTF-8": (
        'place:x a akg:Place ; skos:prefLabel "Zürich"@de .\n'.encode("latin-1"),
        {("syntax", 1, 40)},
    ),
    "NUL in a name": (
        'place:x a akg:Place ; skos:prefLabel "Z\x00rich"@de .\n',
        {("control-character", 1, 40)},
    ),
    "NUL between terms": (
        "place:x a akg:Place \x00 .\n",
        {("control-character", 1, 21), ("syntax", 1, 21)},
    ),
    "bad escape": ('place:x skos:prefLabel "\\x"@en .\n', {("syntax", 1, 25)}),
    "escape of half a character": (
        'place:x skos:prefLabel "\\uD800"@en .\n',
        {("syntax", 1, 25)},
    ),
    "unknown prefix": ("place:x a nope:Place .\n", {("syntax", 1, 11)}),
    "language tag with an underscore": (
        'place:x skos:prefLabel "x"@en_GB .\n',
        {("syntax", 1, 30)},
    ),
    "language tag that is too long": (
        'place:x skos:prefLabel "x"@englishlanguage .\n',
        {("syntax", 1, 28)},
    ),
    "thirteenth month": (
        'place:x akg:statedOn "2024-13-01T00:00:00Z"^^xsd:dateTime .\n',
        {("ill-typed-literal", 1, 22)},
    ),
    "number of four million digits": (
        f"place:x akg:value {'9' * 4_000_000} .\n",
        {("ill-typed-literal", 1, 19)},
    ),
    "name of ten megabytes": (
        f'place:x a akg:Place ; skos:prefLabel "{"very " * 2_000_000}"@en .\n',
        {("label-blanks", 1, 38)},
    ),
    "name of twenty megabytes": (
        f'place:x a akg:Place .\nplace:x skos:prefLabel "{"very " * 4_000_000}"@en .\n',
        {("syntax", 2, 24)},
    ),
    "quotation mark that is missing before twenty megabytes": (
        f'place:x a akg:Place .\nplace:x skos:prefLabel "{"very " * 4_000_000}\n',
        {("syntax", 2, 1)},
    ),
    "blank nodes nested ten thousand deep": (
        f"place:x skos:closeMatch {'[ skos:closeMatch ' * 10_000}place:x{' ]' * 10_000} .\n",
        {("blank-node-in-data", 1, 25)},
    ),
    "ten thousand open brackets": (
        f"place:x skos:closeMatch {'[ skos:closeMatch ' * 10_000}.\n",
        {("syntax", 1, 180_025)},
    ),
    "lists nested ten thousand deep": (
        f"place:x skos:closeMatch {'( ' * 10_000}{') ' * 10_000}.\n",
        {("blank-node-in-data", 1, 25)},
    ),
    "three hundred thousand dots": (f"place:x{'.' * 300_000} a akg:Place .\n", {("syntax", 1, 8)}),
    "three million backslashes": (
        'place:x skos:prefLabel "' + "\\" * 3_000_001 + '"\n',
        {("syntax", 1, 24)},
    ),
    "half a megabyte without a blank": (f"{'a' * 500_000}\n", {("syntax", 1, 1)}),
    "fifty thousand broken statements": ("place:x a a a .\n" * 50_000, {("syntax", 1, 11)}),
    "blank in an IRI": ("<https://a.example/b c> a akg:Place .\n", {("syntax", 1, 1)}),
    "control character in an IRI": (
        "<https://a.example/\x07b> a akg:Place .\n",
        {("syntax", 1, 1), ("control-character", 1, 20)},
    ),
    "escaped blank in an IRI": ("<https://a.example/\\u0020b> a akg:Place .\n", {("syntax", 1, 1)}),
    "right-to-left override in a short IRI": (
        "place:x\u202e a akg:Place .\n",
        {("syntax", 1, 8)},
    ),
    "zero-width space in an IRI": (
        "<https://w3id.org/antkg/id/place/x\u200by> a akg:Place .\n",
        {("iri-form", 1, 41)},
    ),
    "zero-width joiner in a short IRI": (
        "place:x\u200dy a akg:Place .\n",
        {("iri-form", 1, 13)},
    ),
    "right-to-left override in a label": (
        'place:x a akg:Place ; skos:prefLabel "gnp\u202etxt.exe"@en .\n',
        {("label-hidden-character", 1, 38)},
    ),
    "zero-width space in a label": (
        'place:x a akg:Place ; skos:prefLabel "Leaf\u200bTown"@en .\n',
        {("label-hidden-character", 1, 38)},
    ),
    "script in a label": (
        'place:x a akg:Place ; skos:prefLabel "<script>alert(1)</script>"@en .\n',
        {("label-markup", 1, 38)},
    ),
    "javascript address": (
        'source:x a akg:Source ; akg:address "javascript:alert(1)"^^xsd:anyURI .\n',
        {("address-unsafe", 1, 37)},
    ),
}


def content_of(name: str) -> bytes:
    content = BAD[name][0]
    return PREFIXES.encode() + (content if isinstance(content, bytes) else content.encode())


LARGE = [name for name in BAD if len(content_of(name)) > 30_000]
SMALL = [name for name in BAD if name not in LARGE]


@pytest.fixture(scope="module")
def of_all_small_ones(tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    """Return what the gate says of all small bad files, each about a place of its own.

    They stand in one folder, where a file that hides another is seen as well.
    """
    folder = with_two_files(tmp_path_factory.mktemp("small"))
    for number, name in enumerate(SMALL):
        own = content_of(name).replace(b"place:x", b"place:%c" % (ord("a") + number))
        (folder / f"m_{number}.ttl").write_bytes(own)
    return judged(folder)


def hold(judgement: Judgement, name: str, file: str) -> None:
    """Hold what was found in a bad file, and in the two others, against what must be found."""
    expected = {(check, line + ABOVE, column) for check, line, column in BAD[name][1]}
    assert judgement.code == 1
    assert expected <= judgement.of(file)
    assert judgement.of("z_other.ttl") == OTHER
    assert judgement.of("a_valid.ttl") == set()
    assert all(len(f["message"]) + len(f["value"]) < 1_000 for f in judgement.findings)


@pytest.mark.parametrize("name", LARGE)
def test_bad_input_gives_findings_at_its_place_and_hides_no_others(name: str, folder: Path) -> None:
    (folder / "m_bad.ttl").write_bytes(content_of(name))
    hold(judged(folder), name, "m_bad.ttl")


@pytest.mark.parametrize("name", SMALL)
def test_small_bad_input_gives_findings_at_its_place_and_hides_no_others(
    name: str, of_all_small_ones: Judgement
) -> None:
    hold(of_all_small_ones, name, f"m_{SMALL.index(name)}.ttl")


def test_a_file_in_utf_16_is_found_and_hides_no_others(folder: Path) -> None:
    (folder / "m_bad.ttl").write_bytes(VALID.encode("utf-16"))
    judgement = judged(folder)
    assert ("syntax", 1, 1) in judgement.of("m_bad.ttl")
    assert judgement.of("z_other.ttl") == OTHER


def test_a_byte_order_mark_is_found_and_the_file_is_read(folder: Path) -> None:
    (folder / "z_other.ttl").write_bytes(b"\xef\xbb\xbf" + (folder / "z_other.ttl").read_bytes())
    assert judged(folder).of("z_other.ttl") == {("byte-order-mark", 1, 1), *OTHER}


def test_nameless_nodes_give_the_same_report_on_each_run(folder: Path) -> None:
    text = "place:x skos:closeMatch [ skos:closeMatch [ ] ] , ( 1 2 ) .\n"
    (folder / "m_bad.ttl").write_text(PREFIXES + text)
    first = judged(folder)
    assert [f for f in first.findings if f["check"] == "blank-node-in-data"]
    assert judged(folder).findings == first.findings


def test_hostile_text_can_neither_act_on_the_terminal_nor_turn_its_text(folder: Path) -> None:
    label = r"\u001B[31m\u202E<script>alert(1)</script>"
    (folder / "m_bad.ttl").write_text(
        f'{PREFIXES}place:x a akg:Place ; skos:prefLabel "{label}"@en .\n'
    )
    ended = bounded(sys.executable, "-m", "kg", "validate", "--fast", "--data", folder)
    assert ended.returncode == 1
    assert not re.search("[\x1b\u202a-\u202e\u200b]", ended.stdout + ended.stderr)


# -- files and folders -------------------------------------------------------------


def test_an_empty_folder_is_a_finding(tmp_path: Path) -> None:
    judgement = judged(tmp_path)
    assert judgement.code == 1
    assert judgement.of(tmp_path.name) == {("folder", 1, 1)}


def test_a_folder_that_is_a_file_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no Turtle")
    judgement = judged(tmp_path / "notes.txt")
    assert judgement.code == 1
    assert judgement.of("notes.txt") == {("folder", 1, 1)}


def test_a_link_to_nowhere_and_a_link_to_itself_are_findings(folder: Path) -> None:
    (folder / "gone.ttl").symlink_to(folder / "nowhere.ttl")
    (folder / "loop.ttl").symlink_to(folder / "loop.ttl")
    judgement = judged(folder)
    assert judgement.code == 1
    assert judgement.of("gone.ttl") == judgement.of("loop.ttl") == {("unreadable-file", 1, 1)}
    assert judgement.of("z_other.ttl") == OTHER


def test_a_link_out_of_the_folder_is_a_finding_and_is_not_followed(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.ttl").write_text("password hunter2", "utf-8")
    (folder / "m_link.ttl").symlink_to(tmp_path / "secret.ttl")
    judgement = judged(folder)
    assert judgement.code == 1
    assert judgement.of("m_link.ttl") == {("unreadable-file", 1, 1)}
    assert "hunter2" not in json.dumps(judgement.findings)
    assert judgement.of("z_other.ttl") == OTHER


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "m_link.ttl").symlink_to(folder / "z_other.ttl")
    judgement = judged(folder)
    assert judgement.of("m_link.ttl") | judgement.of("z_other.ttl") == OTHER


def test_a_pipe_with_the_name_of_a_file_does_not_hang(folder: Path) -> None:
    os.mkfifo(folder / "m_pipe.ttl")
    judgement = judged(folder)
    assert judgement.of("m_pipe.ttl") == {("unreadable-file", 1, 1)}
    assert judgement.of("z_other.ttl") == OTHER


# Who may read nothing may write no measurements of coverage either.
WITHOUT_COVERAGE = {name: value for name, value in os.environ.items() if "COV" not in name}

READ_AS_NOBODY = """
import os, sys
from pathlib import Path
from kg.validate.reading import Reading
if os.geteuid() == 0:  # root reads everything
    os.setgid(65534)
    os.setuid(65534)
reading = Reading()
os.chdir(sys.argv[1])
reading.read_folder(Path("."), "data")
print(*((fault.check, *fault.place, fault.message) for fault in reading.faults))
print(*(statement.subject for found in reading.statements.values() for statement in found))
"""


def test_a_file_without_read_permission_is_a_finding_and_the_others_are_read(folder: Path) -> None:
    (folder / "m_locked.ttl").write_text(PREFIXES, "utf-8")
    (folder / "m_locked.ttl").chmod(0)
    for above in (folder, *list(folder.parents)[:4]):  # pytest lets only their owner in
        if above.stat().st_uid == os.geteuid() and above != Path(tempfile.gettempdir()):
            above.chmod(0o755)
    ended = bounded(sys.executable, "-c", READ_AS_NOBODY, folder, env=WITHOUT_COVERAGE)
    assert ended.returncode == 0, ended.stderr
    found, read = ended.stdout.splitlines()
    assert found == "('unreadable-file', 'm_locked.ttl', 1, 1, 'this file cannot be read: " + (
        "Permission denied')"
    )
    assert "place/nameless" in read
    assert "place/leaf-town" in read


# -- shapes ------------------------------------------------------------------------

PATTERNS = {
    "nested quantifiers": ("^(a+)+$", 0),
    "alternatives that overlap": ("^(a|a|aa)+$", 0),
    "an automaton of gigabytes": ("((a{1000}){1000}){1000}", 1),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_a_catastrophic_pattern_in_a_shape_ends_soon(
    name: str, folder: Path, tmp_path: Path
) -> None:
    pattern, broken = PATTERNS[name]
    own = tmp_path / "ontology" / "shapes"
    own.mkdir(parents=True)
    for file in paths.ONTOLOGY.glob("*.ttl"):
        (own.parent / file.name).write_bytes(file.read_bytes())
    (own / "own.ttl").write_text(
        "@prefix akg: <https://w3id.org/antkg/schema#> .\n"
        "@prefix shape: <https://example.org/shape#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"shape:p sh:path skos:prefLabel ;\n    sh:pattern '{pattern}' ;\n"
        "    sh:message 'Other. Change it.' .\n"
        "shape:n a sh:NodeShape ; sh:targetClass akg:Place ; sh:property shape:p .\n",
    )
    (folder / "m_bad.ttl").write_text(
        f'{PREFIXES}place:x a akg:Place ; skos:prefLabel "{"a" * 50_000}!"@en .\n'
    )
    start = time.monotonic()
    judgement = judged(folder, "--ontology", own.parent)
    assert time.monotonic() - start < 20
    found = {f["check"] for f in judgement.findings if f["severity"] == "error"}
    assert ("broken-shape" in found) == bool(broken)
    assert broken or ("p", ABOVE + 1, 38) in judgement.of("m_bad.ttl")


# -- the reasoner and the network --------------------------------------------------


@contextmanager
def canary() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on loopback and keep what is asked."""
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                visitor, _ = server.accept()
            except OSError:
                return
            with visitor:
                visitor.settimeout(2)
                asked.append(visitor.recv(1000))

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield server.getsockname()[1], asked
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def test_the_canary_hears_a_request() -> None:
    with canary() as (port, asked), socket.create_connection(("127.0.0.1", port)) as visitor:
        visitor.sendall(b"GET /")
        visitor.shutdown(socket.SHUT_WR)
        visitor.recv(1)
    assert asked == [b"GET /"]


def test_nothing_is_fetched_by_the_whole_gate(folder: Path) -> None:
    with canary() as (port, asked):
        home = f"http://127.0.0.1:{port}"
        (folder / "m_bad.ttl").write_text(
            f"{PREFIXES}@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
            f"<https://w3id.org/antkg/schema> owl:imports <{home}/ontology> .\n"
            f"<{home}/own> a owl:Ontology ; owl:imports <{home}/more> .\n"
            f"<{home}/x> a akg:Place ; skos:closeMatch <{home}/context.jsonld> .\n"
            f'source:x a akg:Source ; akg:address "{home}/page"^^xsd:anyURI .\n',
            "utf-8",
        )
        judgement = judged_without_limit(folder)
    assert asked == []
    assert judgement.code == 1
    assert ("outside-import", ABOVE + 2, 45) in judgement.of("m_bad.ttl")
    assert judgement.of("z_other.ttl") == OTHER


def test_ill_typed_literals_stop_neither_the_reasoner_nor_the_profile(folder: Path) -> None:
    (folder / "m_bad.ttl").write_text(
        f'{PREFIXES}figure:x akg:value "many"^^xsd:decimal ;\n'
        '    akg:periodStart "2024-02-30T00:00:00Z"^^xsd:dateTime ;\n'
        '    akg:rank "1e3"^^xsd:integer ; akg:isParent "maybe"^^xsd:boolean ;\n'
        '    akg:periodEnd "2024"^^xsd:gYear ; akg:value 1.0 , 2.0 .\n',
        "utf-8",
    )
    judgement = judged_without_limit(folder)
    found = judgement.of("m_bad.ttl")
    for expected in ((1, 20), (2, 21), (3, 14), (3, 48)):
        assert ("ill-typed-literal", ABOVE + expected[0], expected[1]) in found
    names = {f["check"] for f in judgement.findings}
    assert "inconsistent" in names  # two values: the reasoner got as far as that
    assert not any(name.endswith("-not-run") for name in names)


def judged_without_limit(folder: Path) -> Judgement:
    """Judge with the reasoner: the Java machine reserves more address space than a limit allows."""
    words = ["--data", str(folder), "--sources", str(FAULTY / "sources"), "-f", "json"]
    ended = subprocess.run(
        [sys.executable, "-m", "kg", "validate", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=paths.ROOT,
        timeout=SECONDS,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    return Judgement(ended.returncode, json.loads(ended.stdout)["findings"], ended.stderr)
