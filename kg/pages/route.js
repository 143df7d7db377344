"use strict";
// The shortest way between two things over statements that each have a record behind them.

// Returns one hop after another, each with every statement that can carry it; nothing where there is no way.
// by: "any" takes statements in either direction, "directed" only as they are said, "nohubs" passes no hub.
function routeOf(lens, state, isOpen) {
  const { from, to, by } = state;
  if (!lens.touching.has(from) || !lens.touching.has(to) || from === to) return [];
  const cameFrom = new Map([[from, ""]]);
  let edge = [from];
  while (edge.length && !cameFrom.has(to)) edge = edge.flatMap((id) => stepsFrom(lens, id, state, cameFrom, isOpen));
  if (!cameFrom.has(to)) return [];
  const stops = [to];
  while (stops[0] !== from) stops.unshift(cameFrom.get(stops[0]));
  return stops.slice(1).map((end, at) => hopOf(lens, stops[at], end, by, isOpen));
}

// The things one step on, in order of identity, so that of equally short ways the same is found every time.
function stepsFrom(lens, id, { to, by, from }, cameFrom, isOpen) {
  if (by === "nohubs" && id !== from && id !== to && neighboursOf(id, lens.touching).size > lens.hub) return [];
  const next = lens.touching.get(id).filter((line) => isOpen(line) && canGo(line, id, by))
    .map((line) => (line.from === id ? line.to : line.from));
  return [...new Set(next)].sort().filter((other) => !cameFrom.has(other) && cameFrom.set(other, id));
}

function canGo(line, id, by) {
  return by !== "directed" || line.bothWays || line.from === id;
}

function hopOf(lens, start, end, by, isOpen) {
  const lines = lens.touching.get(start).filter((line) => (line.from === end || line.to === end) && isOpen(line) && canGo(line, start, by));
  return { start, end, lines, pair: [start, end].sort().join(" ") };
}
