"use strict";
// Files of what is visible: WRITERS.svg, .gexf, .graphml, .csv and .jsonld each take
//   { title, permalink, kinds: { id: name }, licence,
//     nodes: [{ id, label, language, kind, x, y, color, shape, size, iri }],
//     edges: [{ id, from, to, label, relation, voice, start, end, style, bothWays,
//               records: [{ iri, evidence, words, speaker, voice, date, source: { iri, title, url } }] }] }
// and give back text; what is missing is left out. Nothing is read from the page. The picture is that of
// kg/network/svg.py, byte for byte: sums are made in the same order, texts are cut by code points.

const WRITERS = (() => {
  const LICENCE = "Data: AntKG, CC BY 4.0";
  const STYLES = {
    stated: ["#7d8793", "", "stated"], inferred: ["#7d8793", "7 5", "inferred by rule"],
    unknown: ["#7d8793", "2 4", "nobody named vouches for it"], disputed: ["#b3261e", "9 4 2 4", "disputed by a source"],
  };
  const FONT = "Helvetica, Arial, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
  const COLOUR = /^#[0-9A-Fa-f]{6}$/;
  const OUTLINE = /^[MmLlHhVvAaCcZz0-9 .-]+$/;
  const MOST_EDGE_LABELS = 40;

  // -- Text -------------------------------------------------------------------------

  // A text without what XML does not take and what turns the order of letters around; blanks are one blank.
  function clean(text) {
    const kept = Array.from(String(text ?? "")).map((c) => {
      const code = c.codePointAt(0);
      if (code === 9 || code === 10 || code === 13 || code === 0xa0 || code === 0x3000) return " ";
      const bad = code < 32 || (code >= 127 && code < 160) || (code >= 0xd800 && code < 0xe000) || (code & 0xfffe) === 0xfffe
        || (code >= 0x200e && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
      return bad ? "" : c;
    });
    return kept.join("").split(" ").filter(Boolean).join(" ");
  }

  const xml = (text) => clean(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/'/g, "&#39;");

  // A number with one digit behind the point at most.
  function num(value) {
    const sound = Number.isFinite(value) ? Math.min(1e6, Math.max(-1e6, value)) : 0;
    return String(Math.floor(sound * 10 + 0.5) / 10 + 0);
  }

  // The width of a text in hundredths of its size; no font is asked, so every machine agrees.
  function widthOf(text) {
    let sum = 0;
    for (const c of text) sum += c >= "\u2e80" ? 100 : "iljtfrI.,:;'|!()[] ".includes(c) ? 32 : "mwMW@%".includes(c) ? 86 : c >= "A" && c <= "Z" ? 68 : 55;
    return sum;
  }

  // Cuts a text into lines of about `limit` hundredths, at blanks, or anywhere in a word that is longer than a line.
  function wrapped(text, limit, most) {
    const lines = [];
    for (const word of clean(text).split(" ").filter(Boolean).flatMap((w) => pieces(w, limit))) {
      const last = lines.length - 1;
      const joined = last < 0 ? "" : `${lines[last]}${word.glue}${word.text}`;
      if (last >= 0 && widthOf(joined) <= limit) lines[last] = joined;
      else lines.push(word.text);
    }
    return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]}…`];
  }

  function pieces(word, limit) {
    const isWide = Array.from(word).some((c) => c >= "\u2e80");
    if (!isWide && widthOf(word) <= limit) return [{ text: word, glue: " " }];
    return Array.from(word).map((c, at) => ({ text: c, glue: at ? "" : " " }));
  }

  // -- SVG: places --------------------------------------------------------------------

  function drawnNodes(visible) {
    return visible.nodes.map((node, at) => {
      const size = Number.isFinite(node.size) ? Math.min(60, Math.max(3, node.size)) : 9;
      return { at, node, x: finite(node.x), y: finite(node.y), size, lines: wrapped(node.label, 1350, 3), box: null };
    });
  }

  const finite = (value) => (Number.isFinite(value) ? value : 0);

  // Statements between the same two things fan out.
  function drawnEdges(visible, nodes) {
    const index = new Map(nodes.map((one) => [one.node.id, one]));
    const known = visible.edges.filter((edge) => index.has(edge.from) && index.has(edge.to));
    const groups = new Map();
    for (const edge of known) {
      const [a, b] = [index.get(edge.from).at, index.get(edge.to).at];
      const key = Math.min(a, b) * nodes.length + Math.max(a, b);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(edge);
    }
    return known.map((edge) => {
      const [from, to] = [index.get(edge.from), index.get(edge.to)];
      const group = groups.get(Math.min(from.at, to.at) * nodes.length + Math.max(from.at, to.at));
      const bend = (group.indexOf(edge) - (group.length - 1) / 2) * Math.min(26, 150 / group.length);
      return curveOf(edge, from, to, from.at < to.at ? bend : -bend);
    });
  }

  // A curve from rim to rim: start, control and end, and the direction in which it arrives.
  function curveOf(edge, from, to, bend) {
    const style = Object.hasOwn(STYLES, edge.style ?? "") ? edge.style : "stated";
    if (from === to) return { edge, style, loop: from };
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.max(1, Math.sqrt(dx * dx + dy * dy));
    const middle = { x: (from.x + to.x) / 2 - dy / length * bend, y: (from.y + to.y) / 2 + dx / length * bend };
    return { edge, style, start: rim(from, middle, 2), middle, end: rim(to, middle, 3) };
  }

  function rim(one, towards, gap) {
    const [dx, dy] = [towards.x - one.x, towards.y - one.y];
    const length = Math.max(1, Math.sqrt(dx * dx + dy * dy));
    return { x: one.x + dx / length * (one.size + gap), y: one.y + dy / length * (one.size + gap), dx: dx / length, dy: dy / length };
  }

  // Larger things choose first where their name stands; one that finds no free place stands below its thing.
  function placeLabels(nodes, taken) {
    for (const one of [...nodes].sort((a, b) => b.size - a.size || a.at - b.at)) {
      const width = Math.max(0, ...one.lines.map((line) => widthOf(line) * 12 / 100)) + 4;
      const height = one.lines.length * 14 + 2;
      const gap = one.size + 3;
      const spots = [
        [one.x - width / 2, one.y + gap], [one.x - width / 2, one.y - gap - height],
        [one.x + gap, one.y - height / 2], [one.x - gap - width, one.y - height / 2],
        [one.x, one.y + gap], [one.x - width, one.y + gap], [one.x, one.y - gap - height], [one.x - width, one.y - gap - height],
      ];
      const [x, y] = spots.find(([left, top]) => isFree(taken, left, top, width, height, one.at)) ?? spots[0];
      one.box = [x, y, x + width, y + height, -1];
      taken.push(one.box);
    }
  }

  function isFree(taken, left, top, width, height, own) {
    return taken.every((box) => box[4] === own || left + width <= box[0] || left >= box[2] || top + height <= box[1] || top >= box[3]);
  }

  function placeEdgeLabels(edges, taken) {
    if (edges.length > MOST_EDGE_LABELS) return;
    for (const drawn of edges) {
      const [text] = wrapped(drawn.edge.label, 4000, 1);
      if (!text || drawn.loop) continue;
      const width = widthOf(text) * 10 / 100 + 4;
      for (const t of [0.5, 0.375, 0.625]) {
        const p = pointOn(drawn, t);
        if (!isFree(taken, p.x - width / 2, p.y - 7, width, 14, -2)) continue;
        drawn.label = { text, x: p.x, y: p.y + 3.5 };
        drawn.box = [p.x - width / 2, p.y - 7, p.x + width / 2, p.y + 7, -1];
        taken.push(drawn.box);
        break;
      }
    }
  }

  function pointOn({ start, middle, end }, t) {
    const u = 1 - t;
    return { x: u * u * start.x + 2 * u * t * middle.x + t * t * end.x, y: u * u * start.y + 2 * u * t * middle.y + t * t * end.y };
  }

  // -- SVG: marks ---------------------------------------------------------------------

  function edgeMarks({ edge, style, loop, start, middle, end }) {
    const [stroke, dashes] = STYLES[style];
    const look = `fill="none" stroke="${stroke}" stroke-width="1.2"${dashes ? ` stroke-dasharray="${dashes}"` : ""}`;
    if (loop) {
      const r = loop.size;
      return [`<path d="M${num(loop.x - r / 2)} ${num(loop.y - r)}C${num(loop.x - r * 2)} ${num(loop.y - r * 4)} ${num(loop.x + r * 2)} ${num(loop.y - r * 4)} ${num(loop.x + r / 2)} ${num(loop.y - r)}" ${look}/>`];
    }
    const marks = [`<path d="M${num(start.x)} ${num(start.y)}Q${num(middle.x)} ${num(middle.y)} ${num(end.x)} ${num(end.y)}" ${look}/>`];
    if (!edge.bothWays) {
      const [bx, by] = [end.x + end.dx * 8, end.y + end.dy * 8];
      marks.push(`<path d="M${num(end.x)} ${num(end.y)}L${num(bx - end.dy * 3.5)} ${num(by + end.dx * 3.5)}L${num(bx + end.dy * 3.5)} ${num(by - end.dx * 3.5)}Z" fill="${stroke}"/>`);
    }
    return marks;
  }

  const colourOf = (node) => (COLOUR.test(node.color ?? "") ? node.color : "#5b6470");

  function outlineOf(shape) {
    const given = String(shape ?? "");
    const named = typeof SHAPES === "object" && Object.hasOwn(SHAPES, given) ? SHAPES[given] : given;
    return OUTLINE.test(named) && named.startsWith("M") ? named : "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z";
  }

  function nodeMark({ node, x, y, size }) {
    const scale = String(Math.floor(size * 100 + 0.5) / 1000);
    return `<path transform="translate(${num(x)} ${num(y)}) scale(${scale})" d="${outlineOf(node.shape)}" fill="${colourOf(node)}" stroke="#ffffff" stroke-width="2"><title>${xml(node.label)}</title></path>`;
  }

  function textMark(text, x, y, size, anchor, look) {
    return `<text x="${num(x)}" y="${num(y)}" font-size="${size}" text-anchor="${anchor}" ${look}>${xml(text)}</text>`;
  }

  const HALO = 'fill="#1c2126" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"';

  function labelMarks({ lines, box }) {
    return lines.map((line, at) => textMark(line, (box[0] + box[2]) / 2, box[1] + 12 + at * 14, 12, "middle", HALO));
  }

  // What the shapes and the strokes mean, in rows below the picture.
  function legendMarks(visible, nodes, edges, left, top, width) {
    const kinds = new Map();
    for (const { node } of nodes) if (!kinds.has(node.kind)) kinds.set(node.kind, node);
    const entries = [
      ...[...kinds.values()].map((node) => [kindName(visible, node.kind), (x, y) => nodeMark({ node: { ...node, label: kindName(visible, node.kind) }, x, y, size: 7 })]),
      ...Object.keys(STYLES).filter((style) => edges.some((drawn) => drawn.style === style)).map((style) => [STYLES[style][2], (x, y) => strokeMark(style, x, y)]),
    ];
    const marks = [];
    let [x, y] = [left, top];
    for (const [text, draw] of entries) {
      const [shown] = wrapped(text, 4000, 1);
      const wide = widthOf(shown ?? "") * 12 / 100 + 42;
      if (x > left && x + wide > left + width) [x, y] = [left, y + 20];
      marks.push(draw(x + 10, y), textMark(shown ?? "", x + 24, y + 4, 12, "start", 'fill="#1c2126"'));
      x += wide;
    }
    return { marks, bottom: y + 20 };
  }

  const kindName = (visible, kind) => (Object.hasOwn(visible.kinds ?? {}, kind ?? "") ? visible.kinds[kind] : kind ?? "");

  function strokeMark(style, x, y) {
    const [stroke, dashes] = STYLES[style];
    return `<path d="M${num(x - 10)} ${num(y)}L${num(x + 10)} ${num(y)}" stroke="${stroke}" stroke-width="1.5"${dashes ? ` stroke-dasharray="${dashes}"` : ""}/>`;
  }

  function svg(visible) {
    const nodes = drawnNodes(visible);
    const edges = drawnEdges(visible, nodes);
    const taken = nodes.map((one) => [one.x - one.size, one.y - one.size, one.x + one.size, one.y + one.size, one.at]);
    placeLabels(nodes, taken);
    placeEdgeLabels(edges, taken);
    const left = Math.min(0, ...taken.map((box) => box[0])) - 24;
    const right = Math.max(left + 560, ...taken.map((box) => box[2] + 24));
    const top = Math.min(0, ...taken.map((box) => box[1])) - 20;
    const bottom = Math.max(0, ...taken.map((box) => box[3])) + 30;
    const width = right - left - 48;
    const title = wrapped(visible.title, width * 100 / 18, 3);
    const head = top - title.length * 24 - 10;
    const legend = legendMarks(visible, nodes, edges, left + 24, bottom, width);
    const notes = [...wrapped(visible.permalink, width * 100 / 11, 6), ...wrapped(visible.licence ?? LICENCE, width * 100 / 11, 2)];
    const foot = legend.bottom + notes.length * 15 + 12;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${num(left)} ${num(head)} ${num(right - left)} ${num(foot - head)}" width="${num(right - left)}" height="${num(foot - head)}" role="img" font-family="${xml(FONT)}">`,
      `<title>${xml(visible.title)}</title>`,
      `<desc>${nodes.length} things and ${edges.length} statements</desc>`,
      `<rect x="${num(left)}" y="${num(head)}" width="${num(right - left)}" height="${num(foot - head)}" fill="#ffffff"/>`,
      ...title.map((line, at) => textMark(line, left + 24, head + 28 + at * 24, 18, "start", 'font-weight="bold" fill="#1c2126"')),
      ...edges.flatMap(edgeMarks),
      ...nodes.map(nodeMark),
      ...edges.filter((drawn) => drawn.label).map(({ label }) => textMark(label.text, label.x, label.y, 10, "middle", HALO.replace("#1c2126", "#4a535d"))),
      ...nodes.flatMap(labelMarks),
      ...legend.marks,
      ...notes.map((line, at) => textMark(line, left + 24, legend.bottom + 12 + at * 15, 11, "start", 'fill="#4a535d"')),
      "</svg>", "",
    ].join("\n");
  }

  // -- Networks for other tools ---------------------------------------------------------

  // What a file says of each statement, as plain text; several records are joined by " | ".
  function told(edge) {
    const records = edge.records ?? [];
    const all = (read) => records.map(read).map(clean).join(" | ");
    return {
      relation: clean(edge.relation), voice: clean([edge.voice ?? ""].flat().join(" ")), style: clean(edge.style), since: clean(edge.start), until: clean(edge.end),
      record: all((r) => r.iri), words: all((r) => r.words), speaker: all((r) => r.speaker), date: all((r) => r.date),
      source: all((r) => r.source?.title), address: all((r) => r.source?.url),
    };
  }

  const TOLD = ["relation", "voice", "style", "since", "until", "record", "words", "speaker", "date", "source", "address"];
  const idOf = (edge, at) => clean(edge.id) || `statement ${at + 1}`;
  const attributes = (list) => list.map(([name, text], at) => `<attvalue for="${at}" value="${xml(text)}"/>`).join("");

  function gexf(visible) {
    const declared = (of, names) => `<attributes class="${of}">${names.map((name, at) => `<attribute id="${at}" title="${name}" type="string"/>`).join("")}</attributes>`;
    const rgb = (node) => [1, 3, 5].map((at) => parseInt(colourOf(node).slice(at, at + 2), 16));
    const nodes = visible.nodes.map((node) => {
      const [r, g, b] = rgb(node);
      return `<node id="${xml(node.id)}" label="${xml(node.label)}"><attvalues>${attributes([["kind", node.kind], ["iri", node.iri]])}</attvalues>`
        + `<viz:color r="${r}" g="${g}" b="${b}"/><viz:position x="${num(node.x)}" y="${num(-node.y)}" z="0"/><viz:size value="${num(node.size ?? 9)}"/></node>`;
    });
    const edges = visible.edges.map((edge, at) => `<edge id="${xml(idOf(edge, at))}" source="${xml(edge.from)}" target="${xml(edge.to)}" label="${xml(edge.label)}">`
      + `<attvalues>${attributes(Object.entries(told(edge)))}</attvalues></edge>`);
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">',
      `<meta><description>${xml([visible.title, visible.permalink, visible.licence ?? LICENCE].filter(Boolean).join(" · "))}</description></meta>`,
      '<graph defaultedgetype="directed" mode="static">',
      declared("node", ["kind", "iri"]), declared("edge", TOLD),
      "<nodes>", ...nodes, "</nodes>", "<edges>", ...edges, "</edges>", "</graph>", "</gexf>", "",
    ].join("\n");
  }

  function graphml(visible) {
    const key = (of, name) => `<key id="${of}-${name}" for="${of}" attr.name="${name}" attr.type="string"/>`;
    const data = (of, values) => Object.entries(values).map(([name, text]) => `<data key="${of}-${name}">${xml(text)}</data>`).join("");
    const nodes = visible.nodes.map(({ id, label, kind, iri, x, y }) =>
      `<node id="${xml(id)}">${data("node", { label, kind, iri, x: num(x), y: num(y) })}</node>`);
    const edges = visible.edges.map((edge, at) =>
      `<edge id="${xml(idOf(edge, at))}" source="${xml(edge.from)}" target="${xml(edge.to)}">${data("edge", { label: edge.label, ...told(edge) })}</edge>`);
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
      `<!-- ${xml([visible.title, visible.permalink, visible.licence ?? LICENCE].filter(Boolean).join(" · ")).replace(/-/g, "‐")} -->`,
      ...["label", "kind", "iri", "x", "y"].map((name) => key("node", name)), ...["label", ...TOLD].map((name) => key("edge", name)),
      '<graph edgedefault="directed">', ...nodes, ...edges, "</graph>", "</graphml>", "",
    ].join("\n");
  }

  // -- Tables ---------------------------------------------------------------------------

  // A spreadsheet runs a cell that begins with one of =, +, -, @: an apostrophe in front makes it text.
  function cell(value) {
    const text = clean(value);
    return `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
  }

  function csv(visible) {
    const names = new Map(visible.nodes.map((node) => [node.id, node]));
    const head = ["from", "statement", "to", "since", "until", "style", "record", "words", "speaker", "voice", "date", "source", "address", "fromIri", "relation", "toIri"];
    const rows = visible.edges.flatMap((edge) => (edge.records?.length ? edge.records : [{}]).map((record) => [
      names.get(edge.from)?.label, edge.label, names.get(edge.to)?.label, edge.start, edge.end, edge.style,
      record.iri, record.words, record.speaker, record.voice, record.date, record.source?.title, record.source?.url,
      names.get(edge.from)?.iri, edge.relation, names.get(edge.to)?.iri,
    ]));
    return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
  }

  // -- Linked data ------------------------------------------------------------------------

  const TERMS = "https://w3id.org/antkg/schema#";
  const THINGS = "https://w3id.org/antkg/id/";
  const CONTEXT = { akg: TERMS, skos: "http://www.w3.org/2004/02/skos/core#", xsd: "http://www.w3.org/2001/XMLSchema#" };

  // A full address for a short one; anything that could not stand as one is refused.
  function full(name) {
    const text = String(name ?? "");
    const short = /^([a-z]+):([^/].*)$/.exec(text);
    const iri = text.startsWith("akg:") ? TERMS + text.slice(4) : short && !/^(https?|urn|mailto|javascript|data|file)$/.test(short[1]) ? `${THINGS}${short[1]}/${short[2]}` : text;
    return /^https?:\/\/[^\s<>"{}|\\^`]+$/.test(iri) && clean(iri) === iri ? iri : "";
  }

  const without = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== "" && value !== undefined));

  // Every triple stands in the closed graph: names, what a record speaks of, and the passages it rests on.
  function jsonld(visible) {
    const iris = new Map(visible.nodes.map((node) => [node.id, full(node.iri ?? node.id)]));
    const things = visible.nodes.filter((node) => iris.get(node.id)).map((node) => without({
      "@id": iris.get(node.id),
      [node.alternative ? "skos:altLabel" : "skos:prefLabel"]: node.language ? { "@value": String(node.label), "@language": node.language } : undefined,
    }));
    const records = visible.edges.flatMap((edge) => (edge.records ?? []).filter((record) => full(record.iri)).map((record) => without({
      "@id": full(record.iri),
      "akg:concerns": aboutOf(edge, iris).map((iri) => ({ "@id": iri })),
      "akg:hasEvidence": evidenceOf(record),
    })));
    return `${JSON.stringify({ "@context": CONTEXT, "@graph": [...things, ...records] }, null, 1)}\n`;
  }

  // A record speaks of both ends, but where a line stands for a shared programme it may name one end only.
  function aboutOf(edge, iris) {
    const relation = full(edge.relation);
    const about = relation.startsWith(TERMS) ? [iris.get(edge.from), iris.get(edge.to)] : [relation];
    return about.filter(Boolean);
  }

  function evidenceOf(record) {
    const source = record.source ?? {};
    const url = /^https?:\/\/[^\s<>"]+$/.test(source.url ?? "") ? { "@value": source.url, "@type": "xsd:anyURI" } : undefined;
    const place = without({ "@id": full(source.iri) || undefined, "akg:title": source.title || undefined, "akg:address": url });
    const said = without({
      "@id": full(record.evidence) || undefined, "akg:fragment": Object.keys(place).length && record.words ? record.words : undefined, // a judgement has reasons, no passage
      "akg:foundIn": Object.keys(place).length ? place : undefined,
    });
    return Object.keys(said).length ? said : undefined;
  }

  return { svg, gexf, graphml, csv, jsonld };
})();
