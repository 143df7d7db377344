// What is wrong with a query, where it stands, and the line with a caret below it.

import { element, widthOf } from "./element.js";
import { offsetOf, placeOf, tokens } from "./tokens.js";

const KEYWORDS = `A AS ASC ASK BASE BIND BY CONSTRUCT COUNT DESC DESCRIBE DISTINCT EXISTS FILTER GRAPH GROUP HAVING IN LIMIT MINUS NAMED NOT OFFSET
OPTIONAL ORDER PREFIX REDUCED SELECT UNDEF UNION VALUES WHERE BOUND COALESCE CONCAT CONTAINS DATATYPE LANG LANGMATCHES LCASE MAX MIN REGEX REPLACE SAMPLE
SEPARATOR STR STRLEN STRSTARTS STRENDS SUBSTR SUM UCASE YEAR MONTH DAY AVG ABS CEIL FLOOR ROUND IF IRI ISIRI ISBLANK ISLITERAL GROUP_CONCAT`.split(/\s+/);
export { KEYWORDS };

// How many letters must change, or change places, to make one word of another.
function distance(a, b) {
  const rows = [[...Array(b.length + 1).keys()]];
  for (let at = 1; at <= a.length; at += 1) {
    rows[at] = [at];
    for (let other = 1; other <= b.length; other += 1) {
      const isSame = a[at - 1] === b[other - 1];
      const isTurned = at > 1 && other > 1 && a[at - 1] === b[other - 2] && a[at - 2] === b[other - 1];
      rows[at][other] = Math.min(rows[at - 1][other] + 1, rows[at][other - 1] + 1, rows[at - 1][other - 1] + (isSame ? 0 : 1), isTurned ? rows[at - 2][other - 2] + 1 : Infinity);
    }
  }
  return rows[a.length][b.length];
}

// Of some words the one that is spelt most like another, if any is near.
export function near(word, known) {
  const most = Math.max(1, Math.floor(word.length / 3));
  const found = known.map((one) => [distance(word.toLowerCase(), one.toLowerCase()), one]).filter(([far]) => far <= most);
  return found.length ? found.reduce((best, one) => (one[0] < best[0] ? one : best))[1] : "";
}

// text: what was sent; message, place: what the engine said of it. Returns { at, end, words } in that text.
export function located(text, message, place, say) {
  const at = offsetOf(text, place.line, place.column);
  const said = /([A-Z][\w ]+(?:unbound|failed|duplicated|not allowed)[\w ]*)/.exec(message);
  if (said) return spot(text, Math.min(at, text.trimEnd().length), said[1]);
  return unexpected(text, begin(text, at, message), say);
}

// The engine looks as far ahead as a keyword is long: the latest token that one of those it wanted would begin at.
function begin(text, at, message) {
  const wanted = [...message.matchAll(/(?<=^expected |^expected one of |, )([A-Za-z]{3,})(?=,|$)/g)].map(([word]) => at - word.length);
  const starts = new Set(tokens(text).map((token) => token.at));
  return wanted.sort((a, b) => b - a).find((one) => starts.has(one)) ?? wanted[0] ?? at;
}

function unexpected(text, at, say) {
  const found = tokens(text);
  const strange = (token) => token.kind === "word" && !KEYWORDS.includes(token.text.toUpperCase());
  const culprit = found.find((token) => token.end > at) ?? found.find((token) => token.text === '"' || token.text === "'") ?? found.find(strange);
  if (!culprit) {
    const depth = found.reduce((sum, { text: sign }) => sum + "({[".includes(sign) - ")}]".includes(sign), 0);
    return spot(text, text.trimEnd().length, say(depth > 0 ? "notWholeBracket" : "notWhole"));
  }
  if (culprit.text === '"' || culprit.text === "'") return { at: culprit.at, end: culprit.end, words: say("notClosed", { sign: culprit.text }) };
  const hint = culprit.kind === "word" ? near(culprit.text, KEYWORDS) : "";
  const words = hint && hint !== culprit.text.toUpperCase() ? say("unexpectedNear", { text: culprit.text, hint }) : say("unexpected", { text: culprit.text });
  return { at: culprit.at, end: culprit.end, words };
}

function spot(text, at, words) {
  const token = tokens(text).find((one) => one.at <= at && one.end > at);
  return { at: token?.at ?? at, end: token?.end ?? at + 1, words };
}

// The line of the query with a caret below the place.
export function caret(text, at) {
  const { line, column } = placeOf(text, at);
  const shown = text.split("\n")[line - 1].replace("\r", "");
  const before = [...shown].slice(0, column - 1).join("");
  const gap = [...before].map((sign) => (sign === "\t" ? "\t" : " ".repeat(widthOf(sign)))).join("");
  const number = `${line}  `;
  return element("pre", { class: "caret" }, element("span", { class: "line-number" }, number), `${shown}\n${" ".repeat(number.length)}${gap}`, element("b", {}, "^"));
}
