// One indicator over all plans, where they are too many for a table of columns: pages of its order, how it spreads, CSV.
import { addressOf } from "../addresses.js";
import { chartLibrary } from "../charts.js";
import { el, fill } from "../dom.js";
import { fetchJson, load } from "../fetching.js";
import { planLink } from "../links.js";
import { said } from "./across-words.js";
import { drawSpread } from "./spread.js";
import { words } from "./words.js";

const number = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });
const shown = (value) => (value === null ? "—" : number.format(value));

const queryOf = ({ across, measure, province, by, way, page }) => {
  const query = new URLSearchParams({ name: across });
  for (const [name, value] of Object.entries({ measure, province, by, way, page })) if (value) query.set(name, value);
  return query;
};

const field = (label, control) => el("label", { class: "wt-field" }, el("span", {}, label), control);

const select = (key, label, options, chosen, changed) => {
  const control = el("select", { dataset: { key: `across ${key}` }, onchange: () => changed(control.value) },
    options.map(([value, name]) => el("option", { value, selected: value === chosen }, name)));
  return field(label, control);
};

/** The field for the indicator: typed in part or chosen from all of them. */
const finder = (names, store) => {
  const held = new Map(names.map(({ name, plans }) => [name, plans]));
  const list = el("datalist", { id: "wt-indicators" }, names.map(({ name, plans }) => el("option", { value: name }, words.givenBy(plans))));
  const told = el("p", { class: "wc-note", role: "status" });
  const take = () => {
    const typed = input.value.trim();
    const meant = held.has(typed) ? typed : names.find(({ name }) => typed && name.includes(typed))?.name;
    told.textContent = typed && !meant ? said.unknown(typed) : "";
    if (meant && meant !== store.state.across) store.set({ across: meant, measure: "", page: "" });
  };
  const input = el("input", { type: "search", list: list.id, value: store.state.across, dataset: { key: "across name" }, onchange: take });
  return [field(said.indicator, input), list, told];
};

const column = (key, name, state, store) => {
  const by = state.by || "amount";
  const active = by === key;
  const up = active ? state.way === "up" : false;
  const next = () => store.set({ by: key === "amount" ? "" : key, way: active ? (up ? "" : "up") : key === "amount" ? "" : "up", page: "" });
  return el("th", { scope: "col", "aria-sort": active ? (up ? "ascending" : "descending") : null },
    el("button", { type: "button", class: "wt-sort", "aria-label": words.sortBy(name), dataset: { key: `across by ${key}` }, onclick: next },
      el("span", {}, name), el("span", { class: "wt-arrow", "aria-hidden": "true" }, active ? (up ? "↑" : "↓") : "↕")));
};

const line = (row) =>
  el("tr", {},
    el("td", { class: "wt-number" }, String(row.place)),
    el("th", { scope: "row" }, row.region || row.title),
    el("td", {}, row.province || words.elsewhere),
    el("td", { class: row.ambition ? "wt-hoped" : null }, row.said),
    el("td", {}, row.target_year ? words.year(row.target_year) : "—"),
    el("td", {}, el("a", { href: planLink(row.plan, row.clause), title: row.sentence }, addressOf(row))));

const table = (reply, store) =>
  el("div", { class: "wt-across-rows", tabindex: "0", role: "region", "aria-label": reply.name },
    el("table", { class: "wt-across-table" },
      el("caption", { class: "wc-unseen" }, reply.name),
      el("thead", {}, el("tr", {},
        el("th", { scope: "col" }, said.place),
        column("region", said.region, store.state, store),
        column("province", said.province, store.state, store),
        column("amount", said.amount, store.state, store),
        el("th", { scope: "col" }, words.targetYear),
        el("th", { scope: "col" }, words.place))),
      el("tbody", {}, reply.rows.map(line))));

const pager = ({ page, pages }, store) => {
  if (pages < 2) return null;
  const step = (name, to, key) =>
    el("button", { type: "button", class: "wt-small", disabled: to < 1 || to > pages, dataset: { key }, onclick: () => store.set({ page: to > 1 ? String(to) : "" }) }, name);
  return el("p", { class: "wt-pager", role: "group", "aria-label": said.pages },
    step(said.before, page - 1, "across before"), el("span", { role: "status" }, said.page(page, pages)), step(said.after, page + 1, "across after"));
};

const measureName = ({ unit, sense, year, plans }) =>
  [said.senses[sense], unit || words.noUnit, year ? words.year(year) : said.noYear, words.givenBy(plans)].join(" · ");

const board = (reply, store) => {
  const { state } = store;
  const provinces = [["", said.all(reply.plans)], ...reply.provinces.map(({ name, plans, given }) => [name, `${name || words.elsewhere} ${given}/${plans}`])];
  const measures = reply.measures.map((one) => [one.key, measureName(one)]);
  const csv = queryOf({ across: state.across, measure: reply.measure, province: state.province });
  const unit = reply.measures.find(({ key }) => key === reply.measure)?.unit ?? "";
  const canvas = el("canvas", { role: "img", "aria-label": said.spread });
  const ends = [[said.given, reply.given], [said.lowest, reply.lowest], [said.median, reply.median], [said.mean, reply.mean], [said.highest, reply.highest]];
  const element = el("div", {},
    el("div", { class: "wt-across-choices" },
      measures.length > 1 ? select("measure", said.measure, measures, reply.measure, (measure) => store.set({ measure, page: "" })) : null,
      select("province", said.province, provinces, state.province, (province) => store.set({ province, page: "" })),
      el("a", { class: "wt-button", href: `./api/indicator.csv?${csv}`, download: true }, words.csv)),
    el("dl", { class: "wt-ends" }, ends.map(([name, value], at) => el("div", {}, el("dt", {}, name), el("dd", {}, at ? `${shown(value)}${value === null ? "" : unit}` : said.of(value, reply.plans))))),
    el("figure", { class: "wt-chart wt-spread" }, el("figcaption", {}, said.spread, unit ? `（${unit}）` : ""), el("div", { class: "wt-canvas" }, canvas),
      el("ul", { class: "wc-unseen" }, reply.bins.map(({ low, high, plans }) => el("li", {}, `${shown(low)}–${shown(high)}：${words.givenBy(plans)}`)))),
    table(reply, store), pager(reply, store));
  chartLibrary().then((Chart) => drawSpread(Chart, canvas, reply.bins), () => fill(canvas.parentElement, el("p", { class: "wc-failed" }, words.noCharts)));
  return element;
};

const OWN = ["across", "measure", "province", "by", "way", "page"];

/** The section; `update` draws it anew for the changes of a state. */
export const makeAcross = (store) => {
  const place = el("div", { class: "wt-across-board" });
  const head = el("div", { class: "wt-across-choices" });
  const element = el("section", { class: "wt-across", "aria-label": said.title }, el("h2", {}, said.title), el("p", { class: "wc-note" }, said.lead), head, place);
  const read = () => load(place, () => fetchJson(`./api/indicator?${queryOf(store.state)}`), (reply) => board(reply, store));
  const begin = async () => {
    const { rows } = await fetchJson("./api/indicators");
    if (!rows.some(({ name }) => name === store.state.across)) store.state.across = rows[0]?.name ?? "";
    fill(head, finder(rows, store));
    if (store.state.across) read();
  };
  begin().catch(() => fill(place, el("p", { class: "wc-failed" }, said.failed)));
  const update = (changes) => {
    if (!OWN.some((name) => name in changes)) return false;
    const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    read().then(() => key && [...element.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.focus({ preventScroll: true }));
    return OWN.some((name) => name in changes);
  };
  return { element, update };
};
