// An answer as bars of its last column of numbers.

import { element } from "./element.js";

const MOST = 200;
const SHARE = 100;

export function barChart(drawing, { say, addressFor }) {
  const { lines, name } = drawing;
  const highest = Math.max(...lines.map((line) => line.value), 0) || 1;
  const items = lines.slice(0, MOST).map((line) => {
    const address = line.iri && addressFor(line.iri);
    const bar = element("span", { class: "bar" });
    bar.style.inlineSize = `${(Math.max(line.value, 0) / highest) * SHARE}%`;
    return element("li", {},
      element("span", { class: "bar-words" }, address ? element("a", { href: address }, line.text) : line.text || say("noWords")),
      element("span", { class: "bar-room" }, bar, element("span", { class: "bar-value" }, line.said)));
  });
  const parts = [element("p", { class: "axis" }, name), element("ol", { class: "bar-list" }, ...items)];
  if (lines.length > MOST) parts.push(element("p", { class: "aside-note" }, say("firstOf", { n: MOST, all: lines.length })));
  return parts;
}
