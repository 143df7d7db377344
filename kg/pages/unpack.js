"use strict";
// Puts back what was left out of the data to keep the page small; each rule has its counterpart in packing.py.

const THINGS_AT = "https://w3id.org/antkg/id/";

function unpack(data) {
  const labels = new Map(data.nodes.map((node) => [node.id, node.label]));
  for (const [id, record] of Object.entries(data.records)) unpackRecord(id, record, labels, data.voiceNames);
  const about = recordsAbout(data.records);
  return {
    ...data,
    nodes: data.nodes.map((node) => unpackNode(node, about, data.communities)),
    edges: data.edges.map((edge) => unpackEdge(edge, labels, data.relations)),
  };
}

function unpackNode(node, about, communities) {
  const [kind, ...rest] = node.id.split(":");
  return {
    iri: `${THINGS_AT}${kind}/${rest.join(":")}`, kind, names: [{ text: node.label, language: "en" }], themes: [], degree: 0, betweenness: 0,
    ...node, records: about.get(node.id) ?? [], ...(node.community ? { communityName: communities[node.community] } : {}),
  };
}

function unpackEdge(edge, labels, relations) {
  const lens = edge.lens ?? "everything";
  const words = labels.get(edge.relation) ?? relations[edge.relation];
  return { words, bothWays: lens === "partners", style: "stated", ...edge, lens, records: [edge.records].flat() };
}

function unpackRecord(id, record, labels, voiceNames) {
  for (const part of record.parts ?? []) part.name ??= labels.get(part.thing);
  (record.receipts ?? []).forEach((receipt, at) => {
    receipt.iri ??= `evidence:${id.replaceAll(":", "-")}-${at + 1}`;
    receipt.stance ??= "supports";
    if (labels.has(receipt.by)) receipt.speaker ??= labels.get(receipt.by);
    if (receipt.voice) receipt.voiceName ??= voiceNames[receipt.voice];
  });
}

// Which records name each thing.
function recordsAbout(records) {
  const about = new Map();
  for (const [id, record] of Object.entries(records)) {
    for (const thing of new Set((record.parts ?? []).map((part) => part.thing))) {
      if (about.has(thing)) about.get(thing).push(id);
      else about.set(thing, [id]);
    }
  }
  return about;
}
