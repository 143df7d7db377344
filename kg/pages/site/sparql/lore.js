// What the page asks of the graph for itself: what things are called, and on whose page a part stands.

import { QUERY as NAMES } from "./names.js";
import { addressOf, kindOf } from "./terms.js";

const OWNERS = `SELECT ?part ?owner {
  { ?owner akg:hasEvidence|akg:hasParticipation ?part } UNION { ?part akg:derivedFrom ?owner }
  FILTER(ISIRI(?part) && ISIRI(?owner))
} ORDER BY DESC(?part) DESC(?owner)`;
const MOST = 1_000_000;
const LIMITS = { form: "rows", most: MOST, seconds: 30, isQuiet: true };

export function loreFrom(names) {
  const owners = new Map();
  let known = null;

  async function learn(engine) {
    const [called, owned] = await Promise.all([engine.ask(NAMES, LIMITS), engine.ask(OWNERS, LIMITS)]);
    names.clear();
    names.fill(called.rows);
    owners.clear();
    for (const [part, owner] of owned.rows) owners.set(part.value, owner.value);
  }

  return {
    known(engine) {
      known ??= learn(engine).catch((problem) => {
        known = null;
        throw problem;
      });
      return known;
    },
    forget() { known = null; },
    // The page of a thing, or the place of a part on the page of what it belongs to.
    addressFor(iri) {
      const page = addressOf(iri);
      if (page || !owners.has(iri)) return page;
      const owner = addressOf(owners.get(iri)) || (owners.has(owners.get(iri)) ? addressOf(owners.get(owners.get(iri))) : "");
      const slug = iri.slice(iri.lastIndexOf("/") + 1);
      return owner && /^[A-Za-z0-9_.-]+$/.test(slug) ? `${owner}#${kindOf(iri)}-${slug}` : "";
    },
  };
}
