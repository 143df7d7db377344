// A query's text in, its tokens out: what the page has to know of a query before an engine sees it.

const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+|#[^\r\n]*)`,
    String.raw`(?<iri><[^<>"{}|^\x60\\\u0000-\u0020]*>)`,
    String.raw`(?<text>"""(?:"{0,2}(?:[^"\\]|\\[^]))*"""|'''(?:'{0,2}(?:[^'\\]|\\[^]))*'''|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')`,
    String.raw`(?<variable>[?$][\p{L}\p{N}_]+)`,
    String.raw`(?<language>@[A-Za-z][A-Za-z0-9-]*)`,
    String.raw`(?<name>(?:\p{L}(?:[\p{L}\p{N}_.\-]{0,99}[\p{L}\p{N}_\-])?|_)?:(?:[\p{L}\p{N}_:.\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])*)`,
    String.raw`(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[\p{L}][\p{L}\p{N}_]*)`,
    String.raw`(?<mark>[^])`,
  ].join("|"),
  "gu",
);
const FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
const UPDATES = ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"];
const BLANK = /^[?$]_(\w+?)_(iri|boolean|date|dateTime|decimal|integer|string)$/;
const OPENING = new Set(["(", "{", "["]);
const CLOSING = new Set([")", "}", "]"]);

export function tokens(text) {
  const found = [];
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    if (kind !== "space") found.push({ kind, text: match[0], at: match.index, end: match.index + match[0].length });
  }
  return found;
}

// The bare words that stand outside of all brackets.
function outermost(found) {
  let depth = 0;
  return found.filter((token) => {
    depth += OPENING.has(token.text) - CLOSING.has(token.text);
    return token.kind === "word" && depth === 0;
  });
}

// What a query answers with: "rows", "boolean" or "triples".
export function formOf(text) {
  const word = outermost(tokens(text)).find((token) => FORMS.includes(token.text.toUpperCase()))?.text.toUpperCase();
  return { ASK: "boolean", CONSTRUCT: "triples", DESCRIBE: "triples" }[word] ?? "rows";
}

// What must not be asked, and where it stands: { word, at, end }, or nothing.
export function refused(text) {
  const found = tokens(text);
  const first = outermost(found).find((token) => [...FORMS, ...UPDATES].includes(token.text.toUpperCase()));
  if (first && UPDATES.includes(first.text.toUpperCase())) return { word: "update", name: first.text.toUpperCase(), at: first.at, end: first.end };
  for (const [at, token] of found.entries()) {
    if (token.kind !== "word") continue;
    const next = found[at + 1]?.text.toUpperCase() === "NAMED" || found[at + 1]?.text.toUpperCase() === "SILENT" ? found[at + 2] : found[at + 1];
    const isTarget = ["iri", "name", "variable"].includes(next?.kind);
    const word = token.text.toUpperCase();
    if (isTarget && ["SERVICE", "FROM"].includes(word)) return { word: word.toLowerCase(), name: word, at: token.at, end: token.end };
  }
  return null;
}

// The blanks of a query, such as ?_program_iri, in the order in which it names them.
export function blanksOf(text) {
  const found = new Map();
  for (const token of tokens(text)) {
    const match = token.kind === "variable" && BLANK.exec(token.text);
    if (match && !found.has(match[1])) found.set(match[1], { name: match[1], type: match[2], variable: `?_${match[1]}_${match[2]}` });
  }
  return [...found.values()];
}

// Where the outermost group begins: behind the first brace outside parentheses; -1 where there is none.
export function groupOf(text) {
  let depth = 0;
  for (const token of tokens(text)) {
    depth += (token.text === "(") - (token.text === ")");
    if (token.text === "{" && depth === 0) return token.end;
  }
  return -1;
}

// The prefixes that a query uses and does not declare: those that are known, and the first token that is not.
export function undeclared(text, known) {
  const found = tokens(text);
  const declared = new Set(["_"]);
  const used = [];
  for (const [at, token] of found.entries()) {
    if (token.kind !== "name") continue;
    const prefix = token.text.slice(0, token.text.indexOf(":"));
    if (found[at - 1]?.text.toUpperCase() === "PREFIX") declared.add(prefix);
    else used.push([prefix, token]);
  }
  const open = used.filter(([prefix]) => !declared.has(prefix));
  const stranger = open.find(([prefix]) => !Object.hasOwn(known, prefix));
  const ours = [...new Set(open.map(([prefix]) => prefix))].filter((prefix) => Object.hasOwn(known, prefix)).sort();
  return { ours, stranger: stranger?.[1] ?? null };
}

// Our terms that a query names by the prefix akg.
export function namedTerms(text) {
  const found = tokens(text);
  return found.filter((token, at) => token.kind === "name" && token.text.startsWith("akg:") && found[at - 1]?.text.toUpperCase() !== "PREFIX" && token.text !== "akg:");
}

// A SELECT that gives at most so many rows: its own LIMIT lowered, or one set where it has none.
export function limited(text, most) {
  const found = tokens(text);
  const depth = found.reduce((sum, token) => sum + OPENING.has(token.text) - CLOSING.has(token.text), 0);
  if (depth || found.some((token) => token.text === '"' || token.text === "'")) return text; // it will not parse, and the fault is to be seen
  const last = found.findLastIndex((token) => token.text === "}" && !isBehindValues(found, token));
  if (formOf(text) !== "rows" || last < 0) return text;
  const tail = found.slice(last + 1);
  const at = tail.findIndex((token) => token.kind === "word" && token.text.toUpperCase() === "LIMIT");
  if (at >= 0) return lowered(text, tail, at, most);
  const values = tail.find((token) => token.kind === "word" && token.text.toUpperCase() === "VALUES");
  return values ? `${text.slice(0, values.at)} LIMIT ${most} ${text.slice(values.at)}` : `${text}\nLIMIT ${most}`;
}

function lowered(text, tail, at, most) {
  const number = tail[at + 1];
  return number?.kind === "number" && Number(number.text) > most ? text.slice(0, number.at) + most + text.slice(number.end) : text;
}

// Whether a closing brace ends the rows of a VALUES that stands behind the whole query.
function isBehindValues(found, brace) {
  let depth = 0;
  for (const [at, token] of found.entries()) {
    if (token === brace) return depth === 1 && openedByValues(found, at);
    depth += (token.text === "{") - (token.text === "}");
  }
  return false;
}

function openedByValues(found, closing) {
  let depth = 0;
  for (let at = closing; at >= 0; at -= 1) {
    depth += (found[at].text === "}") - (found[at].text === "{");
    if (depth === 0) {
      const before = found.slice(0, at).findLast((token) => token.kind === "word");
      return before?.text.toUpperCase() === "VALUES";
    }
  }
  return false;
}

export function placeOf(text, at) {
  const before = text.slice(0, at);
  return { line: before.split("\n").length, column: Array.from(before.slice(before.lastIndexOf("\n") + 1)).length + 1 };
}

export function offsetOf(text, line, column) {
  const lines = text.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return start + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
}
