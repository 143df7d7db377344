"use strict";
// What can be taken away: the picture, and the statements in view, as files. Nothing leaves the page but by a download.

const FORMATS = [
  { key: "png", name: "PNG", detail: "3×", type: "image/png", group: "ofPicture" },
  { key: "svg", name: "SVG", detail: "", type: "image/svg+xml", group: "ofPicture" },
  { key: "csv", name: "CSV", detail: "", type: "text/csv", group: "ofData" },
  { key: "gexf", name: "GEXF", detail: "Gephi", type: "application/gexf+xml", group: "ofData" },
  { key: "graphml", name: "GraphML", detail: "", type: "application/graphml+xml", group: "ofData" },
  { key: "jsonld", name: "JSON-LD", detail: "", type: "application/ld+json", group: "ofData" },
];

// What is in view, as plain data: the shape that every writer of exports.js takes.
function visibleOf(picture, model, title) {
  return {
    title, permalink: location.href, kinds: Object.fromEntries([...model.values.kind].map(([id, name]) => [id, term(name)])),
    nodes: [...picture.shown.values()].map((thing) => ({
      id: thing.id, label: nameOf(thing), language: languageOf(thing), alternative: isAlternative(thing), kind: thing.kind, iri: thing.iri, ...picture.places.get(thing.id),
      color: colourOf(picture, thing), shape: shapePath(picture.kinds.get(thing.kind).shape), size: sizeOf(picture, thing),
    })),
    edges: picture.bundles.flatMap((bundle) => bundle.lines).map((line) => visibleEdge(line, model)),
  };
}

function visibleEdge(line, model) {
  const records = line.records.map((id) => [id, model.records[id]]).filter(([, record]) => record);
  const first = records[0]?.[1] ?? {};
  return {
    id: line.id, from: line.from, to: line.to, label: wordsOf(line), bothWays: line.bothWays, relation: line.relation, voice: line.voice.filter((v) => v !== NONE).join(" "),
    start: first.start ?? "", end: first.end ?? "", style: line.style,
    records: records.flatMap(([id, record]) => (record.receipts ?? []).map((receipt) => visibleReceipt(id, receipt, model))),
  };
}

function visibleReceipt(id, receipt, model) {
  const source = model.sources[receipt.source] ?? {};
  return {
    iri: id, evidence: receipt.iri, words: receipt.words ?? receipt.reason ?? "", speaker: receipt.speaker ?? receipt.judgedAs ?? "", voice: receipt.voice ?? "",
    date: source.issued ?? receipt.judgedOn ?? "", source: { iri: receipt.source ?? "", title: source.title ?? "", url: source.address ?? "" },
  };
}

function download(blob, name) {
  const link = element("a", "");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The canvas drawn once more with three times the points, on the colour of the page.
function pictureAsPng(picture, done) {
  const own = Object.getOwnPropertyDescriptor(window, "devicePixelRatio");
  Object.defineProperty(window, "devicePixelRatio", { value: 3, configurable: true });
  try {
    redrawSharp(picture);
    const drawn = picture.network.canvas.frame.canvas;
    const copy = element("canvas", "");
    [copy.width, copy.height] = [drawn.width, drawn.height];
    const pen = copy.getContext("2d");
    pen.fillStyle = picture.tones.ground;
    pen.fillRect(0, 0, copy.width, copy.height);
    pen.drawImage(drawn, 0, 0);
    copy.toBlob(done, "image/png");
  } finally {
    if (own) Object.defineProperty(window, "devicePixelRatio", own);
    redrawSharp(picture);
  }
}

function redrawSharp(picture) {
  const camera = { at: picture.network.getViewPosition(), scale: picture.network.getScale() };
  picture.network.canvas.setSize();
  picture.network.moveTo({ position: camera.at, scale: camera.scale, animation: false });
  picture.network.redraw();
}

function fileName(title) {
  return folded(title).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "network";
}

function makeSaveMenu(opener, list, takeVisible, picture, tell) {
  const close = (back) => { list.hidden = true; opener.setAttribute("aria-expanded", "false"); if (back) opener.focus(); };
  const open = () => {
    fill();
    list.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    list.querySelector("button").focus();
  };
  const take = (format) => {
    const visible = takeVisible();
    const name = `${fileName(visible.title)}.${format.key}`;
    const keep = (blob) => { download(blob, name); tell(say("saved", name)); };
    if (format.key === "png") pictureAsPng(picture, keep);
    else keep(new Blob([WRITERS[format.key](visible)], { type: `${format.type};charset=utf-8` }));
    close(true);
  };
  const fill = () => {
    const can = FORMATS.filter((format) => format.key === "png" || Object.hasOwn(WRITERS, format.key));
    list.replaceChildren(...["ofPicture", "ofData"].flatMap((group) => {
      const items = can.filter((format) => format.group === group);
      return items.length ? [element("p", "menu-title", say(group)), ...items.map((format) => menuItem(format, take))] : [];
    }));
  };
  opener.addEventListener("click", () => (list.hidden ? open() : close(false)));
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); close(true); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const items = [...list.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    items[(at + items.length) % items.length].focus();
  });
  document.addEventListener("pointerdown", (event) => { if (!list.hidden && !event.target.closest(".menu")) close(false); });
}

function menuItem(format, take) {
  const item = button("menu-item", format.name, () => take(format));
  item.dataset.format = format.key;
  if (format.detail) item.append(element("span", "rest", format.detail));
  return item;
}
