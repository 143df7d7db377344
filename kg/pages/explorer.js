"use strict";
// The page: what is shown follows from the address, and every act writes the address.

const data = JSON.parse(document.getElementById("data").textContent);
const things = new Map(data.nodes.map((node) => [node.id, node]));
const lines = new Map(data.edges.map((edge) => [edge.id, edge]));
const kinds = new Map(data.kinds.map((kind) => [kind.id, kind]));
const night = window.matchMedia("(prefers-color-scheme: dark)");
const at = (id) => document.getElementById(id);

const neighbours = new Map([...things.keys()].map((id) => [id, []]));
for (const line of lines.values()) {
  neighbours.get(line.from).push(line.to);
  neighbours.get(line.to).push(line.from);
}
for (const thing of things.values()) {
  thing.degree = neighbours.get(thing.id).length;
  thing.weight = thing.degree + thing.records.length;
}

const iconOf = (thing) => shapeIcon(kinds.get(thing.kind), night.matches);
const world = { records: Object.assign(Object.create(null), data.records), things, lines: [...lines.values()], iconOf };

// -- State: read from and written to the address ---------------------------------

function readState() {
  const words = new URLSearchParams(location.hash.slice(1));
  const depth = Number(words.get("depth") ?? 1);
  return {
    focus: things.has(words.get("focus")) ? words.get("focus") : data.start,
    depth: [0, 1, 2, 3].includes(depth) ? depth : 1,
    select: things.has(words.get("select")) || lines.has(words.get("select")) ? words.get("select") : "",
    without: new Set((words.get("without") || "").split(" ").filter((kind) => kinds.has(kind))),
  };
}

function go(change) {
  const state = { ...readState(), ...change };
  const words = new URLSearchParams();
  if (state.focus !== data.start) words.set("focus", state.focus);
  if (state.depth !== 1) words.set("depth", state.depth);
  if (state.select) words.set("select", state.select);
  if (state.without.size) words.set("without", [...state.without].sort().join(" "));
  const hash = `#${words}`;
  if (hash === (location.hash || "#")) render();
  else location.hash = hash;
}

const acts = {
  select: (id) => go({ select: id }),
  focus: (id) => go({ focus: id, select: id, depth: readState().depth || 1 }),
  canFocus: (id) => readState().focus !== id || readState().depth === 0,
};

// -- What is in view --------------------------------------------------------------

function inView(state) {
  const shown = (id) => id === state.focus || !state.without.has(things.get(id).kind);
  const near = state.depth ? around(state.focus, state.depth, shown) : new Set([...things.keys()].filter((id) => !state.without.has(things.get(id).kind)));
  return {
    things: [...things.values()].filter((thing) => near.has(thing.id)),
    lines: [...lines.values()].filter((line) => near.has(line.from) && near.has(line.to)),
  };
}

function around(focus, depth, shown) {
  const reached = new Set(focus ? [focus] : []);
  let edge = [...reached];
  for (let step = 0; step < depth; step += 1) {
    edge = edge.flatMap((id) => neighbours.get(id)).filter((id) => shown(id) && !reached.has(id) && reached.add(id));
  }
  return reached;
}

// -- Drawing ----------------------------------------------------------------------

const picture = makePicture(at("picture"), kinds, { pick: acts.select, focus: acts.focus });
let drawn = "";

function render() {
  const state = readState();
  const view = inView(state);
  drawPicture(state, view);
  selectInPicture(picture, state.select);
  drawSide(state, view);
  drawRows(state, view);
  drawPanel(state);
}

function drawPicture(state, view) {
  const key = JSON.stringify([state.focus, state.depth, [...state.without].sort(), night.matches]);
  if (key === drawn) return;
  drawn = key;
  const stage = at("picture");
  const shape = Math.max(0.6, Math.min(1.6, stage.clientWidth / Math.max(1, stage.clientHeight)));
  const places = view.things.length > 250 ? view.things
    : settle(view.things, view.lines, state.depth ? things.get(state.focus) : null, shape);
  showPicture(picture, view.things, places, view.lines, state.depth ? state.focus : "", night.matches);
  at("empty").hidden = view.things.length > 0;
}

function drawSide(state, view) {
  at("focus-name").textContent = things.get(state.focus)?.label ?? "";
  for (const step of document.querySelectorAll("[data-depth]")) {
    step.setAttribute("aria-pressed", String(Number(step.dataset.depth) === state.depth));
  }
  const counts = new Map();
  for (const thing of view.things) counts.set(thing.kind, (counts.get(thing.kind) || 0) + 1);
  at("legend").replaceChildren(...data.kinds.map((kind) => legendEntry(kind, counts.get(kind.id) || 0, state)));
}

function legendEntry(kind, count, state) {
  const entry = element("li", count ? "" : "none");
  const total = data.nodes.filter((node) => node.kind === kind.id).length;
  const toggle = button("", "", () => {
    const without = new Set(state.without);
    if (!without.delete(kind.id)) without.add(kind.id);
    go({ without });
    document.querySelector(`[data-kind="${CSS.escape(kind.id)}"]`)?.focus();
  });
  toggle.dataset.kind = kind.id;
  toggle.setAttribute("aria-pressed", String(!state.without.has(kind.id)));
  toggle.append(shapeIcon(kind, night.matches), element("span", "name", kind.name), element("span", "number", `${count}`));
  toggle.title = `${count} of ${total} in view; click to ${state.without.has(kind.id) ? "show" : "hide"}`;
  entry.append(toggle);
  return entry;
}

function drawRows(state, view) {
  const name = (id) => things.get(id).label;
  const sorted = [...view.lines].sort((a, b) =>
    name(a.from).localeCompare(name(b.from), "en") || a.words.localeCompare(b.words, "en")
    || name(a.to).localeCompare(name(b.to), "en") || (a.id < b.id ? -1 : 1));
  at("rows").replaceChildren(...sorted.map((line) => rowOf(line, state)));
  at("count").textContent = sorted.length;
}

function rowOf(line, state) {
  const row = element("tr", line.disputed ? "disputed" : "");
  row.dataset.line = line.id;
  if (line.id === state.select) row.setAttribute("aria-current", "true");
  const record = world.records[line.record] || {};
  const speakers = [...new Set((record.receipts || []).map((r) => r.speaker || r.judgedAs).filter(Boolean))];
  const cell = (content) => { const made = element("td", ""); made.append(content); return made; };
  row.append(
    cell(button("inline", things.get(line.from).label, () => acts.select(line.from))),
    cell(button("inline verb", line.words + (line.disputed ? " (disputed)" : ""), () => acts.select(line.id))),
    cell(button("inline", things.get(line.to).label, () => acts.select(line.to))),
    cell(record.when || "–"), cell(speakers.join(", ") || "–"),
  );
  row.addEventListener("click", (event) => { if (!event.target.closest("button")) acts.select(line.id); });
  return row;
}

function drawPanel(state) {
  const panel = at("panel");
  const id = state.select || state.focus;
  const close = button("close", "×", () => acts.select(""));
  close.setAttribute("aria-label", "Close details");
  const line = lines.get(id);
  const thing = things.get(id);
  panel.replaceChildren(close);
  if (line) panel.append(linePanel(line, world, acts));
  else if (thing) panel.append(thingPanel(thing, world, acts));
  panel.classList.toggle("open", Boolean(state.select));
  if (panel.dataset.shown !== id) panel.scrollTop = 0;
  panel.dataset.shown = id ?? "";
  announce(state, line, thing);
}

function announce(state, line, thing) {
  const words = line ? `${things.get(line.from).label} ${line.words} ${things.get(line.to).label}`
    : thing ? `${thing.label}, ${thing.className}, ${counted(thing.degree, "statement")}, ${counted(thing.records.length, "record")}` : "Nothing to show";
  at("live").textContent = `${words}. ${at("count").textContent} statements in view.`;
  at("picture").setAttribute("aria-label", `Picture of ${at("count").textContent} statements. The table below holds the same.`);
}

// -- Keys and buttons ---------------------------------------------------------------

makeSearch(at("query"), at("results"), [...things.values()], iconOf, acts.focus);
for (const step of document.querySelectorAll("[data-depth]")) {
  step.addEventListener("click", () => go({ depth: Number(step.dataset.depth) }));
}
at("focus-name").addEventListener("click", () => acts.select(readState().focus));
at("fit").addEventListener("click", () => fitPicture(picture));
const zoom = (by) => picture.network.moveTo({ scale: picture.network.getScale() * by, animation: false });
at("nearer").addEventListener("click", () => zoom(1.3));
at("farther").addEventListener("click", () => zoom(1 / 1.3));

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") { event.preventDefault(); at("query").focus(); }
  else if (["0", "1", "2", "3"].includes(event.key)) go({ depth: Number(event.key) });
  else if (event.key === "Escape") acts.select("");
});

let pause = 0;
window.addEventListener("resize", () => {
  clearTimeout(pause);
  pause = setTimeout(() => { drawn = ""; render(); }, 120);
});
window.addEventListener("hashchange", render);
night.addEventListener("change", render);
render();
