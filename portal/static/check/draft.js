// The draft as it was checked, each figure a button with the colour and the sign of its verdict.
import { el } from "../dom.js";
import { SIGNS, words } from "./words.js";

/** Of the verdicts on one figure, said of several places, the one that wants looking at most. */
const ORDER = ["differs", "unclear", "absent", "agrees"];

/** The rows by where they stand in the draft. */
const spansOf = (rows) => {
  const spans = new Map();
  for (const row of rows) {
    const key = `${row.start} ${row.end}`;
    spans.set(key, [...(spans.get(key) ?? []), row]);
  }
  return [...spans.values()].sort(([one], [other]) => one.start - other.start);
};

/** `[element, mark(n)]`: the draft, and the button of a row. */
export const makeDraft = (text, rows, open) => {
  const signs = [...text]; // the service counts characters, the browser halves of some
  const cut = (start, end) => signs.slice(start, end).join("");
  const marks = new Map();
  const pieces = [];
  let at = 0;
  for (const group of spansOf(rows)) {
    const [{ start, end, n }] = group;
    if (start < at) continue;
    const verdict = ORDER.find((one) => group.some((row) => row.verdict === one));
    const button = el("button", { type: "button", class: `ck-mark ck-${verdict}`, "aria-label": `${cut(start, end)} ${words[verdict]}`, onclick: () => open(n) },
      cut(start, end), el("span", { class: "ck-sign", "aria-hidden": "true" }, SIGNS[verdict]));
    pieces.push(cut(at, start), button);
    for (const row of group) marks.set(row.n, button);
    at = end;
  }
  pieces.push(cut(at, signs.length));
  return [el("div", { class: "ck-text", tabindex: "0", role: "region", "aria-label": words.marked }, pieces), (n) => marks.get(n)];
};
