// What was found for each figure, in the order of the draft, beside the plan's own sentence.
import { el } from "../dom.js";
import { planLink } from "../links.js";
import { SIGNS, words } from "./words.js";

/** Characters of a plan's sentence shown on either side of the figure, and on to the next comma: no number is cut in two. */
const AROUND = 30;
const STOPS = "，；。：、";

const excerpt = ({ sentence, mark: [start, end] }) => {
  const signs = [...sentence];
  let [from, to] = [Math.max(0, start - AROUND), Math.min(signs.length, end + AROUND)];
  while (from > 0 && !STOPS.includes(signs[from - 1])) from -= 1;
  while (to < signs.length && !STOPS.includes(signs[to])) to += 1;
  const cut = (a, b) => signs.slice(a, b).join("");
  return [from ? "…" : "", cut(from, start), el("mark", {}, cut(start, end)), cut(end, to), to < signs.length ? "…" : ""];
};

const source = (row, stated) =>
  el("li", {},
    el("q", { title: stated.sentence }, excerpt(stated)), " ",
    el("a", { href: planLink(row.plan, stated.clause, { from: stated.start, to: stated.end }) }, `${stated.address} ${words.source}`));

const verdictOf = (row) => [
  el("span", { class: `ck-verdict ck-${row.verdict}` }, el("span", { "aria-hidden": "true" }, SIGNS[row.verdict]), " ", words[row.verdict]),
  row.why ? el("small", {}, row.why) : null,
  ...row.notes.map((note) => el("small", {}, note)),
];

const rowOf = (row, titles, back) =>
  el("tr", { id: `ck-row-${row.n}`, tabindex: "-1", role: "row" },
    el("td", { role: "cell" },
      el("button", { type: "button", class: "ck-number", "aria-label": words.back(row.n), onclick: () => back(row.n) }, String(row.n)), " ",
      el("b", {}, row.words), el("small", {}, [row.place, row.name].filter(Boolean).join(" · "))),
    el("td", { role: "cell" }, verdictOf(row)),
    el("td", { role: "cell" },
      row.given ? el("b", {}, row.given) : null,
      row.plan ? el("small", {}, titles.get(row.plan)) : null,
      row.verdict === "absent" && row.stated.length ? el("small", {}, words.nearest) : null,
      row.stated.length ? el("ul", {}, row.stated.map((stated) => source(row, stated))) : null));

export const makeTable = (rows, plans, back) => {
  const titles = new Map(plans.map(({ id, title, number }) => [id, number ? `${title}（${number}）` : title]));
  // the roles are said, for on narrow screens the styles make no table of it
  const names = [words.stated, words.verdict, words.given].map((name) => el("th", { scope: "col", role: "columnheader" }, name));
  const head = el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, names));
  return el("div", { class: "ck-scroll", tabindex: "0", role: "region", "aria-label": words.results },
    el("table", { role: "table" }, head, el("tbody", { role: "rowgroup" }, rows.map((row) => rowOf(row, titles, back)))));
};
