// Parentheses that change no meaning: npm's oxigraph, up to 0.5.11, reads 10 - 3 - 2 as 10 - (3 - 2), and 8 / 4 / 2 likewise.

import { tokens } from "./tokens.js";

const NO_CALL = new Set(["A", "VALUES", "TRUE", "FALSE"]);
const MODIFIERS = new Set(["GROUP", "HAVING", "ORDER"]);
const PAIRS = { "(": ")", "{": "}", "[": "]" };

// Where a query needs a parenthesis so that it is read from left to right: [{ at, text }], in order.
export function parentheses(text) {
  const found = tokens(text);
  const closing = matching(found);
  const made = [];
  for (const at of expressions(found)) if (closing.has(at)) read(found, at + 1, closing.get(at), closing, made);
  return made.sort((a, b) => a.at - b.at);
}

function matching(found) {
  const open = [];
  const closing = new Map();
  for (const [at, { text }] of found.entries()) {
    if (Object.hasOwn(PAIRS, text)) open.push(at);
    else if (open.length && text === PAIRS[found[open.at(-1)].text]) closing.set(open.pop(), at);
  }
  return closing;
}

// The outermost parentheses that hold expressions; others hold paths, lists of terms, or rows.
function expressions(found) {
  const made = [];
  const levels = [{ isList: false, inside: false }];
  for (const [at, token] of found.entries()) {
    const level = levels.at(-1);
    const word = token.text.toUpperCase();
    if (token.kind === "word" && (word === "SELECT" || MODIFIERS.has(word))) level.isList = true;
    if (token.kind === "word" && (word === "WHERE" || word === "VALUES")) level.isList = false;
    if (token.text === "{") {
      level.isList = false;
      levels.push({ isList: false, inside: false });
    } else if (token.text === "(") {
      const isMine = !level.inside && (level.isList || isCall(found, at));
      if (isMine) made.push(at);
      levels.push({ isList: false, inside: level.inside || isMine });
    } else if ((token.text === "}" || token.text === ")") && levels.length > 1) levels.pop();
  }
  return made;
}

function isCall(found, at) {
  const [before, earlier] = [found[at - 1], found[at - 2]];
  if (before?.kind === "word") return !NO_CALL.has(before.text.toUpperCase());
  return ["iri", "name"].includes(before?.kind) && earlier?.text.toUpperCase() === "FILTER";
}

// Every chain of operators between two places, and those in its parts.
function read(found, from, to, closing, made) {
  for (let at = from; at < to;) {
    const sum = chain(found, at, to, closing, made, ["+", "-"], product);
    const isGroup = !sum && found[at].text === "{" && closing.has(at); // of an EXISTS
    at = sum ? sum.next : (isGroup ? closing.get(at) : at) + 1;
  }
}

function product(found, at, to, closing, made) {
  return chain(found, at, to, closing, made, ["*", "/"], operand);
}

function chain(found, from, to, closing, made, signs, part) {
  const parts = [part(found, from, to, closing, made)];
  const between = [];
  if (!parts[0]) return null;
  while (parts.at(-1).next < to && signs.includes(found[parts.at(-1).next].text)) {
    const next = part(found, parts.at(-1).next + 1, to, closing, made);
    if (!next) break;
    between.push(found[parts.at(-1).next].text);
    parts.push(next);
  }
  if (between.slice(0, -1).includes(signs[1])) {
    for (const { end } of parts.slice(1, -1)) made.push({ at: parts[0].start, text: "(" }, { at: end, text: ")" });
  }
  return { start: parts[0].start, end: parts.at(-1).end, next: parts.at(-1).next };
}

// One value: a sign, then a variable, a number, a text with its type, a call, or parentheses.
function operand(found, from, to, closing, made) {
  let at = from;
  while (at < to && ["-", "+", "!"].includes(found[at].text)) at += 1;
  if (at >= to) return null;
  const { kind, text } = found[at];
  if (text !== "(" && !["variable", "number", "text", "iri", "name", "word"].includes(kind)) return null;
  let last = at;
  if (kind === "text") last = typed(found, at);
  const opened = text === "(" ? at : ["word", "iri", "name"].includes(kind) && found[at + 1]?.text === "(" ? at + 1 : -1;
  if (opened >= 0) {
    if (!closing.has(opened)) return null;
    last = closing.get(opened);
    read(found, opened + 1, last, closing, made);
  }
  return { start: found[from].at, end: found[last].end, next: last + 1 };
}

function typed(found, at) {
  if (found[at + 1]?.kind === "language") return at + 1;
  return found[at + 1]?.text === "^" && found[at + 2]?.text === "^" ? at + 3 : at;
}
