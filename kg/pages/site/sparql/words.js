// What the page says, in its language.

const known = { words: {} };

export function speak(words, language) {
  known.words = words;
  return { language: language.startsWith("zh") ? "zh" : "en" };
}

// say("run"), say("place", { line: 3, column: 5, words: "…" }), or with a count say("rows", 12).
export function say(key, values = {}) {
  const said = known.words[key] ?? key;
  if (typeof values === "number") return filled(said[values === 1 ? 0 : 1], { n: values });
  return typeof said === "string" ? filled(said, values) : said;
}

function filled(text, values) {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? shown(values[name]) : whole));
}

function shown(value) {
  return typeof value === "number" && value >= 10_000 ? value.toLocaleString("en") : String(value);
}
