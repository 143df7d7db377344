"""Eight shapes of query, over what is asserted, so that every engine has the same to do."""

from __future__ import annotations

from kg.vocabulary import sparql_prefixes

_SHAPES = {
    "lookup": "SELECT ?p ?o { program:ant-forest ?p ?o }",
    "star join": """SELECT ?figure ?value ?name ?words {
        ?figure a akg:Figure ; akg:subject ?subject ; akg:ofIndicator ?indicator ;
            akg:value ?value ; akg:unit ?unit ; akg:basis ?basis ; akg:hasEvidence ?evidence .
        ?evidence akg:stance akg:Supports ; akg:fragment ?words .
        ?subject skos:prefLabel ?name FILTER(LANG(?name) = "en") }""",
    "path": """SELECT DISTINCT ?other { organization:ant-group
        ^akg:participant/^akg:hasParticipation/akg:hasParticipation/akg:participant ?other }""",
    "aggregate": """SELECT ?kind ?stance (COUNT(DISTINCT ?record) AS ?records) (COUNT(*) AS ?all) {
        ?record a ?kind ; akg:hasEvidence ?evidence .
        ?evidence akg:stance ?stance ; akg:foundIn ?source . ?source a ?sort }
        GROUP BY ?kind ?stance ORDER BY DESC(?all) ?kind ?stance LIMIT 20""",
    "order and limit": """SELECT ?record ?end { ?record akg:periodEnd ?end ; akg:gist ?gist }
        ORDER BY DESC(?end) ?record LIMIT 20""",
    "optional": """SELECT ?program ?name ?launch ?whole { ?program a akg:Program ;
        skos:prefLabel ?name FILTER(LANG(?name) = "en")
        OPTIONAL { ?launch akg:launches ?program }
        OPTIONAL { ?composition akg:part ?program ; akg:whole ?whole }
        FILTER NOT EXISTS { ?figure akg:subject ?program } }""",
    "text": """SELECT ?thing ?name { ?thing skos:prefLabel ?name
        FILTER(REGEX(STR(?name), "^ant .*report", "i")) } ORDER BY ?name LIMIT 50""",
    "closure": """SELECT (COUNT(DISTINCT ?record) AS ?n) {
        ?kind rdfs:subClassOf* akg:Record . ?record a ?kind }""",
}


def shapes() -> dict[str, str]:
    """Return the text of each shape, its prefixes declared, so that any engine can read it."""
    return {name: f"{sparql_prefixes()}\n{text}" for name, text in _SHAPES.items()}
