"""Clients that people use, against the server."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
import warnings
from typing import Any

import pandas
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Server, encoded, served

__all__ = ["served"]  # a fixture
FOREST = "https://w3id.org/antkg/id/program/tiny-forest"
LABELS = f"SELECT ?name {{ <{FOREST}> skos:prefLabel ?name }} ORDER BY ?name"


def test_sparqlwrapper_gets_rows_truth_and_triples(server: Server) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the client says of itself is not our business
        from SPARQLWrapper import JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

        client = SPARQLWrapper(server.endpoint)
        client.setQuery(LABELS)
        client.setReturnFormat(JSON)
        found: Any = client.queryAndConvert()
        rows = found["results"]["bindings"]
        client.setReturnFormat(XML)
        client.setMethod(POST)
        document = client.queryAndConvert().toxml()  # type: ignore[union-attr]
        client.setRequestMethod(POSTDIRECTLY)
        client.setQuery(f"ASK {{ <{FOREST}> ?p ?o }}")
        client.setReturnFormat(JSON)
        found = client.queryAndConvert()
        truth = found["boolean"]
        client.setQuery(f"CONSTRUCT WHERE {{ <{FOREST}> ?p ?o }}")
        client.setReturnFormat(TURTLE)
        triples = rdflib.Graph().parse(data=client.query().response.read(), format="turtle")

    assert [row["name"]["value"] for row in rows] == ["Tiny Forest", "小森林"]
    assert "小森林" in document
    assert truth is True
    assert (rdflib.URIRef(FOREST), None, None) in triples


def test_the_store_of_rdflib_reads_it_like_a_graph(server: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(server.endpoint))
    label = rdflib.URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")

    names = {str(name) for name in graph.objects(rdflib.URIRef(FOREST), label)}
    rows = [str(row[0]) for row in graph.query(LABELS)]  # type: ignore[index]

    assert names == {"Tiny Forest", "小森林"}
    assert rows == ["Tiny Forest", "小森林"]


def test_curl_asks_by_get_form_and_body(server: Server) -> None:
    ways = (
        ["--get", "--data-urlencode", f"query={LABELS}"],
        ["--data-urlencode", f"query={LABELS}"],
        ["--header", "Content-Type: application/sparql-query", "--data-binary", LABELS],
        # A body of more than a megabyte makes curl ask for leave first.
        ["--http2", "--get", "--data-urlencode", f"query={LABELS}"],
    )
    for words in ways:
        done = subprocess.run(
            ["curl", "-sS", "--fail", "-H", "Accept: text/csv", *words, server.endpoint],
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode() == "name\r\nTiny Forest\r\n小森林\r\n"


def test_curl_that_asks_for_leave_is_refused_before_it_sends(server: Server) -> None:
    done = subprocess.run(
        [
            *("curl", "-sS", "-w", "%{http_code} %{size_upload}", "-H", "Expect: 100-continue"),
            *("-H", "Content-Type: application/sparql-query", "--data-binary", "@-"),
            server.endpoint,
        ],
        input=b"ASK {}#" + b"x" * 3_000_000,
        capture_output=True,
        check=True,
    )

    document, _, counts = done.stdout.decode().rpartition("\n")
    assert json.loads(document)["status"] == 413
    assert counts.split() == ["413", "0"]


def test_pandas_reads_an_address(server: Server) -> None:
    frame = pandas.read_csv(f"{server.endpoint}?format=csv&query={encoded(LABELS)}")

    assert list(frame["name"]) == ["Tiny Forest", "小森林"]


def test_the_standard_library_of_python_is_enough(server: Server) -> None:
    request = urllib.request.Request(
        f"{server.endpoint}?query={encoded(LABELS)}", headers={"Accept": "text/csv"}
    )
    with urllib.request.urlopen(request, timeout=10) as reply:
        assert reply.read().decode().splitlines()[1] == "Tiny Forest"


def test_the_command_line_asks_it_as_a_remote_endpoint(server: Server) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "query", LABELS, "-f", "csv", "--endpoint", server.endpoint],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.stdout == "name\nTiny Forest\n小森林\n"
