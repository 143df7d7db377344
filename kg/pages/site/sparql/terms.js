// Terms of an answer: as people read them, as SPARQL writes them, and where each has its page.

export const XSD = "http://www.w3.org/2001/XMLSchema#";
const DIRECTION_MARKS = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g;
const MIDNIGHT = /^(-?\d{4,}-\d\d-\d\d)T00:00:00(?:\.0+)?(?:Z|[+]00:00)?$/;
const LOCAL = /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?$/;
const PAGE = /^([a-z]+)\/([A-Za-z0-9_-][A-Za-z0-9_.-]*)$/;
const TERM = /^[A-Za-z][A-Za-z0-9_-]*$/;
const WITHOUT_PAGE = new Set(["evidence", "participation", "edge"]); // these stand on the page of what they belong to
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const world = { prefixes: [], terms: "", things: "", root: "" };

// Must be called once with the names that are in use and the way to the root of the site.
export function know({ prefixes, terms, things }, root) {
  Object.assign(world, { terms, things, root, byName: prefixes });
  world.prefixes = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);
}

export const iriOf = (value) => ({ kind: "iri", value });

export function compact(iri) {
  for (const [prefix, namespace] of world.prefixes) {
    if (iri.startsWith(namespace) && LOCAL.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}

export function expand(name) {
  if (name.startsWith("<") && name.endsWith(">")) return name.slice(1, -1);
  const colon = name.indexOf(":");
  const prefix = name.slice(0, colon);
  return colon >= 0 && Object.hasOwn(world.byName, prefix) ? world.byName[prefix] + name.slice(colon + 1) : name;
}

// A text without marks that would turn the reading direction of what stands around it.
export function plain(text) {
  return text.replaceAll(DIRECTION_MARKS, "\uFFFD");
}

export function shown(cell) {
  if (cell.kind === "iri") return plain(compact(cell.value));
  const day = cell.datatype === `${XSD}dateTime` && MIDNIGHT.exec(cell.value);
  return day ? day[1] : plain(cell.value);
}

export function isNumber(cell) {
  return cell?.kind === "literal" && NUMBER.test(cell.value);
}

export function isTime(cell) {
  return cell?.kind === "literal" && [`${XSD}dateTime`, `${XSD}date`].includes(cell.datatype);
}

export function kindOf(iri) {
  return iri.startsWith(world.things) ? iri.slice(world.things.length).split("/")[0] : "";
}

// The address of what an IRI names: its page in this site, or the IRI itself where that is of the web; "" for none.
export function addressOf(iri) {
  if (iri.startsWith(world.terms)) return TERM.test(iri.slice(world.terms.length)) ? `${world.root}schema.html#${iri.slice(world.terms.length)}` : "";
  if (iri.startsWith(world.things)) {
    const page = PAGE.exec(iri.slice(world.things.length));
    return page && !WITHOUT_PAGE.has(page[1]) ? `${world.root}id/${page[1]}/${page[2]}.html` : "";
  }
  return isOfTheWeb(iri) ? iri : "";
}

function isOfTheWeb(iri) {
  if (!/^https?:\/\//i.test(iri)) return false;
  if (/[\s<>"'`\\]/.test(iri) || !URL.canParse(iri)) return false;
  const read = new URL(iri);
  return !read.username && !read.password;
}

export function quoted(text) {
  // eslint-disable-next-line no-control-regex
  return `"${text.replaceAll(/[\\"\u0000-\u001F\u007F]/g, (sign) => ESCAPES[sign] ?? `\\u${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`)}"`;
}

// A cell as N-Triples writes it; with a function for IRIs, as Turtle does.
export function asTerm(cell, iri = (value) => `<${value}>`) {
  if (cell.kind === "iri") return iri(cell.value);
  if (cell.kind === "bnode") return `_:${cell.value}`;
  if (cell.kind === "triple") return `<<( ${cell.parts.map((part) => asTerm(part, iri)).join(" ")} )>>`;
  if (cell.language) return `${quoted(cell.value)}@${cell.language}`;
  return !cell.datatype || cell.datatype === `${XSD}string` ? quoted(cell.value) : `${quoted(cell.value)}^^${iri(cell.datatype)}`;
}
