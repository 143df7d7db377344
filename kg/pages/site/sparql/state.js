// The address of an answer: question or query, the values of its blanks, view and limits, behind the # of the page.

export const LIMITS = { rows: 10_000, seconds: 20 };
const VIEWS = new Set(["table", "bar", "timeline", "graph", "text"]);
const ROWS = [1000, 10_000, 100_000];
const SECONDS = [5, 20, 60];
export const CHOICES = { rows: ROWS, seconds: SECONDS };

export function read(hash) {
  const pairs = new URLSearchParams(hash.replace(/^#/, ""));
  const values = {};
  for (const [name, value] of pairs) if (name.startsWith("_")) values[name.slice(1)] = value;
  const number = (name) => (CHOICES[name].includes(Number(pairs.get(name))) ? Number(pairs.get(name)) : LIMITS[name]);
  return {
    question: pairs.get("question") ?? "",
    query: pairs.get("query") ?? "",
    values,
    view: VIEWS.has(pairs.get("view")) ? pairs.get("view") : "",
    engine: pairs.get("answer") === "server" ? "server" : pairs.get("answer") === "browser" ? "browser" : "",
    rows: number("rows"),
    seconds: number("seconds"),
  };
}

// state: as above; a question that was not changed stands for its query.
export function write(state) {
  const pairs = new URLSearchParams();
  if (state.question) pairs.set("question", state.question);
  else pairs.set("query", state.query);
  for (const [name, value] of Object.entries(state.values)) pairs.set(`_${name}`, value);
  if (state.view) pairs.set("view", state.view);
  if (state.engine) pairs.set("answer", state.engine);
  for (const name of ["rows", "seconds"]) if (state[name] !== LIMITS[name]) pairs.set(name, state[name]);
  return `#${pairs}`;
}
