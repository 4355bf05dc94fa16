// The indicators that are chosen, wherever the table is just now, and what can be done with them. It has its place before any is chosen:
// the table does not move from under whoever ticks one after the other.
import { el } from "../dom.js";
import { words } from "./words.js";

export const makeTray = (store, seeCharts) => {
  const { picks, only } = store.state;
  if (!picks.length) return el("p", { class: "wt-tray wc-note" }, words.pickHint);
  const without = (name) => store.set({ picks: store.state.picks.filter((one) => one !== name), ...(picks.length === 1 && { only: "" }) });
  const box = el("input", { type: "checkbox", checked: Boolean(only), dataset: { key: "only" }, onchange: (event) => store.set({ only: event.target.checked ? "1" : "" }) });
  return el("div", { class: "wt-tray", role: "group", "aria-label": words.picked(picks.length) },
    el("b", {}, words.picked(picks.length)),
    el("ul", {}, picks.map((name) =>
      el("li", {}, el("button", { type: "button", "aria-label": words.unpick(name), dataset: { key: `unpick ${name}` }, onclick: () => without(name) },
        el("span", {}, name), el("span", { "aria-hidden": "true" }, "×"))))),
    el("label", { class: "wt-check" }, box, el("span", {}, words.only)),
    el("button", { type: "button", class: "wc-primary", onclick: seeCharts }, words.seeCharts),
    el("button", { type: "button", onclick: () => store.set({ picks: [], only: "" }) }, words.unpickAll));
};
