// The tree of clauses: one stop for the Tab key, arrows inside it (as the ARIA practices have a tree of links).
import { el, fill } from "../dom.js";
import { planLink } from "../links.js";
import { words } from "./words.js";

const short = (clause) => `${clause.label}${clause.title}`;

export class Tree {
  /** `go(clause)` is called when a clause is chosen. */
  constructor(plan, go) {
    this.items = new Map();
    this.go = go;
    const children = new Map();
    for (const clause of plan.clauses) {
      const parent = clause.parent || "";
      children.set(parent, [...(children.get(parent) || []), clause]);
    }
    const root = el("ul", { role: "tree", "aria-label": words.inThisPlan });
    fill(root, this.branch(plan, children, ""));
    root.addEventListener("keydown", (event) => this.key(event));
    this.element = el("div", { class: "pl-tree", id: "pl-tree" }, root);
    this.current = null;
    this.stop(this.all()[0]);
  }

  branch(plan, children, parent) {
    return (children.get(parent) || []).map((clause) => {
      const below = this.branch(plan, children, clause.id);
      const group = `pl-below-${this.items.size}`;
      const caret = el("span", { class: "pl-caret", "aria-hidden": "true", onclick: (event) => this.fold(event, clause.id) });
      const item = el(
        "a",
        {
          role: "treeitem",
          href: planLink(plan.id, clause.id),
          tabindex: "-1",
          title: clause.name,
          "aria-expanded": below.length ? "true" : null,
          "aria-owns": below.length ? group : null,
          onclick: (event) => this.choose(event, clause),
        },
        below.length ? caret : null,
        el("span", { class: "pl-name" }, short(clause)),
      );
      this.items.set(clause.id, item);
      const list = below.length ? el("ul", { role: "group", id: group }, below) : null;
      return el("li", { role: "none" }, item, list);
    });
  }

  choose(event, clause) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // the browser opens it elsewhere
    event.preventDefault();
    this.stop(this.items.get(clause.id));
    this.go(clause);
  }

  fold(event, id) {
    event.preventDefault();
    event.stopPropagation();
    const item = this.items.get(id);
    this.open(item, item.getAttribute("aria-expanded") === "false");
  }

  open(item, open) {
    item.setAttribute("aria-expanded", String(open));
    item.nextElementSibling.hidden = !open;
    this.show();
  }

  /** The items that can be seen, in order. */
  all() {
    return [...this.element.querySelectorAll("[role=treeitem]")].filter((item) => !item.closest("ul[hidden]"));
  }

  above(item) {
    return item.closest("ul[role=group]")?.previousElementSibling;
  }

  stop(item) {
    for (const each of this.items.values()) each.tabIndex = each === item ? 0 : -1;
  }

  key(event) {
    const item = event.target.closest("[role=treeitem]");
    const shown = this.all();
    const at = shown.indexOf(item);
    const expanded = item.getAttribute("aria-expanded");
    let to = { ArrowDown: shown[at + 1], ArrowUp: shown[at - 1], Home: shown[0], End: shown.at(-1) }[event.key];
    if (event.key === "ArrowRight" && expanded === "false") this.open(item, true);
    else if (event.key === "ArrowRight" && expanded) to = shown[at + 1];
    else if (event.key === "ArrowLeft" && expanded === "true") this.open(item, false);
    else if (event.key === "ArrowLeft") to = this.above(item);
    else if (event.key === " ") item.click();
    else if (!to) return;
    event.preventDefault();
    if (!to) return;
    this.stop(to);
    to.focus();
  }

  /** The clause that is being read. */
  follow(id) {
    this.current = id;
    this.show();
  }

  /** Mark the clause being read, or what it is folded into; and have it in view without moving the page. */
  show() {
    let item = this.items.get(this.current);
    while (item?.closest("ul[hidden]")) item = this.above(item);
    for (const each of this.items.values()) {
      if (each === item) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
    if (!item) return;
    if (!this.element.contains(document.activeElement)) this.stop(item);
    const [box, frame] = [item.getBoundingClientRect(), this.element.getBoundingClientRect()];
    if (box.top < frame.top) this.element.scrollTop -= frame.top - box.top + 8;
    else if (box.bottom > frame.bottom) this.element.scrollTop += box.bottom - frame.bottom + 8;
  }
}
