// The answer: its views, of which those are offered that it can be drawn in, and its files.

import { barChart } from "./bars.js";
import * as columns from "./columns.js";
import { element } from "./element.js";
import { blobOf, FORMATS, save, written } from "./formats.js";
import { network } from "./network.js";
import { table } from "./table.js";
import { timeline } from "./timeline.js";

// box: the section. world: { say, nameOf, addressFor }.
export function makeView(box, world) {
  const { say } = world;
  const [tabs, files, note, place] = ["views", "files", "cut", "place"].map((name) => box.querySelector(`.${name}`));
  let choose = () => {};

  // What an answer can be drawn in, each with what draws it.
  function drawings(answer) {
    const links = columns.links(answer);
    const bars = answer.form === "rows" && columns.bars(answer);
    const moments = answer.form === "rows" && columns.moments(answer);
    return {
      table: () => table(answer, world),
      ...(bars && { bar: () => barChart(bars, world) }),
      ...(moments && { timeline: () => timeline(moments, world, box.parentElement.clientWidth) }),
      ...(links && { graph: () => network(links, world, box.parentElement.clientWidth) }),
      ...(answer.form === "triples" && { text: () => [element("pre", { class: "turtle", tabindex: "0" }, written(answer, "ttl"))] }),
    };
  }

  function draw(drawn, name) {
    for (const button of tabs.children) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    place.replaceChildren(...drawn[name]());
    place.dataset.view = name;
  }

  function showFiles(answer, name) {
    files.replaceChildren(element("span", {}, say("download")), ...FORMATS[answer.form].map((format) => {
      const button = element("button", { type: "button", "data-format": format }, format);
      button.addEventListener("click", () => save(blobOf(answer, format), `${name}.${format}`));
      return button;
    }));
  }

  function showTruth({ truth }) {
    tabs.replaceChildren();
    place.replaceChildren(element("p", { class: "truth" }, say(truth ? "yes" : "no")), element("p", { class: "aside-note" }, say(truth ? "yesWords" : "noWordsAsk")));
    place.dataset.view = "truth";
  }

  function showRows(answer, view) {
    const drawn = drawings(answer);
    const names = Object.keys(drawn);
    tabs.replaceChildren(...(names.length < 2 ? [] : names.map((name) => {
      const button = element("button", { type: "button", "data-view": name }, say(`view_${name}`));
      button.addEventListener("click", () => { draw(drawn, name); choose(name); });
      return button;
    })));
    draw(drawn, names.includes(view) ? view : "table");
  }

  return {
    onChoice(told) { choose = told; },
    show(answer, { view, name, most }) {
      showFiles(answer, name);
      note.hidden = !answer.isCut;
      note.textContent = answer.isCut ? say(answer.form === "triples" ? "cutTriples" : "cut", { n: most }) : "";
      if (answer.form === "boolean") showTruth(answer);
      else if (answer.rows.length) showRows(answer, view);
      else {
        tabs.replaceChildren();
        place.replaceChildren(element("p", { class: "nothing" }, say(answer.form === "triples" ? "noTriples" : "none")));
        place.dataset.view = "nothing";
      }
    },
  };
}
