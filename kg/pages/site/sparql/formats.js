// An answer as a file: rows as CSV, TSV or SPARQL's JSON, triples as Turtle or N-Triples.

import { asTerm, compact, expand } from "./terms.js";

export const FORMATS = {
  rows: ["csv", "tsv", "json"],
  boolean: ["json"],
  triples: ["ttl", "nt", "csv"],
};
const TYPES = {
  csv: "text/csv", tsv: "text/tab-separated-values", json: "application/sparql-results+json", ttl: "text/turtle", nt: "application/n-triples",
};

export function written(answer, format) {
  return { csv, tsv, json, ttl, nt }[format](answer);
}

export function blobOf(answer, format) {
  return new Blob([written(answer, format)], { type: `${TYPES[format]};charset=utf-8` });
}

const csvCell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const valueOf = (cell) => (cell?.kind === "triple" ? asTerm(cell) : cell?.kind === "bnode" ? `_:${cell.value}` : cell?.value ?? "");

function csv({ columns, rows }) {
  return `${[columns, ...rows.map((row) => row.map(valueOf))].map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function tsv({ columns, rows }) {
  return `${[columns.map((name) => `?${name}`), ...rows.map((row) => row.map((cell) => (cell ? asTerm(cell) : "")))].map((line) => line.join("\t")).join("\n")}\n`;
}

function json(answer) {
  if (answer.form === "boolean") return `${JSON.stringify({ head: {}, boolean: answer.truth })}\n`;
  const bindings = answer.rows.map((row) => Object.fromEntries(row.map((cell, at) => [answer.columns[at], cell && bindingOf(cell)]).filter(([, cell]) => cell)));
  return `${JSON.stringify({ head: { vars: answer.columns }, results: { bindings } }, null, 1)}\n`;
}

function bindingOf(cell) {
  if (cell.kind === "iri") return { type: "uri", value: cell.value };
  if (cell.kind === "bnode") return { type: "bnode", value: cell.value };
  if (cell.kind === "triple") {
    const [subject, predicate, object] = cell.parts.map(bindingOf);
    return { type: "triple", value: { subject, predicate, object } };
  }
  const made = { type: "literal", value: cell.value };
  if (cell.language) made["xml:lang"] = cell.language;
  else if (cell.datatype) made.datatype = cell.datatype;
  return made;
}

function nt({ rows }) {
  return rows.map((row) => `${row.map((cell) => asTerm(cell)).join(" ")} .\n`).join("");
}

function ttl({ rows }) {
  const used = new Set();
  const short = (iri) => {
    const name = compact(iri);
    if (name === iri || /[.-]$/.test(name)) return `<${iri}>`;
    used.add(name.slice(0, name.indexOf(":")));
    return name;
  };
  const subjects = new Map();
  for (const [subject, predicate, object] of rows) {
    const key = asTerm(subject, short);
    if (!subjects.has(key)) subjects.set(key, new Map());
    const facts = subjects.get(key);
    const name = predicate.value === "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" ? "a" : asTerm(predicate, short);
    if (!facts.has(name)) facts.set(name, []);
    facts.get(name).push(asTerm(object, short));
  }
  const body = [...subjects].map(([subject, facts]) => `${subject}\n  ${[...facts].map(([name, objects]) => `${name} ${objects.join(" , ")}`).join(" ;\n  ")} .\n`);
  const heads = [...used].sort().map((prefix) => `@prefix ${prefix}: <${expand(`${prefix}:`)}> .\n`);
  return [heads.join(""), ...body].join("\n");
}

// Hand a text to the reader as a file.
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
