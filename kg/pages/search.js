"use strict";
// Search over every name of every thing and every question, in any language; arrows and Enter choose.

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function makeSearch({ input, list, entries, iconOf, choose }) {
  let found = [];
  let at = -1;

  function look() {
    const wanted = folded(input.value.trim());
    found = wanted ? bestMatches(entries, wanted) : [];
    at = found.length ? 0 : -1;
    draw();
  }

  function draw() {
    const open = input.value.trim() !== "" && document.activeElement === input;
    list.replaceChildren(...found.map((entry, index) => optionOf(entry, index)));
    if (open && !found.length) list.append(element("li", "nothing", say("nothingFound")));
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (open && at >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function optionOf(entry, index) {
    const option = element("li", "");
    option.id = `${list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(index === at));
    const also = alsoOf(entry);
    option.append(entry.thing ? iconOf(entry.thing) : element("span", "asks", "?"), element("span", "name", entry.text));
    if (also) option.append(element("span", "also", also));
    option.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
    return option;
  }

  function take(index) {
    const entry = found[index];
    if (!entry) return;
    input.value = "";
    found = [];
    input.blur();
    draw();
    choose(entry);
  }

  input.addEventListener("input", look);
  input.addEventListener("focus", look);
  input.addEventListener("blur", draw);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      at = found.length ? (at + step + found.length) % found.length : -1;
      draw();
      list.children[at]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      take(at);
    } else if (event.key === "Escape") {
      input.value = "";
      input.blur();
    }
  });
}

function alsoOf(entry) {
  if (!entry.thing) return say("questionFound");
  return entry.text === nameOf(entry.thing) ? "" : nameOf(entry.thing);
}

function entriesOf(model) {
  const names = [...model.things.values()].flatMap((thing) =>
    thing.names.map((name) => ({ thing, text: name.text, key: folded(name.text), weight: thing.weight, id: thing.id })));
  const asked = [...model.questions.values()].flatMap((question) => [question.question, question.questionZh].filter(Boolean)
    .map((text) => ({ question, text, key: folded(text), weight: -1, id: `? ${question.name}` })));
  return [...names, ...asked];
}

// One entry a thing, names that begin with the words first, then the better documented things.
function bestMatches(entries, wanted) {
  const ranked = entries
    .map((entry) => ({ entry, place: entry.key.indexOf(wanted) }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => Math.min(a.place, 1) - Math.min(b.place, 1)
      || b.entry.weight - a.entry.weight
      || (a.entry.key < b.entry.key ? -1 : 1));
  const seen = new Set();
  return ranked.map(({ entry }) => entry).filter((entry) => !seen.has(entry.id) && seen.add(entry.id)).slice(0, 9);
}
