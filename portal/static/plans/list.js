// The list of plans: filtered as one types, by province where there are many.
import { announce, el, fill } from "../dom.js";
import { byProvince } from "../grouping.js";
import { listLink, planLink } from "../links.js";
import { place } from "./address.js";
import { fold } from "./fold.js";
import { words } from "./words.js";

const UNGROUPED = 8;

const row = (plan) => {
  const facts = [plan.number, plan.date].map((fact) => el("span", { class: "pl-fact" }, fact));
  const where = el("span", { class: "pl-where" }, plan.region);
  const entry = el("a", { href: planLink(plan.id), class: "pl-plan" }, el("span", { class: "pl-title" }, plan.title), where, facts);
  const searched = fold([plan.title, plan.region, plan.province, plan.number, plan.date].join(" "));
  return { plan, searched, element: el("li", {}, entry) };
};

const group = ([province, rows]) => {
  const count = el("small", {});
  const heading = el("h2", {}, province, " ", count);
  return { rows, count, element: el("section", {}, heading, el("ul", { class: "pl-plans" }, rows.map((each) => each.element))) };
};

/** The list as an element; `plans` as the API gives them. */
export const planList = (plans) => {
  if (!plans.length) return el("p", { class: "wc-note" }, words.empty);
  const rows = plans.map(row);
  const groups = rows.length > UNGROUPED ? byProvince(rows, (each) => each.plan.province, words.unplaced).map(group) : [];
  const told = el("output", { class: "pl-count" });
  const none = el("p", { class: "wc-note", hidden: true }, words.none);
  const narrow = (text) => {
    const wanted = text.split(/\s+/).map(fold).filter(Boolean);
    for (const each of rows) each.element.hidden = !wanted.every((word) => each.searched.includes(word));
    for (const each of groups) {
      const shown = each.rows.filter((one) => !one.element.hidden).length;
      each.element.hidden = !shown;
      each.count.textContent = String(shown);
    }
    const shown = rows.filter((each) => !each.element.hidden).length;
    told.textContent = words.shown(shown, rows.length);
    none.hidden = shown > 0;
    return shown;
  };
  const input = el("input", { type: "search", "aria-label": words.filter, placeholder: words.filterHint, autocomplete: "off" });
  input.value = place().filter;
  input.addEventListener("input", () => {
    announce(words.shown(narrow(input.value), rows.length));
    if (place().plan) return; // the address names the plan that was not found
    history.replaceState(null, "", listLink(input.value));
  });
  narrow(input.value);
  const listed = groups.length ? groups.map((each) => each.element) : el("ul", { class: "pl-plans" }, rows.map((each) => each.element));
  return fill(el("div", { class: "pl-list" }), el("p", { class: "pl-filter" }, input, told), listed, none);
};
