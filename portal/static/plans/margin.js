// The margin of a clause: the figures it sets and who is responsible; each lights its words up in the text.
import { el, fill } from "../dom.js";
import { words } from "./words.js";

const SHOWN = 5;

/** Qualifiers that are said after a figure, and those that say how hard a plan tries rather than how far. */
const AFTER = ["以上", "及以上", "以下", "以内", "左右"];
const AIMS = ["力争", "激励目标"];
const BOUNDS = ["at_least", "at_most", "about"];

/** The figure in the plan's own words where it has them: 75% 以上, 力争 下降 13%. */
const figure = (target) => {
  const qualifiers = target.qualifier.split("；").filter(Boolean);
  const bounded = BOUNDS.includes(target.comparison) && qualifiers.some((word) => !AIMS.includes(word));
  const comparison = target.value === null || bounded ? "" : words.comparison[target.comparison];
  const before = qualifiers.filter((word) => !AFTER.includes(word));
  const after = qualifiers.filter((word) => AFTER.includes(word));
  const base = target.base_year ? words.since(target.base_year) : "";
  return [base, ...before, comparison, target.value_text, ...after].filter(Boolean).join(" ");
};

const value = (target) => [
  el("b", {}, figure(target)),
  " ",
  target.target_year && el("small", {}, words.year(target.target_year)),
];

/** Rows of a bracket that name bodies of one role are one entry. */
const groups = (duties) => {
  const found = new Map();
  for (const duty of duties) {
    const key = `${duty.start}/${duty.role}/${duty.phrase}`;
    if (!found.has(key)) found.set(key, { ...duty, bodies: [] });
    found.get(key).bodies.push(duty.body);
  }
  return [...found.values()];
};

const list = (title, entries) => {
  if (!entries.length) return null;
  const rows = entries.map((entry, nth) => el("li", { hidden: nth >= SHOWN }, entry));
  const rest = rows.slice(SHOWN);
  const more = el("button", { type: "button", class: "pl-more", "aria-expanded": "false" }, words.more(rest.length));
  more.addEventListener("click", () => {
    const open = more.getAttribute("aria-expanded") === "false";
    more.setAttribute("aria-expanded", String(open));
    for (const row of rest) row.hidden = !open;
    fill(more, open ? words.fewer : words.more(rest.length));
  });
  return [el("h4", { class: "pl-margin-title" }, title), el("ul", {}, rows), rest.length ? more : null];
};

/** `{element, marks}`: the margin, and the marks that its entries light up; `lit(key, on)` and `show(key)` are told of them. */
export const margin = (targets, duties, { lit, show }) => {
  const marks = [];
  const entry = (row, key, ...children) => {
    if (row.mark[1] > row.mark[0]) marks.push({ start: row.mark[0], end: row.mark[1], kind: "row", key });
    const over = (on) => () => lit(key, on);
    const events = { onmouseenter: over(true), onmouseleave: over(false), onfocus: over(true), onblur: over(false) };
    return el("button", { type: "button", class: "pl-entry", onclick: () => show(key), ...events }, children);
  };
  const figures = targets.map((target, nth) =>
    entry(target, `t${nth}`, el("span", {}, target.indicator), el("span", { class: "pl-value" }, value(target))),
  );
  const bodies = groups(duties).map((duty, nth) =>
    entry(duty, `d${nth}`, el("b", {}, words.role[duty.role]), el("span", {}, duty.bodies.join("、"))),
  );
  const element = el("div", { class: "pl-margin" }, list(words.targets, figures), list(words.duties, bodies));
  return { element, marks };
};
