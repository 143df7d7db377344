# What is left of our data if nothing but the three first documents had ever been read.
# Things keep their names, and lose the records of other sources.
PREFIX akg: <https://w3id.org/antkg/schema#>
PREFIX awarding: <https://w3id.org/antkg/id/awarding/>
PREFIX collaboration: <https://w3id.org/antkg/id/collaboration/>
PREFIX launch: <https://w3id.org/antkg/id/launch/>
PREFIX organization: <https://w3id.org/antkg/id/organization/>
PREFIX source: <https://w3id.org/antkg/id/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# Records that rest on passages, and on none of these documents.
INSERT { ?record akg:restsOn ?document }
WHERE {
  VALUES ?document { source:ant-forest-story-repost source:mall-mole-on-ant-group-2024 source:pylarinou-2023-10-19 }
  ?evidence akg:foundIn ?document .
  ?record akg:hasEvidence ?evidence .
} ;

DELETE { ?record ?property ?value }
WHERE {
  ?evidence akg:foundIn ?anywhere .
  ?record akg:hasEvidence ?evidence .
  FILTER NOT EXISTS { ?record akg:restsOn ?document }
  ?record ?property ?value .
} ;

DELETE WHERE { ?record akg:restsOn ?document } ;

# Passages of other sources.
DELETE {
  ?record akg:hasEvidence ?evidence .
  ?evidence ?property ?value .
}
WHERE {
  ?evidence
    akg:foundIn ?source ;
    ?property ?value .
  FILTER(?source NOT IN (source:ant-forest-story-repost, source:mall-mole-on-ant-group-2024, source:pylarinou-2023-10-19))
  OPTIONAL { ?record akg:hasEvidence ?evidence }
} ;

# Judgements of the curator on a thing or source that no record of the documents names.
INSERT { ?thing akg:namedIn ?document }
WHERE {
  ?evidence akg:foundIn ?document .
  ?record akg:hasEvidence ?evidence .
  { ?record ?naming ?thing }
  UNION
  { ?record akg:hasParticipation/akg:participant ?thing }
  FILTER(STRSTARTS(STR(?thing), "https://w3id.org/antkg/id/"))
} ;

DELETE { ?record ?property ?value }
WHERE {
  ?evidence akg:method akg:CuratorJudgement .
  ?record akg:hasEvidence ?evidence .
  FILTER NOT EXISTS { ?record akg:hasEvidence/akg:foundIn ?anywhere }
  ?record ?about ?thing .
  FILTER(?about != akg:hasEvidence && STRSTARTS(STR(?thing), "https://w3id.org/antkg/id/"))
  FILTER NOT EXISTS { ?thing akg:namedIn ?document }
  ?record ?property ?value .
} ;

DELETE WHERE { ?thing akg:namedIn ?document } ;

# Days that stand in a record of the documents, though only another source gives them.
DELETE { ?record ?property ?moment }
WHERE {
  VALUES ?record {
    collaboration:ihg-green-energy
    launch:ant-group-report-2023
    launch:ant-group-report-2024
    launch:ant-group-report-read-in-2023
    launch:fantastic-ocean
    launch:four-pillar-strategy
  }
  VALUES ?property { akg:periodStart akg:periodEnd akg:grain }
  ?record ?property ?moment .
} ;

# Days and agents that other sources give more closely: those of the documents.
DELETE { ?record ?property ?closer }
INSERT { ?record ?property ?own }
WHERE {
  VALUES (?record ?property ?own) {
    (awarding:change-the-world-2017 akg:periodStart "2017-01-01T00:00:00Z"^^xsd:dateTime)
    (awarding:change-the-world-2017 akg:periodEnd "2018-01-01T00:00:00Z"^^xsd:dateTime)
    (awarding:champions-of-the-earth-2019 akg:conferredBy organization:united-nations)
    (collaboration:nike-recycle-a-shoe akg:periodStart "2022-01-01T00:00:00Z"^^xsd:dateTime)
    (collaboration:red-list-of-amazing-species akg:periodStart "2024-01-01T00:00:00Z"^^xsd:dateTime)
  }
  ?record ?property ?closer .
}
