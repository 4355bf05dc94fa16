// The same task in two to five plans; which plans and which clauses stand in the address, so that a link shows the same.
import { announce, el, fill } from "../dom.js";
import { fetchJson, load } from "../fetching.js";
import { compareLink, listLink, planLink } from "../links.js";
import { place } from "./address.js";
import { columnView } from "./column.js";
import { words } from "./words.js";

const MOST = 5;

const asked = ({ compare: [plan, ...others], clause, pick }) => {
  const query = new URLSearchParams({ plan, clause });
  for (const other of others) query.append("other", other);
  for (const each of pick) query.append("pick", each);
  return `./api/counterparts?${query}`;
};

const legend = () => {
  const entry = (kind) => el("li", {}, el("mark", { class: `pl-${kind}` }, words[kind]));
  return el(
    "div",
    { class: "pl-legend" },
    el("ul", { "aria-label": words.legend }, ["figure", "word", "own"].map(entry)),
    el("p", { class: "wc-note" }, words.legendFirst),
  );
};

export class Comparison {
  /** `plans`: all there are, to add one. */
  constructor(plans) {
    this.plans = plans;
    this.shown = el("div", {});
    const list = el("a", { class: "pl-back", href: listLink() }, `← ${words.all}`);
    this.element = el("div", { class: "pl-comparison" }, list, this.shown);
    addEventListener("popstate", () => this.show());
    this.show();
  }

  show() {
    const kept = document.activeElement?.dataset?.keep;
    return load(
      this.shown,
      () => fetchJson(asked(place())),
      ({ columns }) => this.made(columns),
    ).then(() => kept && this.element.querySelector(`[data-keep="${CSS.escape(kept)}"]`)?.focus());
  }

  made(columns) {
    const [first, ...others] = columns;
    this.ids = columns.map((column) => column.plan.id);
    this.picked = new Map(others.filter((each) => each.certainty === "chosen").map((each) => [each.plan.id, each.clause.id]));
    this.clause = first.clause.id;
    history.replaceState(null, "", this.link()); // which plans were taken is part of the link
    document.title = `${first.clause.name} · ${words.comparing} · 问策`;
    announce(words.compared(columns.length));
    const views = columns.map((column, nth) =>
      columnView(column, {
        choose: (clause) => (nth ? this.pick(column.plan.id, clause) : this.start(clause)),
        remove: nth && columns.length > 2 ? () => this.without(column.plan.id) : null,
      }),
    );
    const scrolled = { class: "pl-columns", role: "region", tabindex: "0", "aria-label": words.columns };
    return fill(
      el("div", {}),
      el("h1", {}, `${words.comparing}：${first.clause.title}`),
      el("p", { class: "wc-note" }, words.comparingHint, " ", el("a", { href: planLink(first.plan.id, this.clause) }, words.back)),
      el("div", { class: "pl-bar" }, legend(), this.adder()),
      el("div", scrolled, el("div", { class: "pl-side-by-side", dataset: { columns: columns.length } }, views)),
    );
  }

  adder() {
    const rest = this.plans.filter((plan) => !this.ids.includes(plan.id));
    if (!rest.length || this.ids.length >= MOST) return null;
    const options = rest.map((plan) => el("option", { value: plan.id }, plan.title));
    const add = (event) => event.target.value && this.go([...this.ids, event.target.value]);
    const chooser = { "aria-label": words.addPlan, dataset: { keep: "add" }, onchange: add };
    return el("select", chooser, el("option", { value: "" }, words.addPlanHint), options);
  }

  link(ids = this.ids, clause = this.clause) {
    return compareLink(ids, clause, ids.map((id) => this.picked.get(id)).filter(Boolean));
  }

  go(ids, clause) {
    history.pushState(null, "", this.link(ids, clause));
    this.show();
  }

  pick(plan, clause) {
    this.picked.set(plan, clause);
    this.go();
  }

  /** Another clause of the first plan: what was picked beside the old one says nothing about it. */
  start(clause) {
    this.picked.clear();
    this.go(this.ids, clause);
  }

  without(plan) {
    this.go(this.ids.filter((id) => id !== plan));
  }
}
