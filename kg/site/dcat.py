"""The catalogue for programs: both data sets with every file (DCAT), and what answers SPARQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.ask.examples import ENDPOINT
from kg.query.answers import quoted
from kg.site.downloads import Download
from kg.site.model import LANGUAGES, Site
from kg.site.schema import ONTOLOGY, SCHEMA_FILE
from kg.site.void import based, statement
from kg.site.words import say
from kg.vocabulary import DATA_SET, PREFIXES

_IANA = "https://www.iana.org/assignments/media-types/"
_PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_IN_ONTOLOGY = frozenset({SCHEMA_FILE})


def as_turtle(site: Site, files: Iterable[Download]) -> str:
    """Return the catalogue; addresses of files are relative to the site, or to its base."""
    listed = list(files)
    words = [one for one in listed if one.path in _IN_ONTOLOGY]
    data = [one for one in listed if one.kind.is_data]
    parts = [
        f"<dcat.ttl> a dcat:Catalog ;\n  dcterms:title {quoted(_title(site, DATA_SET))}@en ;\n"
        f"  dcat:dataset <{DATA_SET}> , <{ONTOLOGY}> .\n",
        _set(site, DATA_SET, data, ["foaf:page <data.html>", f"dcterms:conformsTo <{ONTOLOGY}>"]),
        _set(site, ONTOLOGY, words, ["foaf:page <schema.html>"]),
        *(_file(site, one) for one in [*data, *words]),
    ]
    return "\n".join([based(site) + _PREFIXES, *parts])


def _said(site: Site, iri: str, name: str) -> str:
    """Return the first thing that the graph says of a data set by a property."""
    prefix, _, local = name.partition(":")
    return next((cell.value for cell in site.holdings[iri][PREFIXES[prefix] + local]), "")


def _title(site: Site, iri: str) -> str:
    return _said(site, iri, "dcterms:title") or iri


def _set(site: Site, iri: str, files: list[Download], more: list[str]) -> str:
    version = _said(site, iri, "owl:versionInfo")
    rows = [
        "a dcat:Dataset",
        f"dcterms:title {quoted(_title(site, iri))}@en",
        *_words(site, iri),
        *_publisher(site, iri),
        *_days(site, iri),
        *(f"{name} {quoted(version)}" for name in ("dcat:version", "owl:versionInfo") if version),
        *_licence(site, iri),
        *more,
        *(f"dcat:distribution <{one.path}>" for one in files),
    ]
    return statement(iri, rows)


def _words(site: Site, iri: str) -> list[str]:
    """Return what the graph says that a data set is; of our own data, what the front page says."""
    said = _said(site, iri, "dcterms:description")
    if said or iri != DATA_SET:
        return [f"dcterms:description {quoted(said)}@en"] if said else []
    return [f"dcterms:description {quoted(say(tag, 'front_lead'))}@{tag}" for tag in LANGUAGES]


def _publisher(site: Site, iri: str) -> list[str]:
    name = _said(site, iri, "dcterms:publisher") or _said(site, ONTOLOGY, "dcterms:publisher")
    return [f"dcterms:publisher [ a foaf:Agent ; foaf:name {quoted(name)} ]"] if name else []


def _days(site: Site, iri: str) -> list[str]:
    found = {name: _said(site, iri, f"dcterms:{name}")[:10] for name in ("issued", "modified")}
    return [f'dcterms:{name} "{day}"^^xsd:date' for name, day in found.items() if day]


def _licence(site: Site, iri: str) -> list[str]:
    licence = _said(site, iri, "dcterms:license")
    return [f"dcterms:license <{licence}>"] if licence else []


def _file(site: Site, one: Download) -> str:
    rows = [
        "a dcat:Distribution",
        f"dcterms:title {quoted(one.kind.sentence)}@en",
        f"dcat:downloadURL <{one.path}>",
        f"dcat:mediaType <{_IANA}{one.kind.media_type}>",
        f'dcat:byteSize "{one.size}"^^xsd:nonNegativeInteger',
        *_licence(site, ONTOLOGY if one.path in _IN_ONTOLOGY else DATA_SET),
        "spdx:checksum [ a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ; "
        f'spdx:checksumValue "{one.sum}"^^xsd:hexBinary ]',
    ]
    return statement(one.path, rows)


def service(site: Site) -> str:
    """Return what answers SPARQL: `kg serve` on the reader's machine, and the page for browsers."""
    rows = [
        "a sd:Service",
        'rdfs:comment "The endpoint that the command kg serve opens on the machine where it runs; '
        'this site itself answers in the browser, on the page that is named here."@en',
        f"sd:endpoint <{ENDPOINT}>",
        "foaf:page <sparql.html>",
        "sd:supportedLanguage sd:SPARQL11Query",
        f"sd:resultFormat {' , '.join(f'formats:{name}' for name in _RESULTS)}",
        f"sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ; "
        f"void:triples {len(site.graph.store)} ; rdfs:seeAlso <void.ttl> ] ]",
    ]
    return f"{based(site)}{_PREFIXES}\n{statement('#serve', rows)}"


def for_search_engines(site: Site, files: Iterable[Download]) -> dict[str, Any]:
    """Return the data set in the words of schema.org, with no context from elsewhere."""
    said = {
        "name": _title(site, DATA_SET),
        "description": _said(site, DATA_SET, "dcterms:description") or say("en", "front_lead"),
        "version": _said(site, DATA_SET, "owl:versionInfo"),
        "datePublished": site.release,
        "license": _said(site, DATA_SET, "dcterms:license"),
    }
    return {
        "@context": {"@vocab": "https://schema.org/", "contentUrl": {"@type": "@id"}},
        "@id": DATA_SET,
        "@type": "Dataset",
        **{name: text for name, text in said.items() if text},
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": site.base + one.path,
                "encodingFormat": one.kind.media_type,
                "contentSize": f"{one.size} B",
                "sha256": one.sum,
            }
            for one in files
            if one.kind.is_data
        ],
    }
