"use strict";
// The page: what is shown follows from one state, the state stands in the address, and every act writes the address.

const data = unpack(JSON.parse(document.getElementById("data").textContent));
const model = makeModel(data);
const known = knownTo(model);
const night = window.matchMedia("(prefers-color-scheme: dark)");
const at = (id) => document.getElementById(id);
const readersLanguage = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";

const kindIcon = (kind) => shapeIcon(model.kinds.get(kind), night.matches);
const iconOf = (thing) => kindIcon(thing.kind);
const world = { model, iconOf, kindIcon };

// -- Acts -----------------------------------------------------------------------------

let state = parseState(location.hash, known);

// Changes the state. A new step of history by default; "replace" for what slides, such as year and camera.
function go(change, how = "push") {
  const next = { ...state, ...change };
  if (!("at" in change) && sceneKey(next) !== sceneKey(state)) next.at = null;
  const hash = formatState(next, known);
  if (hash === (location.hash || "#")) { render(); return; }
  const steps = history.state?.steps ?? 0;
  if (how === "push") history.pushState({ steps: steps + 1 }, "", hash);
  else history.replaceState({ steps }, "", hash);
  render();
}

const elsewhere = { from: "", to: "", ask: "", at: null };
const lensFor = (id) => (model.lenses[state.lens].has.has(id) ? state.lens : "everything");

const acts = {
  go,
  select: (id, how) => go({ select: id }, how),
  focus: (id) => go({ ...elsewhere, all: false, focus: id, select: id, depth: state.depth || 1, lens: lensFor(id) }),
  canFocus: (id) => scopeOf(state) !== "focus" || state.focus !== id,
  open: () => { if (model.things.has(state.select) && acts.canFocus(state.select)) acts.focus(state.select); else at("panel").focus(); },
  depth: (depth) => go({ ...elsewhere, all: false, depth }),
  back: () => { if (history.state?.steps) history.back(); }, // never out of the page
  lens: (lens) => go({ lens, all: false, select: "", ask: "" }),
  all: (all) => go({ all }),
  filter(facet, filter, value) {
    go({ [facet]: filter });
    if (value) document.querySelector(`[data-facet-value="${CSS.escape(`${facet} ${value}`)}"]`)?.focus();
  },
  clear: () => go({ ...Object.fromEntries(FACETS.map((facet) => [facet, { only: false, values: [] }])), year: null, undated: true }),
  pathEnd(side, id) {
    const other = side === "from" ? "to" : "from";
    const start = state[other] || (state.focus !== id ? state.focus : "");
    go({ ask: "", select: "", at: null, [side]: id, [other]: state[other] === id ? "" : start });
    at("path-box").open = true;
  },
  fit: () => go({ at: wholeCamera(picture) }, "replace"),
};

// -- Rendering: every part is drawn from the state, and only when its share of the state has changed ---------

const picture = makePicture(at("picture"), at("rest"), model.kinds, { pick: acts.select, focus: acts.focus, moved: keepCamera });
picture.mostBetween = Math.max(0, ...data.nodes.map((node) => node.betweenness ?? 0));
const table = makeTable(at("rows"), at("count"), at("rows-foot"), world, acts);
const drawYears = makeYears(
  { slider: at("year"), play: at("play"), label: at("year-label"), counts: at("year-counts"), undated: at("undated") }, known, acts,
);
const drawn = { scene: "", view: "", language: "", camera: "", size: "", panel: "" };
let scene = null;
let view = null;
let pause = 0;

function keepCamera(camera) {
  clearTimeout(pause);
  pause = setTimeout(() => go({ at: camera }, "replace"), 200);
}

function sceneKey(of) {
  const scope = scopeOf(of);
  const filters = () => JSON.stringify([FACETS.map((facet) => of[facet]), of.year, of.undated]);
  const parts = { path: [of.from, of.to, of.by, filters()], ask: [of.ask], focus: [of.focus, of.depth, of.all, scope === "focus" && !of.all && keptOf(model, of)], whole: [of.all] };
  return [scope, scope === "ask" ? "everything" : of.lens, ...parts[scope]].join("\n");
}

function viewKey(of) {
  return JSON.stringify([FACETS.map((facet) => of[facet]), of.year, of.undated, of.fold]);
}

function render() {
  state = parseState(location.hash, known);
  if (scopeOf(state) === "ask") state.lens = "everything";
  drawLanguage();
  drawFrame();
  const stage = at("picture");
  const wide = stage.clientWidth > stage.clientHeight * 0.9;
  const key = [sceneKey(state), state.fold, night.matches, wide].join("\n");
  const size = `${stage.clientWidth}x${stage.clientHeight}`;
  const isNew = drawn.scene !== key;
  if (isNew) {
    scene = sceneOf(model, state);
    showScene(picture, scene, placesOf(scene, state.lens, wide), { dark: night.matches, fold: state.fold });
  }
  const viewNow = `${viewKey(state)} ${speech.language}`;
  if (isNew || drawn.view !== viewNow) drawView();
  [drawn.scene, drawn.view] = [key, viewNow];
  [picture.colour, picture.size] = [state.colour, state.size];
  if (drawn.size !== size) resizePicture(picture);
  const camera = JSON.stringify(state.at);
  if (isNew || drawn.camera !== camera || drawn.size !== size) moveCamera(picture, state.at);
  [drawn.camera, drawn.size] = [camera, size];
  selectInPicture(picture, state.select);
  table.select(state.select);
  drawSide();
  drawPanel();
}

// Which parts of the page there are; what is left is the size of the picture.
function drawFrame() {
  document.body.classList.toggle("no-table", !state.table);
  document.body.classList.toggle("embed", state.embed);
  at("toggle-table").textContent = say(state.table ? "hideTable" : "showTable");
  at("toggle-table").setAttribute("aria-expanded", String(state.table));
}

function drawView() {
  view = viewOf(model, state, scene);
  showView(picture, view, state.fold);
  table.show(view, scene);
  const counts = countsOf(model, state, scene);
  drawKinds(at("legend"), state, counts, world, acts);
  drawFacets(at("facets"), state, counts, world, acts);
  drawChips(at("chips"), state, world, acts);
  drawYears(state, yearsOf(model, state, scene));
  at("empty").textContent = scene.scope === "path" ? say("noPath") : say("empty");
  drawRest();
  at("empty").hidden = scene.scope === "path" ? scene.hops.length > 0 : view.things.length > 0;
}

// What the scene leaves out for the sake of a picture that can be read, and the button that brings it.
function drawRest() {
  const left = (scene.many ?? 0) - (scene.few ?? 0);
  const box = at("rest");
  box.hidden = left <= 0;
  if (box.hidden) return;
  const inFocus = scene.scope === "focus";
  const words = inFocus && !state.all ? say("bestOf", scene.few, scene.many) : say(inFocus ? "allOf" : "bare", inFocus ? scene.many : left);
  const act = state.all ? say(inFocus ? "showBest" : "hide") : say(inFocus ? "moreThings" : "show", left);
  const hadFocus = box.contains(document.activeElement);
  box.replaceChildren(element("span", "", words), button("quiet-button", act, () => acts.all(!state.all)));
  if (hadFocus) box.querySelector("button").focus();
}

function drawSide() {
  const scope = scopeOf(state);
  const focus = model.things.get(scene.focus || state.focus);
  const inFocus = scope === "focus";
  at("scope-title").textContent = say(inFocus ? "inFocus" : "backTo");
  at("focus-name").textContent = focus ? nameOf(focus) : "";
  at("focus-name").classList.toggle("back", !inFocus);
  for (const link of at("stories").querySelectorAll("ol a")) {
    link.hash = formatState({ ...parseState(link.hash, known), lang: state.lang }, known);
    link.setAttribute("aria-current", String(link.hash === formatState({ ...state, at: null }, known)));
  }
  for (const step of document.querySelectorAll("[data-depth]")) {
    step.setAttribute("aria-pressed", String(["focus", "whole"].includes(scope) && Number(step.dataset.depth) === state.depth));
  }
  for (const lens of document.querySelectorAll("[data-lens]")) lens.setAttribute("aria-pressed", String(lens.dataset.lens === state.lens));
  for (const name of ["colour", "size"]) at(name).value = state[name];
  at("path-by").value = state.by;
  at("fold").checked = state.fold;
  for (const side of ["from", "to"]) {
    if (document.activeElement !== at(`path-${side}`)) at(`path-${side}`).value = model.things.has(state[side]) ? nameOf(model.things.get(state[side])) : "";
  }
  at("hub-hint").textContent = say("hubHint", model.lenses[state.lens].hub);
  at("colour-help").textContent = state.colour === "community" ? say("helpCommunity") : "";
  at("size-help").textContent = say({ records: "helpRecords", degree: "helpDegree", betweenness: "helpBetweenness" }[state.size]);
  drawCommunities();
  at("open-full").href = formatState({ ...state, embed: false }, known);
}

function drawCommunities() {
  const found = new Map();
  if (state.colour === "community") {
    for (const thing of view.things) if (thing.communityName) found.set(thing.community, [thing.communityName, (found.get(thing.community)?.[1] ?? 0) + 1]);
  }
  at("communities").replaceChildren(...[...found].sort((a, b) => a[0] - b[0]).map(([number, [name, count]]) => {
    const entry = element("li", "community");
    const swatch = shapeIcon({ shape: "circle", light: communityColour(number, false), dark: communityColour(number, true) }, night.matches);
    entry.append(swatch, element("span", "name", name), element("span", "number", String(count)));
    return entry;
  }));
}

function drawPanel() {
  const panel = at("panel");
  const key = [state.select, drawn.scene, state.lang, state.size, scene.scope === "whole" && drawn.view].join("\n");
  if (key === drawn.panel) { announce(); return; }
  drawn.panel = key;
  const { id, content } = panelContent();
  const close = button("close", "×", () => acts.select(""));
  close.setAttribute("aria-label", say("close"));
  const hadFocus = panel.contains(document.activeElement);
  panel.replaceChildren(close, content);
  if (hadFocus) panel.focus();
  panel.classList.toggle("open", Boolean(state.select) || scene.scope === "path" || scene.scope === "ask");
  if (panel.dataset.shown !== id) panel.scrollTop = 0;
  panel.dataset.shown = id;
  announce();
}

function panelContent() {
  const id = state.select || (scene.scope === "focus" ? scene.focus : "");
  const line = model.lines.get(id);
  if (line) return { id, content: linePanel(line, world, acts) };
  if (model.things.has(id)) return { id, content: thingPanel(model.things.get(id), world, acts) };
  if (id) return { id, content: pairPanel(id, [...model.lines.values()].filter((l) => l.pair === id && l.lens === state.lens), world, acts) };
  if (scene.scope === "path") return { id: "path", content: pathPanel(scene, state, world, acts) };
  if (scene.scope === "ask") return { id: state.ask, content: questionPanel(scene, world, acts) };
  if (!scene.things.length) return { id: "", content: element("p", "quiet", say("nothing")) };
  return { id: "whole", content: wholePanel(view, state, world, acts) };
}

function announce() {
  const id = state.select || scene.focus;
  const line = model.lines.get(id);
  const thing = model.things.get(id);
  let words = say("nothing");
  if (line) words = sentenceOf(line, world);
  else if (thing) words = [nameOf(thing), term(thing.className), say("neighbours", neighboursInView(picture, id).size), say("records", thing.records.length)].join(", ");
  else if (scene.things.length) words = titleOf();
  at("live").textContent = `${words}. ${say("inView", view.lines.length)}`;
  at("picture").setAttribute("aria-label", say("picture", view.lines.length));
}

function titleOf() {
  const names = { focus: () => thingName(world, scene.focus), whole: () => say("whole"), ask: () => questionWords(scene.question),
    path: () => `${thingName(world, state.from)} → ${thingName(world, state.to)}` };
  return names[scene.scope]();
}

function drawLanguage() {
  speech.language = state.lang || readersLanguage;
  if (drawn.language === speech.language) return;
  drawn.language = speech.language;
  document.documentElement.lang = speech.language === "zh" ? "zh-Hans" : "en";
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of document.querySelectorAll("[data-say-label]")) one.setAttribute("aria-label", say(one.dataset.sayLabel));
  for (const one of document.querySelectorAll("[data-say-title]")) one.title = say(one.dataset.sayTitle);
  for (const one of document.querySelectorAll("[data-say-placeholder]")) one.placeholder = say(one.dataset.sayPlaceholder);
  for (const one of document.querySelectorAll("[data-zh]")) {
    one.dataset.en ??= one.getAttribute("href");
    one.setAttribute("href", one.dataset[speech.language]);
  }
  at("language").lang = speech.language === "zh" ? "en" : "zh-Hans";
  drawQuestions();
}

// Those whose answers name something that can be drawn come first.
function drawQuestions() {
  const named = (question) => question.records.length + question.things.length > 0;
  const ranked = [...model.questions.values()].sort((a, b) => named(b) - named(a));
  at("questions").replaceChildren(...ranked.map((question) => {
    const entry = element("li", "");
    const open = button("question", questionWords(question), () => go({ ask: question.name, from: "", to: "", select: "" }));
    open.dataset.question = question.name;
    entry.append(open, element("code", "", question.command));
    return entry;
  }));
  at("question-box").hidden = !model.questions.size;
}

// A story is a row of links; each opens a view as any other link does.
function listStories() {
  at("story-box").hidden = !data.stories.length;
  for (const story of data.stories) {
    const steps = element("ol", "");
    steps.append(...story.steps.map(({ words, view: hash }) => {
      const [entry, link] = [element("li", ""), element("a", "", words)];
      link.href = hash;
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(parseState(link.hash, known));
      });
      entry.append(link);
      return entry;
    }));
    const title = element("h3", "", data.site ? undefined : story.title);
    if (data.site) {
      const link = element("a", "", story.title);
      link.href = `stories/${story.name}.html`;
      title.append(link);
    }
    at("stories").append(title, steps);
  }
}
listStories();

// -- Buttons, fields, keys ----------------------------------------------------------------

const entries = entriesOf(model);
const namesOnly = entries.filter((entry) => entry.thing);
const chooseEntry = (entry) => (entry.thing ? acts.focus(entry.thing.id) : go({ ask: entry.question.name, from: "", to: "", select: "" }));
makeSearch({ input: at("query"), list: at("results"), entries, iconOf, choose: (entry) => { chooseEntry(entry); at("picture").focus(); } });
for (const side of ["from", "to"]) {
  makeSearch({ input: at(`path-${side}`), list: at(`${side}-results`), entries: namesOnly, iconOf, choose: (entry) => acts.pathEnd(side, entry.thing.id) });
}
for (const step of document.querySelectorAll("[data-depth]")) step.addEventListener("click", () => acts.depth(Number(step.dataset.depth)));
for (const lens of document.querySelectorAll("[data-lens]")) lens.addEventListener("click", () => acts.lens(lens.dataset.lens));
for (const [id, name] of [["colour", "colour"], ["size", "size"], ["path-by", "by"]]) {
  at(id).addEventListener("change", () => go({ [name]: at(id).value }));
}
at("fold").addEventListener("change", () => go({ fold: at("fold").checked }));
at("focus-name").addEventListener("click", () => (scopeOf(state) === "focus" ? acts.select(scene.focus || state.focus) : acts.focus(state.focus)));
at("fit").addEventListener("click", acts.fit);
at("toggle-table").addEventListener("click", () => go({ table: !state.table }, "replace"));
at("language").addEventListener("click", () => go({ lang: say("otherLanguage") }));
at("open-filters").addEventListener("click", () => {
  const open = document.body.classList.toggle("filters-open");
  at("open-filters").setAttribute("aria-expanded", String(open));
});
const zoom = (by) => {
  picture.network.moveTo({ scale: picture.network.getScale() * by, animation: false });
  keepCamera(cameraOf(picture));
};
at("nearer").addEventListener("click", () => zoom(1.3));
at("farther").addEventListener("click", () => zoom(1 / 1.3));
at("share").addEventListener("click", async () => {
  try { await navigator.clipboard.writeText(location.href); tellShared(); } catch { window.prompt(say("copyHint"), location.href); }
});
function tellShared() {
  at("share").textContent = say("copied");
  at("live").textContent = say("copied");
  setTimeout(() => { at("share").textContent = say("share"); }, 1600);
}
makeSaveMenu(at("save"), at("save-menu"), () => visibleOf(picture, model, titleOf()), picture, (words) => { at("live").textContent = words; });
const showHelp = () => { fillHelp(at("keys")); at("keys").showModal(); };
at("help").addEventListener("click", showHelp);
makeKeys({ picture, acts, getState: () => state, page: { query: at("query"), panel: at("panel"), statements: at("statements"), help: showHelp } });

let waiting = 0;
new ResizeObserver(() => { clearTimeout(waiting); waiting = setTimeout(render, 100); }).observe(at("picture"));
window.addEventListener("hashchange", render);
window.addEventListener("popstate", render);
night.addEventListener("change", render);
render();
