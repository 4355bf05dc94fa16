// The three views as tabs: one stop of the Tab key, arrows move between them.
import { el } from "../dom.js";
import { words } from "./words.js";

const VIEWS = ["body", "clause", "matrix"];

/** The tabs and a function that shows which one is chosen; `panel` is what they control. */
export const makeTabs = (panel, choose) => {
  const tabs = VIEWS.map((view) =>
    el("button", { type: "button", role: "tab", id: `du-tab-${view}`, "aria-controls": panel.id, onclick: () => choose(view) }, words[view]),
  );
  const list = el("div", { role: "tablist", "aria-label": words.views, class: "du-tabs" }, tabs);
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    tabs[next].focus();
    choose(VIEWS[next]);
  });
  const show = (view) => {
    tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(VIEWS[at] === view));
      tab.tabIndex = VIEWS[at] === view ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `du-tab-${view}`);
  };
  return { element: list, show };
};
