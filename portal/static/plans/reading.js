// A plan to be read: its facts, the tree, the text with its margin; where one is stands in the address.
import { announce, el, fill } from "../dom.js";
import { fetchJson, Refused } from "../fetching.js";
import { listLink, planLink } from "../links.js";
import { place } from "./address.js";
import { ClauseView } from "./clause.js";
import { Search } from "./search.js";
import { Tree } from "./tree.js";
import { words } from "./words.js";

/** Pixels below the top of the window at which a clause counts as being read. */
const READING = 130;

const fact = (name, value) => (value ? el("div", {}, el("dt", {}, name), el("dd", {}, value)) : null);

const depths = (clauses) => {
  const found = new Map();
  for (const clause of clauses) found.set(clause.id, clause.parent ? (found.get(clause.parent) ?? 0) + 1 : 0);
  return found;
};

export class Reading {
  constructor(plan) {
    this.plan = plan;
    const depth = depths(plan.clauses);
    const of = (rows, clause) => rows.filter((row) => row.clause === clause.id);
    this.views = plan.clauses.map(
      (clause) => new ClauseView(plan, clause, depth.get(clause.id), of(plan.targets, clause), of(plan.duties, clause)),
    );
    this.tree = new Tree(plan, (clause) => this.choose(clause));
    this.search = new Search(this.views, { kept: (text) => this.keep(text), went: (view) => (this.held = view) });
    this.note = el("div", { class: "pl-note", role: "status" });
    this.element = el("article", { class: "pl-reading" }, this.head(), this.strip(), this.note, this.body());
  }

  head() {
    const { plan } = this;
    const place = [plan.province, plan.region].filter((name, nth, all) => name && all.indexOf(name) === nth).join(" ");
    const facts = [
      fact(words.number, plan.number),
      fact(words.date, plan.date),
      fact(words.place, place),
      fact(words.recipients, plan.recipients),
    ];
    const back = el("a", { href: listLink(), class: "pl-back" }, `← ${words.all}`);
    const paper = el("button", { type: "button", class: "pl-print", onclick: () => print() }, words.print);
    return el("header", { class: "pl-head" }, el("div", { class: "pl-over" }, back, paper), el("h1", {}, plan.title), el("dl", {}, facts));
  }

  strip() {
    this.fold = el(
      "button",
      { type: "button", class: "pl-contents", "aria-expanded": "false", "aria-controls": "pl-tree", onclick: () => this.unfold() },
      words.contents,
    );
    return el("div", { class: "pl-strip" }, this.fold, el("span", { class: "pl-short" }, this.plan.title), this.search.element);
  }

  body() {
    const paper = el("div", { class: "pl-paper" }, this.views.map((view) => view.element));
    this.nav = el("nav", { class: "pl-side", "aria-label": words.contents }, this.tree.element);
    return el("div", { class: "pl-body" }, this.nav, paper);
  }

  /** On a narrow screen the tree is folded away under a button. */
  unfold(open = this.fold.getAttribute("aria-expanded") === "false") {
    this.fold.setAttribute("aria-expanded", String(open));
    this.nav.classList.toggle("pl-open", open);
    if (open) this.tree.show();
  }

  keep(text) {
    const address = new URL(location.href);
    if (text) address.searchParams.set("find", text);
    else address.searchParams.delete("find");
    history.replaceState(null, "", address);
  }

  /** After it stands in the page: go where the address says, and follow what is read. */
  async begin() {
    document.title = `${this.plan.title} · 问策`;
    let waiting = false;
    addEventListener(
      "scroll",
      () => {
        if (waiting) return;
        waiting = true;
        requestAnimationFrame(() => {
          waiting = false;
          this.follow();
        });
      },
      { passive: true },
    );
    addEventListener("popstate", () => this.arrive());
    this.search.start(place().find);
    if (place().clause || place().from !== null) await this.arrive();
  }

  view(id) {
    return this.views.find((view) => view.clause.id === id);
  }

  choose(clause) {
    history.pushState(null, "", planLink(this.plan.id, clause.id, { find: this.search.input.value }));
    this.unfold(false);
    this.arrive();
    this.view(clause.id).heading.focus({ preventScroll: true });
  }

  /** Show the clause of the address, and the passage of it where one is named. */
  async arrive() {
    const at = place();
    const cited = at.from !== null && at.to !== null;
    const held = cited && !at.clause ? this.around(at.from) : this.view(at.clause);
    this.held = held;
    for (const view of this.views) {
      view.mark("cited", []);
      view.element.classList.toggle("pl-here", view === held);
    }
    fill(this.note, at.clause && !held ? words.clauseUnknown(at.clause) : null);
    held?.element.scrollIntoView();
    if (held && cited) await this.cite(held, at.from, at.to);
    this.follow();
  }

  around(start) {
    return this.views.find(({ clause }) => clause.start <= start && start < clause.end);
  }

  /** Mark a passage of the raw text; the server knows where it stands in the text as it is read. */
  async cite(view, start, end) {
    const query = new URLSearchParams({ plan: this.plan.id, clause: view.clause.id, start, end });
    try {
      const { mark } = await fetchJson(`./api/clauses?${query}`);
      if (!mark) {
        fill(this.note, words.passageUnknown);
        return;
      }
      view.mark("cited", [{ start: mark[0], end: mark[1], kind: "cited" }]);
      view.first("cited").scrollIntoView({ block: "center" });
      announce(words.passageShown(view.clause.name));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fill(this.note, error.message);
    }
  }

  /** The clause being read: the one gone to while it is in sight, else the last that begins above the reading line. */
  follow() {
    const box = this.held?.element.getBoundingClientRect();
    const inSight = box && box.bottom > READING && box.top < innerHeight / 2;
    const above = this.views.filter((view) => view.element.getBoundingClientRect().top <= READING);
    this.tree.follow((inSight ? this.held : above.at(-1) || this.views[0])?.clause.id);
  }
}
