"use strict";
// The search box of every page: names of all things and sources, in any language. Without this script the form opens the list.

const MOST_FOUND = 12;
const box = document.getElementById("search");
const root = document.body.dataset.root;
let names = null;
let chosen = -1;

const plain = (text) => text.normalize("NFKC").toLowerCase();

async function load() {
  if (names) return;
  names = [];
  const answer = await fetch(`${root}names.json`);
  const found = await answer.json();
  names = found.map(([name, address, kind, others]) => ({ name, address, kind, others, keys: [name, ...others].map(plain) }));
  if (box.value) show();
}

// How well an entry fits: every word that is wanted stands in one of its names; the smaller the better.
function rank(entry, wanted) {
  const words = wanted.split(/\s+/);
  let best = Infinity;
  for (const key of entry.keys) {
    if (!words.every((word) => key.includes(word))) continue;
    const at = key.indexOf(wanted);
    const kind = key === wanted ? 0 : at === 0 ? 1 : at > 0 && /[\s(·-]/.test(key[at - 1]) ? 2 : at > 0 ? 3 : 4;
    best = Math.min(best, kind * 1000 + key.length);
  }
  return best;
}

// A document and the source that is the version read of it have one name, and one of them will do.
const isPaper = ({ address }) => /^id\/(?:document|source)\//.test(address);

function found(text) {
  const wanted = plain(text.trim());
  if (!wanted) return [];
  return names
    .map((entry) => ({ entry, score: rank(entry, wanted) }))
    .filter(({ score }) => score < Infinity)
    .sort((a, b) => a.score - b.score || (a.entry.name < b.entry.name ? -1 : 1))
    .filter(({ entry }, at, all) => !all.slice(0, at).some((earlier) => earlier.entry.name === entry.name && isPaper(earlier.entry) && isPaper(entry)))
    .slice(0, MOST_FOUND)
    .map(({ entry }) => entry);
}

function show() {
  hide();
  if (!names || !box.value.trim()) return;
  const list = document.createElement("ul");
  list.className = "results";
  list.id = "results";
  list.setAttribute("role", "listbox");
  const entries = found(box.value);
  list.append(...entries.map(item));
  if (!entries.length) {
    const none = document.createElement("li");
    none.className = "nothing";
    none.textContent = document.documentElement.lang === "zh" ? "没有这个名称" : "No such name";
    list.append(none);
  }
  box.after(list);
  box.setAttribute("aria-expanded", "true");
  choose(entries.length ? 0 : -1);
}

function item(entry, at) {
  const line = document.createElement("li");
  line.id = `result-${at}`;
  line.setAttribute("role", "option");
  const link = document.createElement("a");
  link.href = root + entry.address;
  link.tabIndex = -1;
  const wanted = plain(box.value.trim());
  const other = plain(entry.name).includes(wanted) ? "" : entry.others.find((name) => plain(name).includes(wanted));
  link.append(document.createTextNode(other ? `${entry.name} · ${other}` : entry.name));
  const kind = document.createElement("small");
  kind.textContent = entry.kind;
  link.append(kind);
  line.append(link);
  return line;
}

function options() {
  return [...document.querySelectorAll("#results [role=option]")];
}

function choose(at) {
  chosen = at;
  options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  if (at >= 0) {
    box.setAttribute("aria-activedescendant", `result-${at}`);
    options()[at].scrollIntoView({ block: "nearest" });
  } else box.removeAttribute("aria-activedescendant");
}

function hide() {
  document.getElementById("results")?.remove();
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
  chosen = -1;
}

function press(event) {
  const many = options().length;
  if (event.key === "Escape") hide();
  else if (event.key === "ArrowDown" && many) choose((chosen + 1) % many);
  else if (event.key === "ArrowUp" && many) choose((chosen - 1 + many) % many);
  else if (event.key === "Enter" && chosen >= 0) options()[chosen].querySelector("a").click();
  else return;
  event.preventDefault();
}

box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", "results");
box.setAttribute("aria-expanded", "false");
box.addEventListener("focus", load, { once: true });
box.addEventListener("input", () => { load(); show(); });
box.addEventListener("keydown", press);
document.addEventListener("click", (event) => { if (!event.target.closest?.(".search")) hide(); });
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]") || event.target.shadowRoot;
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    box.focus();
  }
});

// A field that leaves of a long list what holds its words.
const lists = document.querySelectorAll("[data-filter] li");
if (lists.length) {
  const field = document.createElement("input");
  field.className = "filter";
  field.type = "search";
  field.placeholder = document.querySelector("[data-filter]").dataset.filter;
  field.setAttribute("aria-label", field.placeholder);
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/);
    for (const item of lists) item.hidden = !words.every((word) => plain(item.textContent).includes(word));
    for (const part of document.querySelectorAll("[data-filter] section")) part.hidden = !part.querySelector("li:not([hidden])");
  });
  document.querySelector("[data-filter]").prepend(field);
}

// What is folded is printed, too.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
});
