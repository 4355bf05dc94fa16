// The charts of the chosen indicators, each with what it leaves out and its figures as a table.
import { el, fill } from "../dom.js";
import { chartLibrary } from "../charts.js";
import { draw } from "./drawing.js";
import { seriesOf } from "./series.js";
import { words } from "./words.js";

const LINE = 30;

const figures = (chart, title) =>
  el("div", { class: "wc-unseen" }, el("table", {},
    el("caption", {}, words.figures(title)),
    el("thead", {}, el("tr", {}, [words.plans, words.indicator, words.meaning].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, chart.points.map(({ label, indicator, row }) =>
      el("tr", {}, el("th", { scope: "row" }, label), el("td", {}, indicator), el("td", {}, row.said))))));

const figureOf = (chart) => {
  const title = chart.indicators.length > 1 ? words.dotsOf(chart.unit) : chart.indicators[0];
  const canvas = el("canvas", { role: "img", "aria-label": words.figures(title) });
  const frame = el("div", { class: "wt-canvas" }, canvas);
  const lines = new Set(chart.points.map(({ label }) => label)).size;
  frame.style.height = `${Math.max(3, chart.indicators.length > 1 ? lines : chart.points.length) * LINE + 70 + (chart.indicators.length > 1 ? 24 * chart.indicators.length : 0)}px`;
  const element = el("figure", { class: "wt-chart" },
    el("figcaption", {}, title, chart.unit && chart.indicators.length === 1 ? `（${chart.unit}）` : ""),
    frame, figures(chart, title),
    chart.notes.map((note) => el("p", { class: "wc-note" }, note)));
  return { element, canvas, chart };
};

const orderChoice = (store) => {
  const options = Object.entries(words.orders).map(([value, name]) => el("option", { value, selected: store.state.order === value }, name));
  const control = el("select", { dataset: { key: "order" }, onchange: () => store.set({ order: control.value }) }, options);
  return el("label", { class: "wt-field" }, el("span", {}, words.order), control);
};

/** Draws the newest charts again in the colours of the page. */
let repaint = () => {};
addEventListener("wence:theme", () => repaint());

export const makeCharts = (store) => {
  const element = el("section", { class: "wt-charts", tabindex: "-1", "aria-label": words.charts, hidden: true });
  let drawn = [];
  let turn = 0;

  const paint = async (made, mine) => {
    let Chart;
    try {
      Chart = await chartLibrary();
    } catch {
      if (mine === turn) for (const { canvas } of made) fill(canvas.parentElement, el("p", { class: "wc-failed" }, words.noCharts));
      return;
    }
    if (mine !== turn) return;
    for (const one of drawn) one.destroy();
    drawn = made.map(({ canvas, chart }) => draw(Chart, canvas, chart));
  };

  const show = (view, ledger) => {
    const mine = ++turn;
    for (const one of drawn) one.destroy();
    drawn = [];
    const { charts, notes } = seriesOf(view, ledger, store.state);
    element.hidden = !charts.length && !notes.length;
    const made = charts.map(figureOf);
    fill(element, el("div", { class: "wt-charts-head" }, el("h2", {}, words.charts), orderChoice(store)),
      made.map((one) => one.element), notes.map((note) => el("p", { class: "wc-note wt-left-out" }, note)));
    element.repaint = () => paint(made, mine);
    if (made.length) paint(made, mine);
  };
  repaint = () => element.repaint?.();
  return { element, show };
};
