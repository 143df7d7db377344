// Which columns of an answer a picture is drawn from, by the rules of `kg ask`.

import { isNumber, isTime, kindOf, shown } from "./terms.js";

const LINKED = 2;

const some = ({ rows }, at, is) => rows.some((row) => row[at] && is(row[at]));
const every = ({ rows }, at, is) => rows.every((row) => !row[at] || is(row[at]));
const indexes = ({ columns }) => [...columns.keys()];

// The last column of numbers, and for each row the words beside it.
export function bars(answer) {
  const at = indexes(answer).filter((column) => some(answer, column, isNumber)).at(-1);
  if (at === undefined || answer.columns.length < LINKED) return null;
  const lines = answer.rows.map((row) => ({
    ...wordsOf(answer, row, at),
    value: isNumber(row[at]) ? Number(row[at].value) : 0,
    said: row[at] ? shown(row[at]) : "",
  }));
  return { name: answer.columns[at], lines };
}

// The first column of moments, and for each row its words; rows without a moment are counted.
export function moments(answer) {
  const at = indexes(answer).find((column) => some(answer, column, isTime));
  if (at === undefined) return null;
  const grain = answer.columns.findIndex((column) => column === "grain" || column === "grainName");
  const seen = new Map();
  const undated = new Set();
  for (const row of answer.rows) {
    const words = wordsOf(answer, row, at);
    const day = dayOf(row[at]);
    if (!day) undated.add(words.text);
    else {
      if (!seen.has(`${day} ${words.text}`)) seen.set(`${day} ${words.text}`, { day, shown: asFineAsSaid(day, grain >= 0 && row[grain] ? shown(row[grain]) : ""), ...words });
    }
  }
  if (!seen.size) return null;
  const points = [...seen.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  return { name: answer.columns[at], points, undated: undated.size };
}

// The day of a moment; "" where there is none, or no such day.
function dayOf(cell) {
  const day = /^\d{4}-\d\d-\d\d/.exec(cell?.value ?? "")?.[0] ?? "";
  return day && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? day : "";
}

// A moment that is known to the year or the month is not shown as a day.
function asFineAsSaid(day, grain) {
  return { year: day.slice(0, 4), fiscalYear: day.slice(0, 4), month: day.slice(0, 7) }[grain.replace(/^akg:/, "").toLowerCase()] ?? day;
}

// The two ends of each link, and the words on it; the same link once, with the number of its rows.
export function links(answer) {
  const ends = answer.form === "triples" ? [0, 2] : endColumns(answer);
  if (ends.length < LINKED) return null;
  const middle = answer.form === "triples" ? 1 : answer.columns.indexOf("relationName");
  const found = new Map();
  for (const row of answer.rows) {
    const [from, to] = ends.map((at) => endOf(answer, row, at));
    if (!from || !to) continue;
    const words = middle >= 0 && row[middle] ? shown(row[middle]).replace(/^(akg|rdf|rdfs|skos):/, "") : "";
    const key = JSON.stringify([from.key, to.key]);
    if (!found.has(key)) found.set(key, { from, to, said: new Set(), count: 0 });
    const link = found.get(key);
    link.count += 1;
    if (words) link.said.add(words);
  }
  return found.size ? [...found.values()].map((link) => ({ ...link, words: [...link.said].join(", ") })) : null;
}

function endColumns(answer) {
  const { columns } = answer;
  if (columns.includes("fromName") && columns.includes("toName")) return [columns.indexOf("fromName"), columns.indexOf("toName")];
  const named = indexes(answer).filter((at) => columns[at].endsWith("Name") && columns[at] !== "relationName");
  if (named.length >= LINKED) return named.slice(0, LINKED);
  const isIri = (cell) => cell.kind === "iri";
  return indexes(answer).filter((at) => some(answer, at, isIri) && every(answer, at, isIri)).slice(0, LINKED);
}

function endOf(answer, row, at) {
  if (!row[at]) return null;
  const iri = iriBehind(answer, row, at);
  return { key: shown(row[at]), text: shown(row[at]), iri, kind: kindOf(iri) };
}

// The IRI that a name names: its own, or that of the column without "Name".
function iriBehind({ columns }, row, at) {
  if (row[at].kind === "iri") return row[at].value;
  const beside = row[columns.indexOf(columns[at].replace(/Name$/, ""))];
  return columns[at].endsWith("Name") && beside?.kind === "iri" ? beside.value : "";
}

// The words of the first cells that are neither IRIs nor numbers, else of the first; and the IRI that they name.
function wordsOf(answer, row, at) {
  const beside = indexes(answer).filter((column) => (at > 0 ? column < at : column > at) && row[column]);
  const words = beside.filter((column) => row[column].kind !== "iri" && !isNumber(row[column])).slice(0, LINKED);
  const chosen = words.length ? words : beside.slice(0, 1);
  const iri = chosen.map((column) => iriBehind(answer, row, column)).find(Boolean) ?? "";
  return { text: chosen.map((column) => shown(row[column])).join(" · "), iri };
}
