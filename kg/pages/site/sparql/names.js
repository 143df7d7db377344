// What things are called, in every language: asked of the graph once, for forms, completion and hints.

import { expand, kindOf, plain } from "./terms.js";

export const QUERY = `SELECT ?it ?of ?name {
  VALUES ?of { skos:prefLabel akg:title skos:altLabel }
  ?it ?of ?name
  FILTER(ISIRI(?it) && ISLITERAL(?name))
}`;
const MOST = 12;
const RANKS = ["prefLabel", "title", "altLabel"];

const folded = (text) => text.normalize("NFKC").toLowerCase();

export class Names {
  constructor() {
    this.byIri = new Map();
    this.list = [];
  }

  clear() {
    this.byIri.clear();
    this.list = [];
  }

  // Take the rows of the query above.
  fill(rows) {
    for (const [it, of, name] of rows) {
      const rank = RANKS.findIndex((end) => of.value.endsWith(end));
      const one = { iri: it.value, text: plain(name.value), language: name.language ?? "", rank, folded: folded(name.value) };
      if (!this.byIri.has(one.iri)) this.byIri.set(one.iri, []);
      this.byIri.get(one.iri).push(one);
      this.list.push(one);
    }
    this.list.sort((a, b) => a.rank - b.rank || a.text.length - b.text.length || (a.text < b.text ? -1 : 1));
  }

  // A name in the reader's language, else in English, else any; "" for what has none.
  of(iri, language) {
    const place = (name) => (name.rank === 2 ? 4 : 0) + (name.language.split("-")[0] === language ? 0 : name.language === "en" ? 1 : 2);
    const all = this.byIri.get(iri) ?? [];
    return all.length ? all.reduce((best, name) => (place(name) < place(best) ? name : best)).text : "";
  }

  // Names that begin with a text, or hold a word that does; each thing once.
  like(text, kind = "", most = MOST) {
    const wanted = folded(text.trim());
    if (!wanted) return [];
    const found = new Map();
    for (const begins of [true, false]) {
      for (const name of this.list) {
        if (found.size >= most) return [...found.values()];
        if (found.has(name.iri) || (kind && kindOf(name.iri) !== kind)) continue;
        const at = name.folded.indexOf(wanted);
        if (begins ? at === 0 : at > 0 && (/[^\p{L}\p{N}]/u.test(name.folded[at - 1]) || wanted > "\u2E80")) found.set(name.iri, name);
      }
    }
    return [...found.values()];
  }

  // The IRIs that a person means: a short or full IRI, a slug of the kind, or a name whatever its case.
  meant(text, kind) {
    const said = text.trim().replaceAll(/\s+/g, " ");
    const iri = expand(said);
    if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^\s<>"{}|^`\\]+$/.test(iri)) return [iri];
    const slug = expand(`${kind}:${said}`);
    if (this.byIri.has(slug)) return [slug];
    const wanted = folded(said);
    for (const rank of [0, 2, 1]) {
      const found = [...new Set(this.list.filter((name) => name.rank === rank && name.folded === wanted).map((name) => name.iri))];
      const narrowed = found.filter((one) => kindOf(one) === kind);
      const best = narrowed.length ? narrowed : found;
      if (best.length) return best.sort();
    }
    return [];
  }
}
