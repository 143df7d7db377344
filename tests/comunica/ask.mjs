// Ask an endpoint through Comunica: node ask.mjs ADDRESS; a line of JSON for each kind of answer.
import { QueryEngine } from "@comunica/query-sparql";

const address = process.argv[2];
const forest = "https://w3id.org/antkg/id/program/tiny-forest";
const label = "<http://www.w3.org/2004/02/skos/core#prefLabel>";
const engine = new QueryEngine();
const context = { sources: [{ type: "sparql", value: address }] };

const rows = await engine.queryBindings(
  `SELECT ?name { <${forest}> ${label} ?name } ORDER BY ?name`,
  context,
);
const names = (await rows.toArray()).map((row) => {
  const name = row.get("name");
  return `${name.value}@${name.language}`;
});
console.log(JSON.stringify({ names }));
const truth = await engine.queryBoolean(`ASK { <${forest}> ?p ?o }`, context);
console.log(JSON.stringify({ truth }));
const triples = await engine.queryQuads(
  `CONSTRUCT { <${forest}> ${label} ?name } WHERE { <${forest}> ${label} ?name }`,
  context,
);
console.log(JSON.stringify({ triples: (await triples.toArray()).length }));
