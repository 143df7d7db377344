"use strict";
// What is said: the panel for a thing, a statement, a path, a question. Text enters as text only.

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(className, text, act) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function safeLink(address, text) {
  if (!/^https?:\/\//i.test(address || "")) return element("span", "source", text);
  const link = element("a", "source", text);
  link.href = address;
  link.rel = "noopener noreferrer";
  link.target = "_blank";
  return link;
}

// A document by its title; one that only repeats another leads to the original too.
function sourceLinks(source, id) {
  const link = safeLink(source.address, source.title ?? source.address ?? id);
  if (!source.original) return [link];
  const original = safeLink(source.original, say("original"));
  original.className = "original";
  return [link, original];
}

// In the folder of the site each thing, record and source has a page; names that are no file of it have none.
const HAS_PAGE = /^[a-z]+:[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

function itsPage(world, id, name, className = "its-page") {
  return world.model.site && HAS_PAGE.test(id) ? [pageLink(`id/${id.replace(":", "/")}.html`, name, className)] : [];
}

function pageLink(address, name, className) {
  const link = element("a", className, say("itsPage"));
  link.href = address;
  link.target = "_top"; // out of a frame
  link.setAttribute("aria-label", say("itsPageNamed", name));
  return link;
}

function heading(text, number) {
  const title = element("h3", "", text);
  if (number !== undefined) title.append(element("span", "number", String(number)));
  return title;
}

function panelHead(kind, title, icon) {
  const head = element("header", "panel-head");
  const line = element("p", "kind");
  if (icon) line.append(icon);
  line.append(element("span", "", kind));
  head.append(line, title);
  return head;
}

function thingName(world, id, fallback) {
  const thing = world.model.things.get(id);
  return thing ? nameOf(thing) : fallback ?? id;
}

// -- A thing --------------------------------------------------------------------------

function thingPanel(thing, world, acts) {
  const box = document.createDocumentFragment();
  const title = element("h2", "", nameOf(thing));
  title.lang = languageOf(thing) || "en";
  const head = panelHead(term(thing.className), title, world.iconOf(thing));
  const others = thing.names.filter((name) => name.text !== nameOf(thing));
  if (others.length) head.append(otherNames(others));
  const records = thing.records.map((id) => [id, world.model.records[id]]).filter(([, record]) => record);
  head.append(element("p", "facts", factsOf(thing, records, world)));
  if (thing.communityName) head.append(element("p", "facts", say("community", thing.communityName)));
  const line = thingActs(thing, acts);
  line.append(...itsPage(world, thing.id, nameOf(thing), "secondary"));
  head.append(line);
  box.append(head);
  for (const points of seriesOf(thing, world.model.records)) box.append(chartSection(points, world));
  for (const [group, members] of grouped(records)) box.append(recordGroup(group, members, [thing.id], world, acts));
  box.append(documentsOf(records, world));
  if (!records.length) box.append(element("p", "quiet", say("noRecord")));
  return box;
}

function factsOf(thing, records, world) {
  const { touching } = world.model.lenses.everything;
  return [say("records", records.length), say("statements", touching.get(thing.id).length),
    say("neighbours", neighboursOf(thing.id, touching).size)].join(" · ");
}

function thingActs(thing, acts) {
  const line = element("p", "acts");
  if (acts.canFocus(thing.id)) line.append(button("primary", say("focusHere"), () => acts.focus(thing.id)));
  line.append(button("secondary", say("pathFrom"), () => acts.pathEnd("from", thing.id)), button("secondary", say("pathTo"), () => acts.pathEnd("to", thing.id)));
  return line;
}

function otherNames(names) {
  const list = element("p", "names");
  names.forEach((name, at) => {
    const part = element("span", "", name.text);
    if (name.language) part.lang = name.language;
    if (at) list.append(" · ");
    list.append(part);
  });
  return list;
}

function chartSection(points, world) {
  const section = element("section", "group");
  const { record } = points[0];
  const name = [recordTitle(record, points[0].id, world), unitOf(record)].filter(Boolean).join(", ");
  section.append(heading(`${name}, ${say("overTime")}`, points.length), chartOf(points, name));
  return section;
}

function documentsOf(records, world) {
  const counts = new Map();
  for (const [, record] of records) {
    for (const id of new Set((record.receipts ?? []).map((r) => r.source).filter(Boolean))) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const section = element("section", "group");
  if (!counts.size) return section;
  section.append(heading(say("documents"), counts.size));
  for (const [id, count] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const source = world.model.sources[id] ?? {};
    const line = element("p", "document");
    line.append(...sourceLinks(source, id), element("span", "rest", `${dayInWords(source.issued, source.grain, speech.language) || say("undated")} · ${say("documentHint", count)} `), ...itsPage(world, id, source.title ?? id));
    section.append(line);
  }
  return section;
}

function rankOfGroup(name) {
  const rank = Object.keys(PLURALS).indexOf(name);
  return rank < 0 ? Infinity : rank;
}

// Kinds of record in the order of the list of headings; within a kind the latest first.
function grouped(records) {
  const groups = new Map();
  for (const [id, record] of records) groups.set(record.class, [...(groups.get(record.class) || []), [id, record]]);
  const order = (record) => record.start || record.end || "";
  const latest = (a, b) => order(b[1]).localeCompare(order(a[1])) || (a[0] < b[0] ? -1 : 1);
  return [...groups].map(([name, members]) => [name, members.sort(latest)])
    .sort((a, b) => rankOfGroup(a[0]) - rankOfGroup(b[0]) || (a[0] < b[0] ? -1 : 1));
}

function recordGroup(name, members, here, world, acts) {
  const section = element("section", "group");
  section.append(heading(plural(name), members.length));
  for (const [id, record] of members) section.append(recordCard(record, id, { here, world, acts }));
  return section;
}

// -- A record -------------------------------------------------------------------------

// What a record says in one line: the curator's gist, what is measured, or the statement that follows from it.
function recordTitle(record, id, world) {
  const parts = record.parts ?? [];
  if (record.gist) return record.gist;
  const measured = parts.find((part) => part.part === "of indicator");
  if (measured && record.value) return measured.name;
  const line = world.model.lineOf.get(id);
  if (line) return sentenceOf(line, world);
  return parts.map((part) => `${thingName(world, part.thing, part.name)} (${part.part})`).join(", ") || plural(record.class);
}

function recordCard(record, id, { here, world, acts, open = false, said = "" }) {
  const card = element("article", "record");
  const title = recordTitle(record, id, world);
  if (record.value) card.append(element("p", "value", record.value));
  if (title !== said) card.append(element("p", record.value ? "what" : "what alone", title));
  const meta = metaLine(record);
  meta.append(...itsPage(world, id, title));
  card.append(meta);
  const named = chips(record, here, world, acts);
  if (named) card.append(named);
  const receipts = record.receipts || [];
  if (open) card.append(...receipts.map((receipt) => receiptBox(receipt, world)));
  else if (receipts.length) {
    const more = element("details", "proof");
    more.append(element("summary", "", say("receipts", receipts.length)), ...receipts.map((receipt) => receiptBox(receipt, world)));
    card.append(more);
  }
  return card;
}

function metaLine(record) {
  const line = element("p", "meta");
  const due = dayInWords(record.due, "day", speech.language);
  const words = [periodInWords(record, speech.language), record.basis && term(record.basis), due && say("due", due)].filter(Boolean);
  line.append(element("span", "", words.length ? words.join(" · ") : say("noDate")));
  const voices = new Map((record.receipts || []).filter((r) => r.voice).map((r) => [r.voice, r.voiceName]));
  for (const [voice, name] of voices) line.append(voiceBadge(voice, name));
  if ((record.receipts || []).some((r) => r.stance === "disputes")) line.append(element("span", "badge disputed", say("disputedBadge")));
  return line;
}

function voiceBadge(voice, name) {
  const badge = element("span", "badge", term(name) || voice);
  badge.dataset.voice = voice;
  return badge;
}

function chips(record, here, world, acts) {
  const parts = new Map(); // a thing may have two parts in one record
  for (const { thing, part } of record.parts || []) {
    if (!here.includes(thing) && world.model.things.has(thing)) parts.set(thing, [...(parts.get(thing) ?? []), part]);
  }
  if (!parts.size) return null;
  const line = element("p", "chips");
  for (const [thing, plays] of parts) {
    const chip = button("chip", thingName(world, thing), () => acts.select(thing));
    chip.title = plays.join(", ");
    line.append(chip);
  }
  return line;
}

function receiptBox(receipt, world) {
  const box = element("div", receipt.stance === "disputes" ? "receipt against" : "receipt");
  if (receipt.words) box.append(element("blockquote", "", `“${receipt.words}”`));
  if (receipt.reason) box.append(element("p", "reason", receipt.reason));
  const who = element("p", "who");
  who.append(element("span", "speaker", speakerOf(receipt, world) || say("noSpeaker")));
  if (receipt.voice) who.append(voiceBadge(receipt.voice, receipt.voiceName));
  if (receipt.stance === "disputes") who.append(element("span", "badge disputed", say("disputesBadge")));
  box.append(who);
  const source = world.model.sources[receipt.source] ?? {};
  const where = element("p", "where");
  if (receipt.source) where.append(...sourceLinks(source, receipt.source));
  const day = dayInWords(source.issued, source.grain, speech.language) || dayInWords(receipt.judgedOn, "day", speech.language);
  const rest = [day || say("undated"), term(receipt.method), term(receipt.reading)].filter(Boolean).join(" · ");
  where.append(element("span", "rest", `${rest} `));
  if (receipt.source) where.append(...itsPage(world, receipt.source, source.title ?? receipt.source));
  box.append(where);
  return box;
}

function speakerOf(receipt, world) {
  return receipt.by ? thingName(world, receipt.by, receipt.speaker) : receipt.speaker ?? receipt.judgedAs ?? "";
}

// -- A statement, or all between two things ----------------------------------------------

function sentenceOf(line, world) {
  return `${thingName(world, line.from)} ${verbOf(line)} ${thingName(world, line.to)}`;
}

// What a line says between its two ends: its relation, or in the lens of partners the programme that they share.
function verbOf(line) {
  return isShared(line) ? say("sharesWith", wordsOf(line)) : term(line.words);
}

function wordsOf(line) {
  return isShared(line) && line.program ? nameOf(line.program) : term(line.words);
}

function isShared(line) {
  return line.lens === "partners" && line.relation !== "akg:partnersWith";
}

function linePanel(line, world, acts) {
  const box = document.createDocumentFragment();
  box.append(panelHead(say("statementOf", line.style), sentenceTitle(line, world, acts)), ...lineRecords(line, world, acts));
  const others = [...world.model.lines.values()].filter((l) => l.id !== line.id && l.pair === line.pair && l.lens === line.lens);
  if (others.length) box.append(alsoBetween(say("alsoBetween"), others, world, acts));
  return box;
}

function sentenceTitle(line, world, acts) {
  const title = element("h2", "sentence");
  const end = (id) => button("inline", thingName(world, id), () => acts.select(id));
  title.append(end(line.from), element("span", "verb", ` ${verbOf(line)} `), end(line.to));
  return title;
}

function lineRecords(line, world, acts) {
  const said = sentenceOf(line, world);
  const cards = line.records.filter((id) => world.model.records[id])
    .map((id) => recordCard(world.model.records[id], id, { here: [line.from, line.to], world, acts, open: true, said }));
  return [heading(say(cards.length > 1 ? "behindMany" : "behind")), ...cards];
}

function pairPanel(pair, lines, world, acts) {
  const box = document.createDocumentFragment();
  const [one, other] = pair.split(" ");
  const title = element("h2", "sentence");
  const end = (id) => button("inline", thingName(world, id), () => acts.select(id));
  title.append(end(one), element("span", "verb", " – "), end(other));
  box.append(panelHead(say("unfold", lines.length), title), alsoBetween(say("statements", lines.length), lines, world, acts));
  return box;
}

function alsoBetween(title, lines, world, acts) {
  const section = element("section", "group");
  section.append(heading(title, lines.length));
  for (const line of lines) {
    const card = button("other", "", () => acts.select(line.id));
    const said = sentenceOf(line, world);
    const record = world.model.records[line.records[0]] ?? {};
    const gist = recordTitle(record, line.records[0], world);
    card.append(element("span", "what", said));
    card.append(element("span", "rest", [gist !== said && gist, periodInWords(record, speech.language), voicesOf(line, world)].filter(Boolean).join(" · ")));
    section.append(card);
  }
  return section;
}

function voicesOf(line, world) {
  return line.voice.filter((voice) => voice !== NONE).map((voice) => term(world.model.values.voice.get(voice))).join(", ");
}

// -- A path, a question, the whole ----------------------------------------------------------

function pathPanel(scene, state, world, acts) {
  const box = document.createDocumentFragment();
  const title = element("h2", "", `${thingName(world, state.from)} → ${thingName(world, state.to)}`);
  const head = panelHead(say("path"), title);
  const { length } = scene.hops;
  head.append(element("p", "facts", length ? `${say("pathTitle", length)} · ${say(state.by)}` : say("noPath")));
  const line = element("p", "acts");
  line.append(button("primary", say("closePath"), () => acts.go({ from: "", to: "", select: "" })));
  head.append(line);
  box.append(head);
  scene.hops.forEach((hop, at) => {
    const section = element("section", "group hop");
    section.append(heading(say("hop", at + 1)));
    for (const step of hop.lines) {
      section.append(sentenceTitle(step, world, acts));
      section.append(...lineRecords(step, world, acts).slice(1));
    }
    box.append(section);
  });
  return box;
}

function questionPanel(scene, world, acts) {
  const { question } = scene;
  const box = document.createDocumentFragment();
  const head = panelHead(say("questionFound"), element("h2", "", questionWords(question)));
  head.append(element("p", "facts", say("answerRests", question.rows, question.records.length)));
  if (!scene.things.length) head.append(element("p", "quiet", say("noThings")));
  else if (scene.isContext) head.append(element("p", "quiet", say("betweenNamed")));
  const command = element("p", "command");
  command.append(element("span", "rest", say("command")), element("code", "", question.command));
  const line = element("p", "acts");
  line.append(button("primary", say("closeQuestion"), () => acts.go({ ask: "", select: "" })));
  if (world.model.site) line.append(pageLink(`${speech.language === "zh" ? "zh/" : ""}questions/${question.name}.html`, questionWords(question), "secondary"));
  head.append(command, line);
  box.append(head);
  const records = question.records.map((id) => [id, world.model.records[id]]).filter(([, record]) => record);
  for (const [group, members] of grouped(records)) box.append(recordGroup(group, members, [], world, acts));
  return box;
}

function questionWords(question) {
  return speech.language === "zh" && question.questionZh ? question.questionZh : question.question;
}

function wholePanel(view, state, world, acts) {
  const box = document.createDocumentFragment();
  const head = panelHead(say(state.lens), element("h2", "", say("whole")));
  head.append(element("p", "facts", [say("things", view.things.length), say("statements", view.lines.length)].join(" · ")));
  const twins = view.lines.filter((line) => line.relation === "akg:candidate").length;
  if (twins) head.append(element("p", "quiet", say("twins", twins)));
  if (state.lens === "partners") head.append(element("p", "quiet", say("perProgramme")));
  box.append(head);
  const section = element("section", "group");
  const key = { records: "byRecords", degree: "byDegree", betweenness: "byBetweenness" }[state.size];
  section.append(heading(`${say("size")} ${say(key)}`), element("p", "quiet", say({ records: "helpRecords", degree: "helpDegree", betweenness: "helpBetweenness" }[state.size])));
  const ranked = [...view.things].sort((a, b) => measureOf(b, state.size) - measureOf(a, state.size) || (a.id < b.id ? -1 : 1));
  for (const thing of ranked.slice(0, 12)) {
    const row = button("ranked", "", () => acts.select(thing.id));
    row.append(world.iconOf(thing), element("span", "name", nameOf(thing)), element("span", "number", measureShown(thing, state.size)));
    section.append(row);
  }
  box.append(section);
  return box;
}

function measureOf(thing, size) {
  return size === "records" ? thing.records.length : thing[size] ?? 0;
}

function measureShown(thing, size) {
  const value = measureOf(thing, size);
  return size === "betweenness" ? `${(value * 100).toFixed(1)} %` : String(value);
}
