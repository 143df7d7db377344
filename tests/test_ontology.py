"""The ontology keeps its own rules: labels, definitions, domains, codes, header, borrowed terms."""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest

from kg import paths
from kg.load import load, parse, turtle_files
from kg.query import Cell, select
from kg.vocabulary import KINDS, PREFIXES, TERMS, THINGS, compact

PROPERTY_TYPES = "owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty"
BUILT_IN = tuple(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "xsd"))
POINTERS = {  # what they point to is a document, a licence or a term elsewhere, not a term of ours
    PREFIXES["rdfs"] + "isDefinedBy",
    PREFIXES["dcterms"] + "license",
    PREFIXES["owl"] + "versionIRI",
}
WITHOUT_RANGE = {"akg:edgeTo": "an edge ends at a thing or at a code of a closed list"}
EVERYDAY = ("akg:GrainScheme", "akg:ThemeScheme")  # a day is one day: no better words exist
HEADER = (
    "dcterms:title dcterms:description dcterms:abstract dcterms:creator dcterms:created"
    " dcterms:modified dcterms:license dcterms:rights dcterms:publisher"
    " dcterms:bibliographicCitation owl:versionIRI owl:versionInfo rdfs:label skos:changeNote"
)


@pytest.fixture(scope="module")
def ontology() -> ox.Store:
    return load(paths.ONTOLOGY).store


@pytest.fixture(scope="module")
def everything() -> ox.Store:
    return load(paths.ONTOLOGY, paths.DATA).store


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a query, terms in short form."""

    def short(cell: Cell | None) -> str:
        return compact(cell.value) if cell else ""

    return sorted(tuple(short(cell) for cell in row) for row in select(store, query).rows)


def ours(variable: str) -> str:
    """Return a filter that keeps terms of this ontology only."""
    return f'FILTER(STRSTARTS(STR(?{variable}), "{TERMS}"))'


def test_every_class_and_property_has_one_english_label_and_definition(ontology: ox.Store) -> None:
    faulty = rows(
        ontology,
        f"""SELECT ?term ?word (COUNT(?text) AS ?texts) WHERE {{
            VALUES ?type {{ owl:Class {PROPERTY_TYPES} }}
            VALUES ?word {{ rdfs:label skos:definition }}
            ?term a ?type . {ours("term")}
            OPTIONAL {{ ?term ?word ?text FILTER(LANG(?text) = "en") }}
        }} GROUP BY ?term ?word HAVING(COUNT(?text) != 1)""",
    )

    assert faulty == []


def test_every_individual_of_the_vocabulary_has_an_english_name_and_definition(
    ontology: ox.Store,
) -> None:
    faulty = rows(
        ontology,
        f"""SELECT DISTINCT ?term WHERE {{
            ?term a ?type . {ours("term")}
            FILTER(?type NOT IN (owl:Class, {", ".join(PROPERTY_TYPES.split())},
              owl:FunctionalProperty, owl:InverseFunctionalProperty, owl:SymmetricProperty,
              owl:IrreflexiveProperty))
            FILTER NOT EXISTS {{
              ?term skos:prefLabel|rdfs:label ?name FILTER(LANG(?name) = "en")
              ?term skos:definition ?definition FILTER(LANG(?definition) = "en")
            }}
        }}""",
    )

    assert faulty == []


@pytest.mark.parametrize("types", ["owl:Class", PROPERTY_TYPES])
def test_no_two_classes_and_no_two_properties_share_a_label(ontology: ox.Store, types: str) -> None:
    labels = rows(
        ontology,
        f"""SELECT ?label ?term WHERE {{
            VALUES ?type {{ {types} }}
            ?term a ?type ; rdfs:label ?label . {ours("term")}
        }}""",
    )
    counted = Counter(label.casefold() for label, _ in set(labels))

    assert len(labels) > 10
    assert [label for label, count in counted.items() if count > 1] == []


def test_no_definition_of_a_class_or_code_uses_the_name_that_it_defines(
    ontology: ox.Store,
) -> None:
    defined = rows(
        ontology,
        f"""SELECT ?term ?name ?text WHERE {{
            {{ ?term a owl:Class ; rdfs:label ?name }}
            UNION {{ ?term skos:inScheme ?scheme ; skos:prefLabel ?name
              FILTER(?scheme NOT IN ({", ".join(EVERYDAY)})) }}
            ?term skos:definition ?text . {ours("term")}
        }}""",
    )
    circular = [
        term
        for term, name, text in defined
        if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
    ]

    assert len(defined) > 100
    assert circular == []


def test_definitions_are_one_phrase_without_capital_or_full_stop(ontology: ox.Store) -> None:
    definitions = rows(
        ontology, f"SELECT ?term ?text WHERE {{ ?term skos:definition ?text . {ours('term')} }}"
    )
    odd = [
        term
        for term, text in definitions
        if text.endswith(".") or (text[0].isupper() and not text.startswith("Chinese"))
    ]

    assert odd == []


@pytest.mark.parametrize("axiom", ["rdfs:domain", "rdfs:range"])
def test_every_property_has_domain_and_range_or_stands_on_the_list_of_exceptions(
    ontology: ox.Store, axiom: str
) -> None:
    missing = rows(
        ontology,
        f"""SELECT DISTINCT ?property WHERE {{
            VALUES ?type {{ owl:ObjectProperty owl:DatatypeProperty }}
            ?property a ?type . {ours("property")}
            FILTER NOT EXISTS {{ ?property {axiom} ?class }}
        }}""",
    )
    allowed = set(WITHOUT_RANGE) if axiom == "rdfs:range" else set()

    assert {name for (name,) in missing} == allowed


def test_every_code_stands_in_one_scheme_and_no_scheme_is_empty(ontology: ox.Store) -> None:
    codes = rows(
        ontology,
        """SELECT ?code (COUNT(DISTINCT ?scheme) AS ?schemes) WHERE {
            ?code a/rdfs:subClassOf akg:Code
            OPTIONAL { ?code skos:inScheme ?scheme . ?scheme a skos:ConceptScheme }
        } GROUP BY ?code""",
    )
    empty = rows(
        ontology,
        """SELECT ?scheme WHERE {
            ?scheme a skos:ConceptScheme FILTER NOT EXISTS { ?code skos:inScheme ?scheme }
        }""",
    )

    assert len(codes) > 80
    assert [code for code, schemes in codes if schemes != "1"] == []
    assert empty == []


def test_all_codes_of_a_list_are_declared_different_from_each_other(ontology: ox.Store) -> None:
    forgotten = rows(
        ontology,
        """SELECT ?code WHERE {
            ?code a/rdfs:subClassOf akg:Code
            FILTER NOT EXISTS { ?all owl:distinctMembers/rdf:rest*/rdf:first ?code }
        }""",
    )

    assert forgotten == []


@pytest.mark.parametrize("parent", ["akg:Thing", "akg:Record", "akg:Statement"])
def test_kinds_of_thing_statement_and_record_are_disjoint(ontology: ox.Store, parent: str) -> None:
    forgotten = rows(
        ontology,
        f"""SELECT ?class WHERE {{
            ?class rdfs:subClassOf {parent}
            FILTER NOT EXISTS {{
              ?all a owl:AllDisjointClasses ; owl:members/rdf:rest*/rdf:first ?class
            }}
        }}""",
    )

    assert forgotten == []


def test_the_header_has_every_field(ontology: ox.Store) -> None:
    header = {
        name
        for (name,) in rows(
            ontology, "SELECT DISTINCT ?field WHERE { ?ontology a owl:Ontology ; ?field ?value }"
        )
    }

    assert set(HEADER.split()) - header == set()


def test_there_is_one_ontology_and_it_imports_nothing(ontology: ox.Store) -> None:
    assert len(rows(ontology, "SELECT ?it WHERE { ?it a owl:Ontology }")) == 1
    assert rows(ontology, "SELECT ?what WHERE { ?it owl:imports ?what }") == []


def test_mappings_are_annotations_from_our_terms_to_terms_elsewhere(ontology: ox.Store) -> None:
    matches = {PREFIXES["skos"] + f"{kind}Match" for kind in ("close", "exact", "related", "broad")}
    declared = {iri for (iri,) in rows(ontology, "SELECT ?term WHERE { ?term a ?type }")}

    for statement in parse(paths.ONTOLOGY / "mappings.ttl"):
        assert isinstance(statement.subject, ox.NamedNode)
        assert isinstance(statement.object, ox.NamedNode)
        assert statement.predicate.value in matches, statement
        assert compact(statement.subject.value) in declared, statement
        assert not statement.object.value.startswith(TERMS), statement


def test_no_file_of_the_ontology_claims_sameness_with_something_elsewhere(
    ontology: ox.Store,
) -> None:
    claims = "owl:sameAs owl:equivalentClass owl:equivalentProperty"

    assert rows(ontology, f"SELECT ?a ?b WHERE {{ VALUES ?same {{ {claims} }} ?a ?same ?b }}") == []


@pytest.mark.parametrize(
    ("types", "form"),
    [("owl:Class", r"akg:[A-Z][A-Za-z]*\Z"), (PROPERTY_TYPES, r"akg:[a-z][A-Za-z0-9]*\Z")],
)
def test_names_are_upper_camel_for_classes_and_lower_camel_for_properties(
    ontology: ox.Store, types: str, form: str
) -> None:
    names = rows(
        ontology,
        f"""SELECT DISTINCT ?term WHERE {{
            VALUES ?type {{ {types} }} ?term a ?type . {ours("term")}
        }}""",
    )

    assert [name for (name,) in names if not re.match(form, name)] == []


def test_every_term_says_which_vocabulary_defines_it(ontology: ox.Store) -> None:
    silent = rows(
        ontology,
        f"""SELECT DISTINCT ?term WHERE {{
            VALUES ?type {{ owl:Class {PROPERTY_TYPES} }}
            ?term a ?type FILTER(isIRI(?term))
            FILTER NOT EXISTS {{ ?term rdfs:isDefinedBy ?vocabulary }}
        }}""",
    )

    assert silent == []


def test_every_borrowed_term_is_declared_and_every_own_term_is_defined() -> None:
    declared: set[str] = set()
    used: dict[str, str] = {}
    for path in turtle_files(paths.ONTOLOGY):
        for statement in parse(path):
            if (
                isinstance(statement.subject, ox.NamedNode)
                and compact(statement.predicate.value) == "rdf:type"
            ):
                declared.add(statement.subject.value)
            is_pointer = statement.predicate.value in POINTERS or path.name == "mappings.ttl"
            terms = [statement.subject, statement.predicate, statement.object]
            for term in terms[:2] if is_pointer else terms:
                if isinstance(term, ox.NamedNode) and not term.value.startswith(BUILT_IN):
                    used[term.value] = path.name

    assert {term: file for term, file in used.items() if term not in declared} == {}


def test_every_class_that_data_uses_says_which_kind_of_iri_its_members_carry(
    everything: ox.Store,
) -> None:
    used = rows(
        everything,
        f"""SELECT DISTINCT ?class ?kind WHERE {{
            ?entry a ?class FILTER(STRSTARTS(STR(?entry), "{THINGS}")) {ours("class")}
            OPTIONAL {{ ?class akg:iriKind ?kind }}
        }}""",
    )

    assert len(used) > 20
    assert [name for name, kind in used if kind not in KINDS] == []


def test_every_entry_of_the_data_carries_the_kind_of_its_class_in_its_iri(
    everything: ox.Store,
) -> None:
    misplaced = rows(
        everything,
        f"""SELECT ?entry ?kind WHERE {{
            ?entry a/akg:iriKind ?kind FILTER(STRSTARTS(STR(?entry), "{THINGS}"))
            FILTER(!STRSTARTS(STR(?entry), CONCAT("{THINGS}", ?kind, "/")))
        }}""",
    )

    assert misplaced == []


def test_every_kind_in_an_iri_belongs_to_a_class(ontology: ox.Store) -> None:
    kinds = {kind for (kind,) in rows(ontology, "SELECT ?kind WHERE { ?class akg:iriKind ?kind }")}

    assert kinds == set(KINDS)


def test_every_relation_that_a_rule_makes_is_a_declared_property(ontology: ox.Store) -> None:
    declared = {
        name for (name,) in rows(ontology, "SELECT ?term WHERE { ?term a owl:ObjectProperty }")
    }
    made = {
        name
        for rule in paths.DERIVE.glob("*.rq")
        for name in re.findall(r"edgeRelation (akg:\w+)", rule.read_text(encoding="utf-8"))
    }

    assert len(made) >= 10
    assert made - declared == set()
