"use strict";
// What is said: the panel for one thing or one statement. Text enters as text only.

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

const PLURALS = {
  figure: "Figures", commitment: "Commitments", collaboration: "Collaborations", launch: "Launches",
  operation: "Operations", awarding: "Honours", assessment: "Assessments", contradiction: "Contradictions",
  appearance: "Appearances", "role tenure": "Offices", "change event": "Changes", ownership: "Ownership",
  "group membership": "Memberships", composition: "Parts and wholes", inspiration: "Models and followers",
  focus: "What it turns to", classification: "Subject headings", identity: "Possible twins",
  absence: "Looked for and not found",
};

function thingPanel(thing, world, acts) {
  const box = document.createDocumentFragment();
  const head = element("header", "panel-head");
  const kind = element("p", "kind");
  kind.append(world.iconOf(thing), element("span", "", thing.className));
  const name = element("h2", "", thing.label);
  if (thing.names[0].language) name.lang = thing.names[0].language;
  head.append(kind, name);
  const others = thing.names.slice(1);
  if (others.length) head.append(otherNames(others));
  const records = thing.records.map((id) => [id, world.records[id]]);
  const facts = element("p", "facts", `${counted(records.length, "record")} · ${counted(thing.degree, "statement")}`);
  head.append(facts);
  if (acts.canFocus(thing.id)) head.append(button("primary", "Move the focus here", () => acts.focus(thing.id)));
  box.append(head);
  for (const [group, members] of grouped(records)) box.append(recordGroup(group, members, [thing.id], world, acts));
  if (!records.length) box.append(element("p", "quiet", "No record speaks of it yet."));
  return box;
}

function counted(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
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

function rankOfGroup(name) {
  const rank = Object.keys(PLURALS).indexOf(name);
  return rank < 0 ? Infinity : rank;
}

// Kinds of record in the order of the list above; within a kind the latest first.
function grouped(records) {
  const groups = new Map();
  for (const [id, record] of records) groups.set(record.class, [...(groups.get(record.class) || []), [id, record]]);
  const latest = (a, b) => (b[1].order || "").localeCompare(a[1].order || "") || (a[0] < b[0] ? -1 : 1);
  return [...groups].map(([name, members]) => [name, members.sort(latest)])
    .sort((a, b) => rankOfGroup(a[0]) - rankOfGroup(b[0]) || (a[0] < b[0] ? -1 : 1));
}

function recordGroup(name, members, here, world, acts) {
  const section = element("section", "group");
  const title = element("h3", "", Object.hasOwn(PLURALS, name) ? PLURALS[name] : name);
  title.append(element("span", "number", String(members.length)));
  section.append(title);
  for (const [, record] of members) section.append(recordCard(record, here, world, acts, false));
  return section;
}

function recordCard(record, here, world, acts, open, said = "") {
  const card = element("article", "record");
  if (record.value) card.append(element("p", "value", record.value));
  if (record.title !== said) card.append(element("p", record.value ? "what" : "what alone", record.title));
  card.append(metaLine(record));
  const named = chips(record, here, world, acts);
  if (named) card.append(named);
  const receipts = record.receipts || [];
  if (open) card.append(...receipts.map(receiptBox));
  else if (receipts.length) {
    const more = element("details", "proof");
    more.append(element("summary", "", counted(receipts.length, "receipt")), ...receipts.map(receiptBox));
    card.append(more);
  }
  return card;
}

function metaLine(record) {
  const line = element("p", "meta");
  const words = [record.when, record.basis, record.due && `due ${record.due}`].filter(Boolean);
  line.append(element("span", "", words.length ? words.join(" · ") : "no date given"));
  const voices = new Map((record.receipts || []).filter((r) => r.voice).map((r) => [r.voice, r.voiceName]));
  for (const [voice, name] of voices) line.append(voiceBadge(voice, name));
  if ((record.receipts || []).some((r) => r.stance === "disputes")) line.append(element("span", "badge disputed", "disputed"));
  return line;
}

function voiceBadge(voice, name) {
  const badge = element("span", "badge", name || voice);
  badge.dataset.voice = voice;
  return badge;
}

function chips(record, here, world, acts) {
  const parts = (record.parts || []).filter((p) => !here.includes(p.thing) && world.things.has(p.thing));
  if (!parts.length) return null;
  const line = element("p", "chips");
  for (const part of parts) {
    const chip = button("chip", part.name, () => acts.select(part.thing));
    chip.title = part.part;
    line.append(chip);
  }
  return line;
}

function receiptBox(receipt) {
  const box = element("div", receipt.stance === "disputes" ? "receipt against" : "receipt");
  if (receipt.words) box.append(element("blockquote", "", `“${receipt.words}”`));
  if (receipt.reason) box.append(element("p", "reason", receipt.reason));
  const who = element("p", "who");
  who.append(element("span", "speaker", receipt.speaker || receipt.judgedAs || "speaker not named"));
  if (receipt.voice) who.append(voiceBadge(receipt.voice, receipt.voiceName));
  if (receipt.stance === "disputes") who.append(element("span", "badge disputed", "disputes"));
  box.append(who);
  const where = element("p", "where");
  if (receipt.title || receipt.address) where.append(safeLink(receipt.address, receipt.title || receipt.address));
  const rest = [receipt.date || (receipt.judgedOn ?? "undated"), receipt.method, receipt.reading].filter(Boolean).join(" · ");
  where.append(element("span", "rest", rest));
  box.append(where);
  return box;
}

function linePanel(line, world, acts) {
  const box = document.createDocumentFragment();
  const head = element("header", "panel-head");
  const kind = element("p", "kind");
  kind.append(element("span", "", line.disputed ? "statement, disputed" : "statement"));
  head.append(kind);
  const title = element("h2", "sentence");
  const end = (id) => button("inline", world.things.get(id).label, () => acts.select(id));
  title.append(end(line.from), element("span", "verb", ` ${line.words} `), end(line.to));
  head.append(title);
  box.append(head, element("h3", "", "The record behind it"));
  const record = world.records[line.record];
  if (record) box.append(recordCard(record, [line.from, line.to], world, acts, true, sentenceOf(line, world)));
  const others = world.lines.filter((l) => l.id !== line.id && samePair(l, line));
  if (others.length) box.append(alsoBetween(others, world, acts));
  return box;
}

function sentenceOf(line, world) {
  return `${world.things.get(line.from).label} ${line.words} ${world.things.get(line.to).label}`;
}

function samePair(a, b) {
  return (a.from === b.from && a.to === b.to) || (a.from === b.to && a.to === b.from);
}

function alsoBetween(others, world, acts) {
  const section = element("section", "group");
  const title = element("h3", "", "Also between these two");
  title.append(element("span", "number", String(others.length)));
  section.append(title);
  for (const other of others) {
    const record = world.records[other.record];
    const card = button("other", "", () => acts.select(other.id));
    const said = sentenceOf(other, world);
    card.append(element("span", "what", said));
    if (record) card.append(element("span", "rest", [record.title !== said && record.title, record.when].filter(Boolean).join(" · ")));
    section.append(card);
  }
  return section;
}
