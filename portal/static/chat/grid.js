// A table of an answer in a container of its own, and its figures as bars where they are asked for.
import { el, fill } from "../dom.js";
import { drawBars } from "./bars.js";
import { bare, inline } from "./prose.js";
import { words } from "./words.js";

/** A figure with its words, not a sentence with figures in it, nor a date. */
const LONGEST = 30;
const FIGURE = /-?\d[\d,]*(?:\.\d+)?(?![\d年月日])/;
const figureOf = (cell) => {
  const said = bare(cell ?? "");
  const found = said.length > LONGEST ? null : FIGURE.exec(said);
  return found ? Number(found[0].replaceAll(",", "")) : null;
};
const unitOf = (cells) => {
  const units = cells.map((cell) => /\d\s*([^\d\s.,[；;，。（(]{1,4})/.exec(bare(cell ?? ""))?.[1] ?? "").filter(Boolean);
  return units.length > 0 && units.every((unit) => unit === units[0]) ? units[0] : "";
};

/** The columns that can be drawn: figures in at least two rows, the first column names them. */
const drawable = ({ columns, rows }) =>
  columns
    .map((name, at) => ({ name: bare(name), at }))
    .filter(({ at }) => at > 0 && rows.filter((row) => figureOf(row[at]) !== null).length > 1);

const chartOf = (table, columns) => {
  const canvas = el("canvas", { role: "img" });
  const frame = el("div", { class: "wc-canvas" }, canvas);
  const show = ({ name, at }) => {
    const rows = table.rows.filter((row) => figureOf(row[at]) !== null);
    const labels = rows.map((row) => bare(row[0]));
    const unit = unitOf(rows.map((row) => row[at]));
    canvas.setAttribute("aria-label", `${words.chartOf(name)}. ${rows.map((row, nth) => `${labels[nth]} ${figureOf(row[at])}${unit}`).join("; ")}`);
    frame.style.height = `${60 + rows.length * 34}px`;
    drawBars(canvas, { name, unit, labels, values: rows.map((row) => figureOf(row[at])) });
  };
  const choice = el("select", { "aria-label": words.column }, columns.map(({ name }, nth) => el("option", { value: nth }, name)));
  choice.addEventListener("change", () => show(columns[Number(choice.value)]));
  return { element: el("div", { class: "wc-chart" }, columns.length > 1 && choice, frame), begin: () => show(columns[0]) };
};

/** The table; with `charted` its chart is open from the beginning. */
export const grid = (table, mark, charted) => {
  const cells = (row) => row.map((cell, at) => el(at ? "td" : "th", at ? {} : { scope: "row" }, inline(cell, mark)));
  const head = el("tr", {}, table.columns.map((cell) => el("th", { scope: "col" }, inline(cell, mark))));
  const body = table.rows.map((row) => el("tr", {}, cells(row)));
  const scroll = el(
    "div",
    { class: "wc-scroll", tabindex: "0", role: "region", "aria-label": words.table },
    el("table", { lang: "zh-CN" }, el("thead", {}, head), el("tbody", {}, body)),
  );
  const columns = drawable(table);
  const box = el("div", { class: "wc-grid" }, scroll);
  if (!columns.length) return box;
  const place = el("div");
  const toggle = el("button", { type: "button", class: "wc-quiet", "aria-expanded": "false" }, words.chart);
  toggle.addEventListener("click", () => {
    const opening = toggle.getAttribute("aria-expanded") === "false";
    toggle.setAttribute("aria-expanded", String(opening));
    toggle.textContent = opening ? words.hideChart : words.chart;
    if (!opening) return fill(place);
    const chart = chartOf(table, columns);
    fill(place, chart.element);
    return chart.begin();
  });
  box.append(toggle, place);
  if (charted) queueMicrotask(() => toggle.click());
  return box;
};
