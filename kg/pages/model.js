"use strict";
// The network without its picture: which things and statements there are, and which of them a state shows.

const NONE = "-"; // stands for "no theme", "no voice"
const PARTNER_KINDS = ["organization", "group"];

function makeModel(data) {
  const records = Object.assign(Object.create(null), data.records);
  const things = new Map(data.nodes.map((node) => [node.id, node]));
  const lines = new Map(data.edges.map((edge) => [edge.id, edge]));
  const questions = new Map(data.questions.map((question) => [question.name, question]));
  for (const line of lines.values()) describeLine(line, things, records);
  const model = {
    records, things, lines, questions, start: data.start,
    sources: Object.assign(Object.create(null), data.sources),
    lenses: { everything: lensOf("everything", things, lines), partners: lensOf("partners", things, lines) },
    kinds: new Map(data.kinds.map((kind) => [kind.id, kind])),
    values: valuesOf(data, lines),
  };
  model.lineOf = lineOfRecords(model.lenses.everything.lines);
  for (const thing of things.values()) {
    thing.weight = model.lenses.everything.touching.get(thing.id).length + thing.records.length;
  }
  const years = [...lines.values()].map((line) => line.year).filter((year) => year !== null);
  model.firstYear = Math.min(...years, 9999);
  model.lastYear = Math.max(...years, 0);
  return model;
}

// The statement that says best what a record says: one with a direction before one without.
function lineOfRecords(lines) {
  const found = new Map();
  const ranked = [...lines].sort((a, b) => a.bothWays - b.bothWays || (a.id < b.id ? -1 : 1));
  for (const line of ranked) for (const id of line.records) if (!found.has(id)) found.set(id, line);
  return found;
}

// Says of a statement what the filters ask for: voices, themes, the year in which it began.
function describeLine(line, things, records) {
  const behind = line.records.map((id) => records[id]).filter(Boolean);
  const voices = behind.flatMap((record) => record.receipts ?? []).map((receipt) => receipt.voice ?? NONE);
  const themes = [...behind, things.get(line.from), things.get(line.to)].flatMap((one) => one?.themes ?? []);
  line.voice = voices.length ? [...new Set(voices)] : [NONE];
  line.theme = themes.length ? [...new Set(themes)] : [NONE];
  line.year = earliest(behind.map(yearOf));
  line.pair = [line.from, line.to].sort().join(" ");
  line.program = line.lens === "partners" ? things.get(line.relation) : undefined;
}

function earliest(years) {
  const known = years.filter((year) => year !== null);
  return known.length ? Math.min(...known) : null;
}

// The year in which a record begins to hold; of one that only says "until", the last year that it speaks of.
function yearOf(record) {
  const start = instantOf(record.start);
  const end = instantOf(record.end);
  if (start !== null) return new Date(start).getUTCFullYear();
  return end === null ? null : new Date(end - 1).getUTCFullYear();
}

// One way to look at the network: its lines, its things, and what touches what.
function lensOf(name, things, lines) {
  const mine = [...lines.values()].filter((line) => line.lens === name);
  const touching = new Map([...things.keys()].map((id) => [id, []]));
  for (const line of mine) {
    touching.get(line.from).push(line);
    if (line.to !== line.from) touching.get(line.to).push(line);
  }
  const shown = name === "partners"
    ? [...things.values()].filter((thing) => PARTNER_KINDS.includes(thing.kind) && touching.get(thing.id).length)
    : [...things.values()];
  return { name, lines: mine, touching, things: shown, has: new Set(shown.map((thing) => thing.id)), hub: hubSize(shown, touching) };
}

// A hub has more neighbours than nineteen things out of twenty, and at least eight.
function hubSize(things, touching) {
  const counts = things.map((thing) => neighboursOf(thing.id, touching).size).sort((a, b) => a - b);
  return Math.max(8, counts[Math.floor(counts.length * 0.95)] ?? 0);
}

function neighboursOf(id, touching) {
  const others = touching.get(id).map((line) => (line.from === id ? line.to : line.from));
  return new Set(others.filter((other) => other !== id));
}

function valuesOf(data, lines) {
  const all = [...lines.values()];
  const receipts = Object.values(data.records).flatMap((record) => record.receipts ?? []);
  const voices = new Map(receipts.filter((r) => r.voice).map((r) => [r.voice, r.voiceName ?? r.voice]));
  const relations = new Map(all.map((line) => [line.relation, line.words]));
  const byName = (a, b) => (a[1] < b[1] ? -1 : 1);
  const some = (name) => (all.some((line) => line[name].includes(NONE)) ? [[NONE, `no ${name}`]] : []);
  return {
    kind: new Map(data.kinds.map((kind) => [kind.id, kind.name])),
    relation: new Map([...relations].sort(byName)),
    theme: new Map([...Object.entries(data.themes).sort(byName), ...some("theme")]),
    voice: new Map([...[...voices].sort(byName), ...some("voice")]),
  };
}

// What names exist, as the permalink asks.
function knownTo(model) {
  return {
    start: model.start, firstYear: model.firstYear, lastYear: model.lastYear,
    has: (id) => model.things.has(id) || model.lines.has(id) || isPair(model, id),
    hasValue: (facet, value) => model.values[facet].has(value),
    hasQuestion: (name) => model.questions.has(name),
  };
}

function isPair(model, id) {
  const ends = (id ?? "").split(" ");
  return ends.length === 2 && ends.every((end) => model.things.has(end));
}

// -- What a state shows -------------------------------------------------------------

// The scene holds everything that may appear without another place for anything: filters and year then hide parts of it.
function sceneOf(model, state) {
  const lens = model.lenses[state.lens];
  const scope = scopeOf(state);
  if (scope === "path") return pathScene(model, state);
  if (scope === "ask") return answerScene(model, state);
  const focus = focusOf(model, state);
  const ids = scope === "whole" || !focus ? lens.has : around(focus, state.depth, lens.touching);
  return gather(lens, ids, scope === "focus" ? focus : "", scope);
}

// The focus may have no place in a lens; then the best connected thing takes it.
function focusOf(model, state) {
  const lens = model.lenses[state.lens];
  if (lens.has.has(state.focus)) return state.focus;
  const ranked = [...lens.things].sort((a, b) => lens.touching.get(b.id).length - lens.touching.get(a.id).length || (a.id < b.id ? -1 : 1));
  return ranked[0]?.id ?? "";
}

function gather(lens, ids, focus, scope) {
  return {
    scope, focus,
    things: lens.things.filter((thing) => ids.has(thing.id)),
    lines: lens.lines.filter((line) => ids.has(line.from) && ids.has(line.to)),
  };
}

function around(focus, depth, touching) {
  const reached = new Set([focus]);
  let edge = [focus];
  for (let step = 0; step < depth; step += 1) {
    edge = edge.flatMap((id) => [...neighboursOf(id, touching)]).filter((id) => !reached.has(id) && reached.add(id));
  }
  return reached;
}

function pathScene(model, state) {
  const lens = model.lenses[state.lens];
  const found = routeOf(lens, state, (line) => lineIsOn(model, state, line));
  const steps = new Set(found.map((hop) => hop.pair));
  const ids = new Set([state.from, ...found.map((hop) => hop.end), state.to]);
  return {
    scope: "path", focus: "", hops: found,
    things: [...ids].map((id) => model.things.get(id)).filter(Boolean),
    lines: lens.lines.filter((line) => steps.has(line.pair)),
  };
}

function answerScene(model, state) {
  const question = model.questions.get(state.ask);
  const wanted = new Set(question.records);
  const everything = model.lenses.everything;
  const lines = everything.lines.filter((line) => line.records.some((id) => wanted.has(id)));
  const ids = new Set([...question.things, ...lines.flatMap((line) => [line.from, line.to])]);
  for (const id of question.records) {
    for (const part of model.records[id]?.parts ?? []) if (everything.has.has(part.thing)) ids.add(part.thing);
  }
  return { scope: "ask", focus: "", question, things: everything.things.filter((thing) => ids.has(thing.id)), lines };
}

// Whether filters and year let a statement through, but for one facet if that is named.
function lineIsOn(model, state, line, but = "") {
  return (but === "relation" || isOn(state.relation, line.relation))
    && (but === "voice" || anyOn(state.voice, line.voice))
    && (but === "theme" || anyOn(state.theme, line.theme))
    && yearIsOn(state, line)
    && (but === "kind" || endIsOn(model, state, line.from) && endIsOn(model, state, line.to));
}

function endIsOn(model, state, id) {
  return id === state.focus && scopeOf(state) === "focus" || isOn(state.kind, model.things.get(id).kind);
}

function yearIsOn(state, line) {
  if (line.year === null) return state.undated;
  return state.year === null || line.year <= state.year;
}

function asksLines(state) {
  return state.year !== null || !state.undated || ["relation", "theme", "voice"].some((facet) => state[facet].values.length > 0);
}

// What is left of a scene behind filters and year.
function viewOf(model, state, scene) {
  const linesOn = scene.lines.filter((line) => lineIsOn(model, state, line));
  const reached = scene.scope === "focus" ? reachedFrom(scene.focus, state.depth, linesOn) : null;
  const lines = reached ? linesOn.filter((line) => reached.has(line.from) && reached.has(line.to)) : linesOn;
  const touched = new Set(lines.flatMap((line) => [line.from, line.to]));
  const bare = (thing) => scene.scope !== "focus" && !asksLines(state) && isOn(state.kind, thing.kind);
  const kept = (thing) => touched.has(thing.id) || thing.id === scene.focus || bare(thing)
    || scene.scope === "path" && (thing.id === state.from || thing.id === state.to);
  return { things: scene.things.filter(kept), lines };
}

function reachedFrom(focus, depth, lines) {
  const touching = new Map();
  for (const line of lines) {
    for (const id of [line.from, line.to]) touching.set(id, [...(touching.get(id) ?? []), line]);
  }
  const reached = new Set([focus]);
  let edge = [focus];
  for (let step = 0; step < depth; step += 1) {
    edge = edge.flatMap((id) => (touching.get(id) ?? []).flatMap((line) => [line.from, line.to]))
      .filter((id) => !reached.has(id) && reached.add(id));
  }
  return reached;
}

// How many statements (of kinds: things) each value would show, all other filters kept.
function countsOf(model, state, scene) {
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const add = (facet, value) => counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
  for (const facet of ["relation", "theme", "voice"]) {
    for (const line of scene.lines) {
      if (lineIsOn(model, state, line, facet)) for (const value of [line[facet]].flat()) add(facet, value);
    }
  }
  const filtered = asksLines(state);
  const touched = new Set(scene.lines.filter((line) => lineIsOn(model, state, line, "kind")).flatMap((line) => [line.from, line.to]));
  for (const thing of scene.things) if (!filtered || touched.has(thing.id) || thing.id === scene.focus) add("kind", thing.kind);
  return counts;
}

// How many statements are dated up to the year, begin later, or have no date.
function yearsOf(model, state, scene) {
  const free = { ...state, year: null, undated: true };
  const lines = scene.lines.filter((line) => lineIsOn(model, free, line));
  const undated = lines.filter((line) => line.year === null).length;
  const shown = lines.filter((line) => line.year !== null && (state.year === null || line.year <= state.year)).length;
  return { shown, undated, later: lines.length - undated - shown, total: lines.length };
}

// -- Folding -------------------------------------------------------------------------

// Parallel statements become one bundle with a count, or one bundle each.
function bundlesOf(lines, fold) {
  const groups = new Map();
  for (const line of lines) {
    const key = fold ? line.pair : line.id;
    if (groups.has(key)) groups.get(key).push(line);
    else groups.set(key, [line]);
  }
  return [...groups].map(([key, members]) => ({
    id: key, pair: members[0].pair, lines: members, ...ends(members), style: styleOf(members),
  }));
}

function ends(members) {
  const { from, to } = members[0];
  const oneWay = members.every((line) => line.from === from && !line.bothWays);
  const backWay = members.every((line) => line.from === to && !line.bothWays);
  if (oneWay || backWay) return { from, to, arrow: true };
  return from < to ? { from, to, arrow: false } : { from: to, to: from, arrow: false };
}

// The surest statement decides how a bundle looks, but a dispute is always seen.
function styleOf(members) {
  const styles = new Set(members.map((line) => line.style));
  return ["disputed", "stated", "inferred", "unknown"].find((style) => styles.has(style));
}
