// One office: what it leads, shares and takes part in, plan by plan. Without one: the offices with most tasks.
import { el } from "../dom.js";
import { ROLES, bodiesOf, clausesIn, groupBy, placeOf, placesIn, tasksIn } from "./ledger.js";
import { clauseLink, firstOf, nothing, placeLabel, planHeading, quoteOf, scrolling, taskText } from "./parts.js";
import { words } from "./words.js";

const FIRST = 30;

const ofRole = (rows, role) => rows.filter((row) => row.role === role);

const rankingTable = (bodies, several, state, choose) => {
  const numbers = (body) => ROLES.map((role) => tasksIn(ofRole(body.rows, role)));
  const head = [words.office, words.tasks, ...ROLES.map((role) => words[role]), words.planCount];
  const line = (body) =>
    el(
      "tr",
      {},
      el(
        "th",
        { scope: "row" },
        el("button", { type: "button", class: "du-link", onclick: () => choose(body.name, state.join ? "" : body.places[0]) }, body.name),
        several && !state.join && [" ", placeLabel(body.places[0])],
        body.names.length > 1 && el("span", { class: "du-names" }, body.names.join("、")),
      ),
      [body.tasks, ...numbers(body), new Set(body.rows.map((row) => row.plan)).size].map((n) =>
        el("td", { class: n ? "du-number" : "du-number du-zero" }, String(n)),
      ),
    );
  return scrolling(
    words.rankingLabel,
    el(
      "table",
      { class: "du-ranking" },
      el("thead", {}, el("tr", {}, head.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, bodies.map(line)),
    ),
  );
};

const ranking = (ledger, state, choose) =>
  el(
    "section",
    {},
    el("h2", { tabindex: "-1" }, words.ranking),
    el("p", { class: "wc-note" }, words.rankingNote),
    firstOf(bodiesOf(ledger.reach, state, true), FIRST, (bodies) =>
      rankingTable(bodies, placesIn(ledger.reach).length > 1, state, choose),
    ),
  );

const ruleOf = (row, clauses) =>
  el(
    "details",
    { class: "du-rule" },
    el("summary", {}, `${words.rule}：“${row.rule}”，${words.binds(row.binds.length)}`),
    el("ul", {}, row.binds.map((id) => el("li", {}, clauseLink(clauses.get(id))))),
  );

const taskItem = (rows, clauses, several) => {
  const names = [...new Set(rows.map((row) => row.body))];
  const phrases = [...new Set(rows.map((row) => row.phrase || words.unsaid))].join("、");
  return el(
    "li",
    { class: "du-task" },
    el("div", {}, clauseLink(rows[0]), el("p", { class: "du-names" }, several ? `${names.join("、")} · ${phrases}` : phrases)),
    el("div", {}, taskText(rows[0]), quoteOf(rows[0], names), rows.filter((row) => row.binds.length).map((row) => ruleOf(row, clauses))),
  );
};

const roleSection = (role, rows, clauses, several) => {
  if (!rows.length) return null;
  const tasks = [...groupBy(rows, (row) => `${row.clause} ${row.start}`).values()];
  return el(
    "section",
    { class: "du-role" },
    el("h4", { class: `du-role-${role}` }, words.role(words[role], tasksIn(rows))),
    el("ul", {}, tasks.map((task) => taskItem(task, clauses, several))),
  );
};

const planSection = (plan, rows, clauses, several, places) =>
  el("section", { class: "du-card" }, planHeading(plan, places > 1 ? placeOf(plan) : ""), ROLES.map((role) => roleSection(role, ofRole(rows, role), clauses, several)));

const otherNames = (ledger, state, merge) => {
  const family = ledger.shown[0].family;
  const others = [...new Set(ledger.reach.filter((row) => row.family === family).map((row) => row.body))].filter(
    (name) => name !== state.body,
  );
  if (state.join || !others.length) return null;
  return el(
    "p",
    { class: "du-hint" },
    `${words.others(others.join("、"))} `,
    el("button", { type: "button", onclick: merge }, words.mergeThem),
  );
};

/** Where several places have a bureau of the name: how much each does, and the way to one of them or back to all. */
const placesNote = (ledger, state, choose) => {
  const own = ledger.reach.filter((row) => row.body === state.body);
  const places = placesIn(own);
  if (state.join || places.length < 2) return null;
  const button = (place, text) =>
    el("button", { type: "button", class: "du-place-choice", "aria-pressed": String(state.place === place), onclick: () => choose(state.body, place) }, text);
  return el(
    "div",
    { class: "du-hint du-places", role: "group", "aria-label": words.places },
    el("span", {}, words.apart(places.length)),
    button("", words.allPlaces),
    places.map((place) => button(place, `${place} ${tasksIn(own.filter((row) => row.place === place))}`)),
  );
};

const office = (ledger, state, actions) => {
  const [body] = bodiesOf(ledger.shown, state);
  const counts = ROLES.map((role) => [role, tasksIn(ofRole(ledger.shown, role))]).filter(([, n]) => n);
  const byPlan = groupBy(ledger.shown, (row) => row.plan);
  const places = placesIn(ledger.shown);
  const inPlaces = ledger.plans.filter((plan) => byPlan.has(plan.id)).sort((a, b) => places.indexOf(placeOf(a)) - places.indexOf(placeOf(b)));
  const clauses = clausesIn(ledger.rows);
  const several = body.names.length > 1;
  return el(
    "section",
    {},
    el("h2", { tabindex: "-1" }, body.name, state.place && [" ", placeLabel(state.place)]),
    several && el("p", { class: "du-names" }, words.written + body.names.join("、")),
    el(
      "p",
      { class: "du-counts" },
      words.total(body.tasks, byPlan.size),
      counts.map(([role, n]) => el("span", { class: `du-chip du-role-${role}` }, `${words[role]} ${n}`)),
    ),
    placesNote(ledger, state, actions.choose),
    otherNames(ledger, state, actions.merge),
    inPlaces.map((plan) => planSection(plan, byPlan.get(plan.id), clauses, several, places.length)),
  );
};

/** The view. `ledger`: all `rows`, those in `reach` of the filters, those `shown`, the `plans` in reach, and all that are `held`. */
export const byBody = (ledger, state, actions) => {
  if (!state.body) return ranking(ledger, state, actions.choose);
  return ledger.shown.length ? office(ledger, state, actions) : nothing(words.unknown(state.body));
};
