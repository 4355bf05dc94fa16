// Looking for words inside the plan: every match marked and counted, one after the other with Enter.
import { el } from "../dom.js";
import { placesOf } from "./fold.js";
import { words } from "./words.js";

const PAUSE = 120;

export class Search {
  /** `kept(text)` is told what is looked for, so that it can stand in the address, and `went(view)` where the reader is led. */
  constructor(views, { kept, went }) {
    this.views = views;
    this.kept = kept;
    this.went = went;
    this.hits = [];
    this.at = -1;
    this.looked = "";
    this.input = el("input", { type: "search", "aria-label": words.search, placeholder: words.search, autocomplete: "off" });
    this.count = el("output", { class: "pl-count", "aria-live": "polite" });
    const step = (by, name, sign) =>
      el("button", { type: "button", "aria-label": name, title: name, disabled: true, onclick: () => this.step(by) }, sign);
    this.steps = [step(-1, words.previous, "↑"), step(1, words.next, "↓")];
    let timer = 0;
    this.input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.look(), PAUSE);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
      clearTimeout(timer);
      event.preventDefault();
      this.key(event);
    });
    this.element = el("div", { class: "pl-search", role: "search" }, this.input, this.count, this.steps);
  }

  key(event) {
    if (event.key === "Escape") this.input.value = "";
    if (this.input.value !== this.looked) this.look();
    else if (event.key === "Enter") this.step(event.shiftKey ? -1 : 1);
  }

  start(text) {
    this.input.value = text;
    if (text) this.look();
  }

  look() {
    this.hits[this.at]?.view.mark("now", []);
    this.looked = this.input.value;
    this.hits = this.views.flatMap((view) => {
      const places = placesOf(view.clause.text, this.looked).map((place) => ({ ...place, kind: "hit" }));
      view.mark("hit", places);
      return places.map((place) => ({ view, ...place }));
    });
    this.at = -1;
    this.kept(this.looked);
    for (const button of this.steps) button.disabled = !this.hits.length;
    if (this.hits.length) this.step(1);
    else this.say(this.looked.trim() ? words.noHits : "");
  }

  say(text) {
    this.count.textContent = text;
  }

  step(by) {
    if (!this.hits.length) return;
    this.hits[this.at]?.view.mark("now", []);
    this.at = (this.at + by + this.hits.length) % this.hits.length;
    const { view, start, end } = this.hits[this.at];
    view.mark("now", [{ start, end, kind: "now" }]);
    this.went(view);
    view.first("now")?.scrollIntoView({ block: "center" });
    this.say(words.hits(this.at + 1, this.hits.length));
  }
}
