"""Two reasoners that share no code say the same, and a clash is explained with its places.

HermiT judges in `kg validate`; Pellet, which owlready2 also brings, judges here. All graphs are
given to one Java machine for each reasoner: the real data whole, and small graphs with one clash.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_reason import CLASHES, ontology_and

from kg import load, paths, reason
from kg.validate.logic import slice_text
from kg.vocabulary import TERMS, THINGS

TESTS = Path(__file__).parent
VALID = (TESTS / "faulty" / "valid.ttl").read_text("utf-8")

MORE_CLASHES = {
    **CLASHES,
    "a value of a thing that has no values": "id:x a akg:Place ; akg:value 1.0 .",
    "a date where a whole number belongs": (
        'id:x akg:endOffset "2024-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .'
    ),
    "a number below the least": "id:x akg:endOffset -1 .",
    "true and false": "id:x akg:isParent true , false .",
    "two programs that are one": (
        "id:x a akg:Figure ; akg:concernsProgram id:y . id:y owl:sameAs id:z . "
        "id:z a akg:Person . id:y a akg:Program ."
    ),
    "a participation of two records that differ": (
        "id:c akg:hasParticipation id:p . id:d akg:hasParticipation id:p . "
        "id:c owl:differentFrom id:d ."
    ),
    "codes that differ, one of them by another name": (
        "id:x akg:grain akg:Day , id:code . id:code owl:sameAs akg:Month ."
    ),
    "a partnership that is denied backwards": (
        "id:x akg:partnersWith id:y . [] a owl:NegativePropertyAssertion ; "
        "owl:sourceIndividual id:y ; owl:assertionProperty akg:partnersWith ; "
        "owl:targetIndividual id:x ."
    ),
    "an offset that is denied of the wider property": (
        'id:x akg:endOffset "5"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> . '
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual id:x ; "
        "owl:assertionProperty <http://www.w3.org/ns/oa#end> ; "
        'owl:targetValue "5"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .'
    ),
    "a part in a program, denied though a chain and two inverses say it": (
        "id:c akg:hasParticipation id:p ; akg:concernsProgram id:g . id:p akg:participant id:a . "
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual id:a ; "
        "owl:assertionProperty akg:takesPartIn ; owl:targetIndividual id:g ."
    ),
    "a concern that is denied of the wider property": (
        "id:c akg:concernsProgram id:g . [] a owl:NegativePropertyAssertion ; "
        "owl:sourceIndividual id:c ; owl:assertionProperty akg:concerns ; "
        "owl:targetIndividual id:g ."
    ),
    "a source behind a chain that is a person": (
        "id:x akg:hasEvidence id:e . id:e akg:foundIn id:s . id:s a akg:Person ."
    ),
    "a document that supersedes itself": "id:x akg:supersedes id:x .",
    "a source that repeats itself": "id:x akg:syndicates id:x .",
    "a person that is an organization": "id:x a akg:Person , akg:Company .",
    "a figure that is a commitment": "id:x a akg:Figure , akg:Commitment .",
}

HARMLESS = {
    "the ontology alone": "",
    "one number in two spellings": "id:x akg:value 1.0 , 1.00 .",
    "one evidence of records that may be one": (
        "id:x akg:hasEvidence id:e . id:y akg:hasEvidence id:e ."
    ),
    "a thing of an unknown kind at a wrong-looking end": "id:x akg:heldAt id:y .",
    "a code by another name": "id:x akg:grain akg:Day , id:code .",
    "two that partner with each other": "id:x akg:partnersWith id:y . id:y akg:partnersWith id:x .",
    "a company that is an organization": "id:x a akg:Company , akg:Organization .",
}


@pytest.fixture(scope="module")
def graphs() -> dict[str, bytes]:
    planted = {name: ontology_and(text) for name, text in (MORE_CLASHES | HARMLESS).items()}
    real = slice_text(load.load(paths.ONTOLOGY, paths.DATA).store)
    person = f"<{THINGS}x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{TERMS}"
    clash = f"{person}Person> .\n{person}Place> .\n".encode()
    return {**planted, "the real data": real, "the real data with one clash": real + clash}


@pytest.fixture(scope="module")
def pellet(graphs: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what clashes in each graph, as Pellet sees it; "" where nothing does."""
    folder = tmp_path_factory.mktemp("graphs")
    for name, triples in graphs.items():
        (folder / f"{name}.nt").write_bytes(triples)
    ended = subprocess.run(
        [sys.executable, str(TESTS / "pellet.py"), *map(str, sorted(folder.glob("*.nt")))],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=paths.ROOT,
        timeout=200,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, str] = json.loads(ended.stdout)
    return found


@pytest.fixture(scope="module")
def hermit(graphs: dict[str, bytes]) -> dict[str, list[reason.Axiom]]:
    """Return the explanation of each small graph's clash, as HermiT finds it; [] for none."""
    return {
        name: reason.explain(triples)
        for name, triples in graphs.items()
        if not name.startswith("the real data")
    }


def test_pellet_and_hermit_agree_that_the_real_data_can_hold_together(
    graphs: dict[str, bytes], pellet: dict[str, str]
) -> None:
    assert pellet["the real data"] == ""
    assert reason.is_consistent(graphs["the real data"])


def test_pellet_and_hermit_agree_on_a_clash_within_the_real_data(
    graphs: dict[str, bytes], pellet: dict[str, str]
) -> None:
    assert THINGS + "x" in pellet["the real data with one clash"]
    assert not reason.is_consistent(graphs["the real data with one clash"])


def test_pellet_and_hermit_give_the_same_verdict_on_every_small_graph(
    pellet: dict[str, str], hermit: dict[str, list[reason.Axiom]]
) -> None:
    differing = [name for name in hermit if bool(hermit[name]) != bool(pellet[name])]
    assert differing == []


def test_every_planted_clash_is_found_and_nothing_harmless_is_called_a_clash(
    hermit: dict[str, list[reason.Axiom]],
) -> None:
    assert [name for name in MORE_CLASHES if not hermit[name]] == []
    assert [name for name in HARMLESS if hermit[name]] == []


def test_every_kind_of_axiom_that_the_ontology_uses_has_a_planted_clash(
    graphs: dict[str, bytes], hermit: dict[str, list[reason.Axiom]]
) -> None:
    def kinds(java: reason._Java) -> set[str]:
        ontology = java.ontology(graphs["the ontology alone"])
        return {str(axiom.getAxiomType().getName()) for axiom in ontology.getLogicalAxioms()}

    used = reason._in_java(kinds)
    assert len(used) > 15
    assert used - {axiom.kind for axioms in hermit.values() for axiom in axioms} == set()


def test_every_axiom_of_every_explanation_is_in_words(
    hermit: dict[str, list[reason.Axiom]],
) -> None:
    said = [a.words for axioms in hermit.values() for a in axioms]
    assert said
    assert [words for words in said if "(" in words or "<http" in words] == []


def test_no_explanation_is_longer_than_a_reader_can_follow(
    hermit: dict[str, list[reason.Axiom]],
) -> None:
    sizes = {name: len(axioms) for name, axioms in hermit.items() if axioms}
    assert all(1 < size < 12 for size in sizes.values()), sizes


# What is planted in a valid file, the statements and axioms that must be named with their places.
SHOWN = {
    "a person held at a place": (
        ["organization:root-trust akg:heldAt place:leaf-town ."],
        ["akg:heldAt place:leaf-town", "whatever has akg:heldAt is a akg:Event", "no two of"],
    ),
    "two numbers, with zeros behind the point": (
        ["figure:x akg:value 1.50 .", "figure:x akg:value 2.50 ."],
        ['figure:x akg:value "1.5"', 'figure:x akg:value "2.5"', "akg:value has one value"],
    ),
    "a part that a chain gives and a denial takes": (
        [
            "collaboration:x akg:hasParticipation participation:x .",
            "participation:x akg:participant organization:root-trust .",
            "collaboration:x akg:concernsProgram program:x .",
            "[] a <OWL#NegativePropertyAssertion> ; <OWL#assertionProperty> akg:takesPartIn ;",
            "    <OWL#targetIndividual> program:x ;",
            "    <OWL#sourceIndividual> organization:root-trust .",
        ],
        [
            "it is denied that organization:root-trust akg:takesPartIn program:x",
            "what akg:holdsParticipation and then akg:participationIn and then",
            "akg:holdsParticipation is akg:participant read backwards",
        ],
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_gate_names_every_clashing_statement_with_the_line_where_it_stands(
    name: str, tmp_path: Path
) -> None:
    planted, expected = SHOWN[name]
    planted = [text.replace("OWL#", "http://www.w3.org/2002/07/owl#") for text in planted]
    (tmp_path / "valid.ttl").write_text(VALID, "utf-8")
    prefixes = VALID.partition("\n\n")[0]
    (tmp_path / "planted.ttl").write_text("\n".join([prefixes, *planted, ""]), "utf-8")
    command = ["-m", "kg", "validate", "--data", str(tmp_path), "--only", "inconsistent"]
    ended = subprocess.run(
        [sys.executable, *command, "-f", "json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=paths.ROOT,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    found = json.loads(ended.stdout)["findings"]
    (finding,) = [f for f in found if f["check"] == "inconsistent"]
    said = finding["message"].removeprefix("these cannot all hold: ").split("; ")
    assert [part for part in expected if not any(part in words for words in said)] == []
    for words in said:
        place = re.search(r" \((\S+):(\d+)\)$", words)
        assert place, words
        line = Path(paths.ROOT, place[1]).read_text("utf-8").splitlines()[int(place[2]) - 1]
        local = re.findall(r"[a-z]+:[A-Za-z-]+", words)
        assert any(term.partition(":")[2] in line for term in local), (words, line)
    facts = [number for number, text in enumerate(planted, start=1) if text.endswith(" .")]
    above = prefixes.count("\n") + 1
    ends = [f"planted.ttl:{above + at})" for at in facts]
    assert [end for end in ends if not any(words.endswith(end) for words in said)] == []
