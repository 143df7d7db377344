"use strict";
// The canvas: vis-network draws things and lines; labels are set like on a map, so that none covers another.

function makePicture(container, kinds, events) {
  const network = new vis.Network(container, { nodes: [], edges: [] }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: true, multiselect: false, selectConnectedEdges: true, tooltipDelay: 1e9, zoomSpeed: 0.6 },
    nodes: { chosen: true },
    edges: { chosen: true, hoverWidth: 1, selectionWidth: 1.5 },
  });
  for (const inner of container.querySelectorAll("[tabindex]")) inner.tabIndex = -1; // the table takes the keyboard
  const picture = { network, kinds, nodes: new Map(), edges: new Map(), focus: "", selected: "", hovered: "", hoveredEdge: "" };
  network.on("click", (event) => events.pick(event.nodes[0] ?? event.edges[0] ?? ""));
  network.on("doubleClick", (event) => { if (event.nodes.length) events.focus(event.nodes[0]); });
  network.on("hoverNode", (event) => { picture.hovered = event.node; container.style.cursor = "pointer"; });
  network.on("blurNode", () => { picture.hovered = ""; container.style.cursor = ""; network.redraw(); });
  network.on("hoverEdge", (event) => { picture.hoveredEdge = event.edge; container.style.cursor = "pointer"; });
  network.on("blurEdge", () => { picture.hoveredEdge = ""; container.style.cursor = ""; network.redraw(); });
  network.on("afterDrawing", (context) => drawLabels(picture, context));
  return picture;
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    ground: read("--ground"), text: read("--text"), soft: read("--soft"), line: read("--line"),
    faint: read("--line-faint"), accent: read("--accent"), dispute: read("--dispute"),
  };
}

// Shows things at places and the lines between them, and fits them into the picture.
function showPicture(picture, things, places, lines, focus, dark) {
  picture.tones = colours();
  picture.dark = dark;
  picture.focus = focus;
  picture.nodes = new Map(things.map((thing) => [thing.id, thing]));
  picture.edges = new Map(lines.map((line) => [line.id, line]));
  picture.thick = Math.max(1, 0.75 / scaleFor(picture, places));
  const bends = bendsOf(lines);
  picture.network.setData({
    nodes: things.map((thing, at) => ({
      id: thing.id, x: places[at].x, y: places[at].y, shape: "custom", ctxRenderer: rendererOf(picture, thing),
    })),
    edges: lines.map((line) => edgeOf(picture, line, bends.get(line.id))),
  });
  fitPicture(picture);
}

// Fits things and their labels, which keep their size on the screen, into the picture.
function fitPicture(picture) {
  const places = Object.values(picture.network.getPositions());
  if (!places.length) return;
  const { left, right, top, bottom } = extent(places);
  const scale = scaleFor(picture, places);
  picture.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 12 / scale }, scale, animation: false });
}

function extent(places) {
  const [xs, ys] = [places.map((p) => p.x), places.map((p) => p.y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function scaleFor(picture, places) {
  const stage = picture.network.body.container;
  const { left, right, top, bottom } = extent(places);
  const margin = Math.min(75, stage.clientWidth * 0.16);
  return Math.min(1.3, (stage.clientWidth - 2 * margin) / Math.max(1, right - left), (stage.clientHeight - 112) / Math.max(1, bottom - top));
}

// Statements between the same two things fan out, so that each can be seen and clicked.
function bendsOf(lines) {
  const groups = new Map();
  for (const line of lines) {
    const key = [line.from, line.to].sort().join(" ");
    groups.set(key, [...(groups.get(key) || []), line]);
  }
  const bends = new Map();
  for (const group of groups.values()) {
    const width = Math.min(0.16, 0.7 / group.length);
    group.forEach((line, at) => {
      const bend = (at - (group.length - 1) / 2) * width;
      bends.set(line.id, line.from < line.to ? bend : -bend);
    });
  }
  return bends;
}

function edgeOf(picture, line, bend) {
  const { tones } = picture;
  const near = line.from === picture.focus || line.to === picture.focus;
  const plain = line.disputed ? tones.dispute : near || !picture.focus ? tones.line : tones.faint;
  return {
    id: line.id, from: line.from, to: line.to,
    width: (near ? 1.4 : 1) * picture.thick,
    dashes: line.disputed ? [7, 5] : false,
    color: { color: plain, highlight: tones.accent, hover: tones.accent, inherit: false },
    arrows: { to: { enabled: !line.bothWays, scaleFactor: 0.45 } },
    smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false,
  };
}

function radiusOf(picture, thing) {
  const own = 8 + Math.min(10, Math.sqrt(thing.records.length) * 1.7);
  const grown = thing.id === picture.focus ? Math.max(own, 15) : own;
  return grown * Math.max(1, 0.62 / picture.network.getScale());
}

function rendererOf(picture, thing) {
  const kind = picture.kinds.get(thing.kind);
  const outline = new Path2D(shapePath(kind.shape));
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
        ctx.fillStyle = picture.dark ? kind.dark : kind.light;
        ctx.fill(outline);
        ctx.restore();
      },
      nodeDimensions: { width: radius * 2, height: radius * 2 },
    };
  };
}

// Labels keep their size on the screen; the more important comes first, and one that finds no free place waits
// until the reader comes nearer.
function drawLabels(picture, context) {
  if (!picture.tones) return;
  const ratio = context.canvas.width / context.canvas.clientWidth;
  const scale = picture.network.getScale();
  const positions = picture.network.getPositions();
  const spots = [...picture.nodes.values()].map((thing) => {
    const at = picture.network.canvasToDOM(positions[thing.id]);
    const radius = radiusOf(picture, thing) * scale;
    return { thing, x: at.x, y: at.y, radius, rank: rankOf(picture, thing) };
  });
  spots.sort((a, b) => b.rank - a.rank || (a.thing.id < b.thing.id ? -1 : 1));
  spots.slice(0, 7).forEach((spot) => { spot.leading = true; });
  const taken = spots.map((s) => [s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius, s.thing.id]);
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const spot of spots) placeLabel(picture, context, spot, taken);
  drawEdgeLabel(picture, context, positions);
  context.restore();
}

function rankOf(picture, thing) {
  if (thing.id === picture.hovered) return 1e6;
  if (thing.id === picture.selected) return 1e5;
  if (thing.id === picture.focus) return 1e4;
  return thing.weight;
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

function placeLabel(picture, context, spot, taken) {
  const strong = spot.rank >= 1e4;
  context.font = `${strong ? 600 : 400} 12.5px ${FONT}`;
  const lines = wrapped(spot.thing.label);
  const width = Math.max(...lines.map((line) => context.measureText(line).width));
  const height = lines.length * 15;
  const gap = spot.radius + (strong ? 9 : 4);
  const choices = [
    [spot.x - width / 2, spot.y + gap], [spot.x - width / 2, spot.y - gap - height],
    [spot.x + gap + 2, spot.y - height / 2], [spot.x - gap - 2 - width, spot.y - height / 2],
  ];
  const obstacles = spot.leading ? taken.filter((box) => !box[4]) : taken; // a leader may cover a thing
  const room = context.canvas.clientWidth - 4;
  const free = choices.find(([x, y]) => x > 4 && x + width < room && isFree([x - 2, y - 1, x + width + 2, y + height + 1], obstacles, spot.thing.id));
  const at = free || (strong ? [Math.max(4, Math.min(room - width, choices[0][0])), choices[0][1]] : null);
  if (!at) return;
  taken.push([at[0], at[1], at[0] + width, at[1] + height, ""]);
  writeLines(picture, context, lines, at[0] + width / 2, at[1] + 12, picture.tones.text);
}

function isFree(box, taken, own) {
  return taken.every(([left, top, right, bottom, id]) =>
    id === own || box[2] < left || box[0] > right || box[3] < top || box[1] > bottom);
}

function writeLines(picture, context, lines, x, y, colour) {
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = picture.tones.ground;
  context.fillStyle = colour;
  lines.forEach((line, at) => {
    context.strokeText(line, x, y + at * 15);
    context.fillText(line, x, y + at * 15);
  });
}

function drawEdgeLabel(picture, context, positions) {
  const line = picture.edges.get(picture.hoveredEdge) || picture.edges.get(picture.selected);
  if (!line) return;
  const body = picture.network.body.edges[line.id];
  const middle = body && body.edgeType ? body.edgeType.getPoint(0.5) : positions[line.from];
  const at = picture.network.canvasToDOM(middle);
  context.font = `600 12px ${FONT}`;
  writeLines(picture, context, [line.words], at.x, at.y - 5, picture.tones.accent);
}

function selectInPicture(picture, id) {
  picture.selected = id;
  picture.network.unselectAll();
  if (picture.nodes.has(id)) picture.network.selectNodes([id]);
  else if (picture.edges.has(id)) picture.network.selectEdges([id]);
  picture.network.redraw();
}
