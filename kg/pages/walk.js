"use strict";
// The keyboard: arrows walk from thing to thing along the lines, letters go to the parts of the page.

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

// The neighbour in sight that lies most in the direction of the key; near ones count more than far ones.
function neighbourToward(picture, from, key) {
  const [dx, dy] = DIRECTIONS[key];
  const start = picture.places.get(from);
  let best = "";
  let least = Infinity;
  for (const id of neighboursInView(picture, from)) {
    const { x, y } = picture.places.get(id);
    const along = (x - start.x) * dx + (y - start.y) * dy;
    const aside = Math.abs((x - start.x) * dy - (y - start.y) * dx);
    const cost = along + aside * 2;
    if (along > 0 && aside <= along * 2 && (cost < least || cost === least && id < best)) [best, least] = [id, cost];
  }
  return best;
}

function neighboursInView(picture, id) {
  const found = new Set();
  for (const bundle of picture.bundles) {
    if (bundle.from === id) found.add(bundle.to);
    else if (bundle.to === id) found.add(bundle.from);
  }
  found.delete(id);
  return found;
}

function walkerOf(picture, state) {
  if (picture.shown.has(state.select)) return state.select;
  const bundle = bundleWith(picture, state.select);
  return bundle?.from ?? (picture.shown.has(picture.focus) ? picture.focus : picture.shown.keys().next().value ?? "");
}

function makeKeys({ picture, page, acts, getState }) {
  const inPicture = (target) => target === document.body || picture.container.contains(target);
  const letters = {
    "/": () => page.query.focus(), "?": () => page.help(), p: () => page.panel.focus(), t: () => page.statements.focus(),
    f: () => acts.fit(), l: () => acts.lens(getState().lens === "partners" ? "everything" : "partners"),
    0: () => acts.depth(0), 1: () => acts.depth(1), 2: () => acts.depth(2), 3: () => acts.depth(3),
    Escape: () => acts.select(""), Backspace: () => acts.back(),
  };
  const walk = (key) => {
    const from = walkerOf(picture, getState());
    if (!from) return;
    if (!picture.shown.has(getState().select)) acts.select(from, "replace");
    const next = neighbourToward(picture, from, key);
    if (next) acts.select(next);
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select")) return;
    if (Object.hasOwn(letters, event.key)) {
      event.preventDefault();
      letters[event.key]();
    } else if (inPicture(event.target) && Object.hasOwn(DIRECTIONS, event.key)) {
      event.preventDefault();
      walk(event.key);
    } else if (inPicture(event.target) && event.key === "Enter") {
      event.preventDefault();
      acts.open();
    }
  });
}

// The list of keys, as a dialog that the browser closes with Escape.
function fillHelp(dialog) {
  const title = element("h2", "", say("keysTitle"));
  title.id = "keys-title";
  const list = element("dl", "keys-list");
  for (const [keys, words] of say("keys")) list.append(element("dt", "", keys), element("dd", "", words));
  const close = button("primary", "×", () => dialog.close());
  close.setAttribute("aria-label", say("close"));
  dialog.replaceChildren(close, title, list);
}
