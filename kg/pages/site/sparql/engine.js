// Whom the page asks: the engine in this browser, or the service that serves the page.

import { undeclared } from "./tokens.js";

export class Fault extends Error {
  constructor(kind, message = "", place = null) {
    super(message);
    this.kind = kind; // syntax, cancelled, time, memory, broken, server
    this.place = place;
  }
}

// What a query needs in front of it: our prefixes that it uses and does not declare, on one line.
function heading(text, prefixes) {
  const { ours } = undeclared(text, prefixes);
  return ours.length ? `${ours.map((name) => `PREFIX ${name}: <${prefixes[name]}>`).join(" ")}\n` : "";
}

// The line and column of the engine's complaint, in the text that was written.
function complaint(message, lines) {
  const found = /error at (\d+):(\d+): ([^]*)/.exec(message);
  if (!found) return new Fault("syntax", message);
  return new Fault("syntax", found[3], { line: Number(found[1]) - lines, column: Number(found[2]) });
}

// told: called with the state of the engine: "loading", "ready" (with triples and milliseconds), "broken".
export function browserEngine(prefixes, told) {
  let worker = null;
  let isReady = false;
  let number = 0;
  const asked = new Map();

  function start() {
    isReady = false;
    told("loading", {});
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => hear[data.kind](data));
    worker.addEventListener("error", (problem) => {
      problem.preventDefault();
      hear.broken({ message: problem.message ?? "" });
    });
  }

  // Ends what runs, which nothing else can; a fresh engine loads the graph again.
  function restart(kind) {
    worker?.terminate();
    worker = null;
    for (const one of asked.keys()) settle(one, new Fault(kind));
    start();
  }

  function settle(one, fault, found) {
    const mine = asked.get(one);
    asked.delete(one);
    clearTimeout(mine?.timer);
    if (fault) mine?.reject(fault);
    else mine?.resolve(found);
  }

  function timed(mine) {
    // The time begins to run when the graph is loaded.
    if (isReady && !mine.timer) mine.timer = setTimeout(() => restart("time"), mine.seconds * 1000);
  }

  const hear = {
    ready(data) {
      isReady = true;
      told("ready", data);
      for (const mine of asked.values()) timed(mine);
    },
    broken({ message }) {
      worker?.terminate();
      worker = null;
      told("broken", { message });
      for (const one of asked.keys()) settle(one, new Fault("broken", message));
    },
    answer: (data) => settle(data.number, null, { ...data.answer, milliseconds: data.milliseconds }),
    fault(data) {
      if (data.isBroken) restart("memory");
      else settle(data.number, complaint(data.message, asked.get(data.number)?.lines ?? 0));
    },
  };

  return {
    name: "browser",
    get isReady() { return isReady; },
    start: () => { if (!worker) start(); },
    // isQuiet: for what the page itself wants to know; it does not end what a person asked.
    ask(text, { form, most, seconds, isQuiet = false }) {
      if (!worker) start();
      const head = heading(text, prefixes);
      number += 1;
      const mine = { seconds, isQuiet, lines: head ? 1 : 0 };
      asked.set(number, mine);
      const answer = new Promise((resolve, reject) => Object.assign(mine, { resolve, reject }));
      worker.postMessage({ number, text: head + text, form, most }, []);
      timed(mine);
      return answer;
    },
    cancel() {
      if ([...asked.values()].some((mine) => !mine.isQuiet)) restart("cancelled");
    },
  };
}

export function serverEngine(address, prefixes) {
  let control = null;

  async function fetched(text, form, most, signal) {
    const head = heading(text, prefixes);
    const accept = form === "triples" ? "application/n-triples" : "application/sparql-results+json";
    const began = performance.now();
    const reply = await fetch(address, {
      method: "POST", body: head + text, signal,
      headers: { "Content-Type": "application/sparql-query", Accept: accept },
    });
    if (!reply.ok) throw await refusal(reply, head ? 1 : 0);
    const milliseconds = performance.now() - began;
    if (form === "triples") return { form, ...triplesOf(await reply.text(), most), milliseconds };
    const found = await reply.json();
    if (form === "boolean") return { form, truth: found.boolean, milliseconds };
    const columns = found.head.vars;
    const rows = found.results.bindings.slice(0, most).map((row) => columns.map((column) => (Object.hasOwn(row, column) ? cellOf(row[column]) : null)));
    return { form, columns, rows, isCut: found.results.bindings.length > most, milliseconds };
  }

  return {
    name: "server",
    isReady: true,
    start() {},
    async ask(text, { form, most, seconds, isQuiet = false }) {
      const mine = new AbortController();
      if (!isQuiet) control = mine;
      const timer = setTimeout(() => mine.abort("time"), seconds * 1000);
      try {
        return await fetched(text, form, most, mine.signal);
      } catch (problem) {
        if (problem instanceof Fault) throw problem;
        if (mine.signal.aborted) throw new Fault(mine.signal.reason === "time" ? "time" : "cancelled");
        throw new Fault("server", String(problem.message ?? problem));
      } finally {
        clearTimeout(timer);
      }
    },
    cancel: () => control?.abort("cancelled"),
  };
}

function cellOf(binding) {
  if (binding.type === "uri") return { kind: "iri", value: binding.value };
  if (binding.type === "bnode") return { kind: "bnode", value: binding.value };
  return { kind: "literal", value: binding.value, datatype: binding.datatype, language: binding["xml:lang"] };
}

// The service says line, column and what is wrong, and draws the line with a caret; the page draws its own.
async function refusal(reply, lines) {
  const problem = await reply.json().catch(() => ({}));
  const detail = String(problem.detail ?? reply.statusText);
  if (reply.status === 504) return new Fault("time");
  if (!problem.line) return new Fault("server", detail);
  return new Fault("said", detail.split("\n")[0], { line: problem.line - lines, column: problem.column });
}

const LINE = /^(<[^>]*>|_:\S+) (<[^>]*>) (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?) \.$/;

function triplesOf(text, most) {
  const lines = text.split("\n").filter(Boolean);
  const rows = lines.slice(0, most).map((line) => LINE.exec(line)).filter(Boolean).map((match) => match.slice(1, 4).map(readTerm));
  return { columns: ["subject", "predicate", "object"], rows, isCut: lines.length > most };
}

function readTerm(text) {
  if (text.startsWith("<")) return { kind: "iri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { kind: "bnode", value: text.slice(2) };
  const end = text.lastIndexOf('"');
  const value = unescaped(text.slice(1, end));
  const rest = text.slice(end + 1);
  return rest.startsWith("@") ? { kind: "literal", value, language: rest.slice(1) } : { kind: "literal", value, datatype: rest ? rest.slice(3, -1) : undefined };
}

function unescaped(text) {
  const signs = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
  return text.replaceAll(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, sign) =>
    (sign ? signs[sign] ?? sign : String.fromCodePoint(Number.parseInt(four ?? eight, 16))));
}
