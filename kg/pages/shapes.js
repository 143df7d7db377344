"use strict";
// Shapes as outlines around (0, 0), about ten units wide each way: one definition for picture and legend.
const SHAPES = {
  circle: "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
  square: "M-8-8h16v16h-16z",
  twin: "M-9.5-9.5h12v12h-12zM-2.5 4h6.500v-6.500h5.500v12h-12z",
  triangle: "M0-10L10 7.500h-20z",
  diamond: "M0-11L10 0L0 11L-10 0z",
  hexagon: "M-5-9h10l5.500 9l-5.500 9h-10l-5.500-9z",
  star: "M0-11L2.940-4.050L10.460-3.400L4.760 1.550L6.470 8.900L0 5L-6.470 8.900L-4.760 1.550L-10.460-3.400L-2.940-4.050z",
  pin: "M0 11C-5 4-8.500 1-8.500-3a8.500 8.500 0 1 1 17 0C8.500 1 5 4 0 11z",
  leaf: "M-9 9C-10-4-2-9 9-9C10 4 2 10-9 9z",
  cross: "M-3.500-9h7v5.500h5.500v7h-5.500v5.500h-7v-5.500h-5.500v-7h5.500z",
  pentagon: "M0-10L9.500-3.100L5.900 8.100h-11.800L-9.500-3.100z",
  page: "M-7-10h9l5 5v15h-14z",
  ring: "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0zM-4 0a4 4 0 1 1 8 0a4 4 0 1 1-8 0z",
};

function shapePath(shape) {
  return SHAPES[shape] || SHAPES.ring;
}

function shapeIcon(kind, dark) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "-12 -12 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", shapePath(kind.shape));
  path.setAttribute("fill", dark ? kind.dark : kind.light);
  svg.append(path);
  return svg;
}
