// The two downloads: of the indicators that are chosen, else of those in the table, in its order.
import { el } from "../dom.js";
import { words } from "./words.js";

/** Bytes of a query that the server takes. */
const LONGEST = 30_000;

/** Whether these are all indicators of the plans: then no name needs to be sent. */
const isAll = (named, view, ledger) => {
  const given = [...ledger.indicators.values()].filter(({ cells }) => view.plans.some(({ id }) => cells.has(id)));
  return named.length === given.length;
};

export const makeDownloads = (view, ledger, state) => {
  const picked = state.picks.filter((name) => ledger.indicators.has(name));
  const named = picked.length ? picked : view.indicators.map(({ name }) => name);
  if (!named.length || !view.plans.length) return null;
  const query = new URLSearchParams(view.plans.map(({ id }) => ["plan", id]));
  const whole = String(query);
  for (const name of named) query.append("indicator", name);
  const text = String(query).length > LONGEST && isAll(named, view, ledger) ? whole : String(query);
  const said = picked.length ? words.downloadPicked(named.length) : words.downloadShown(named.length);
  if (text.length > LONGEST) return el("p", { class: "wc-note" }, words.tooMany);
  const link = (ending, name) => el("a", { class: "wt-button", href: `./api/targets.${ending}?${text}`, download: true }, name);
  return el("p", { class: "wt-downloads", role: "group", "aria-label": words.download },
    el("span", {}, said), link("xlsx", words.xlsx), link("csv", words.csv));
};
