"use strict";
// The canvas: vis-network draws things and lines. A new scene sets the data; filters and year only change what differs.

const MANY_THINGS = 250; // with more, lines step back and things take less room
const [NARROW, FAR, NEAR] = [600, 0.08, 0.105]; // on a narrow screen many things are first seen from near, not from far

function makePicture(container, note, kinds, events) {
  const [nodes, edges] = [new vis.DataSet(), new vis.DataSet()];
  const network = new vis.Network(container, { nodes, edges }, {
    physics: false,
    autoResize: false, // it would change the scale with the size; the page gives the picture its size
    layout: { improvedLayout: false },
    interaction: { hover: true, multiselect: false, dragNodes: false, selectConnectedEdges: true, tooltipDelay: 1e9, zoomSpeed: 0.6 },
    nodes: { chosen: true },
    edges: { chosen: true, hoverWidth: 1, selectionWidth: 1.5 },
  });
  for (const inner of container.querySelectorAll("[tabindex]")) inner.tabIndex = -1; // the container itself takes the keyboard
  const picture = {
    network, nodes, edges, kinds, container, note, things: new Map(), shown: new Map(), places: new Map(), bundles: [], written: new Map(),
    focus: "", selected: "", hovered: "", hoveredEdge: "", colour: "kind", size: "records", onPath: new Set(),
  };
  network.on("click", (event) => events.pick(event.nodes[0] ?? pickedLine(picture, event.edges[0])));
  network.on("doubleClick", (event) => { if (event.nodes.length) events.focus(event.nodes[0]); });
  network.on("hoverNode", (event) => { picture.hovered = event.node; container.style.cursor = "pointer"; });
  network.on("blurNode", () => { picture.hovered = ""; container.style.cursor = ""; redrawSoon(picture); });
  network.on("hoverEdge", (event) => { picture.hoveredEdge = event.edge; container.style.cursor = "pointer"; });
  network.on("blurEdge", () => { picture.hoveredEdge = ""; container.style.cursor = ""; redrawSoon(picture); });
  network.on("dragEnd", () => events.moved(cameraOf(picture)));
  network.on("zoom", () => events.moved(cameraOf(picture)));
  network.on("afterDrawing", (context) => drawLabels(picture, context));
  return picture;
}

// A click on a folded line means all of its statements, on any other the one it stands for.
function pickedLine(picture, id) {
  const bundle = picture.bundles.find((b) => b.id === id);
  if (!bundle) return "";
  return bundle.lines.length === 1 ? bundle.lines[0].id : bundle.pair;
}

function cameraOf(picture) {
  const { x, y } = picture.network.getViewPosition();
  return roundedCamera(x, y, picture.network.getScale());
}

function resizePicture(picture) {
  picture.network.canvas.setSize();
}

function moveCamera(picture, at) {
  const first = at ?? firstCamera(picture);
  if (first) picture.network.moveTo({ position: { x: first.x, y: first.y }, scale: first.scale, animation: false });
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    ground: read("--ground"), text: read("--text"), soft: read("--soft"), line: read("--line"),
    faint: read("--line-faint"), accent: read("--accent"), dispute: read("--dispute"),
  };
}

// Puts things at their places, and lines between them; what is in sight, showView says.
function showScene(picture, scene, places, { dark, fold }) {
  picture.tones = colours();
  picture.dark = dark;
  picture.focus = scene.focus;
  picture.isWide = scene.things.length > MANY_THINGS;
  picture.things = new Map(scene.things.map((thing) => [thing.id, thing]));
  picture.places = new Map(scene.things.map((thing, at) => [thing.id, { x: places[at].x, y: places[at].y }]));
  const scale = scaleFor(picture, [...picture.places.values()]);
  picture.first = isTooFar(picture, scale) ? NEAR : scale;
  picture.thick = Math.max(1, 0.75 / picture.first);
  [picture.shown, picture.bundles] = [new Map(), []]; // the library may draw while it is being given things
  picture.edges.clear();
  picture.nodes.clear();
  picture.bends = fold ? new Map() : bendsOf(bundlesOf(scene.lines, fold));
  picture.nodes.add(scene.things.map((thing) => {
    const { x, y } = picture.places.get(thing.id);
    return { id: thing.id, x, y, shape: "custom", ctxRenderer: rendererOf(picture, thing) };
  }));
  const bundles = bundlesOf(scene.lines, fold);
  picture.counts = new Map(bundles.map((bundle) => [bundle.id, bundle.lines.length]));
  picture.written = new Map(bundles.map((bundle) => [bundle.id, lookOf(bundle)]));
  picture.edges.add(bundles.map((bundle) => edgeOf(picture, bundle)));
}

// Shows what is left of the scene. Things and lines that come or go only change a flag, which vis-network reads when
// it draws; a line is written anew only where it looks different, because what is left of its statements is less sure, or goes one way only.
function showView(picture, view, fold) {
  const { body } = picture.network;
  picture.shown = new Map(view.things.map((thing) => [thing.id, thing]));
  picture.bundles = bundlesOf(view.lines, fold);
  const fresh = picture.bundles.filter((bundle) => picture.written.get(bundle.id) !== lookOf(bundle));
  for (const bundle of fresh) picture.written.set(bundle.id, lookOf(bundle));
  for (const bundle of fresh) rewrite(body.edges[bundle.id], edgeOf(picture, bundle));
  const drawn = new Set(picture.bundles.map((bundle) => bundle.id));
  for (const [id, node] of Object.entries(body.nodes)) node.options.hidden = !picture.shown.has(id);
  for (const [id, edge] of Object.entries(body.edges)) edge.options.hidden = !drawn.has(id);
  picture.network._updateVisibleIndices(); // what the library does after a change of data, without its second drawing
  redrawSoon(picture);
}

// What the library does with a line that is updated, without going through all others for it.
function rewrite(edge, options) {
  edge.disconnect();
  edge.setOptions(options);
  edge.connect();
}

// What of a line can change while its scene stays.
function lookOf(bundle) {
  return `${bundle.style} ${bundle.arrow} ${bundle.from}`;
}

function redrawSoon(picture) {
  picture.network.body.emitter.emit("_requestRedraw");
}

// The camera that shows everything, to be kept in the address; none where the picture begins with it.
function wholeCamera(picture) {
  const all = fittedCamera(picture);
  return all && isTooFar(picture, all.scale) ? roundedCamera(all.x, all.y, all.scale) : null;
}

// Where the picture begins: all of it, or, where that would be a cluster of dots on a narrow screen, what is best documented.
function firstCamera(picture) {
  const all = fittedCamera(picture);
  return all && isTooFar(picture, all.scale) ? nearCamera(picture, NEAR) : all;
}

function isTooFar(picture, scale) {
  return picture.isWide && picture.container.clientWidth < NARROW && scale < FAR;
}

// Holds things and their labels, which keep their size on the screen.
function fittedCamera(picture) {
  const places = [...picture.shown.keys()].map((id) => picture.places.get(id));
  if (!places.length) return null;
  const { left, right, top, bottom } = extent(places);
  const scale = scaleFor(picture, places);
  return { x: (left + right) / 2, y: (top + bottom) / 2 + (10 + footOf(picture) / 2) / scale, scale };
}

// Around the thing from which most of the best documented things are in sight.
function nearCamera(picture, scale) {
  const { clientWidth, clientHeight } = picture.container;
  const [halfWidth, halfHeight] = [clientWidth / scale / 2, clientHeight / scale / 2];
  const ranked = [...picture.shown.values()].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
  const spots = ranked.map(({ id, weight }) => ({ weight, ...picture.places.get(id) }));
  const sees = (one) => spots.reduce((sum, other) => sum + (Math.abs(other.x - one.x) < halfWidth && Math.abs(other.y - one.y) < halfHeight ? other.weight : 0), 0);
  const { x, y } = spots.slice(0, MOST_LABELS).reduce((best, spot) => (sees(spot) > sees(best) ? spot : best));
  return { x, y: y + footOf(picture) / 2 / scale, scale };
}

function extent(places) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y } of places) {
    box.left = Math.min(box.left, x); box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y); box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

// The note on what is left out stands at the foot.
function footOf(picture) {
  return picture.note.hidden ? 0 : picture.note.offsetHeight + 8;
}

function scaleFor(picture, places) {
  const { clientWidth, clientHeight } = picture.container;
  const { left, right, top, bottom } = extent(places);
  const margin = Math.min(75, clientWidth * 0.16);
  return Math.max(0.02, Math.min(1.15, (clientWidth - 2 * margin) / Math.max(1, right - left), (clientHeight - 108 - footOf(picture)) / Math.max(1, bottom - top)));
}

// Statements between the same two things fan out where they are not folded, so that each can be seen and clicked.
function bendsOf(bundles) {
  const groups = new Map();
  for (const bundle of bundles) groups.set(bundle.pair, [...(groups.get(bundle.pair) || []), bundle]);
  const bends = new Map();
  for (const group of groups.values()) {
    const width = Math.min(0.16, 0.7 / group.length);
    group.forEach((bundle, at) => {
      const bend = (at - (group.length - 1) / 2) * width;
      bends.set(bundle.id, bundle.from < bundle.to ? bend : -bend);
    });
  }
  return bends;
}

const DASHES = { stated: false, inferred: [2, 4], unknown: [10, 6], disputed: [7, 5] };

function edgeOf(picture, bundle) {
  const { tones } = picture;
  const bend = picture.bends.get(bundle.id);
  const near = bundle.from === picture.focus || bundle.to === picture.focus;
  const plain = bundle.style === "disputed" ? tones.dispute : near || !picture.focus && !picture.isWide ? tones.line : tones.faint;
  return {
    id: bundle.id, from: bundle.from, to: bundle.to,
    width: ((near ? 1.4 : 1) + Math.min(2, (picture.counts.get(bundle.id) - 1) * 0.35)) * picture.thick,
    dashes: DASHES[bundle.style],
    color: { color: plain, highlight: tones.accent, hover: tones.accent, inherit: false },
    arrows: { to: { enabled: bundle.arrow && !picture.isWide, scaleFactor: 0.45 } },
    smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : { enabled: false },
  };
}

// -- How a thing looks ----------------------------------------------------------------

// Eight colours that can be told apart without red and green; what is beyond them is grey.
const COMMUNITY = {
  light: ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#C9A600", "#56B4E9", "#7A4FB5", "#8C5A2B"],
  dark: ["#56B4E9", "#F0803C", "#2CC79B", "#E39AC3", "#F0E442", "#A9D8F5", "#B79BE8", "#D0A070"],
  rest: { light: "#8d989f", dark: "#77848d" },
};

function communityColour(number, dark) {
  const side = dark ? "dark" : "light";
  return COMMUNITY[side][number - 1] ?? COMMUNITY.rest[side];
}

function colourOf(picture, thing) {
  if (picture.colour === "community") return communityColour(thing.community, picture.dark);
  const kind = picture.kinds.get(thing.kind);
  return picture.dark ? kind.dark : kind.light;
}

function sizeOf(picture, thing) {
  const value = measureOf(thing, picture.size);
  const own = picture.size === "betweenness" ? 7 + 13 * Math.sqrt(value / (picture.mostBetween || 1)) : 8 + Math.min(10, Math.sqrt(value) * 1.7);
  return thing.id === picture.focus ? Math.max(own, 18) : own;
}

// On the screen nothing becomes smaller than can be seen; of many things each takes less room.
function radiusOf(picture, thing) {
  const scale = picture.network.getScale();
  const least = Math.min(picture.isWide ? 0.4 : 0.62, Math.max(picture.first, scale) * 4.2); // where things stand close, they stay small
  return sizeOf(picture, thing) * Math.max(1, least / scale);
}

function rendererOf(picture, thing) {
  const outline = new Path2D(shapePath(picture.kinds.get(thing.kind).shape));
  return ({ ctx, x, y, state }) => {
    const radius = radiusOf(picture, thing);
    return {
      drawNode() {
        ctx.save();
        ctx.translate(x, y);
        if (thing.id === picture.focus || state.selected || state.hover) {
          ctx.beginPath();
          ctx.arc(0, 0, radius + 6, 0, 2 * Math.PI);
          ctx.strokeStyle = state.selected ? picture.tones.accent : picture.tones.soft;
          ctx.lineWidth = state.selected ? 2.5 : 1.5;
          ctx.stroke();
        }
        ctx.scale(radius / 10, radius / 10);
        ctx.lineWidth = 3;
        ctx.strokeStyle = picture.tones.ground;
        ctx.stroke(outline);
        ctx.fillStyle = colourOf(picture, thing);
        ctx.fill(outline);
        ctx.restore();
      },
      nodeDimensions: { width: radius * 2, height: radius * 2 },
    };
  };
}

function selectInPicture(picture, id) {
  const bundle = bundleWith(picture, id);
  const wanted = picture.shown.has(id) ? id : bundle?.id ?? "";
  picture.selected = id;
  const { nodes, edges } = picture.network.getSelection();
  if ((nodes[0] ?? edges[0] ?? "") !== wanted || nodes.length !== (picture.shown.has(id) ? 1 : 0)) {
    picture.network.unselectAll();
    if (picture.shown.has(id)) picture.network.selectNodes([id]);
    else if (bundle) picture.network.selectEdges([bundle.id]);
  }
  redrawSoon(picture);
}
