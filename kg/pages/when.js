"use strict";
// Time in words, in English and Chinese: half-open periods with a grain become "October 2025" or "2025年10月".

function instantOf(text) {
  if (!text) return null;
  const found = Date.parse(text.includes("T") ? text : `${text}T00:00:00Z`);
  return Number.isNaN(found) ? null : found;
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

const DATE_WORDS = {
  en: {
    year: (y) => `${y}`, half: (y, h) => `${h === 1 ? "first" : "second"} half of ${y}`, quarter: (y, q) => `Q${q} ${y}`,
    month: (y, m) => `${MONTHS[m - 1]} ${y}`, day: (y, m, d) => `${d} ${MONTHS[m - 1]} ${y}`,
    join: (parts) => parts.filter(Boolean).join(" "), since: "since", until: "until", between: " – ",
    about: "about", "not before": "not before", "not after": "not after", after: false,
  },
  zh: {
    year: (y) => `${y}年`, half: (y, h) => `${y}年${h === 1 ? "上" : "下"}半年`, quarter: (y, q) => `${y}年第${q}季度`,
    month: (y, m) => `${y}年${m}月`, day: (y, m, d) => `${y}年${m}月${d}日`,
    join: (parts) => parts.filter(Boolean).join(""), since: "起", until: "止", between: "至",
    about: "约", "not before": "不早于", "not after": "不晚于", after: true,
  },
};

// A period in words; `grain` and `certainty` are the names of the codes, in English.
function periodInWords({ start, end, grain, certainty }, language) {
  const words = DATE_WORDS[language];
  const first = instantOf(start);
  const after = instantOf(end);
  const last = after === null ? null : after - 1;
  const sure = certainty && words[certainty] ? words[certainty] : "";
  if (first !== null && last !== null) {
    const one = instantInWords(first, grain, language);
    const other = instantInWords(last, grain, language);
    return words.join([sure, one === other ? one : one + words.between + other]);
  }
  if (first === null && last === null) return "";
  const said = instantInWords(first ?? last, grain, language);
  const opening = first !== null ? certainty !== "not before" && words.since : certainty !== "not after" && words.until;
  return words.after ? words.join([sure, said, opening]) : words.join([opening, sure, said]);
}

function instantInWords(instant, grain, language) {
  const words = DATE_WORDS[language];
  const date = new Date(instant);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const quarter = Math.ceil(month / 3);
  if (grain === "year" || grain === "unknown grain") return words.year(year);
  if (grain === "half year") return words.half(year, quarter < 3 ? 1 : 2);
  if (grain === "quarter") return words.quarter(year, quarter);
  if (grain === "month" || grain === "fiscal year") return words.month(year, month);
  return words.day(year, month, day);
}

function dayInWords(text, grain, language) {
  const instant = instantOf(text);
  return instant === null ? "" : instantInWords(instant, grain, language);
}
