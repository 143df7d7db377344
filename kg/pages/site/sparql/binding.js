// Values as people give them in, terms out, with which the blanks of a query are bound: never as text.

import { compact, expand, iriOf, XSD } from "./terms.js";

const FORMS = {
  boolean: /^(?:true|false|0|1)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  dateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  decimal: /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/,
  integer: /^[+-]?\d+$/,
  string: /^[^]*$/,
};
const DAY = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;
const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|^`\\]*$/;

// What is wrong with the value of one blank; the page says it at its field.
export class Unfit extends Error {
  constructor(name, word, values = {}) {
    super(word);
    Object.assign(this, { name, word, values });
  }
}

// The value as a person would type it: Supports, program:ant-forest, 2025-10.
export function typed(value) {
  const short = compact(value).replace(/^akg:/, "").replace(/T00:00:00Z$/, "");
  return short.replace(/^(\d{4}-\d\d)-01$/, "$1");
}

export function cellFor(parameter, value, names) {
  const { name, type } = parameter;
  const said = value.trim();
  if (!said && type !== "string") throw new Unfit(name, "valueMissing");
  if (parameter.choices?.length) return chosen(parameter, said);
  if (type === "iri") return meantIri(parameter, said, names);
  const day = type === "dateTime" && DAY.exec(said);
  const plain = day ? `${day[1]}-${day[2] ?? "01"}-${day[3] ?? "01"}T00:00:00Z` : type === "string" ? value : said;
  if (!FORMS[type].test(plain) || !isDay(type, plain)) throw new Unfit(name, type === "dateTime" ? "noMoment" : "noSuchType", { value: said, type });
  return { kind: "literal", value: plain, datatype: XSD + type };
}

function chosen(parameter, said) {
  const spelt = (text) => text.normalize("NFKC").toLowerCase().replaceAll(/[\s_<>-]/g, "");
  const choice = parameter.choices.find((one) => [one, expand(one), compact(one), typed(one)].some((form) => spelt(form) === spelt(said)));
  if (choice === undefined) throw new Unfit(parameter.name, "noChoice", { value: said, choices: parameter.choices.map(typed).join(", ") });
  return parameter.type === "iri" ? iriOf(expand(choice)) : { kind: "literal", value: choice, datatype: XSD + parameter.type };
}

function meantIri({ name }, said, names) {
  const kind = name.split("_")[0];
  const found = names.meant(said, kind);
  if (found.length > 1) throw new Unfit(name, "several", { value: said, things: found.slice(0, 4).map(compact).join(", ") });
  if (found.length === 1 && IRI.test(found[0])) return iriOf(found[0]);
  const near = names.like(said, "", 3).map((one) => one.text);
  throw new Unfit(name, near.length ? "noThingNear" : "noThing", { value: said, things: near.join(", ") });
}

function isDay(type, text) {
  if (type !== "date" && type !== "dateTime") return true;
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text).map(Number);
  const made = new Date(Date.UTC(year, month - 1, day));
  return !Number.isNaN(Date.parse(text)) && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
}
