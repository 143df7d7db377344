"""The checks are checked: each has a planted fault on which it fires, at its line, and alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import shacl_rust

from kg import paths
from kg.errors import DataError, SyntaxFault
from kg.load import load
from kg.validate import Finding, as_manual, catalogue, validate
from kg.validate import checks as sparql
from kg.validate.groups import GROUPS

pytestmark = pytest.mark.usefixtures("places_kept")

FAULTY = Path(__file__).parent / "faulty"
SOURCES = FAULTY / "sources"
VALID = (FAULTY / "valid.ttl").read_text("utf-8")
BY_CODE = {
    *("broken-shape", "byte-order-mark", "control-character", "folder", "unreadable-file"),
    *("axioms-not-run", "check-not-run", "checks-not-run", "profile-not-run"),
    *("reasoner-not-run", "shapes-not-run"),
    *("question-answer-changed", "question-broken", "question-unrecorded"),
}


@dataclass(frozen=True)
class Planted:
    """One faulty file: what must fire (check@line, or check@file), what it leaves out."""

    name: str
    text: str
    fires: frozenset[str]
    without: frozenset[str]
    with_reasoner: bool
    file: str

    @classmethod
    def read(cls, path: Path) -> Planted:
        """Read a faulty file and the comments at its head."""
        text = path.read_text("utf-8")
        first, *rest = text.splitlines()
        assert first.startswith("# Fires: "), path
        comments = [line for line in rest if line.startswith("# ")]
        gone = [line.removeprefix("# Without: ") for line in comments if "Without: " in line]
        fires = frozenset(first.removeprefix("# Fires: ").split())
        slow = "# With the reasoner." in comments
        file = path.name if path.suffix == ".ttl" else "gate.toml"
        return cls(path.stem, text, fires, frozenset(" ".join(gone).split()), slow, file)

    def plant(self, folder: Path) -> Path:
        """Write the valid graph without the blocks that this file changes, and this file."""
        gone = self.without | set(re.findall(r"^([\w-]+:[\w-]+)", self.text, re.MULTILINE))
        blocks = [b for b in VALID.split("\n\n") if b.split()[0] not in gone]
        (folder / "valid.ttl").write_text("\n\n".join(blocks), "utf-8")
        (folder / self.file).write_text(self.text, "utf-8")
        return folder


FILES = sorted([*FAULTY.glob("*.ttl"), *FAULTY.glob("*.toml")])
PLANTED = [Planted.read(p) for p in FILES if p.stem != "valid"]
KINDS = {entry.name: entry.kind for entry in catalogue()}


# Of the shapes one that objects to an IRI, one to a nameless node and one to a literal.
MEASURED = {"absence-closed", "blank-node-in-data", "source-in-language"}


def is_measured(planted: Planted) -> bool:
    """Whether its lines count for coverage: other checks in SPARQL and SHACL take the same ones."""
    fired = {expected.partition("@")[0] for expected in planted.fires}
    return planted.name in MEASURED or "code" in {KINDS.get(name, "code") for name in fired}


def key(finding: Finding) -> tuple[str, str, str, str]:
    return (finding.check, finding.entity, finding.property, finding.value)


@pytest.fixture(scope="session")
def of_the_valid_graph(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str, str]]:
    folder = tmp_path_factory.mktemp("valid")
    (folder / "valid.ttl").write_text(VALID, "utf-8")
    report = validate(data=folder, sources=SOURCES, fast=True)
    assert not report.has_errors
    assert not [f for f in report.findings if f.file.endswith("valid.ttl")]
    return {key(finding) for finding in report.findings}


@pytest.mark.parametrize(
    "planted",
    [
        pytest.param(planted, marks=() if is_measured(planted) else pytest.mark.no_cover)
        for planted in PLANTED
    ],
    ids=lambda planted: planted.name,
)
def test_a_planted_fault_is_found_at_its_line_and_nothing_else_fires(
    planted: Planted, of_the_valid_graph: set[tuple[str, str, str, str]], tmp_path: Path
) -> None:
    folder = planted.plant(tmp_path)
    report = validate(data=folder, sources=SOURCES, fast=not planted.with_reasoner)
    named = {expected.partition("@")[0] for expected in planted.fires}
    fired = set()
    for finding in report.findings:
        is_new = key(finding) not in of_the_valid_graph
        if is_new and (finding.check != "unused-property" or "unused-property" in named):
            file = Path(finding.file).name
            place = str(finding.line) if file == planted.file else file
            fired.add(f"{finding.check}@{place}")
            assert finding.message
            assert finding.remedy
    assert fired == planted.fires


def test_every_check_has_a_planted_fault() -> None:
    fired = {expected.partition("@")[0] for p in PLANTED for expected in p.fires}
    known = {entry.name for entry in catalogue()}
    assert known - BY_CODE == fired


def test_every_check_without_a_planted_file_is_named_in_a_test_of_its_own() -> None:
    tests = [p for p in FAULTY.parent.glob("test_*.py") if p.name != Path(__file__).name]
    text = "".join(path.read_text("utf-8") for path in tests)
    assert [name for name in sorted(BY_CODE) if f'"{name}"' not in text] == []


def test_every_check_belongs_to_one_of_the_twelve_groups_and_no_group_is_empty() -> None:
    assert len(GROUPS) == 12
    assert {entry.group for entry in catalogue()} == set(GROUPS)


def test_a_group_is_told_by_what_a_check_is_about() -> None:
    groups = {entry.name: entry.group for entry in catalogue()}
    assert groups["evidence-full"] == groups["source-title"] == "evidence"
    assert groups["figure-period"] == groups["reversed-period"] == groups["statement-grain"]
    assert groups["thing-label"] == groups["label-blanks"] == "labels"
    assert groups["figure-unit"] == groups["share-out-of-bounds"] == "shapes"


def test_the_manual_of_checks_is_fresh() -> None:
    """Else: kg validate --manual > docs/checks.md."""
    page = (paths.ROOT / "docs" / "checks.md").read_text("utf-8")
    assert page == as_manual(catalogue())


def test_the_manual_gives_each_check_its_sentence_and_its_remedy_once() -> None:
    page = as_manual(catalogue())
    for entry in catalogue():
        assert page.count(f"### {entry.name}\n\n{entry.sentence}\n") == 1
        assert entry.solution.endswith(".")
        assert f"- Remedy: {entry.solution}\n" in page
        assert entry.problem or entry.kind == "shacl"


def test_no_two_checks_have_the_same_name_and_all_say_what_they_hold() -> None:
    names = Counter(entry.name for entry in catalogue())
    assert [name for name, count in names.items() if count > 1] == []
    assert all(entry.sentence.endswith(".") for entry in catalogue())
    assert {entry.kind for entry in catalogue()} == {"sparql", "shacl", "code"}


def test_every_shape_says_what_is_wrong_and_what_to_do() -> None:
    store = load(paths.SHAPES).store
    message = ox.NamedNode("http://www.w3.org/ns/shacl#message")
    texts = [str(quad.object) for quad in store.quads_for_pattern(None, message, None)]
    assert len(texts) > 100
    assert [text for text in texts if not re.fullmatch(r'"[^.]+\. .+\."', text)] == []


def test_every_constraint_is_found_under_a_name_of_its_own() -> None:
    """A result that names a blank shape could not be told from another."""
    rows = load(paths.SHAPES).store.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?s WHERE "
        "{ ?s sh:property ?p . FILTER(isIRI(?s) && isBlank(?p)) }"
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert list(rows) == []


# -- the fast SHACL engine against its oracle -------------------------------------


def texts(stores: Iterable[ox.Store]) -> list[str]:
    dumped = [s.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) for s in stores]
    return [content.decode() for content in dumped if content is not None]


def of_shacl_rust(data: str, shapes: str) -> Counter[tuple[str, str, str]]:
    report: dict[str, Any] = shacl_rust.validate(
        data, shapes, data_format="nt", shapes_format="nt", experimental_index=True
    )
    return Counter(
        (
            result["focusNode"].strip("<>"),
            result["sourceConstraintComponent"].strip("<>"),
            result["sourceShape"].strip("<>"),
        )
        for result in report["results"]
    )


def of_pyshacl(data: str, shapes: str) -> Counter[tuple[str, str, str]]:
    from pyshacl import validate as judge
    from rdflib import RDF, SH, Graph

    graph = Graph().parse(data=data, format="nt")
    _, report, _ = judge(graph, shacl_graph=Graph().parse(data=shapes, format="nt"))
    assert isinstance(report, Graph)
    found = [SH.focusNode, SH.sourceConstraintComponent, SH.sourceShape]
    results = report.subjects(RDF.type, SH.ValidationResult)
    rows = [[str(report.value(result, name)) for name in found] for result in results]
    return Counter((focus, component, shape) for focus, component, shape in rows)


def without_labels(store: ox.Store) -> ox.Store:
    """Keep, of the ontology, what shapes look at: which class is below which."""
    below = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    kept = ox.Store()
    kept.extend(store.quads_for_pattern(None, below, None))
    return kept


# Nothing of ours runs in pySHACL, and coverage would make it take three times as long.
@pytest.mark.no_cover
def test_shacl_rust_and_pyshacl_agree_on_the_real_data() -> None:
    data = without_labels(load(paths.ONTOLOGY).store)
    data.extend(load(paths.DATA).store)
    written, shapes = texts([data, load(paths.SHAPES).store])
    assert of_shacl_rust(written, shapes) == of_pyshacl(written, shapes)


@pytest.mark.no_cover
def test_shacl_rust_and_pyshacl_agree_on_every_planted_fault() -> None:
    """All faults in one graph, each under names of its own, so that pySHACL starts once."""
    data = without_labels(load(paths.ONTOLOGY).store)
    data.load(VALID.encode(), format=ox.RdfFormat.TURTLE)
    for number, planted in enumerate(PLANTED):
        named = set(re.findall(r"^([a-z]+:[\w-]+)", planted.text, re.MULTILINE)) - {"akg:PlantedOn"}
        text = planted.text
        for name in sorted(named - {n for n in named if n.startswith("akg:")}, key=len):
            text = re.sub(rf"{re.escape(name)}(?![\w-])", f"{name}-in-{number}", text)
        if planted.file.endswith(".ttl") and not planted.name.startswith("syntax"):
            data.load(text.encode(), format=ox.RdfFormat.TURTLE)
    written, shapes = texts([data, load(paths.SHAPES).store])
    ours, oracle = of_shacl_rust(written, shapes), of_pyshacl(written, shapes)
    assert sum(ours.values()) > 150
    assert ours == oracle
    assert {shape.rpartition("#")[2] for _, _, shape in ours} == {
        entry.name for entry in catalogue() if entry.kind == "shacl"
    }


# -- the files of checks themselves -----------------------------------------------


def test_a_check_without_its_header_is_refused_with_the_header_it_needs(tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_text("# A sentence.\nSELECT * WHERE { ?s ?p ?o }\n")
    with pytest.raises(DataError, match=r"odd.rq:1: the header is not that of a check"):
        sparql.read(tmp_path)


HEADER = (
    "# A sentence.\n#\n# Group: time\n# Severity: {}\n# Problem: It is odd.\n# Solution: Even it.\n"
)


def test_a_check_with_an_unknown_severity_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_text(HEADER.format("fatal") + "SELECT * WHERE {}")
    with pytest.raises(DataError, match="the header"):
        sparql.read(tmp_path)


def test_a_check_of_an_unknown_group_is_refused(tmp_path: Path) -> None:
    header = HEADER.format("error").replace("Group: time", "Group: weather")
    (tmp_path / "odd.rq").write_text(header + "SELECT * WHERE {}")
    with pytest.raises(DataError, match=r"# Group: syntax\|profile"):
        sparql.read(tmp_path)


def test_a_check_that_is_no_sparql_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_text(HEADER.format("error") + "SELECT ?entity WHERE {")
    (check,) = sparql.read(tmp_path)
    with pytest.raises(SyntaxFault, match=r"odd.rq:\d+:\d+"):
        list(sparql.faults(ox.Store(), check))


def test_a_check_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_text(HEADER.format("error") + "SELECT ?x WHERE {}")
    (check,) = sparql.read(tmp_path)
    with pytest.raises(DataError, match=r"returns \?entity \?property \?value"):
        list(sparql.faults(ox.Store(), check))


def test_a_check_may_say_in_its_own_words_what_is_wrong(tmp_path: Path) -> None:
    query = 'SELECT ?entity ?property ?value ?message WHERE { BIND("So it is." AS ?message) }'
    (tmp_path / "odd.rq").write_text(HEADER.format("info") + query)
    (check,) = sparql.read(tmp_path)
    (fault,) = sparql.faults(ox.Store(), check)
    assert (fault.check, fault.severity, fault.message) == ("odd", "info", "So it is")
    assert (fault.entity, fault.property, fault.value) == (None, None, None)
