// 指标对比: the number ledger as a table of indicators by plans, with filters, sources, charts and downloads.
import { announce, el, fill } from "../dom.js";
import { fetchJson, load } from "../fetching.js";
import { makeAcross } from "../targets/across.js";
import { makeCharts } from "../targets/charts.js";
import { TOGETHER } from "../limits.js";
import { makeChooser } from "../targets/chooser.js";
import { makeDownloads } from "../targets/downloads.js";
import { makeFilters } from "../targets/filters.js";
import { numberOf, viewOf } from "../targets/filtering.js";
import { readLedger } from "../targets/ledger.js";
import { makePanel } from "../targets/panel.js";
import { keepState } from "../targets/state.js";
import { focusOn, keepingFocus, makeTable, STEP } from "../targets/table.js";
import { makeTray } from "../targets/tray.js";
import { words } from "../targets/words.js";

const main = document.getElementById("main");
document.title = `${words.title} · 问策`;

/** Everything below the chooser, over one reply of the ledger. */
const makeBoard = (reply, cards, store) => {
  const ledger = readLedger(reply);
  const charts = makeCharts(store);
  const filters = makeFilters(ledger, store, cards.length > TOGETHER);
  const [tray, downloads, more] = [el("div"), el("div"), el("div", { class: "wt-more" })];
  const counted = el("p", { class: "wt-counted" });
  const table = el("div", { class: "wt-scroll", tabindex: "0", role: "region", "aria-label": words.table });
  const side = el("div", { class: "wt-side" });
  const escaped = (event) => event.key === "Escape" && store.state.cell && close();
  const board = el("div", { class: "wt-board", onkeydown: escaped });
  let [limit, view] = [STEP, null];

  const keyOf = ({ cell, in: plan }) => `cell ${plan} ${cell}`;
  const close = () => {
    const key = keyOf(store.state);
    store.set({ cell: "", in: "" });
    if (!focusOn(table, key)) table.focus();
  };
  const showPanel = (focused) => {
    const { cell, in: id } = store.state;
    const plan = ledger.plans.find((one) => one.id === id);
    const rows = ledger.indicators.get(cell)?.cells.get(id);
    board.classList.toggle("wt-open", Boolean(plan && rows));
    if (!plan || !rows) return fill(side);
    const { element, heading } = makePanel(cell, plan, rows, ledger.names.get(id), close);
    fill(side, element);
    if (!focused) return null;
    table.querySelector(".wt-cell[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    element.scrollIntoView({ block: "nearest" });
    return heading.focus({ preventScroll: true });
  };
  const drawTable = () =>
    keepingFocus(table, () => {
      const empty = () => el("p", { class: "wt-empty" }, view.chosen.length ? words.noFit : words.chooseOne);
      fill(table, view.indicators.length ? makeTable(view, ledger, store, limit) : empty());
      const left = view.indicators.length - limit;
      const grow = () => {
        limit += STEP;
        drawTable();
      };
      fill(more, left > 0 ? el("button", { type: "button", onclick: grow }, words.more(Math.min(STEP, left), left)) : []);
    });
  const alone = () => (view.chosen.length === 1 ? (cards.length === 1 ? words.onlyOneHeld : words.onlyOne) : "");
  const hint = () => {
    const { than, over } = store.state;
    if (than && Number.isNaN(numberOf(than))) return words.notNumber;
    if (Boolean(than) !== Boolean(over)) return words.halfThreshold;
    if (view.sifted) return words.muted;
    return ledger.names.has(store.state.sort) ? words.sortHint : "";
  };
  const tell = () => {
    const said = words.counted(view.indicators.length, view.all, view.plans.length, cards.length);
    if (counted.dataset.said && counted.dataset.said !== said) announce(said);
    counted.dataset.said = said;
    fill(counted, el("b", {}, said), " ", el("span", { class: "wc-note" }, alone() || hint()));
  };
  const seeCharts = () => {
    charts.element.scrollIntoView({ block: "start" });
    charts.element.focus({ preventScroll: true });
  };
  const openOrClose = () => {
    drawTable();
    showPanel(true);
  };
  const update = (changes) => {
    if (changes && Object.keys(changes).every((name) => name === "cell" || name === "in")) return openOrClose();
    view = viewOf(ledger, store.state);
    filters.sync(store.state);
    keepingFocus(tray, () => fill(tray, makeTray(store, seeCharts)));
    fill(downloads, makeDownloads(view, ledger, store.state) ?? []);
    keepingFocus(charts.element, () => charts.show(view, ledger));
    tell();
    drawTable();
    return showPanel(false);
  };
  if (!ledger.rows.length) {
    const none = el("div", { class: "wt-empty" }, el("p", {}, words.noRows), el("p", {}, el("a", { href: "./plans" }, words.reading)));
    return { element: none, update: () => {} };
  }
  fill(board, el("div", { class: "wt-middle" }, table, more), side);
  return { element: el("div", {}, filters.element, el("div", { class: "wt-over" }, counted, downloads), tray, board, charts.element), update };
};

/** The page over the list of plans: the chooser, and below it the ledger of those chosen, or of all where they are few enough. */
const makePage = (cards) => {
  if (!cards.length) return el("p", { class: "wt-empty" }, words.noPlans);
  const many = cards.length > TOGETHER;
  const place = el("div", { class: "wt-place" });
  let [board, shown] = [null, null];

  const asked = (state) => (many ? (state.plans ?? []) : []);
  const readAnew = () => {
    const plans = asked(store.state);
    const mine = String(plans);
    [board, shown] = [null, mine];
    if (many && !plans.length) {
      chooser.open();
      return fill(place, el("p", { class: "wt-empty", role: "status" }, words.chooseFirst(cards.length, TOGETHER)));
    }
    const query = new URLSearchParams(plans.map((id) => ["plan", id]));
    const holder = el("div");
    fill(place, holder);
    return load(holder, () => fetchJson(`./api/targets${plans.length ? `?${query}` : ""}`), (reply) => {
      if (mine !== shown) return el("div");
      board = makeBoard(reply, cards, store);
      board.update();
      return board.element;
    });
  };
  const store = keepState((changes) => {
    if (across?.update(changes)) return;
    chooser.sync(store.state);
    if (String(asked(store.state)) !== shown) readAnew();
    else board?.update(changes);
  });
  const held = new Set(cards.map(({ id }) => id));
  const gone = (store.state.plans ?? []).filter((id) => !held.has(id)).length;
  if (gone) store.state.plans = store.state.plans.filter((id) => held.has(id));
  const chooser = makeChooser(cards, store);
  chooser.sync(store.state);
  const across = many ? makeAcross(store) : null;
  readAnew();
  return el("div", {}, gone ? el("p", { class: "wc-note", role: "status" }, words.gone(gone)) : null, across?.element, chooser.element, place);
};

const place = el("div");
fill(main, el("h1", {}, words.title), el("p", { class: "wc-note wt-lead" }, words.lead), place);
main.removeAttribute("aria-busy");
load(place, () => fetchJson("./api/plans"), makePage);
