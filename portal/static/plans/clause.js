// One clause on the page: heading, tools, paragraphs and margin. It repaints itself when marks come and go.
import { el, fill } from "../dom.js";
import { margin } from "./margin.js";
import { paint, paragraphs } from "./paint.js";
import { tools } from "./tools.js";

export class ClauseView {
  /** `depth`: 0 for the outermost headings. */
  constructor(plan, clause, depth, targets, duties) {
    this.clause = clause;
    this.marks = {};
    const side = margin(targets, duties, { lit: (key, on) => this.light(key, on), show: (key) => this.showRow(key) });
    this.marks.row = side.marks;
    this.heading = el(`h${Math.min(6, depth + 2)}`, { tabindex: "-1", class: clause.heading ? "" : "pl-unheaded" });
    this.spans = paragraphs(clause);
    this.lines = this.spans.map(() => el("p", {}));
    const words = el("div", { class: `pl-text pl-depth-${Math.min(3, depth)}` }, this.heading, tools(plan, clause), this.lines);
    const kind = clause.kind === "front" ? "pl-clause pl-front" : "pl-clause";
    this.element = el("section", { id: clause.id, class: kind }, words, side.element);
    this.repaint();
  }

  /** Put marks of a kind in place of those there were. */
  mark(kind, marks) {
    if (!marks.length && !(this.marks[kind] || []).length) return;
    this.marks[kind] = marks;
    this.repaint();
  }

  repaint() {
    const { text, heading, title } = this.clause;
    const marks = Object.values(this.marks).flat();
    fill(this.heading, heading ? paint(text, 0, heading.length, marks) : title);
    this.spans.forEach(({ start, end }, nth) => fill(this.lines[nth], paint(text, start, end, marks)));
  }

  pieces(key) {
    return [...this.element.querySelectorAll(".pl-row[data-rows]")].filter((piece) =>
      piece.dataset.rows.split(" ").includes(key),
    );
  }

  light(key, on) {
    for (const piece of this.pieces(key)) piece.classList.toggle("pl-lit", on);
  }

  showRow(key) {
    this.pieces(key)[0]?.scrollIntoView({ block: "nearest" });
  }

  /** The first piece that wears a mark of this kind. */
  first(kind) {
    return this.element.querySelector(`mark.pl-${kind}`);
  }
}
