// Small pieces that several views show.
import { el } from "../dom.js";
import { planLink } from "../links.js";
import { words } from "./words.js";

/** The way to a clause, called by its address and title. */
export const clauseLink = (row) =>
  el("a", { href: planLink(row.plan, row.clause) }, el("span", { class: "du-address" }, row.address), ` ${row.title}`);

/** A quote as the plan has it, with these names in it marked. */
export const quoteOf = (row, names) => {
  const parts = [];
  let rest = row.quote;
  for (;;) {
    const found = names.map((name) => [rest.indexOf(name), name]).filter(([at]) => at >= 0);
    if (!found.length) break;
    const [at, name] = found.sort((a, b) => a[0] - b[0] || b[1].length - a[1].length)[0];
    parts.push(rest.slice(0, at), el("mark", {}, name));
    rest = rest.slice(at + name.length);
  }
  return el("blockquote", { class: "du-quote", lang: "zh-CN" }, ...parts, rest);
};

const PREVIEW = 120;

/** The text of a task as the plan has it: its beginning on one line, the whole when opened. */
export const taskText = (row) =>
  row.task &&
  el(
    "details",
    { class: "du-text" },
    el("summary", {}, el("b", {}, words.taskText), el("span", { class: "du-preview", lang: "zh-CN" }, row.task.slice(0, PREVIEW))),
    el("p", { lang: "zh-CN" }, row.task),
  );

/** A place beside a name that several places use: our word, not the plan's. */
export const placeLabel = (place) => el("span", { class: "du-place", title: words.placeHint, lang: "zh-CN" }, place);

/** The heading of a plan with its number and date; `place` where bureaus of several places are shown. */
export const planHeading = (plan, place = "") =>
  el(
    "header",
    { class: "du-plan-head" },
    el("h3", {}, place && placeLabel(place), place && " ", el("a", { href: planLink(plan.id) }, plan.title)),
    el("p", { class: "wc-note" }, [plan.region, plan.number, plan.date || words.undated].filter(Boolean).join(" · ")),
  );

/** A table that scrolls inside itself and can be scrolled by keyboard. */
export const scrolling = (label, table) => el("div", { class: "du-scroll", tabindex: "0", role: "region", "aria-label": label }, table);

/** What is said where there is nothing to show. */
export const nothing = (text) => el("p", { class: "du-nothing" }, text);

/** The first `most` of many things, and a button that shows the rest. `make` builds all from a list. */
export const firstOf = (items, most, make) => {
  const place = el("div", {}, make(items.slice(0, most)));
  if (items.length <= most) return place;
  const all = () => {
    place.replaceChildren(make(items));
    place.querySelector("[tabindex='0'], a, button")?.focus();
  };
  place.append(el("button", { type: "button", class: "du-more", onclick: all }, words.showAll(items.length)));
  return place;
};
