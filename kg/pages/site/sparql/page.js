// The page: a question or a query in, an answer out, and an address that leads back to both.

import { cellFor, Unfit } from "./binding.js";
import { completions } from "./completion.js";
import { browserEngine, Fault, serverEngine } from "./engine.js";
import { element } from "./element.js";
import { caret, located, near } from "./faults.js";
import { makeForm } from "./form.js";
import { loreFrom } from "./lore.js";
import { Names } from "./names.js";
import { prepared } from "./sending.js";
import * as state from "./state.js";
import { compact, expand, know } from "./terms.js";
import { blanksOf, formOf, namedTerms, offsetOf, placeOf, refused, tokens, undeclared } from "./tokens.js";
import { makeView } from "./views.js";
import { say, speak } from "./words.js";

const $ = (id) => document.getElementById(id);
const page = document.querySelector(".sparql");
const { language } = speak(JSON.parse($("words").textContent), document.documentElement.lang);
const service = document.querySelector('meta[name="sparql-endpoint"]').content;
// Where the service itself shows this page, it answers; a copy without an engine has no choice.
const first = service && (location.pathname.endsWith("/sparql") || page.dataset.engine === "missing") ? "server" : "browser";
const names = new Names();
const ask = { question: null, view: "", turn: 0, isRunning: false, wasCancelled: false, mark: null };

const isNarrow = () => matchMedia("(width < 60rem)").matches;
const plainEditor = {
  get text() { return $("query").value; },
  set text(next) { $("query").value = next; },
  focus: () => $("query").focus(),
  underline(from, to) { $("query").setSelectionRange(from, to); },
  clean() {},
};
let editor = plainEditor;

async function start() {
  page.classList.add("is-awake");
  $("shelf").open = !isNarrow();
  if (page.dataset.engine === "missing" && !service) return;
  const prefixes = {};
  const engines = { browser: browserEngine(prefixes, told), server: service ? serverEngine(new URL(service, document.baseURI), prefixes) : null };
  if (first === "browser") engines.browser.start(); // on its way before anything else is known
  const catalogue = await (await fetch(new URL("catalogue.json", import.meta.url))).json();
  Object.assign(prefixes, catalogue.prefixes);
  know(catalogue, document.body.dataset.root ?? "");
  run(catalogue, engines);
}

function told(kind, { triples, message }) {
  page.dataset.state = kind;
  if (kind === "loading" && !ask.wasCancelled) $("status").textContent = say("loading");
  if (kind === "broken") complain(say("broken", { words: message }));
  if (kind !== "ready") return;
  $("loaded").textContent = say("graphOf", { n: triples });
  if (ask.wasCancelled && !ask.isRunning) $("status").textContent = say("fresh");
  ask.wasCancelled = false;
}

function complain(words, ...more) {
  $("answer").hidden = true;
  $("fault").replaceChildren(element("h2", {}, say("fault")), element("p", {}, words), ...more);
  $("fault").hidden = false;
  page.toggleAttribute("data-fault", true); // what is read aloud need not stand there twice
  $("status").textContent = words;
}

function run(catalogue, engines) {
  const { prefixes, questions, vocabulary } = catalogue;
  const byName = new Map(questions.map((question) => [question.name, question]));
  const terms = new Set(vocabulary.map((term) => term.name));
  const words = new Map(vocabulary.map((term) => [term.name, term.label]));
  const labels = new Map(Object.entries(catalogue.labels).map(([iri, said]) => [iri, said[language] ?? said.en]));
  const spoken = (question) => (language === "zh" && question.question_zh) || question.question;
  const blankNames = say("blankNames");
  const lore = loreFrom(names);
  const view = makeView($("answer"), { say, nameOf: (iri) => names.of(iri, language), addressFor: lore.addressFor });
  const form = makeForm($("blanks"), {
    say, names, language, labels, addressFor: lore.addressFor,
    blankName: (name) => blankNames[name] ?? name.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase()),
    termLabel: (term) => words.get(term) ?? term,
  }, { run: () => go(), changed() {} });
  let engine = engines.browser;
  let restored = "";
  let typing = 0;

  const world = { prefixes, vocabulary, names, language, say };
  const acts = {
    complete: (text, at, isAsked) => completions(text, at, isAsked, world),
    run: () => go(),
    leave: () => $("run").focus(),
    changed: wrote,
  };

  function useEngine(name) {
    engine = engines[name] ?? engines.browser;
    $("where").value = engine.name;
    $("lead").textContent = say(engine.name === "server" ? "leadServer" : "lead");
    engine.start();
  }

  // The blanks of what is written now, each with what its question says of it.
  function parameters() {
    const known = new Map((ask.question?.parameters ?? []).map((one) => [one.variable, one]));
    return blanksOf(editor.text).map((blank) => ({ ...known.get(blank.variable), ...blank }));
  }

  function wrote() {
    editor.clean();
    clearTimeout(typing);
    typing = setTimeout(follow, 250);
  }

  // Fields and heading follow what is written.
  function follow() {
    clearTimeout(typing);
    const now = parameters();
    if (now.map((one) => one.variable).join() !== form.parameters.map((one) => one.variable).join()) form.show(now, form.values);
    heading();
  }

  const isChanged = () => ask.question && editor.text.trim() !== ask.question.text.trim();

  function heading() {
    const { question } = ask;
    $("asked").textContent = question ? spoken(question) : say("ownQuery");
    $("about").textContent = question && !isChanged() ? [question.summary, question.description].filter(Boolean).join(" ") : "";
    $("about").lang = "en";
    if (question && isChanged()) {
      $("asked").textContent = say("ownQuery");
      $("about").textContent = say("changed", { question: spoken(question) });
      $("about").lang = language;
    }
    for (const link of $("catalogue").querySelectorAll("a")) {
      if (question && link.dataset.name === question.name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function current() {
    const isOwn = !ask.question || isChanged();
    const usual = new Map(form.parameters.map((one) => [one.name, one.default === undefined ? "" : one.default]));
    const values = Object.fromEntries(Object.entries(form.values).filter(([name, value]) => isOwn || expand(value) !== usual.get(name)));
    return {
      question: isOwn ? "" : ask.question.name, query: editor.text, values, view: ask.view,
      engine: engine.name === first ? "" : engine.name,
      rows: Number($("rows").value), seconds: Number($("seconds").value),
    };
  }

  // Everything as an address says it; without one, the question that the catalogue puts in front.
  function restore(hash) {
    const wanted = state.read(hash);
    restored = hash;
    ask.question = byName.get(wanted.question) ?? (wanted.query ? null : byName.get(catalogue.front));
    editor.text = wanted.query || ask.question.text;
    $("rows").value = wanted.rows;
    $("seconds").value = wanted.seconds;
    ask.view = wanted.view;
    useEngine(wanted.engine || first);
    form.show(parameters(), wanted.values);
    const open = ask.question && $("catalogue").querySelector(`a[data-name="${CSS.escape(ask.question.name)}"]`)?.closest("details");
    if (open) open.open = true;
    go(true);
  }

  // The text that is sent, and how a place in it is found in what was written; or nothing, when the page has said why.
  async function checked() {
    const text = editor.text;
    if (!text.trim()) return complain(say("empty"));
    const no = refused(text);
    if (no) return wrong(text, no.at, no.end, say(`refused_${no.word}`, no));
    const { stranger } = undeclared(text, prefixes);
    if (stranger) {
      const name = stranger.text.slice(0, stranger.text.indexOf(":") + 1);
      const hint = near(name.slice(0, -1), Object.keys(prefixes));
      return wrong(text, stranger.at, stranger.at + name.length, say(hint ? "noPrefixNear" : "noPrefix", { name, hint: `${hint}:` }));
    }
    const term = namedTerms(text).find((token) => !terms.has(token.text.slice(4).replace(/\.+$/, "")));
    if (term) {
      const hint = near(term.text.slice(4), [...terms]);
      return wrong(text, term.at, term.end, say(hint ? "noTermNear" : "noTerm", { name: term.text, hint: `akg:${hint}` }));
    }
    return boundText(text);
  }

  async function boundText(text) {
    const cells = new Map();
    // Names are looked up in the graph, so it must be there; a short IRI needs no look-up.
    if (form.parameters.some((one) => one.type === "iri" && !one.choices?.length && !/^[a-z]+:\S+$/i.test(form.values[one.name].trim()))) await lore.known(engine);
    for (const parameter of form.parameters) {
      try {
        const cell = cellFor(parameter, form.values[parameter.name], names);
        cells.set(parameter.name, cell);
        if (parameter.type === "iri" && !parameter.choices?.length) form.settle(parameter.name, compact(cell.value));
      } catch (problem) {
        if (!(problem instanceof Unfit)) throw problem;
        const words = say(problem.word, problem.values);
        form.complain(problem.name, words);
        $("status").textContent = words;
        $("answer").hidden = true;
        return null;
      }
    }
    const most = Number($("rows").value) + 1;
    return { text, form: formOf(text), ...prepared(text, form.parameters, cells, { most, isSteadied: engine.name === "browser" }) };
  }

  function wrong(text, at, end, words) {
    ask.mark = [at, end];
    editor.underline(at, end);
    const { line, column } = placeOf(text, at);
    complain(say("place", { line, column, words }), caret(text, at));
    return null;
  }

  // Asks what stands there. isRestored: the address is already right.
  async function go(isRestored = false) {
    const mine = (ask.turn += 1);
    engine.cancel();
    ask.mark = null;
    editor.clean();
    $("fault").hidden = true;
    page.removeAttribute("data-fault");
    follow();
    const query = await checked();
    if (!query || mine !== ask.turn) return done(mine);
    if (!isRestored) remember();
    busy(true);
    const limits = { rows: Number($("rows").value), seconds: Number($("seconds").value) };
    try {
      const asked = engine.ask(query.sent, { form: query.form, most: limits.rows, seconds: limits.seconds });
      const [answer] = await Promise.all([asked, lore.known(engine).catch(() => null)]);
      if (mine === ask.turn) show(answer, limits.rows);
    } catch (problem) {
      if (mine === ask.turn) failed(problem, query, limits);
    }
    return done(mine);
  }

  function done(mine) {
    if (mine !== ask.turn) return;
    busy(false);
    page.dataset.turn = mine;
  }

  function busy(isBusy) {
    ask.isRunning = isBusy;
    $("cancel").disabled = !isBusy;
    page.toggleAttribute("data-busy", isBusy);
    $("answer").setAttribute("aria-busy", String(isBusy));
    if (isBusy) $("status").textContent = say(engine.isReady ? "asking" : "loading");
  }

  function show(answer, most) {
    form.named();
    const isSame = ask.question && !isChanged();
    view.show(answer, { view: ask.view || (isSame ? ask.question.view : "table"), isChosen: Boolean(ask.view), name: isSame ? ask.question.name : "answer", most });
    $("answer").hidden = false;
    const count = answer.form === "boolean" ? say(answer.truth ? "yes" : "no") : say(answer.form, answer.rows.length);
    const time = answer.milliseconds < 1000 ? say("milliseconds", { n: Math.max(1, Math.round(answer.milliseconds)) }) : say("seconds", { n: (answer.milliseconds / 1000).toFixed(1) });
    $("status").textContent = say("took", { what: count, time }) + (answer.isCut ? `. ${say(answer.form === "triples" ? "cutTriples" : "cut", { n: most })}` : "");
  }

  function failed(problem, query, limits) {
    if (!(problem instanceof Fault)) throw problem;
    if (problem.kind === "cancelled") {
      $("answer").hidden = true;
      $("status").textContent = say(engine.name === "browser" ? "cancelled" : "cancelledServer");
      return;
    }
    if (problem.place && problem.kind === "syntax") {
      const { at, end, words } = located(query.sent, problem.message, problem.place, say);
      wrong(query.text, query.back(at), Math.max(query.back(end), query.back(at) + 1), words);
    } else if (problem.place) {
      const at = query.back(offsetOf(query.sent, problem.place.line, problem.place.column));
      const token = tokens(query.text).find((one) => one.end > at);
      wrong(query.text, at, token?.end ?? at + 1, problem.message);
    } else complain(say(problem.kind === "syntax" ? "said" : problem.kind, { words: problem.message, n: limits.seconds }));
  }

  function remember() {
    const hash = state.write(current());
    if (hash === restored || (!restored && !location.hash && hash === `#question=${catalogue.front}`)) return;
    restored = hash;
    history.pushState(null, "", hash);
  }

  view.onChoice((chosen) => {
    ask.view = chosen;
    restored = state.write(current());
    history.replaceState(null, "", restored);
  });
  $("run").addEventListener("click", () => go());
  $("cancel").addEventListener("click", () => {
    ask.wasCancelled = engine.name === "browser";
    engine.cancel();
    $("run").focus();
  });
  $("blanks").addEventListener("submit", (event) => { event.preventDefault(); go(); });
  $("query").addEventListener("input", wrote);
  $("query").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) go();
    else if (event.key === "Escape") $("run").focus();
  });
  for (const id of ["rows", "seconds"]) $(id).addEventListener("change", () => go());
  $("where").closest("label").hidden = !service || page.dataset.engine === "missing";
  $("where").addEventListener("change", () => { engine.cancel(); useEngine($("where").value); lore.forget(); go(); });
  $("share").addEventListener("click", async () => {
    const hash = state.write(current());
    restored = hash;
    history.replaceState(null, "", hash);
    const isCopied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
    $("status").textContent = say(isCopied ? "copied" : "notCopied");
  });
  addEventListener("hashchange", () => { if (location.hash !== restored) restore(location.hash); });
  $("catalogue").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (link.hash === location.hash) restore(link.hash);
    if (isNarrow()) {
      $("shelf").open = false;
      $("asked").scrollIntoView();
    }
  });
  filterCatalogue();
  restore(location.hash);
  if (page.dataset.engine !== "missing") upgrade(acts);
}

// The list of questions narrowed to those that hold every word.
function filterCatalogue() {
  const groups = [...$("catalogue").querySelectorAll("details")].map((group) => ({ group, wasOpen: group.open, items: [...group.querySelectorAll("li")] }));
  $("filter").addEventListener("input", () => {
    const wanted = $("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { group, items } of groups) {
      let isAny = false;
      for (const item of items) {
        const text = `${item.textContent} ${item.firstElementChild.title} ${item.firstElementChild.dataset.name}`.toLowerCase();
        item.hidden = !wanted.every((word) => text.includes(word));
        isAny ||= !item.hidden;
        count += !item.hidden;
      }
      group.hidden = !isAny;
      if (wanted.length) group.open = isAny;
    }
    $("no-question").hidden = count > 0;
  });
}

// The editor takes the place of the plain field, with what was written meanwhile.
async function upgrade(acts) {
  const { makeEditor } = await import("./engine/editor.js");
  const hadFocus = document.activeElement === $("query");
  $("editor").hidden = false; // lines are measured where they are seen
  const made = makeEditor($("editor"), $("query").value, say("query"), acts);
  $("query").hidden = true;
  editor = made;
  if (ask.mark) editor.underline(...ask.mark);
  if (hadFocus) editor.focus();
}

start();
