// An answer as links from name to name: names in columns by their distance from where links begin.

import { drawn, element, fitted } from "./element.js";

const MOST = 160;
const ROW = 27;
const LABEL = 44;
const NEAREST = 110;
const FARTHEST = 360;
const PAD = 18;
const WORDS = 16;

export function network(found, { say, addressFor }, width) {
  const { nodes, edges, left } = kept(found);
  layer(nodes);
  const columns = ordered(nodes);
  place(columns);
  const parts = [element("div", { class: "network-frame", tabindex: "0", role: "region", "aria-label": say("networkOf", { nodes: nodes.length, links: edges.length }) }, picture(columns, edges, addressFor, width))];
  if (left) parts.push(element("p", { class: "aside-note" }, say("mostLinked", { n: nodes.length, all: nodes.length + left })));
  return parts;
}

// The names of the most links, and the links among them.
function kept(found) {
  const all = new Map();
  for (const { from, to } of found) for (const end of [from, to]) if (!all.has(end.key)) all.set(end.key, { ...end, out: [], into: [] });
  const degree = new Map();
  for (const { from, to } of found) for (const end of [from, to]) degree.set(end.key, (degree.get(end.key) ?? 0) + 1);
  const chosen = new Set([...all.keys()].sort((a, b) => degree.get(b) - degree.get(a) || (a < b ? -1 : 1)).slice(0, MOST));
  const edges = found.filter(({ from, to }) => chosen.has(from.key) && chosen.has(to.key) && from.key !== to.key)
    .map((edge) => ({ ...edge, from: all.get(edge.from.key), to: all.get(edge.to.key) }));
  for (const edge of edges) {
    edge.from.out.push(edge.to);
    edge.to.into.push(edge.from);
  }
  return { nodes: [...all.values()].filter((node) => chosen.has(node.key)), edges, left: all.size - chosen.size };
}

// Steps from where links begin; where they go in a circle, from the name with the most of them.
function layer(nodes) {
  const size = (node) => node.out.length + node.into.length;
  const ranked = [...nodes].sort((a, b) => size(b) - size(a) || (a.key < b.key ? -1 : 1));
  spread(nodes.filter((node) => !node.into.length), (node) => node.out);
  for (const node of ranked) if (node.layer === undefined) spread([node], (one) => [...one.out, ...one.into]);
}

function spread(starts, next) {
  let edge = starts;
  for (const node of starts) node.layer = 0;
  for (let step = 1; edge.length; step += 1) {
    edge = edge.flatMap((node) => next(node)).filter((node) => node.layer === undefined && ((node.layer = step), true));
  }
}

// Columns in which neighbours stand near each other.
function ordered(nodes) {
  const columns = [];
  for (const node of nodes) (columns[node.layer] ??= []).push(node);
  for (const column of columns) column.sort((a, b) => (a.text < b.text ? -1 : 1));
  for (let turn = 0; turn < 6; turn += 1) {
    for (const column of columns) for (const [at, node] of column.entries()) node.at = (at + 0.5) / column.length;
    for (const column of turn % 2 ? columns.toReversed() : columns) {
      for (const node of column) {
        const beside = [...node.out, ...node.into].filter((other) => other.layer !== node.layer);
        if (beside.length) node.at = beside.reduce((sum, other) => sum + other.at, 0) / beside.length;
      }
      column.sort((a, b) => a.at - b.at);
      for (const [at, node] of column.entries()) node.at = (at + 0.5) / column.length;
    }
  }
  return columns;
}

// Every name stands as near to the middle of its neighbours as its column allows.
function place(columns) {
  const tallest = Math.max(...columns.map((column) => column.length));
  const start = columns.findIndex((column) => column.length === tallest);
  const order = [...columns.keys()].sort((a, b) => Math.abs(a - start) - Math.abs(b - start));
  for (const at of order) {
    const column = columns[at];
    const spacing = at === start ? ROW : (tallest * ROW) / column.length;
    for (const [index, node] of column.entries()) {
      const beside = [...node.out, ...node.into].filter((other) => other.y !== undefined && other.layer !== node.layer);
      node.wish = beside.length ? beside.reduce((sum, other) => sum + other.y, 0) / beside.length : PAD + (index + 0.5) * spacing;
    }
    column.sort((a, b) => a.wish - b.wish);
    let free = PAD + ROW / 2;
    for (const node of column) {
      node.y = Math.max(free, node.wish);
      free = node.y + ROW;
    }
    let most = PAD + tallest * ROW - ROW / 2;
    for (const node of column.toReversed()) {
      node.y = Math.min(node.y, most);
      most = node.y - ROW;
    }
  }
}

// How wide a text is drawn; a canvas knows, and is asked once for all.
const pen = document.createElement("canvas").getContext("2d");
pen.font = `12.5px ${getComputedStyle(document.body).fontFamily}`;
const measured = (text) => pen.measureText(text).width;

function picture(columns, edges, addressFor, room) {
  const widths = columns.map((column) => Math.max(...column.map((node) => measured(fitted(node.text, LABEL)))) + PAD);
  const last = columns.length - 1;
  const free = room - PAD * 4 - widths.reduce((sum, one) => sum + one, 0);
  const gap = Math.min(Math.max(free / Math.max(last, 1), NEAREST), FARTHEST);
  let x = PAD + widths[0];
  for (const [at, column] of columns.entries()) {
    for (const node of column) node.x = x;
    x += gap + (at > 0 && at < last ? widths[at] : 0);
  }
  const width = columns[last][0].x + (last ? widths[last] : 0) + PAD * 2;
  const height = Math.max(...columns.flat().map((node) => node.y)) + ROW / 2 + PAD;
  const box = drawn("svg", { viewBox: `0 0 ${Math.round(width)} ${Math.round(height)}`, width: Math.round(width), height: Math.round(height), class: "network" });
  const lines = edges.map((edge) => ({ edge, shape: lineOf(edge, last) }));
  box.append(...lines.map(({ shape }) => shape));
  const hasWords = edges.length <= WORDS * 2;
  if (hasWords) box.append(...edges.filter((edge) => edge.words).map(wordsOn));
  box.append(...columns.flat().map((node) => nodeOf(node, addressFor, box, lines)));
  return box;
}

function lineOf({ from, to, words, count }) {
  const bend = from.layer === to.layer ? 46 : Math.max(40, Math.abs(to.x - from.x) / 2);
  const out = from.layer === to.layer ? [from.x - bend, to.x - bend] : from.x < to.x ? [from.x + bend, to.x - bend] : [from.x - bend, to.x + bend];
  const said = [`${from.text} → ${to.text}`, words, count > 1 ? `×${count}` : ""].filter(Boolean).join(" · ");
  const shape = drawn("path", { class: "link", d: `M${from.x} ${round(from.y)}C${out[0]} ${round(from.y)} ${out[1]} ${round(to.y)} ${to.x} ${round(to.y)}` }, drawn("title", {}, said));
  shape.style.strokeWidth = String(Math.min(1.2 + Math.log2(count) * 0.6, 4));
  return shape;
}

const round = (number) => Math.round(number * 10) / 10;

function wordsOn({ from, to, words }) {
  const [left, right] = from.x < to.x ? [from, to] : [to, from];
  const start = left.x + (left.layer ? measured(fitted(left.text, LABEL)) + 16 : 0);
  return drawn("text", { class: "link-words", x: round((start + right.x) / 2), y: round((from.y + to.y) / 2 - 4), "text-anchor": "middle" }, fitted(words, Math.floor((right.x - start) / 6.5)));
}

function nodeOf(node, addressFor, box, lines) {
  const isLeft = node.layer === 0;
  const address = node.iri && addressFor(node.iri);
  const label = drawn("text", { x: node.x + (isLeft ? -10 : 10), y: round(node.y + 4), "text-anchor": isLeft ? "end" : "start" }, fitted(node.text, LABEL));
  const made = drawn(address ? "a" : "g", { class: "node", ...(address ? { href: address } : {}) },
    drawn("circle", { cx: node.x, cy: round(node.y), r: 4.5, "data-kind": node.kind || null }), label, drawn("title", {}, node.text));
  const light = (isLit) => {
    box.classList.toggle("has-lit", isLit);
    for (const { edge, shape } of lines) shape.classList.toggle("lit", isLit && (edge.from === node || edge.to === node));
    made.classList.toggle("lit", isLit);
  };
  for (const [name, isLit] of [["pointerenter", true], ["pointerleave", false], ["focus", true], ["blur", false]]) made.addEventListener(name, () => light(isLit));
  return made;
}
