"""Our reader of Turtle knows the place of every triple, and reads what the store's parser reads."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as Text
from rdflib.compare import to_canonical_graph
from rdflib.term import Node

from kg import paths, positions
from kg.errors import SyntaxFault
from kg.positions import RDF, XSD, Term

CURATED = sorted([*paths.ONTOLOGY.rglob("*.ttl"), *paths.DATA.glob("*.ttl")])

ODD = {
    "every form of string": r"""
        @prefix a: <http://a/> .
        a:x a:p "one", 'two', \"\"\"three "quoted"
        over two lines\"\"\", '''four's''', "", '', \"\"\"\"\"\", \"\"\"ends with "\\"\"\"\" .
    """.replace(r"\"", '"'),
    "every escape": r"""<http://a/x> <http://a/p> "\t\b\n\r\f\"\'\\ \u00e9 \U0001F41C" .""",
    "escapes in IRIs": r"<http://a/\u00e9> <http://a/\U0001F41C> <http://a/x> .",
    "escapes in names": r"@prefix a: <http://a/> . a:x\~y a:p\,q a:%41b , a:a\.b .",
    "names with dots, colons and digits": """
        @prefix a: <http://a/> .
        @prefix b.c: <http://b/> .
        a:1.2.x a:p:q b.c:y.z , a: , a:ü , a:-x.
    """.replace("a:-x", "a:_-x"),
    "numbers and booleans": """
        <http://a/x> <http://a/p> 1 , -2 , +3 , 1.5 , .5 , -0.0 , 1e3 , 1.E-3 , .1e+2 .
        <http://a/x> <http://a/p> true , false .
        <http://a/x> <http://a/p> 4.
    """,
    "languages and datatypes": """
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        <http://a/x> <http://a/p> "a"@en , "b"@zh-Hans-CN , "1"^^xsd:integer , "2"^^<http://a/t> .
    """,
    "comments everywhere": """# first
        <http://a/x> # a subject
          <http://a/p> # a property
          "# no comment" ; # more
          ;; <http://a/q> <http://a/y#z> # <http://a/none>
        . # end
    """,
    "relative IRIs": """
        @base <http://a/b/c?d#e> .
        <> <../p> <x> , <#f> , <?q> , </r> , <//h/i> , <./y/../z/.> , <g/..> , <..> , <../../..> .
        BASE <http://other>
        <x> <y> <z> .
    """,
    "blank nodes": """
        @prefix a: <http://a/> .
        _:b1 a:p _:b2 , [] , [ a:q _:b1 ; a:r [ a:s "t" ] ] .
        [ a:only "subject" ] .
        [ a:p a:x ] a:q a:y .
        [] a:q a:z .
        _:b.1-x a:p _:9 .
    """,
    "collections": """
        @prefix a: <http://a/> .
        a:x a:p () , ( 1 ) , ( 1 ( 2 "3"@en ) [ a:q () ] ) .
        ( a:x ) a:p a:y .
        () a:p a:y .
    """,
    "types": "@prefix a: <http://a/> . a:x a a:A , a:B ; a:a a:a .",
    "nothing": "  # only a comment",
    "carriage returns": "<http://a/x> <http://a/p>\r\n  <http://a/y> .\r\n",
}


def of_store(text: bytes) -> list[tuple[str, str, Term]]:
    def plain(term: object) -> Term:
        if isinstance(term, ox.Literal):
            return (term.value, term.datatype.value, term.language or "")
        assert isinstance(term, ox.NamedNode | ox.BlankNode)
        return term.value if isinstance(term, ox.NamedNode) else f"_:{term.value}"

    found = []
    for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
        subject, predicate = plain(quad.subject), plain(quad.predicate)
        assert isinstance(subject, str)
        assert isinstance(predicate, str)
        found.append((subject, predicate, plain(quad.object)))
    return found


def of_ours(text: bytes) -> list[tuple[str, str, Term]]:
    found = positions.statements(text.decode())
    return [(s.subject, s.predicate, s.object) for s in found]


def canonical(triples: list[tuple[str, str, Term]]) -> set[tuple[Node, Node, Node]]:
    def node(term: Term) -> Node:
        if isinstance(term, tuple):
            # Value, datatype and language in one text, so that nothing is read or made even.
            return Text("\n".join(term))
        return BNode(term[2:].replace(" ", "_")) if term.startswith("_:") else URIRef(term)

    graph = Graph()
    for subject, predicate, value in triples:
        graph.add((node(subject), node(predicate), node(value)))
    return set(to_canonical_graph(graph))


@pytest.mark.no_cover  # mostly rdflib, and the odd texts go through more lines of ours
@pytest.mark.parametrize("path", CURATED, ids=lambda p: str(p.relative_to(paths.ROOT)))
def test_a_curated_file_has_the_triples_that_the_store_reads(path: Path) -> None:
    ours, theirs = of_ours(path.read_bytes()), of_store(path.read_bytes())
    assert ours
    assert len(ours) == len(theirs)
    assert canonical(ours) == canonical(theirs)


@pytest.mark.parametrize("name", ODD)
def test_odd_turtle_has_the_triples_that_the_store_reads(name: str) -> None:
    text = ODD[name].encode()
    assert canonical(of_ours(text)) == canonical(of_store(text))


def test_the_place_of_a_triple_is_that_of_its_object() -> None:
    text = (
        "@prefix a: <http://a/> .\n\na:x a a:A ;\n    a:p 'é' , 2 ;\n    a:q [\n        a:r 3 ] .\n"
    )
    places = {s.object: (s.line, s.column, s.subject_line) for s in positions.statements(text)}
    assert places["http://a/A"] == (3, 7, 3)
    assert places["é", XSD + "string", ""] == (4, 9, 3)
    assert places["2", XSD + "integer", ""] == (4, 15, 3)
    assert places["3", XSD + "integer", ""] == (6, 13, 5)


@pytest.mark.no_cover
def test_every_place_in_the_curated_data_shows_the_object_that_stands_there() -> None:
    for path in sorted(paths.DATA.glob("*.ttl")):
        lines = path.read_text("utf-8").splitlines()
        for found in positions.statements("\n".join(lines)):
            there = lines[found.line - 1][found.column - 1 :]
            if isinstance(found.object, tuple):
                value = found.object[0]
                assert there.startswith(('"', "'", value)), (path, found)
                assert value.split("\\")[0].split('"')[0] in there, (path, found)
            elif not found.object.startswith("_:"):
                local = found.object.replace("#", "/").rpartition("/")[2]
                assert local in there.split()[0], (path, found)


BROKEN = {
    "a:x a:p 'never closed .": "unexpected",
    "a:x a:p": "ends within",
    "a:x a:p b:y .": "prefix b:",
    "a:x a:p <y> .": "relative",
    "a:x a:p <http://a/y z> .": "unexpected",
    r"a:x a:p <http://a/\u0020> .": "may not hold",
    r"a:x a:p '\x' .": "escape",
    r"a:x a:p '\uD800' .": "character",
    r"a:x a:p '\UFFFFFFFF' .": "character",
    "a:x a:p 'y'@toolonglanguage .": "language tag",
    "a:x a:p a:y a:z .": "belongs",
    "'text' a:p a:y .": "subject",
    "a:x 'text' a:y .": "IRI",
    "a:x true a:y .": "IRI",
    "a:x _:b a:y .": "IRI",
    "a:x a:p ) .": "IRI",
    "a:x a:p [ a:q a:y .": "belongs",
    "a:x ; a:p a:y .": "IRI",
    "@prefix 'a' <http://a/> .": "prefix",
    "@prefix c: c:d .": "IRI",
    "@prefix c: <http://c/> a:x a:p a:y .": "dot",
    "a:x a:p ^^ .": "IRI",
    "a:x a:p 1 2 .": "belongs",
    "a:x .": "IRI",
    "[] .": "IRI",
    "( 1 ) .": "IRI",
}


@pytest.mark.parametrize("text", BROKEN)
def test_broken_turtle_is_refused_with_its_place_as_the_store_refuses_it(text: str) -> None:
    whole = f"@prefix a: <http://a/> .\n{text}\n"
    with pytest.raises(SyntaxError):
        of_store(whole.encode())
    with pytest.raises(SyntaxFault) as refused:
        positions.statements(whole, "x.ttl")
    assert refused.value.file == "x.ttl"
    assert refused.value.line in {2, 3}
    assert BROKEN[text] in refused.value.problem


def test_reading_goes_on_behind_a_fault_and_says_what_was_lost() -> None:
    broken = "a:x a:p 'lost ;\n    a:q a:y .\n\na:z a:p b:o , a:w .\n"
    text = f"@prefix a: <http://a/> .\n\n{broken}\na:k a:p 1 .\n"
    reading = positions.read(text, "x.ttl")
    assert [s.subject for s in reading.statements] == ["http://a/k"]
    assert [fault.line for fault in reading.faults] == [3, 6]
    assert {"http://a/x", "http://a/y", "http://a/w"} <= reading.lost


def test_no_more_than_twenty_faults_of_one_text_are_told() -> None:
    reading = positions.read("\n".join(["<http://a/x> <http://a/p> ^ ."] * 100))
    assert len(reading.faults) == 20


def test_ten_thousand_nested_blank_nodes_do_no_harm() -> None:
    text = "<http://a/x> <http://a/p> " + "[ <http://a/p> " * 10_000 + "1" + " ]" * 10_000 + " ."
    assert len(positions.statements(text)) == 10_001


def test_a_list_of_ten_thousand_nested_lists_does_no_harm() -> None:
    text = "<http://a/x> <http://a/p> " + "( " * 10_000 + ") " * 10_000 + "."
    found = positions.statements(text)
    assert sum(s.predicate == RDF + "first" for s in found) == 9_999


def test_a_literal_of_many_megabytes_is_read() -> None:
    long = "x" * 5_000_000
    (found,) = positions.statements(f'<http://a/x> <http://a/p> "{long}" .')
    assert found.object == (long, XSD + "string", "")
