// An answer as a table: short IRIs that lead to their pages, columns that can be sorted, rows in portions.

import { element } from "./element.js";
import { asTerm, isNumber, isTime, shown } from "./terms.js";

const PORTION = 100;
const LONG = 64;

export function table(answer, { say, nameOf, addressFor }) {
  const numeric = answer.columns.map((_, at) => answer.rows.some((row) => row[at]) && answer.rows.every((row) => !row[at] || isNumber(row[at])));
  let rows = answer.rows;
  let count = 0;
  let sorted = { at: -1, isUp: true };
  const kinds = answer.columns.map((_, at) => (numeric[at] ? "number" : answer.rows.some((row) => isTime(row[at])) ? "moment-cell" : null));
  const body = element("tbody");
  const more = element("button", { type: "button", class: "more" });
  const heads = answer.columns.map((column, at) => {
    const button = element("button", { type: "button", title: say("sortBy", { column }) }, column);
    button.addEventListener("click", () => sort(at));
    return element("th", { scope: "col", class: kinds[at] }, button);
  });

  function append() {
    const portion = rows.slice(count, count + PORTION);
    body.append(...portion.map((row) => element("tr", {}, ...row.map((cell, at) => element("td", { class: kinds[at] }, cell ? cellOf(cell, nameOf, addressFor) : null)))));
    count += portion.length;
    more.hidden = count >= rows.length;
    more.textContent = say("more", { n: Math.min(PORTION, rows.length - count), left: rows.length - count });
  }

  function sort(at) {
    sorted = { at, isUp: sorted.at === at ? !sorted.isUp : true };
    const sign = sorted.isUp ? 1 : -1;
    rows = answer.rows.toSorted((a, b) => sign * compare(a[at], b[at], numeric[at]));
    for (const [column, head] of heads.entries()) {
      if (column === at) head.setAttribute("aria-sort", sorted.isUp ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    restart();
  }

  function restart() {
    body.replaceChildren();
    count = 0;
    append();
  }

  more.addEventListener("click", () => {
    const next = count;
    append();
    const row = body.children[next];
    row?.setAttribute("tabindex", "-1");
    row?.focus();
  });
  restart();
  const made = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body);
  const frame = element("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": say("tableOf", { n: answer.rows.length }) }, made);
  // Paper has no button for more.
  addEventListener("beforeprint", () => { while (body.isConnected && count < rows.length && count < PORTION * 10) append(); });
  return [frame, more];
}

function compare(a, b, isNumeric) {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  return isNumeric ? Number(a.value) - Number(b.value) : shown(a).localeCompare(shown(b));
}

function cellOf(cell, nameOf, addressFor) {
  if (cell.kind === "triple") return element("code", {}, asTerm(cell));
  const text = cell.kind === "bnode" ? `_:${cell.value}` : shown(cell);
  if (cell.kind === "literal") return element("span", cell.language ? { lang: cell.language } : {}, text);
  const address = cell.kind === "iri" ? addressFor(cell.value) : "";
  const looks = text.length > LONG ? "iri long" : "iri";
  const title = cell.kind === "iri" ? nameOf(cell.value) || cell.value : null;
  if (!address) return element("span", { class: looks, title }, text);
  const isOutside = /^https?:/i.test(address);
  return element("a", { class: looks, href: address, title, rel: isOutside ? "noreferrer" : null }, text);
}
