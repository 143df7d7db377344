"use strict";
// The left side: what may be shown. Filters stack, each is a chip that can be switched off by itself.

const FACET_TITLES = { kind: "kinds", relation: "relations", theme: "themes", voice: "voices" };
const FEW = 7;

function drawFacets(box, state, counts, world, acts) {
  const open = new Map([...box.querySelectorAll("details")].map((one) => [one.dataset.facet, one.open]));
  const all = new Set([...box.querySelectorAll("ul[data-all]")].map((one) => one.dataset.facet));
  const facets = ["theme", "voice", "relation"];
  box.replaceChildren(...facets.map((facet) => {
    const more = element("details", "facet");
    more.dataset.facet = facet;
    more.open = open.get(facet) ?? false;
    const name = facet === "relation" && state.lens === "partners" ? say("programmes") : say(FACET_TITLES[facet]);
    const summary = element("summary", "", name);
    if (state[facet].values.length) summary.append(element("span", "dot", ""));
    more.append(summary, facetList(facet, state, counts[facet], world, acts, all.has(facet)));
    return more;
  }));
}

function facetList(facet, state, counts, world, acts, all) {
  const list = element("ul", "legend");
  list.dataset.facet = facet;
  const values = [...world.model.values[facet]].filter(([value]) => counts.has(value) || state[facet].values.includes(value));
  const ranked = values.sort((a, b) => (counts.get(b[0]) ?? 0) - (counts.get(a[0]) ?? 0));
  const shown = all ? ranked : ranked.filter(([value], at) => at < FEW || state[facet].values.includes(value));
  list.append(...shown.map(([value, name]) => facetEntry(facet, value, name, counts.get(value) ?? 0, state, acts)));
  if (all) list.dataset.all = "";
  if (ranked.length > FEW) list.append(moreEntry(list, facet, state, counts, world, acts, all));
  return list;
}

function moreEntry(list, facet, state, counts, world, acts, all) {
  const entry = element("li", "");
  entry.append(button("quiet-button", say(all ? "showLess" : "showAll"), () => {
    list.replaceWith(facetList(facet, state, counts, world, acts, !all));
  }));
  return entry;
}

// One value: a switch with its count, and a second button that shows it alone.
function facetEntry(facet, value, name, count, state, acts, icon = null) {
  const entry = element("li", count ? "" : "none");
  const on = isOn(state[facet], value);
  const toggle = button("", "", () => acts.filter(facet, toggled(state[facet], value), value));
  toggle.dataset[facet] = value;
  toggle.dataset.facetValue = `${facet} ${value}`;
  toggle.setAttribute("aria-pressed", String(on));
  toggle.append(icon ?? element("span", "check", ""), element("span", "name", term(name)), element("span", "number", String(count)));
  const alone = button("only", say("only"), () => acts.filter(facet, onlyThis(state[facet], value), value));
  alone.setAttribute("aria-label", say("onlyThis", term(name)));
  entry.append(toggle, alone);
  return entry;
}

function drawKinds(list, state, counts, world, acts) {
  list.replaceChildren(...[...world.model.values.kind]
    .filter(([kind]) => counts.kind.has(kind) || state.kind.values.includes(kind))
    .map(([kind, name]) => facetEntry("kind", kind, name, counts.kind.get(kind) ?? 0, state, acts, world.kindIcon(kind))));
}

// -- Chips: every filter in force, each with a button that ends it ------------------------

function drawChips(box, state, world, acts) {
  const chips = FACETS.flatMap((facet) => state[facet].values.map((value) => {
    const name = term(world.model.values[facet].get(value));
    const words = `${say(state[facet].only ? "only" : "without")} ${name}`;
    return filterChip(words, () => acts.filter(facet, toggled(state[facet], value)));
  }));
  if (state.year !== null) chips.push(filterChip(say("upTo", state.year), () => acts.go({ year: null })));
  if (!state.undated) chips.push(filterChip(say("undatedHidden"), () => acts.go({ undated: true })));
  if (chips.length > 1) chips.push(button("quiet-button", say("clearAll"), acts.clear));
  const hadFocus = box.contains(document.activeElement);
  box.replaceChildren(...chips);
  box.hidden = !chips.length;
  if (hadFocus) (chips[0] ?? document.getElementById("picture")).focus();
}

function filterChip(words, act) {
  const chip = button("filter-chip", words, act);
  chip.setAttribute("aria-label", say("remove", words));
  chip.append(element("span", "cross", "×"));
  return chip;
}

// -- The year ---------------------------------------------------------------------------

function makeYears(parts, known, acts) {
  const { slider, play, label, counts, undated } = parts;
  const last = known.lastYear;
  slider.min = Math.min(known.firstYear, last);
  slider.max = last + 1; // the last stop is "all years"
  let timer = 0;
  const set = (year, how) => acts.go({ year: year > last ? null : year }, how);
  const stop = () => { clearInterval(timer); timer = 0; drawPlay(); };
  const drawPlay = () => {
    play.setAttribute("aria-label", say(timer ? "pause" : "play"));
    play.classList.toggle("playing", timer !== 0);
  };
  slider.addEventListener("input", () => { stop(); set(Number(slider.value), "replace"); });
  play.addEventListener("click", () => {
    if (timer) { stop(); return; }
    if (Number(slider.value) > last) set(known.firstYear, "replace");
    timer = setInterval(() => {
      const next = Number(slider.value) + 1;
      set(next, "replace");
      if (next > last) stop();
    }, 900);
    drawPlay();
  });
  undated.addEventListener("change", () => acts.go({ undated: undated.checked }));
  return (state, found) => {
    slider.value = state.year ?? last + 1;
    slider.setAttribute("aria-valuetext", state.year === null ? say("allYears") : say("upTo", state.year));
    label.textContent = state.year === null ? say("allYears") : say("upTo", state.year);
    counts.textContent = say("yearCounts", found.shown, found.later, found.undated);
    undated.checked = state.undated;
    drawPlay();
  };
}
