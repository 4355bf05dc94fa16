// How an answer stands, in a word, and what its checks found.
import { el } from "../dom.js";
import { bare, plain } from "./prose.js";
import { words } from "./words.js";

const NEAREST = /^(\S{1,20}[：:])?\s*(原文没有用这样的说法，|原文中|\S{1,8}里没有写到“[^”]{1,24}”，)?最接近的是/;

/** What is said not to be so, of a place or figure by figure: 某市：不是80%。, 农膜回收率80%：不符. */
const DENIED = /(^|\n)(- )?[^\n：]{1,60}：(不是|[^\n]*：不符)/;

/** The word for an answer's status, and the kind that colours it. */
export const statusOf = ({ status, band, answer }) => {
  if (status === "not_found" && band === "sure") return [words.corrected, "partial"];
  if (["answered", "partial"].includes(status) && DENIED.test(answer)) return [words.corrected, "partial"];
  if (status === "partial" && NEAREST.test(answer)) return [words.nearest, "partial"];
  if (status === "clarify" && band === "sure") return [words.talked, "clarify"];
  if (status === "clarify" && band === "declined") return [words.unread, "clarify"];
  return [words[status], status];
};

const numbersIn = ({ answer, tables }) => {
  const inTables = tables.flatMap((table) => table.rows.flat()).join(" ");
  const text = /\n\s*\||^\s*\|/.test(answer) ? answer : `${answer} ${inTables}`;
  return new Set(bare(text).match(/\d[\d,]*(?:\.\d+)?/g) ?? []).size;
};

/** What a model's sentence was taken out for, and whether the plan's own stands in its place. */
const takenOut = ({ text, reason, instead }) =>
  el("li", {}, plain(text), el("br", {}), `${instead ? words.replaced : words.leftOut}${plain(reason)}`);

/** How many lines are in whose words, where a model wrote. */
const whose = ({ lines }) => {
  const count = (origin) => (lines ?? []).filter((line) => line.origin === origin).length;
  return words.whose(count("model"), count("text"), count("ledger"));
};

/** What was checked and what was removed, to be opened. */
export const checks = (answer) => {
  const taken = answer.removed ?? [];
  const failed = answer.checks.filter((check) => !check.passed && check.detail && !(taken.length && check.gate === "模型句子"));
  const removed = [...taken.map(takenOut), ...failed.map((check) => el("li", {}, plain(check.detail)))];
  return el(
    "details",
    { class: "wc-checks" },
    el("summary", {}, words.check),
    el("p", {}, words.checked(answer.citations.length, numbersIn(answer))),
    removed.length
      ? [el("p", {}, words.removed), el("ul", { lang: "zh-CN" }, removed)]
      : el("p", {}, words.nothingRemoved),
    el("p", {}, words.modes[answer.mode], answer.mode === "extract" ? "" : whose(answer)),
  );
};
