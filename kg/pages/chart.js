"use strict";
// A small chart of one figure over time: points, a line through them, and what kind of bound each value is.

const CHART = { width: 320, height: 132, left: 8, right: 8, top: 26, bottom: 22 };
const SPACE = "http://www.w3.org/2000/svg";

// Figures of one thing that measure the same in the same unit, where there are three or more dated points.
function seriesOf(thing, records) {
  const groups = new Map();
  for (const id of thing.records) {
    const record = records[id];
    const at = record && (instantOf(record.end) ?? instantOf(record.start));
    if (record?.class !== "figure" || record.subject !== thing.id || record.number === undefined || at === null) continue;
    const key = `${record.indicator} ${record.unit ?? ""} ${record.basis ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), { id, record, at }]);
  }
  return [...groups.values()].filter((points) => new Set(points.map((p) => p.at)).size >= 3)
    .map((points) => points.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)));
}

function svgOf(tag, attributes, text) {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function chartOf(points, title) {
  const { width, height } = CHART;
  const box = svgOf("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img", "aria-label": say("chart", title, points.length) });
  const place = placing(points);
  box.append(svgOf("path", { class: "axis", d: `M${CHART.left} ${place.y(0)}H${width - CHART.right}` }));
  box.append(svgOf("path", { class: "series", d: surestOf(points).map((p, at) => `${at ? "L" : "M"}${place.x(p.at)} ${place.y(p.record.number)}`).join("") }));
  for (const point of points) box.append(...markOf(point, place));
  const line = surestOf(points);
  const [first, last] = [line[0], line[line.length - 1]];
  const year = (p) => new Date(p.at - 1).getUTCFullYear();
  box.append(
    svgOf("text", { x: CHART.left, y: height - 6 }, String(year(first))),
    svgOf("text", { x: width - CHART.right, y: height - 6, "text-anchor": "end" }, String(year(last))),
    ...endLabel(first, points, place, { x: CHART.left }),
    ...endLabel(last, points, place, { x: width - CHART.right, "text-anchor": "end", class: "most" }),
  );
  return box;
}

// The first and the last value in words, unless another mark stands where the words would.
function endLabel(point, points, place, attributes) {
  const top = ({ record }) => place.y(record.upper ?? record.number);
  const isNear = (other) => Math.abs(place.x(other.at) - place.x(point.at)) < 130;
  const isFree = points.every((other) => other === point || !isNear(other) || top(other) > top(point) - 6);
  return isFree ? [svgOf("text", { ...attributes, y: Math.max(14, top(point) - 10) }, numberInWords(point.record.number))] : [];
}

// The line goes through one value of each date: an exact one before a bound, the one with more receipts before others.
function surestOf(points) {
  const best = new Map();
  const worth = ({ record }) => (["exactly", undefined].includes(record.bound) ? 1000 : 0) + (record.receipts ?? []).length;
  for (const point of points) if (!best.has(point.at) || worth(point) > worth(best.get(point.at))) best.set(point.at, point);
  return [...best.values()];
}

// A mere count needs no unit.
function unitOf(record) {
  return record.unit === "number" ? "" : record.unit ?? "";
}

// A number in the unit of the axis: what a source prints may have another unit and script.
function numberInWords(number) {
  const long = Math.abs(number) >= 1e5;
  const form = { maximumFractionDigits: 2, ...(long ? { notation: "compact", compactDisplay: "long" } : {}) };
  return new Intl.NumberFormat(speech.language === "zh" ? "zh-Hans" : "en", form).format(number);
}

// What a mark says: its bound, its value in the unit of the axis, when, and how its source prints it.
function wordsOfMark(record) {
  const { number, upper, value, composed } = record;
  const own = [upper === undefined ? numberInWords(number) : `${numberInWords(number)} – ${numberInWords(upper)}`, unitOf(record)].filter(Boolean).join(" ");
  return [term(record.bound ?? ""), own, periodInWords(record, speech.language), !composed && value && say("printed", value)].filter(Boolean).join(" · ");
}

function placing(points) {
  const [first, last] = [points[0].at, points[points.length - 1].at];
  const most = Math.max(...points.map((p) => p.record.upper ?? p.record.number), 0);
  const least = Math.min(...points.map((p) => p.record.number), 0);
  const { width, height, left, right, top, bottom } = CHART;
  const round = (number) => Math.round(number * 10) / 10;
  return {
    x: (at) => round(left + 6 + (at - first) / Math.max(1, last - first) * (width - left - right - 12)),
    y: (value) => round(height - bottom - (value - least) / (most - least || 1) * (height - top - bottom)),
  };
}

// A filled dot is exact; a triangle points up for "at least", down for "at most"; a ring is "about"; a bar is "between".
function markOf({ at, record }, place) {
  const [x, y] = [place.x(at), place.y(record.number)];
  const shape = markShape(record.bound, x, y);
  shape.append(svgOf("title", {}, wordsOfMark(record)));
  const bar = record.upper === undefined ? [] : [svgOf("path", { class: "range", d: `M${x} ${y}V${place.y(record.upper)}` })];
  return [...bar, shape];
}

function markShape(bound, x, y) {
  if (["at least", "more than"].includes(bound)) return svgOf("path", { class: "mark", d: `M${x - 5} ${y + 4}L${x} ${y - 5}L${x + 5} ${y + 4}z` });
  if (["at most", "less than", "nearly"].includes(bound)) return svgOf("path", { class: "mark", d: `M${x - 5} ${y - 4}L${x} ${y + 5}L${x + 5} ${y - 4}z` });
  return svgOf("circle", { class: bound === "approximately" ? "mark open" : "mark", cx: x, cy: y, r: 4 });
}
