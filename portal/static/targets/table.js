// The table: a row for each indicator, a column for each plan, every figure a way to its source.
import { el } from "../dom.js";
import { apartOf } from "./ledger.js";
import { words } from "./words.js";

/** Rows shown at once: fifty columns of them are drawn without a wait. */
export const STEP = 100;

const figure = (row, view) => {
  const kind = ["wt-figure", row.ambition && "wt-hoped", view.sifted && !view.fits(row) && "wt-muted"].filter(Boolean).join(" ");
  const apart = apartOf(row);
  return el("span", { class: kind }, el("span", { class: "wt-said" }, row.said), apart ? el("small", {}, apart) : null);
};

const cell = (indicator, plan, view, store) => {
  const rows = indicator.cells.get(plan.id);
  if (!rows) return el("td", { class: "wt-absent" }, words.absent);
  const open = store.state.cell === indicator.name && store.state.in === plan.id;
  const attributes = {
    type: "button",
    class: "wt-cell",
    "aria-current": open && "true",
    dataset: { key: `cell ${plan.id} ${indicator.name}` },
    onclick: () => store.set({ cell: indicator.name, in: plan.id }),
  };
  return el("td", {}, el("button", attributes, rows.map((row) => figure(row, view))));
};

const sorter = (name, value, state, store) => {
  const active = state.sort === value;
  const up = active && state.dir === "up";
  const next = active && !up ? { dir: "up" } : { sort: value, dir: "" };
  const attributes = { type: "button", class: "wt-sort", "aria-label": words.sortBy(name), dataset: { key: `sort ${value}` }, onclick: () => store.set(next) };
  return el("button", attributes, el("span", {}, name), el("span", { class: "wt-arrow", "aria-hidden": "true" }, active ? (up ? "↑" : "↓") : "↕"));
};

const sorted = (value, state) => (state.sort === value ? (state.dir === "up" ? "ascending" : "descending") : null);

const head = (view, ledger, store) => {
  const { state } = store;
  const known = ledger.names.has(state.sort) ? state : { ...state, sort: "" };
  return el("thead", {}, el("tr", {},
    el("th", { scope: "col", class: "wt-corner", "aria-sort": sorted("", known) },
      el("span", { class: "wt-corner-name" }, words.indicator), sorter(words.givers, "", known, store)),
    view.plans.map((plan) =>
      el("th", { scope: "col", "aria-sort": sorted(plan.id, known), title: plan.title },
        sorter(ledger.names.get(plan.id), plan.id, known, store),
        plan.region ? el("span", { class: "wt-plan-title" }, plan.title) : null))));
};

const body = (indicators, view, store) => {
  const picks = new Set(store.state.picks);
  const toggle = (name) => (event) => {
    const { picks: had } = store.state;
    store.set({ picks: event.target.checked ? [...had, name] : had.filter((one) => one !== name) });
  };
  return el("tbody", {}, indicators.map((one) =>
    el("tr", {},
      el("th", { scope: "row" }, el("label", {},
        el("input", { type: "checkbox", checked: picks.has(one.name), "aria-label": words.pick(one.name), dataset: { key: `pick ${one.name}` }, onchange: toggle(one.name) }),
        el("span", {}, one.name, " ", el("small", {}, words.givenBy(one.count))))),
      view.plans.map((plan) => cell(one, plan, view, store)))));
};

/** The table of a view, its first `limit` rows. */
export const makeTable = (view, ledger, store, limit) =>
  el("table", { class: "wt-table" },
    el("caption", { class: "wc-unseen" }, words.table),
    head(view, ledger, store),
    body(view.indicators.slice(0, limit), view, store));

/** Draw anew inside `place`, and give the focus back to the control that had it. */
export const keepingFocus = (place, draw) => {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  draw();
  if (key) focusOn(place, key);
};

/** Focus the control of this key; false where there is none (any longer). */
export const focusOn = (place, key) => {
  const found = [...place.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);
  found?.focus({ preventScroll: true });
  return Boolean(found);
};
