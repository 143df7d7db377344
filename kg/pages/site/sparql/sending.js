// From the query that was written to the one that an engine gets, and from a place in this back to that.

import { parentheses } from "./arithmetic.js";
import { asTerm } from "./terms.js";
import { groupOf, limited } from "./tokens.js";

// cells: the term of each blank. most: rows that the answer may have. isSteadied: for the engine that needs parentheses.
export function prepared(text, parameters, cells, { most, isSteadied }) {
  const rows = parameters.map((one) => `VALUES (${one.variable}) { (${asTerm(cells.get(one.name))}) }`);
  const start = groupOf(text);
  const added = isSteadied ? parentheses(text) : [];
  if (rows.length && start >= 0) added.push({ at: start, text: ` ${rows.join(" ")} ` });
  added.sort((a, b) => a.at - b.at);
  let made = "";
  let last = 0;
  for (const { at, text: more } of added) {
    made += text.slice(last, at) + more;
    last = at;
  }
  made += text.slice(last);
  return { sent: limited(made, most), back: (place) => back(place, added, text.length) };
}

function back(place, added, most) {
  let before = 0;
  for (const { at, text } of added) {
    if (at + before > place) break;
    if (at + before + text.length > place) return at;
    before += text.length;
  }
  return Math.min(place - before, most);
}
