// Each plan's clauses in order with who leads, shares and takes part, in the role words of the text.
import { el } from "../dom.js";
import { boundIn, groupBy, placeOf, placesIn } from "./ledger.js";
import { clauseLink, nothing, planHeading, quoteOf, scrolling, taskText } from "./parts.js";
import { words } from "./words.js";

const COLUMNS = [
  ["leading", ["lead", "alone"]],
  ["sharing", ["shared"]],
  ["joining", ["join"]],
];

const phrases = (rows) => {
  if (!rows.length) return el("span", { class: "du-zero" }, words.nobody);
  return [...groupBy(rows, (row) => row.phrase)].map(([phrase, own]) =>
    el(
      "p",
      { class: "du-who" },
      own.map((row) => row.body).join("、"),
      " ",
      el("span", { class: "du-phrase" }, phrase || words.unsaid),
    ),
  );
};

const standing = (rows) =>
  rows.length > 0 &&
  el("p", { class: "du-names" }, `${words.by}：${rows.map((row) => row.body).join("、")}（`, clauseAddress(rows[0]), "）");

const clauseAddress = (row) => el("span", { title: row.rule }, row.address);

const clauseRow = (rows, bound, names) =>
  el(
    "tr",
    { class: "du-clause" },
    el("th", { scope: "row" }, clauseLink(rows[0]), [...groupBy(rows, (row) => row.start).values()].map(([first]) => taskText(first)), standing(bound)),
    COLUMNS.map(([name, roles]) => el("td", { dataset: { said: words[name] } }, phrases(rows.filter((row) => roles.includes(row.role))))),
    el("td", { dataset: { said: words.quote } }, [...groupBy(rows, (row) => row.start).values()].map(([first]) => quoteOf(first, names))),
  );

const planTable = (rows, bound, names) =>
  scrolling(
    words.tableLabel,
    el(
      "table",
      { class: "du-clauses" },
      el(
        "thead",
        {},
        el("tr", {}, [words.place, ...COLUMNS.map(([name]) => words[name]), words.quote].map((name) => el("th", { scope: "col" }, name))),
      ),
      el("tbody", {}, [...groupBy(rows, (row) => row.clause)].map(([id, own]) => clauseRow(own, bound.get(id) || [], names))),
    ),
  );

/** The view. With an office chosen: the clauses that name it, whole, with it marked. */
export const byClause = (ledger, state) => {
  if (state.body && !ledger.shown.length) return nothing(words.unknown(state.body));
  const named = new Set(ledger.shown.map((row) => row.clause));
  const names = state.body ? [...new Set(ledger.shown.map((row) => row.body))] : [];
  const byPlan = groupBy(
    ledger.reach.filter((row) => named.has(row.clause)),
    (row) => row.plan,
  );
  const bound = boundIn(ledger.reach);
  const several = placesIn(ledger.shown).length > 1;
  return el(
    "div",
    {},
    ledger.plans.map((plan) => {
      const rows = byPlan.get(plan.id);
      if (!rows && state.body) return null;
      return el("section", { class: "du-card" }, planHeading(plan, several ? placeOf(plan) : ""), rows ? planTable(rows, bound, names) : nothing(words.noBrackets));
    }),
  );
};
