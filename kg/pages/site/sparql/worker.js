// The engine in a thread of its own: it loads the graph once, and answers one question after another.

import init, { Store } from "./engine/oxigraph.js";

const PACKED = [0x1f, 0x8b];
let store = null;

async function graph(address) {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`graph.nt.gz: ${reply.status}`);
  const bytes = new Uint8Array(await reply.arrayBuffer());
  // A host that says Content-Encoding has had it unpacked on the way.
  if (!PACKED.every((byte, at) => bytes[at] === byte)) return bytes;
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

async function start() {
  const began = performance.now();
  const [bytes] = await Promise.all([
    graph(new URL("graph.nt.gz", import.meta.url)),
    init({ module_or_path: new URL("engine/oxigraph.wasm", import.meta.url) }),
  ]);
  store = new Store();
  store.load(bytes, { format: "application/n-triples", no_transaction: true });
  postMessage({ kind: "ready", triples: store.size, milliseconds: performance.now() - began });
}

function cellOf(binding) {
  if (binding.type === "uri") return { kind: "iri", value: binding.value };
  if (binding.type === "bnode") return { kind: "bnode", value: binding.value };
  if (binding.type === "triple") return { kind: "triple", value: "", parts: [binding.value.subject, binding.value.predicate, binding.value.object].map(cellOf) };
  return { kind: "literal", value: binding.value, datatype: binding.datatype, language: binding["xml:lang"] };
}

function nodeOf(term) {
  if (term.termType === "NamedNode") return { kind: "iri", value: term.value };
  if (term.termType === "BlankNode") return { kind: "bnode", value: term.value };
  if (term.termType === "Quad") return { kind: "triple", value: "", parts: [term.subject, term.predicate, term.object].map(nodeOf) };
  return { kind: "literal", value: term.value, datatype: term.language ? undefined : term.datatype.value, language: term.language || undefined };
}

function answer({ text, form, most }) {
  if (form === "triples") {
    const quads = [...new Map(store.query(text).map((quad) => [quad.toString(), quad]))].sort(([a], [b]) => (a < b ? -1 : 1));
    const rows = quads.slice(0, most).map(([, quad]) => [quad.subject, quad.predicate, quad.object].map(nodeOf));
    return { form, columns: ["subject", "predicate", "object"], rows, isCut: quads.length > most };
  }
  const found = JSON.parse(store.query(text, { results_format: "application/sparql-results+json" }));
  if (form === "boolean") return { form, truth: found.boolean };
  const columns = found.head.vars;
  const { bindings } = found.results;
  const rows = bindings.slice(0, most).map((row) => columns.map((column) => (Object.hasOwn(row, column) ? cellOf(row[column]) : null)));
  return { form, columns, rows, isCut: bindings.length > most };
}

// Where the parser stopped: it reads once more with blanks behind, because it looks ahead as far as a keyword is long.
function stopOf(text) {
  try {
    store.query(text + " ".repeat(64));
  } catch (problem) {
    return String(problem.message ?? problem);
  }
  return "";
}

const started = start();
started.catch((problem) => postMessage({ kind: "broken", message: String(problem.message ?? problem) }));

addEventListener("message", async ({ data }) => {
  try {
    await started;
  } catch {
    return;
  }
  const began = performance.now();
  try {
    postMessage({ kind: "answer", number: data.number, answer: answer(data), milliseconds: performance.now() - began });
  } catch (problem) {
    const message = String(problem.message ?? problem);
    const isBroken = problem instanceof WebAssembly.RuntimeError || problem instanceof RangeError;
    postMessage({ kind: "fault", number: data.number, message: isBroken ? "memory" : stopOf(data.text) || message, isBroken });
  }
});
