"use strict";
// The table of statements: it follows picture, filters and year, and takes rows in portions.

const PORTION = 60;

function makeTable(body, count, foot, world, acts) {
  let lines = [];
  let shown = 0;
  const sorted = { scene: null, language: "", lines: [] };
  const more = button("more", "", () => {
    const next = shown;
    append();
    body.children[next]?.querySelector("button")?.focus();
  });
  more.hidden = true;
  foot.append(more);

  function append() {
    const portion = lines.slice(shown, shown + PORTION);
    body.append(...portion.map((line) => rowOf(line, world, acts)));
    shown += portion.length;
    const left = lines.length - shown;
    more.hidden = left <= 0;
    more.textContent = say("more", Math.min(left, PORTION));
  }

  return {
    show(view, scene) {
      if (sorted.scene !== scene || sorted.language !== speech.language) {
        Object.assign(sorted, { scene, language: speech.language, lines: sortedLines(scene.lines, world) });
      }
      const inView = new Set(view.lines);
      lines = sorted.lines.filter((line) => inView.has(line));
      shown = 0;
      body.replaceChildren();
      append();
      count.textContent = lines.length;
    },
    select(id) {
      body.querySelector("[aria-current]")?.removeAttribute("aria-current");
      const row = [...body.children].find((one) => one.dataset.line === id);
      row?.setAttribute("aria-current", "true");
    },
  };
}

function sortedLines(lines, world) {
  const keys = new Map(lines.map((line) => [line.id, [thingName(world, line.from), verbOf(line), thingName(world, line.to), line.id]]));
  const order = new Intl.Collator(speech.language);
  return [...lines].sort((a, b) => {
    const [one, other] = [keys.get(a.id), keys.get(b.id)];
    const at = one.findIndex((word, index) => order.compare(word, other[index]) !== 0);
    return at < 0 ? 0 : order.compare(one[at], other[at]);
  });
}

function rowOf(line, world, acts) {
  const row = element("tr", line.style);
  row.dataset.line = line.id;
  const records = line.records.map((id) => world.model.records[id]).filter(Boolean);
  const speakers = [...new Set(records.flatMap((record) => record.receipts ?? []).map((r) => speakerOf(r, world)).filter(Boolean))];
  const when = [...new Set(records.map((record) => periodInWords(record, speech.language)).filter(Boolean))];
  const cell = (content) => { const made = element("td", ""); made.append(content); return made; };
  const sure = line.style === "stated" ? "" : ` (${say(line.style === "disputed" ? "disputedBadge" : line.style)})`;
  row.append(
    cell(button("inline", thingName(world, line.from), () => acts.select(line.from))),
    cell(button("inline verb", wordsOf(line) + sure, () => acts.select(line.id))),
    cell(button("inline", thingName(world, line.to), () => acts.select(line.to))),
    cell(when.join(", ") || "–"), cell(speakers.join(", ") || "–"),
  );
  row.addEventListener("click", (event) => { if (!event.target.closest("button")) acts.select(line.id); });
  return row;
}
