"use strict";
// The network without its picture: which things and statements there are, and which of them a state shows.

const NONE = "-"; // stands for "no theme", "no voice"
const PARTNER_KINDS = ["organization", "group"];
const MOST_AROUND = [0, 30, 60, 90]; // so many things of each step around a focus are drawn unless all are asked for

function makeModel(data) {
  const records = Object.assign(Object.create(null), data.records);
  const things = new Map(data.nodes.map((node) => [node.id, node]));
  const lines = new Map(data.edges.map((edge) => [edge.id, edge]));
  const questions = new Map(data.questions.map((question) => [question.name, question]));
  for (const line of lines.values()) describeLine(line, things, records);
  const model = {
    records, things, lines, questions, start: data.start, site: data.site,
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
  if (scope === "whole" || !focus) return wholeScene(lens, state);
  return focusScene(model, state, focus);
}

// The whole network; things without a line only where all are asked for.
function wholeScene(lens, state) {
  const joined = lens.things.filter((thing) => lens.touching.get(thing.id).length > 0);
  const things = state.all ? lens.things : joined;
  return { scope: "whole", focus: "", things, lines: lens.lines, few: joined.length, many: lens.things.length };
}

// What is around a focus; `near` holds all of it, for the filters to count.
function focusScene(model, state, focus) {
  const lens = model.lenses[state.lens];
  const all = around(model, { ...state, all: true }, focus);
  const kept = around(model, { ...state, all: false }, focus);
  const near = gather(lens, all);
  const shown = state.all || kept.size === all.size ? near : gather(lens, kept);
  return { scope: "focus", focus, ...shown, near, few: kept.size - 1, many: all.size - 1 };
}

// The focus may have no place in a lens; then the best connected thing takes it.
function focusOf(model, state) {
  const lens = model.lenses[state.lens];
  if (lens.has.has(state.focus)) return state.focus;
  const ranked = [...lens.things].sort((a, b) => lens.touching.get(b.id).length - lens.touching.get(a.id).length || (a.id < b.id ? -1 : 1));
  return ranked[0]?.id ?? "";
}

function gather(lens, ids) {
  return {
    things: lens.things.filter((thing) => ids.has(thing.id)),
    lines: lens.lines.filter((line) => ids.has(line.from) && ids.has(line.to)),
  };
}

function keptOf(model, state) {
  const focus = focusOf(model, state);
  return focus && [...around(model, state, focus)].join(" ");
}

function around(model, state, focus) {
  const { touching } = model.lenses[state.lens];
  const reached = new Set([focus]);
  const met = new Set([focus]);
  let edge = [focus];
  for (let step = 1; step <= state.depth; step += 1) {
    const next = edge.flatMap((id) => [...neighboursOf(id, touching)]).filter((id) => !met.has(id) && met.add(id));
    edge = state.all ? next : bestOf(model, state, next, edge, MOST_AROUND[step]);
    for (const id of edge) reached.add(id);
  }
  return reached;
}

// The best documented of many, first among those that the filters let through; a few more than the limit are all kept.
function bestOf(model, state, ids, edge, most) {
  if (ids.length <= most * 1.2) return ids;
  const { touching } = model.lenses[state.lens];
  const [from, timeless] = [new Set(edge), { ...state, year: null, undated: true }];
  const passes = new Map(ids.map((id) => [id, touching.get(id).some((line) => (from.has(line.from) || from.has(line.to)) && lineIsOn(model, timeless, line))]));
  const weight = (id) => model.things.get(id).weight;
  return [...ids].sort((a, b) => passes.get(b) - passes.get(a) || weight(b) - weight(a) || (a < b ? -1 : 1)).slice(0, most);
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
  const near = gather(everything, ids); // figures and promises join nothing: then the lines between those they speak of are drawn
  return { scope: "ask", focus: "", question, things: near.things, isContext: !lines.length, lines: lines.length ? lines : near.lines };
}

// -- Filters and year: what lets a statement through ---------------------------------------

const MISS = { kind: 1, relation: 2, theme: 4, voice: 8, year: 16 };

// For each statement which of the filters and the year keep it out, as bits: one pass serves view, counts and years.
function missesOf(model, state, lines) {
  const anyKind = !state.kind.values.length;
  const free = scopeOf(state) === "focus" ? state.focus : "";
  const kindOn = (id) => id === free || isOn(state.kind, model.things.get(id).kind);
  return Uint8Array.from(lines, (line) => (anyKind || kindOn(line.from) && kindOn(line.to) ? 0 : MISS.kind)
    + (isOn(state.relation, line.relation) ? 0 : MISS.relation)
    + (anyOn(state.theme, line.theme) ? 0 : MISS.theme)
    + (anyOn(state.voice, line.voice) ? 0 : MISS.voice)
    + (yearIsOn(state, line) ? 0 : MISS.year));
}

function lineIsOn(model, state, line) {
  return missesOf(model, state, [line])[0] === 0;
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
  const misses = missesOf(model, state, scene.lines);
  const linesOn = scene.lines.filter((line, at) => misses[at] === 0);
  const reached = scene.scope === "focus" ? reachedFrom(scene.focus, state.depth, linesOn) : null;
  const lines = reached ? linesOn.filter((line) => reached.has(line.from) && reached.has(line.to)) : linesOn;
  const touched = endsOf(lines);
  const bare = (thing) => scene.scope !== "focus" && !asksLines(state) && isOn(state.kind, thing.kind);
  const kept = (thing) => touched.has(thing.id) || thing.id === scene.focus || bare(thing)
    || scene.scope === "path" && (thing.id === state.from || thing.id === state.to);
  return { things: scene.things.filter(kept), lines };
}

function endsOf(lines) {
  const ends = new Set();
  for (const line of lines) ends.add(line.from).add(line.to);
  return ends;
}

function reachedFrom(focus, depth, lines) {
  const touching = new Map();
  const add = (id, other) => (touching.has(id) ? touching.get(id).push(other) : touching.set(id, [other]));
  for (const line of lines) { add(line.from, line.to); add(line.to, line.from); }
  const reached = new Set([focus]);
  let edge = [focus];
  for (let step = 0; step < depth; step += 1) {
    edge = edge.flatMap((id) => touching.get(id) ?? []).filter((id) => !reached.has(id) && reached.add(id));
  }
  return reached;
}

// How many statements (of kinds: things) each value would show, all other filters kept.
function countsOf(model, state, scene) {
  const { things, lines } = scene.near ?? scene;
  const misses = missesOf(model, state, lines);
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const add = (facet, value) => counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
  const touched = new Set();
  lines.forEach((line, at) => {
    const miss = misses[at];
    if ((miss & ~MISS.relation) === 0) add("relation", line.relation);
    if ((miss & ~MISS.theme) === 0) for (const value of line.theme) add("theme", value);
    if ((miss & ~MISS.voice) === 0) for (const value of line.voice) add("voice", value);
    if ((miss & ~MISS.kind) === 0) touched.add(line.from).add(line.to);
  });
  const filtered = asksLines(state);
  for (const thing of things) if (!filtered || touched.has(thing.id) || thing.id === scene.focus) add("kind", thing.kind);
  return counts;
}

// How many statements are dated up to the year, begin later, or have no date.
function yearsOf(model, state, scene) {
  const misses = missesOf(model, { ...state, year: null, undated: true }, scene.lines);
  const found = { shown: 0, undated: 0, later: 0 };
  scene.lines.forEach((line, at) => {
    if (misses[at] !== 0) return;
    if (line.year === null) found.undated += 1;
    else if (state.year === null || line.year <= state.year) found.shown += 1;
    else found.later += 1;
  });
  return found;
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
