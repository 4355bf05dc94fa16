// Offices by the clauses of one plan, or by plans with the number of tasks in each role.
import { el } from "../dom.js";
import { planLink } from "../links.js";
import { ROLES, bodiesOf, clausesIn, groupBy, tasksIn } from "./ledger.js";
import { firstOf, nothing, scrolling } from "./parts.js";
import { words } from "./words.js";

const SIGNS = { lead: "●", alone: "◆", shared: "◐", join: "○", standing: "△" };
const FIRST = 60;

const sign = (role, said, text = "") => [
  el("span", { class: `du-sign du-role-${role}`, "aria-hidden": "true" }, SIGNS[role] + text),
  el("span", { class: "wc-unseen" }, `${said} `),
];

const legend = (names) =>
  el(
    "ul",
    { class: "du-legend", "aria-label": words.legend },
    names.map((role) => el("li", {}, el("span", { class: `du-sign du-role-${role}`, "aria-hidden": "true" }, SIGNS[role]), ` ${words[role]}`)),
  );

/** Columns of one plan's clauses. */
const clauseColumns = (plan, rows) => {
  const clauses = [...clausesIn(rows.filter((row) => row.plan === plan.id)).values()];
  return clauses.map((clause) => ({
    head: [
      el("a", { href: planLink(clause.plan, clause.clause), title: clause.title }, clause.address),
      el("span", { class: "wc-unseen" }, ` ${clause.title}`),
    ],
    cell: (own) => [
      ROLES.filter((role) => own.some((row) => row.clause === clause.clause && row.role === role)).map((role) => sign(role, words[role])),
      own.some((row) => row.binds.includes(clause.clause)) ? sign("standing", words.standing) : [],
    ],
  }));
};

/** One column a plan. */
const planColumns = (plans) =>
  plans.map((plan) => ({
    head: [el("a", { href: planLink(plan.id), title: plan.title }, plan.region || plan.title), el("span", { class: "wc-unseen" }, ` ${plan.title}`)],
    cell: (own) =>
      [...ROLES].map((role) => {
        const n = tasksIn(own.filter((row) => row.plan === plan.id && row.role === role));
        return n ? sign(role, words.times(words[role], n), String(n)) : [];
      }),
  }));

const bodyRow = (body, columns, choose) =>
  el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      el("button", { type: "button", class: "du-link", onclick: () => choose(body.name) }, body.name),
    ),
    columns.map((column) => {
      const signs = column.cell(body.rows).flat(2);
      return el("td", {}, signs.length ? signs : el("span", { class: "wc-unseen" }, words.none));
    }),
  );

const grid = (bodies, columns, choose) =>
  scrolling(
    words.matrixLabel,
    el(
      "table",
      { class: "du-matrix" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, words.office), columns.map((column) => el("th", { scope: "col" }, column.head)))),
      el("tbody", {}, bodies.map((body) => bodyRow(body, columns, choose))),
    ),
  );

const columnChoice = (ledger, plan, actions) =>
  el(
    "label",
    { class: "du-columns" },
    `${words.columns} `,
    el(
      "select",
      { onchange: (event) => actions.change({ plans: event.target.value ? [event.target.value] : [] }) },
      el("option", { value: "", selected: !plan }, words.perPlan),
      ledger.held.map((one) => el("option", { value: one.id, selected: one === plan }, words.clausesOf(one.title))),
    ),
  );

/** The view: where one plan alone is chosen, its clauses are the columns. */
export const matrix = (ledger, state, actions) => {
  if (state.body && !ledger.shown.length) return nothing(words.unknown(state.body));
  const plan = ledger.plans.length === 1 ? ledger.plans[0] : null;
  const columns = plan ? clauseColumns(plan, ledger.rows) : planColumns(ledger.plans);
  return el(
    "section",
    {},
    el("div", { class: "du-matrix-head" }, columnChoice(ledger, plan, actions), legend(plan ? [...ROLES, "standing"] : ROLES)),
    firstOf(bodiesOf(ledger.shown, state), FIRST, (bodies) => grid(bodies, columns, actions.choose)),
  );
};
