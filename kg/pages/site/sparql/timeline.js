// An answer along a line of time: dots above the years, and below them what happened when.

import { drawn, element } from "./element.js";

const MOST = 400;
const NARROWEST = 320;
const FRAME = { left: 14, right: 14, dot: 4, step: 9, foot: 26 };

export function timeline({ points, undated }, { say, addressFor }, width) {
  const kept = points.slice(0, MOST);
  const years = Map.groupBy(kept, (point) => point.shown.slice(0, 4));
  const list = element("div", { class: "years" }, ...[...years].map(([year, found]) => section(year, found, addressFor)));
  const parts = [strip(kept, say, Math.max(width, NARROWEST)), list];
  if (points.length > MOST) parts.push(element("p", { class: "aside-note" }, say("firstOf", { n: MOST, all: points.length })));
  if (undated) parts.push(element("p", { class: "aside-note" }, say("undated", { n: undated })));
  return parts;
}

function section(year, found, addressFor) {
  const items = found.map((point) => {
    const address = point.iri && addressFor(point.iri);
    return element("li", {}, element("time", { datetime: point.day }, point.shown.slice(5) || "—"), element("span", {}, address ? element("a", { href: address }, point.text) : point.text));
  });
  return element("section", {}, element("h3", {}, year), element("ol", {}, ...items));
}

const dayNumber = (day) => Date.parse(`${day}T00:00:00Z`);

// Dots that fall on the same place are stacked.
function strip(points, say, width) {
  const first = Number(points[0].shown.slice(0, 4));
  const last = Number(points.at(-1).shown.slice(0, 4)) + 1;
  const [from, to] = [Date.UTC(first, 0), Date.UTC(last, 0)];
  const place = (moment) => FRAME.left + ((moment - from) / (to - from)) * (width - FRAME.left - FRAME.right);
  const stacks = new Map();
  const dots = points.map((point) => {
    const column = Math.round(place(dayNumber(point.day)) / FRAME.step);
    const height = stacks.get(column) ?? 0;
    stacks.set(column, height + 1);
    return { point, x: column * FRAME.step, height };
  });
  const most = Math.max(...stacks.values());
  const step = most > 14 ? (14 * FRAME.step) / most : FRAME.step;
  const ground = 8 + Math.min(most, 14) * FRAME.step;
  const box = drawn("svg", { viewBox: `0 0 ${width} ${ground + FRAME.foot}`, class: "strip", role: "img", "aria-label": say("momentsBetween", { n: points.length, first, last: last - 1 }) });
  box.append(drawn("path", { class: "ground", d: `M${FRAME.left} ${ground}H${width - FRAME.right}` }));
  const every = Math.ceil((last - first) / Math.floor(width / 46));
  for (let year = first; year <= last; year += 1) {
    const x = Math.round(place(Date.UTC(year, 0)));
    box.append(drawn("path", { class: "ground", d: `M${x} ${ground}v5` }));
    if (year < last && (year - first) % every === 0) box.append(drawn("text", { x: x + 4, y: ground + 18 }, String(year)));
  }
  for (const { point, x, height } of dots) {
    box.append(drawn("circle", { class: "moment", cx: x, cy: ground - 6 - height * step, r: FRAME.dot }, drawn("title", {}, `${point.shown} · ${point.text}`)));
  }
  return box;
}
