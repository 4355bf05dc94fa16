// The two downloads: of the indicators that are chosen, else of those in the table, in its order.
import { el } from "../dom.js";
import { words } from "./words.js";

/** Bytes of a query that the server takes. */
const LONGEST = 30_000;

export const makeDownloads = (view, ledger, state) => {
  const picked = state.picks.filter((name) => ledger.indicators.has(name));
  const named = picked.length ? picked : view.indicators.map(({ name }) => name);
  if (!named.length || !view.plans.length) return null;
  const query = new URLSearchParams();
  for (const { id } of view.plans) query.append("plan", id);
  for (const name of named) query.append("indicator", name);
  const text = String(query);
  const said = picked.length ? words.downloadPicked(named.length) : words.downloadShown(named.length);
  if (text.length > LONGEST) return el("p", { class: "wc-note" }, words.tooMany);
  const link = (ending, name) => el("a", { class: "wt-button", href: `./api/targets.${ending}?${text}`, download: true }, name);
  return el("p", { class: "wt-downloads", role: "group", "aria-label": words.download },
    el("span", {}, said), link("xlsx", words.xlsx), link("csv", words.csv));
};
