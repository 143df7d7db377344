"use strict";
// Labels keep their size on the screen and are set like on a map: the more important comes first, none covers another,
// and one that finds no free place waits until the reader comes nearer.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const MOST_LABELS = 160;
const FEW_THINGS = 60; // with more, the best known may cover others with their names
const CELL = 64;

// Boxes that are taken, in a grid, so that looking for room does not mean asking every box.
function makeRoom() {
  const cells = new Map();
  const cover = ([left, top, right, bottom], act) => {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) act(x * 100003 + y);
    }
  };
  return {
    take(box, id = "", soft = false) {
      cover(box, (cell) => cells.set(cell, [...(cells.get(cell) ?? []), { box, id, soft }]));
    },
    isFree(box, own, overThings) {
      let free = true;
      cover(box, (cell) => {
        for (const other of cells.get(cell) ?? []) {
          if (other.id && other.id === own || other.soft && overThings) continue;
          const [left, top, right, bottom] = other.box;
          if (!(box[2] < left || box[0] > right || box[3] < top || box[1] > bottom)) free = false;
        }
      });
      return free;
    },
  };
}

function drawLabels(picture, context) {
  if (!picture.tones) return;
  const ratio = context.canvas.width / context.canvas.clientWidth;
  const { clientWidth: width, clientHeight: height } = context.canvas;
  const spots = spotsOf(picture, width, height);
  const room = makeRoom();
  const leading = Math.max(5, Math.round(width * height / 32000));
  for (const [at, spot] of spots.entries()) {
    room.take([spot.x - spot.radius, spot.y - spot.radius, spot.x + spot.radius, spot.y + spot.radius], spot.thing.id, at >= leading);
  }
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const [at, spot] of spots.slice(0, MOST_LABELS).entries()) placeLabel(picture, context, spot, room, at < leading && spots.length > FEW_THINGS);
  drawCounts(picture, context, room);
  drawEdgeLabel(picture, context);
  context.restore();
}

// Where the things in sight stand on the screen, the most important first.
function spotsOf(picture, width, height) {
  const scale = picture.network.getScale();
  const middle = picture.network.getViewPosition();
  const spots = [];
  for (const thing of picture.shown.values()) {
    const place = picture.places.get(thing.id);
    const x = (place.x - middle.x) * scale + width / 2;
    const y = (place.y - middle.y) * scale + height / 2;
    if (x < -60 || y < -60 || x > width + 60 || y > height + 60) continue;
    spots.push({ thing, x, y, radius: radiusOf(picture, thing) * scale, rank: rankOf(picture, thing) });
  }
  return spots.sort((a, b) => b.rank - a.rank || (a.thing.id < b.thing.id ? -1 : 1));
}

function rankOf(picture, thing) {
  if (thing.id === picture.hovered) return 1e6;
  if (thing.id === picture.selected) return 1e5;
  if (thing.id === picture.focus) return 1e4;
  return thing.weight;
}

function placeLabel(picture, context, spot, room, leading) {
  const strong = spot.rank >= 1e4;
  const inFocus = spot.thing.id === picture.focus;
  context.font = inFocus ? `700 15px ${FONT}` : `${strong ? 600 : 400} 12.5px ${FONT}`;
  const lines = wrapped(nameOf(spot.thing));
  const width = Math.max(...lines.map((line) => context.measureText(line).width));
  const height = lines.length * 15;
  const gap = spot.radius + (strong ? 9 : 4);
  const choices = [
    [spot.x - width / 2, spot.y + gap], [spot.x - width / 2, spot.y - gap - height],
    [spot.x + gap + 2, spot.y - height / 2], [spot.x - gap - 2 - width, spot.y - height / 2],
    [spot.x - gap, spot.y + gap], [spot.x + gap - width, spot.y + gap],
    [spot.x - gap, spot.y - gap - height], [spot.x + gap - width, spot.y - gap - height],
  ];
  const most = context.canvas.clientWidth - 4;
  const among = (overThings) => choices.find(([x, y]) => x > 4 && x + width < most
    && room.isFree([x - 2, y - 1, x + width + 2, y + height + 1], spot.thing.id, overThings));
  const free = among(false) ?? (leading ? among(true) : undefined);
  const at = free || (strong ? [Math.max(4, Math.min(most - width, choices[0][0])), choices[0][1]] : null);
  if (!at) return;
  room.take([at[0], at[1], at[0] + width, at[1] + height]);
  writeLines(picture, context, lines, at[0] + width / 2, at[1] + 12, picture.tones.text);
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

// Where parallel statements are folded, the line says how many it stands for.
function drawCounts(picture, context, room) {
  const named = bundleToName(picture);
  context.font = `400 11px ${FONT}`;
  for (const bundle of picture.bundles) {
    if (bundle.lines.length < 2 || bundle === named) continue;
    const at = onScreen(picture, middleOf(picture, bundle.id, bundle));
    const text = `×${bundle.lines.length}`;
    const half = context.measureText(text).width / 2;
    const box = [at.x - half - 3, at.y - 8, at.x + half + 3, at.y + 6];
    if (!room.isFree(box, "", false)) continue;
    room.take(box);
    writeLines(picture, context, [text], at.x, at.y + 4, picture.tones.soft);
  }
}

function middleOf(picture, id, { from, to }) {
  const body = picture.network.body.edges[id];
  if (body?.edgeType?.getPoint && body.edgeType.via !== undefined) return body.edgeType.getPoint(0.5);
  const [a, b] = [picture.places.get(from), picture.places.get(to)];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function onScreen(picture, place) {
  return picture.network.canvasToDOM(place);
}

function drawEdgeLabel(picture, context) {
  const bundle = bundleToName(picture);
  if (!bundle) return;
  const at = onScreen(picture, middleOf(picture, bundle.id, bundle));
  const line = bundle.lines.find((one) => one.id === picture.selected) ?? bundle.lines[0];
  const words = bundle.lines.length > 1 && line.id !== picture.selected ? say("statements", bundle.lines.length) : wordsOf(line);
  context.font = `600 12px ${FONT}`;
  writeLines(picture, context, [words], at.x, at.y - 5, picture.tones.accent);
}

// The line under the pointer, or else the one that is selected, bears its words instead of a count.
function bundleToName(picture) {
  return picture.bundles.find((b) => b.id === picture.hoveredEdge) ?? bundleWith(picture, picture.selected);
}

function bundleWith(picture, id) {
  return id ? picture.bundles.find((b) => b.id === id || b.pair === id || b.lines.some((line) => line.id === id)) : undefined;
}
