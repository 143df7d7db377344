// What could stand at the cursor: keywords, variables of the query, our prefixes, terms, and names of things.

import { KEYWORDS } from "./faults.js";
import { compact } from "./terms.js";
import { tokens } from "./tokens.js";

const MOST = 40;
const SHORTEST = 2;

// world: { prefixes, vocabulary, names, language, say }. Returns { from, options, filter }, as CodeMirror takes it.
export function completions(text, at, isAsked, { prefixes, vocabulary, names, language, say }) {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  if (/(?:^|\s)#[^>]*$/.test(line)) return null;
  const inside = tokens(text).find((token) => token.at < at && token.end >= at);
  if (inside?.kind === "text" || inside?.kind === "iri") return null;
  const word = /[?$]?[\p{L}\p{N}_:.-]*$/u.exec(line)[0];
  const options = optionsFor(word, isAsked);
  return options.length ? { from: at - word.length, options: options.slice(0, MOST), filter: false } : null;

  function optionsFor() {
    if (/^[?$]/.test(word)) return variables(text, word);
    const colon = word.indexOf(":");
    const prefix = word.slice(0, colon);
    if (colon > 0 && prefix === "akg") return termOptions(word.slice(colon + 1));
    if (colon > 0 && Object.hasOwn(prefixes, prefix)) return thingsOf(prefix, word.slice(colon + 1));
    if (colon >= 0 || (word.length < SHORTEST && !isAsked)) return [];
    return [...keywords(word), ...named(word), ...prefixOptions(word)];
  }

  function termOptions(start) {
    const wanted = start.toLowerCase();
    const place = (term) => { const found = term.name.toLowerCase().indexOf(wanted); return found < 0 && term.label.toLowerCase().includes(wanted) ? 90 : found; };
    return vocabulary.map((term) => [place(term), term]).filter(([found]) => found >= 0)
      .sort(([a, one], [b, other]) => Math.sign(a) - Math.sign(b) || (one.name < other.name ? -1 : 1))
      .map(([, term]) => ({ label: `akg:${term.name}`, detail: say(`term_${term.kind}`), info: term.definition || undefined }));
  }

  function thingsOf(prefix, start) {
    const wanted = start.toLowerCase();
    const found = new Map();
    for (const name of names.list) {
      const short = compact(name.iri);
      if (!short.startsWith(`${prefix}:`) || found.has(short)) continue;
      if (short.slice(prefix.length + 1).includes(wanted) || name.folded.includes(wanted)) found.set(short, { label: short, detail: names.of(name.iri, language) });
    }
    return [...found.values()];
  }

  function named(start) {
    return names.like(start, "", 8).map((name) => ({ label: name.text, apply: compact(name.iri), detail: compact(name.iri) }));
  }

  function prefixOptions(start) {
    return Object.keys(prefixes).filter((prefix) => prefix.startsWith(start)).map((prefix) => ({ label: `${prefix}:`, detail: prefixes[prefix] }));
  }
}

function keywords(start) {
  const wanted = start.toUpperCase();
  return KEYWORDS.filter((word) => word.length > 1 && word.startsWith(wanted)).map((label) => ({ label }));
}

function variables(text, start) {
  const found = tokens(text).filter((token) => token.kind === "variable" && token.text !== start && token.text.startsWith(start));
  return [...new Set(found.map((token) => token.text))].sort().map((label) => ({ label }));
}
