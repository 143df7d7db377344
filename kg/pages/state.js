"use strict";
// The state of the page, and the permalink that holds it: every view is one text, every text one view.
// Only what differs from the first view stands in the link:
//   focus, depth (0 is the whole network), lens, select, kind, relation, theme, voice ("!a b" without these,
//   "a b" only these), year, undated, colour, size, from, to, by, ask, all, fold, table, lang, at (x,y,scale), embed.

const CHOICES = {
  lens: ["everything", "partners"],
  colour: ["kind", "community"],
  size: ["records", "degree", "betweenness"],
  by: ["any", "directed", "nohubs"],
  lang: ["", "en", "zh"],
};
const FACETS = ["kind", "relation", "theme", "voice"];

// What the page shows before anything is said. `known` says which names exist: functions has(id), hasValue(facet, value),
// hasQuestion(name), the first focus and the first and last year.
function firstState(known) {
  const state = {
    focus: known.start, depth: 1, lens: "everything", select: "", year: null, undated: true,
    colour: "kind", size: "records", from: "", to: "", by: "any", ask: "", all: false, fold: true, table: true,
    lang: "", at: null, embed: false,
  };
  for (const facet of FACETS) state[facet] = { only: false, values: [] };
  return state;
}

// Reads a permalink; what names nothing that exists counts as not said.
function parseState(hash, known) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const state = firstState(known);
  for (const name of ["focus", "select", "from", "to"]) {
    if (known.has(said.get(name))) state[name] = said.get(name);
  }
  for (const [name, choices] of Object.entries(CHOICES)) {
    if (choices.includes(said.get(name))) state[name] = said.get(name);
  }
  for (const facet of FACETS) state[facet] = parseFacet(said.get(facet) ?? "", (value) => known.hasValue(facet, value));
  if (["0", "1", "2", "3"].includes(said.get("depth"))) state.depth = Number(said.get("depth"));
  if (/^\d{4}$/.test(said.get("year") ?? "")) state.year = Math.min(known.lastYear, Math.max(known.firstYear, Number(said.get("year"))));
  if (known.hasQuestion(said.get("ask"))) state.ask = said.get("ask");
  state.all = said.get("all") === "1";
  state.undated = said.get("undated") !== "0";
  state.fold = said.get("fold") !== "0";
  state.table = said.get("table") !== "0";
  state.embed = said.has("embed");
  state.at = parseCamera(said.get("at"));
  return state;
}

function parseFacet(text, isKnown) {
  const only = !text.startsWith("!");
  const values = [...new Set(text.replace(/^!/, "").split(" "))].filter((value) => value && isKnown(value)).sort();
  return { only: only && values.length > 0, values };
}

function parseCamera(text) {
  const numbers = (text ?? "").split(",").map(Number);
  const sound = numbers.length === 3 && text && numbers.every(Number.isFinite) && numbers[2] > 0.01 && numbers[2] < 20;
  return sound ? { x: numbers[0], y: numbers[1], scale: numbers[2] } : null;
}

// Writes a permalink; parseState gives the same state back.
function formatState(state, known) {
  const first = firstState(known);
  const words = new URLSearchParams();
  for (const name of ["focus", "lens", "depth", "ask", "from", "to", "by", "select", "year", "colour", "size", "lang"]) {
    if (state[name] !== first[name] && state[name] !== null) words.set(name, state[name]);
  }
  for (const facet of FACETS) {
    const { only, values } = state[facet];
    if (values.length) words.set(facet, (only ? "" : "!") + values.join(" "));
  }
  for (const name of ["undated", "fold", "table"]) if (!state[name]) words.set(name, "0");
  if (state.all) words.set("all", "1");
  if (state.at) words.set("at", [state.at.x, state.at.y, state.at.scale].join(","));
  const written = words.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%21", "!");
  return `#${[state.embed ? "embed" : "", written].filter(Boolean).join("&")}`;
}

// A camera as it is written: whole pixels, three digits of scale.
function roundedCamera(x, y, scale) {
  return { x: Math.round(x), y: Math.round(y), scale: Math.round(scale * 1000) / 1000 };
}

// -- Filters: each facet shows all, all without some, or only some ------------------

function isOn(filter, value) {
  return filter.only === filter.values.includes(value);
}

// Of several values of one statement, one that is shown is enough.
function anyOn(filter, values) {
  return !filter.values.length || values.some((value) => isOn(filter, value));
}

function toggled(filter, value) {
  const values = filter.values.includes(value) ? filter.values.filter((v) => v !== value) : [...filter.values, value].sort();
  return { only: filter.only && values.length > 0, values };
}

// One value by itself; said of the one that stands by itself already, all of them.
function onlyThis(filter, value) {
  const alone = filter.only && filter.values.length === 1 && filter.values[0] === value;
  return alone ? { only: false, values: [] } : { only: true, values: [value] };
}

// What is shown: a path between two things, the answer of a question, the whole network, or what is around a focus.
function scopeOf(state) {
  if (state.from && state.to) return "path";
  if (state.ask) return "ask";
  return state.depth ? "focus" : "whole";
}
