// A field for each blank of a query, after its type: a name that is looked up, a choice, a moment, a number.

import { typed } from "./binding.js";
import { element } from "./element.js";
import { expand } from "./terms.js";

const OFFERED = 60;

// box: the form. world: { say, names, language, vocabulary }. acts: { changed(), run() }.
export function makeForm(box, world, acts) {
  const { say, names, language } = world;
  let fields = new Map();

  const showsValue = (one) => (one.parameter.type === "iri" && !one.parameter.choices?.length ? nameOr(one.value) : one.value);
  const nameOr = (value) => names.of(expand(value), language) || world.labels.get(expand(value)) || value;

  function field(parameter, value) {
    const id = `blank-${parameter.name}`;
    const input = parameter.choices?.length || parameter.type === "boolean" ? select(parameter) : entry(parameter);
    input.id = id;
    input.setAttribute("aria-describedby", `${id}-note`);
    const note = element("span", { class: "note", id: `${id}-note` });
    const label = element("label", { for: id }, world.blankName(parameter.name));
    const one = { parameter, input, note, value };
    input.value = showsValue(one);
    input.addEventListener("change", () => { take(one); acts.changed(); acts.run(); });
    input.addEventListener("input", () => { take(one); offer(one); });
    input.addEventListener("focus", () => offer(one));
    hint(one);
    return { one, row: element("div", { class: "field" }, label, input, ...(one.list ? [one.list] : []), note) };
  }

  function select(parameter) {
    const choices = parameter.choices?.length ? parameter.choices.map(typed) : ["true", "false"];
    return element("select", {}, ...choices.map((choice) => element("option", { value: choice }, world.termLabel(choice))));
  }

  function entry(parameter) {
    const holds = { iri: say("nameOrIri"), dateTime: "2025, 2025-10, 2025-10-10", date: "2025-10-10" }[parameter.type] ?? "";
    return element("input", {
      type: "text", placeholder: holds, autocomplete: "off", spellcheck: "false", list: parameter.type === "iri" ? `blank-${parameter.name}-list` : null,
      inputmode: parameter.type === "integer" ? "numeric" : null,
    });
  }

  function take(one) {
    one.value = one.input.value;
    one.input.removeAttribute("aria-invalid");
    hint(one);
  }

  // What stands below a field: the short IRI behind a name.
  function hint(one) {
    one.note.replaceChildren();
    one.note.classList.remove("wrong");
    if (one.parameter.type !== "iri" || one.parameter.choices?.length) return;
    const kind = one.parameter.name.split("_")[0];
    const found = names.byIri.size ? names.meant(one.value, kind) : /:/.test(one.value) ? [expand(one.value)] : [];
    if (found.length !== 1) return;
    const address = world.addressFor(found[0]);
    const text = typed(found[0]);
    one.note.append(address ? element("a", { href: address }, text) : text);
  }

  function offer(one) {
    const list = box.querySelector(`#${CSS.escape(`blank-${one.parameter.name}-list`)}`);
    if (!list) return;
    const kind = one.parameter.name.split("_")[0];
    const narrowed = names.list.some((name) => name.iri.includes(`/id/${kind}/`)) ? kind : "";
    const found = names.like(one.input.value, narrowed, OFFERED);
    list.replaceChildren(...found.map((name) => element("option", { value: name.text, label: typed(name.iri) })));
  }

  return {
    show(parameters, values) {
      fields = new Map();
      const rows = parameters.map((parameter) => {
        const { one, row } = field(parameter, values[parameter.name] ?? (parameter.default === undefined ? "" : typed(parameter.default)));
        fields.set(parameter.name, one);
        if (parameter.type === "iri" && !parameter.choices?.length) row.append(element("datalist", { id: `blank-${parameter.name}-list` }));
        return row;
      });
      box.replaceChildren(...rows);
      box.hidden = !rows.length;
    },
    // Once names are known, fields show them instead of short IRIs.
    named() {
      for (const one of fields.values()) {
        if (document.activeElement !== one.input) one.input.value = showsValue(one);
        hint(one);
      }
    },
    get values() {
      return Object.fromEntries([...fields].map(([name, one]) => [name, one.value]));
    },
    get parameters() {
      return [...fields.values()].map((one) => one.parameter);
    },
    // A value became this term: the permalink keeps the short IRI, which no new name can make ambiguous.
    settle(name, value) {
      const one = fields.get(name);
      one.value = value;
      if (document.activeElement !== one.input) one.input.value = showsValue(one);
      hint(one);
    },
    complain(name, words) {
      const { input, note } = fields.get(name);
      input.setAttribute("aria-invalid", "true");
      note.textContent = words;
      note.classList.add("wrong");
      input.focus();
    },
  };
}
