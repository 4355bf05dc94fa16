// 责任分工: who leads, shares and takes part in what. Reads the ledger once; every choice is in the address.
import { announce, el, fill } from "../dom.js";
import { byBody } from "../duties/by-body.js";
import { byClause } from "../duties/by-clause.js";
import { makeBodyBox } from "../duties/body-box.js";
import { makeDownloads } from "../duties/downloads.js";
import { makeFilters } from "../duties/filters.js";
import { bodiesOf, commonName, inReach, ofBody, placeOf, readRows, tasksIn } from "../duties/ledger.js";
import { matrix } from "../duties/matrix.js";
import { nothing } from "../duties/parts.js";
import { readState, writeState } from "../duties/state.js";
import { makeTabs } from "../duties/tabs.js";
import { words } from "../duties/words.js";
import { TOGETHER } from "../limits.js";
import { fetchJson, load } from "../fetching.js";

const DRAW = { body: byBody, clause: byClause, matrix };
const main = document.getElementById("main");

const ledgerAddress = (plans) => `./api/duties?${new URLSearchParams(plans.map((plan) => ["plan", plan]))}`;

/** The page over these plans: controls above, one panel below. */
const makePage = (plans) => {
  let state = readState();
  let read = null; // {key, rows}: the ledger of the plans that were asked for
  const panel = el("div", { id: "du-panel", role: "tabpanel", tabindex: "-1" });
  const count = el("p", { class: "du-total wc-note" });
  const downloads = makeDownloads();

  const change = (changed) => {
    state = { ...state, ...changed };
    writeState(state);
    show();
  };
  const choose = (body, place = "") => {
    change({ body, place, view: state.view === "clause" ? "clause" : "body" });
    if (document.activeElement === document.body) panel.querySelector("h2")?.focus(); // what was pressed is gone
  };
  const join = (on) => {
    const apart = !on && state.body ? commonName(ofBody(read?.rows || [], state)) || state.body : state.body;
    change({ join: on, body: apart, place: "" });
  };
  const reset = () => {
    change({ plans: [], roles: [], body: "", place: "", join: false });
    box.element.querySelector("input").focus();
  };
  const actions = { change, choose, join, reset, merge: () => join(true) };

  const tabs = makeTabs(panel, (view) => change({ view }));
  const filters = makeFilters(plans, actions, () => state);
  const offices = () => bodiesOf(inReach(read?.rows || [], state), { ...state, sort: "tasks" });
  const box = makeBodyBox(() => (state.join ? offices().map((one) => ({ ...one, places: [] })) : offices()), (body, place) => change({ body, place }));

  const draw = (rows) => {
    const reach = inReach(rows, state);
    const shown = ofBody(reach, state);
    const cards = plans.filter((plan) => !state.plans.length || state.plans.includes(plan.id));
    const counted = words.counted(bodiesOf(shown, state, true).length, tasksIn(shown), new Set(shown.map((row) => row.plan)).size);
    count.textContent = counted;
    announce(counted);
    downloads.show(state, cards.filter((plan) => placeOf(plan) === state.place).map((plan) => plan.id), shown.length > 0);
    if (!reach.length) return nothing(state.roles.length ? words.emptyRoles : words.emptyAll);
    return DRAW[state.view]({ rows, reach, shown, plans: cards, held: plans }, state, actions);
  };
  const refuse = (text) => {
    count.textContent = "";
    downloads.show(state, [], false);
    fill(panel, nothing(text));
    announce(text);
  };
  const show = () => {
    tabs.show(state.view);
    filters.show();
    box.show(state.body, state.join ? "" : state.place);
    const asked = plans.length > TOGETHER ? state.plans : [];
    const wanted = state.plans.length || plans.length;
    if (wanted > TOGETHER) return refuse(words.tooMany(wanted, TOGETHER));
    const key = asked.join("\n");
    if (read?.key === key) return fill(panel, draw(read.rows));
    const keep = (found) => {
      read = { key, rows: readRows(found) };
      return key === (plans.length > TOGETHER ? state.plans : []).join("\n") ? draw(read.rows) : panel.firstChild;
    };
    return load(panel, () => fetchJson(ledgerAddress(asked)), keep);
  };

  addEventListener("popstate", () => {
    state = readState();
    show();
  });
  fill(
    main,
    el("div", { class: "du-head" }, el("h1", {}, words.heading), downloads.element),
    downloads.said,
    el("div", { class: "du-filters" }, box.element, filters.elements),
    el("div", { class: "du-bar" }, tabs.element, el("div", { class: "du-found" }, count, filters.reset)),
    panel,
  );
  show();
};

const start = (plans) => {
  document.title = `${words.heading} · 问策`;
  if (!plans.length) return nothing(words.noPlans);
  queueMicrotask(() => makePage(plans)); // load() fills the page with what is returned here first
  return null;
};

load(main, () => fetchJson("./api/plans"), start);
