// What stands behind a cell: each figure's sentence with its words marked, where it stands, and where to go from there.
import { addressOf } from "../addresses.js";
import { planLink } from "../links.js";
import { el } from "../dom.js";
import { words } from "./words.js";

const marked = ({ sentence, quote }) => {
  const at = quote ? sentence.indexOf(quote) : -1;
  if (at < 0) return [sentence];
  return [sentence.slice(0, at), el("mark", {}, quote), sentence.slice(at + quote.length)];
};

const fact = (name, value) => (value ? [el("dt", {}, name), el("dd", {}, value)] : []);

const source = (row, plan) => {
  const clause = planLink(plan.id, row.clause);
  return el("article", { class: "wt-source" },
    el("p", { class: row.ambition ? "wt-value wt-hoped" : "wt-value" }, el("span", { class: "wt-said" }, row.said)),
    el("blockquote", {}, marked(row)),
    el("dl", {},
      fact(words.written, row.indicator === row.canonical ? "" : row.indicator),
      fact(words.targetYear, row.target_year && words.year(row.target_year)),
      fact(words.base, row.base_year && words.year(row.base_year)),
      fact(words.scope, row.scope),
      fact(words.place, addressOf(row))),
    el("p", {}, el("a", { href: clause }, words.readClause)));
};

/** The panel of a cell; `close` is called by its button. */
export const makePanel = (indicator, plan, rows, place, close) => {
  const question = `./?q=${encodeURIComponent(words.question(place, indicator))}`;
  const heading = el("h2", { tabindex: "-1", id: "wt-panel-title" }, indicator);
  const element = el("aside", { class: "wt-panel", "aria-labelledby": "wt-panel-title" },
    el("div", { class: "wt-panel-head" }, el("p", { class: "wc-note" }, words.panel),
      el("button", { type: "button", class: "wt-small", onclick: close }, words.close)),
    heading,
    el("p", { class: "wt-panel-plan" }, el("b", {}, plan.title)),
    el("dl", {}, fact(words.number, plan.number), fact(words.date, plan.date)),
    rows.map((row) => source(row, plan)),
    el("p", {}, el("a", { href: question }, words.ask)));
  return { element, heading };
};
