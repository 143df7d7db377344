"use strict";
// Places for the few things around a focus: the same things always get the same places, on any screen of the same form.

// Starts from the places of the whole network, pulls neighbours together, pushes strangers apart,
// and then moves labels off each other. The focus, if there is one, stays in the middle.
// `shape` is width by height of the picture.
function settle(things, lines, focus, shape) {
  const middle = focus || meanOf(things);
  const room = Math.min(1, Math.sqrt(MOST_NAMED / things.length)); // of many things not each can be named
  const points = things.map((thing, index) => startingPoint(thing, index, middle, room));
  const index = new Map(things.map((thing, at) => [thing.id, at]));
  const pairs = uniquePairs(lines, index);
  const length = 150;
  const rounds = points.length > 60 ? 200 : 320;
  for (let round = 0; round < rounds; round += 1) {
    const heat = 40 * (1 - round / rounds) + 1;
    moveOnce(points, pairs, length, heat, shape);
  }
  drawTogether(points);
  if (focus && pairs.length >= FEW_AROUND && neighboursAll(pairs, index.get(focus.id), points.length)) setInRings(points, things, index.get(focus.id), shape);
  for (let round = 0; round < rounds / 2; round += 1) {
    if (!separate(points)) break;
  }
  return points;
}

// -- One step around a focus: two rings, the better documented things in the inner one -------------------

const FEW_AROUND = 6;
const [RING, INNER_SHARE, INNER_SIZE] = [265, 0.34, 0.56];

function neighboursAll(pairs, focus, count) {
  return new Set(pairs.filter((pair) => pair.includes(focus)).flat()).size === count;
}

// Things keep the direction that the springs gave them, as far as there is room for all.
function setInRings(points, things, focus, shape) {
  const others = things.map((thing, at) => at).filter((at) => at !== focus)
    .sort((a, b) => things[b].weight - things[a].weight || (things[a].id < things[b].id ? -1 : 1));
  const inner = others.length > 12 ? Math.round(others.length * INNER_SHARE) : 0;
  const stretch = Math.sqrt(shape);
  const size = RING * Math.max(1, Math.sqrt(others.length / 30));
  spreadOn(points, others.slice(inner), size * stretch, size / stretch);
  spreadOn(points, others.slice(0, inner), size * stretch * INNER_SIZE, size / stretch * INNER_SIZE);
}

function spreadOn(points, chosen, width, height) {
  const turn = 2 * Math.PI / Math.max(1, chosen.length);
  const angles = new Map(chosen.map((at) => [at, Math.atan2(points[at].y / height, points[at].x / width)]));
  const ordered = [...chosen].sort((a, b) => angles.get(a) - angles.get(b) || a - b);
  const off = ordered.map((at, place) => angles.get(at) - place * turn);
  const start = Math.atan2(off.reduce((sum, angle) => sum + Math.sin(angle), 0), off.reduce((sum, angle) => sum + Math.cos(angle), 0));
  ordered.forEach((at, place) => {
    points[at].x = width * Math.cos(start + place * turn);
    points[at].y = height * Math.sin(start + place * turn);
  });
}

const MOST_NAMED = 40;
const AIR = 2.4; // so much more room than things and names take by themselves

// Springs leave many things far apart; the picture is then scaled down until nothing can be read.
function drawTogether(points) {
  const span = (axis) => Math.max(...points.map((point) => point[axis])) - Math.min(...points.map((point) => point[axis]));
  const taken = points.reduce((sum, point) => sum + 2 * point.halfWidth * point.high, 0);
  const factor = Math.min(1, Math.sqrt(taken * AIR / Math.max(1, span("x") * span("y"))));
  for (const point of points) { point.x *= factor; point.y *= factor; }
}

function meanOf(things) {
  const sum = (axis) => things.reduce((total, thing) => total + thing[axis], 0);
  return { x: sum("x") / Math.max(1, things.length), y: sum("y") / Math.max(1, things.length) };
}

function startingPoint(thing, index, focus, room) {
  const turn = index * 2.399963; // the golden angle keeps things that share a place apart
  return {
    x: (thing.x - focus.x) * 0.6 + Math.cos(turn) * 40,
    y: (thing.y - focus.y) * 0.6 + Math.sin(turn) * 40,
    halfWidth: Math.max(24, (Math.min(24, longestLine(nameOf(thing))) * 3.2 + 6) * room),
    high: Math.max(40, (wrapped(nameOf(thing)).length > 1 ? 58 : 44) * room),
    fixed: thing.id === focus.id,
  };
}

function longestLine(label) {
  return Math.max(4, ...wrapped(label).map((line) => [...line].reduce((sum, c) => sum + (c > "\u2e80" ? 2 : 1), 0)));
}

function uniquePairs(lines, index) {
  const seen = new Map();
  for (const line of lines) {
    const a = index.get(line.from);
    const b = index.get(line.to);
    if (a !== b) seen.set(Math.min(a, b) * index.size + Math.max(a, b), [a, b]);
  }
  return [...seen.values()];
}

function moveOnce(points, pairs, length, heat, shape) {
  const push = points.map((p) => ({ x: -p.x * 0.012 / shape, y: -p.y * 0.012 * shape }));
  for (let a = 0; a < points.length; a += 1) {
    for (let b = a + 1; b < points.length; b += 1) {
      const dx = points[a].x - points[b].x;
      const dy = (points[a].y - points[b].y) * 1.35; // labels are wide: more room sideways
      const square = Math.max(dx * dx + dy * dy, 25);
      const force = (length * length) / square * 0.55;
      push[a].x += dx * force * 0.1; push[a].y += dy * force * 0.1;
      push[b].x -= dx * force * 0.1; push[b].y -= dy * force * 0.1;
    }
  }
  for (const [a, b] of pairs) {
    const dx = points[a].x - points[b].x;
    const dy = points[a].y - points[b].y;
    const distance = Math.hypot(dx, dy) || 1;
    const force = (distance - length) / distance * 0.06;
    push[a].x -= dx * force; push[a].y -= dy * force;
    push[b].x += dx * force; push[b].y += dy * force;
  }
  points.forEach((point, at) => {
    if (point.fixed) { point.x = 0; point.y = 0; return; }
    const size = Math.hypot(push[at].x, push[at].y) || 1;
    const step = Math.min(size, heat) / size;
    point.x += push[at].x * step;
    point.y += push[at].y * step;
  });
}

// Moves every two things apart whose labels would overlap; tells whether any did.
function separate(points) {
  let moved = false;
  for (let a = 0; a < points.length; a += 1) {
    for (let b = a + 1; b < points.length; b += 1) {
      const overX = points[a].halfWidth + points[b].halfWidth - Math.abs(points[a].x - points[b].x);
      const overY = (points[a].high + points[b].high) / 2 - Math.abs(points[a].y - points[b].y);
      if (overX <= 0 || overY <= 0) continue;
      moved = true;
      if (overX < overY * 1.5) shift(points[a], points[b], "x", overX);
      else shift(points[a], points[b], "y", overY);
    }
  }
  return moved;
}

function shift(a, b, axis, over) {
  const sign = a[axis] < b[axis] ? -1 : 1;
  if (!a.fixed) a[axis] += sign * over * (b.fixed ? 1.02 : 0.51);
  if (!b.fixed) b[axis] -= sign * over * (a.fixed ? 1.02 : 0.51);
}

// Cuts a name into at most two lines of about twenty letters or ten Han characters.
function wrapped(text) {
  const wide = /[\u2e80-\uffff]/.test(text);
  const limit = wide ? 12 : 22;
  const words = wide && !text.includes(" ") ? [...text] : text.split(/\s+/);
  const glue = wide && !text.includes(" ") ? "" : " ";
  const lines = [""];
  for (const word of words) {
    const last = lines[lines.length - 1];
    if (last && last.length + glue.length + word.length > limit) lines.push(word);
    else lines[lines.length - 1] = last ? last + glue + word : word;
  }
  const kept = lines.slice(0, 2).map((line) => (line.length > limit + 4 ? `${line.slice(0, limit + 2)}…` : line));
  if (lines.length > 2 && !kept[1].endsWith("…")) kept[1] += "…";
  return kept;
}

// -- Where the things of a scene stand ------------------------------------------------

const MOST_SETTLED = 250;

// The whole network has its places from the build; what is around a focus settles from there; a path is a row.
function placesOf(scene, lens, wide) {
  const start = scene.things.map((thing) => ({ ...thing, ...placeInLens(thing, lens) }));
  if (scene.scope === "path") return scene.things.map((thing, at) => pathPlace(at, wide));
  if (scene.scope === "whole" || start.length > MOST_SETTLED) return start;
  const focus = start.find((thing) => thing.id === scene.focus);
  return settle(start, scene.lines, focus, wide ? 1.35 : 0.7);
}

function placeInLens(thing, lens) {
  return lens === "partners" && thing.partnerX !== undefined ? { x: thing.partnerX, y: thing.partnerY } : { x: thing.x, y: thing.y };
}

// Things of a path stand one after another, and lines have room for their words.
function pathPlace(at, wide) {
  const bend = at % 2 ? 46 : -46;
  return wide ? { x: at * 210, y: bend } : { x: bend, y: at * 150 };
}
