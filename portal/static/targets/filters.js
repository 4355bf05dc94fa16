// The filters: each control is one name of the state.
import { el } from "../dom.js";
import { unitLabel } from "./ledger.js";
import { INITIAL } from "./state.js";
import { words } from "./words.js";

const PAUSE = 150;
const WIDE = matchMedia("(min-width: 701px)");

const option = (value, text) => el("option", { value }, text);

const select = (name, label, options, store) => {
  const control = el("select", { name, onchange: () => store.set({ [name]: control.value }) }, options);
  return el("label", { class: "wt-field" }, el("span", {}, label), control);
};

const input = (name, label, attributes, store) => {
  let waiting = 0;
  const told = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => store.set({ [name]: control.value }), PAUSE);
  };
  const control = el("input", { name, autocomplete: "off", ...attributes, oninput: told });
  return el("label", { class: "wt-field" }, el("span", {}, label), control);
};

/** An indicator once for each unit that its figures have. */
const thresholds = (ledger) => {
  const found = new Map();
  for (const one of ledger.indicators.values()) {
    for (const row of [...one.cells.values()].flat()) {
      if (row.amount === null) continue;
      const value = `${row.amount_unit}|${one.name}`;
      found.set(value, { value, text: `${one.name}（${row.amount_unit || words.noUnit}）`, count: one.cells.size });
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
};

export const makeFilters = (ledger, store, keepPlans) => {
  const counts = Array.from({ length: Math.max(0, ledger.plans.length - 1) }, (_, at) => String(at + 2));
  const ambition = el("input", { type: "checkbox", name: "ambition", onchange: () => store.set({ ambition: ambition.checked ? "1" : "" }) });
  const clear = () => store.set({ ...INITIAL, ...(keepPlans && { plans: store.state.plans }) });
  const over = [
    option("", words.noThreshold),
    el("optgroup", { label: words.overUnits }, ledger.units.map((unit) => option(`${unit.unit}|`, unitLabel(unit)))),
    el("optgroup", { label: words.overIndicators }, thresholds(ledger).map(({ value, text }) => option(value, text))),
  ];
  const form = el("form", { role: "search", "aria-label": words.filters, onsubmit: (event) => event.preventDefault() },
    input("find", words.find, { type: "search", placeholder: words.findHint }, store),
    select("unit", words.unit, [option("", words.anyUnit), ...ledger.units.map((unit) => option(unit.unit, unitLabel(unit)))], store),
    select("year", words.targetYear, [option("", words.anyYear), ...ledger.years.map((year) => option(String(year), words.year(year)))], store),
    select("least", words.least, [option("", words.anyCount), ...counts.map((count) => option(count, words.leastOf(count)))], store),
    el("fieldset", { class: "wt-threshold" }, el("legend", { class: "wc-unseen" }, words.threshold),
      select("over", words.over, over, store),
      select("op", words.operator, [option("ge", words.ge), option("le", words.le)], store),
      input("than", words.than, { type: "text", inputmode: "decimal", size: 7 }, store)),
    el("label", { class: "wt-check" }, ambition, el("span", {}, words.ambition)),
    el("button", { type: "button", class: "wt-clear", onclick: clear }, words.clear));
  const used = el("span", {});
  const element = el("details", { class: "wt-filters", open: WIDE.matches }, el("summary", {}, el("b", {}, words.filters), " ", used), form);
  WIDE.onchange = () => (element.open = WIDE.matches); // where there is room they are always open, and nothing opens them
  return {
    element,
    /** Have the controls say what the state says; one that is being typed in is left alone. */
    sync(state) {
      const set = ["find", "unit", "year", "least", "ambition", "than"].filter((name) => state[name]).length;
      used.textContent = set ? words.used(set) : "";
      ambition.checked = Boolean(state.ambition);
      for (const name of ["find", "unit", "year", "least", "over", "op", "than"]) {
        const control = form.elements[name];
        if (control !== document.activeElement || control.tagName === "SELECT" || !state[name]) control.value = state[name];
      }
    },
  };
};
