// Where one is in the reading room, read from the address and written into links.

import { decoded } from "../decoded.js";

const numberIn = (query, name) => (/^\d{1,9}$/.test(query.get(name) || "") ? Number(query.get(name)) : null);

/** The place that the address names. `from` and `to` are raw offsets, as a citation's start and end. */
export const place = () => {
  const query = new URLSearchParams(location.search);
  return {
    plan: query.get("plan") || "",
    compare: query.getAll("compare").flatMap((ids) => ids.split(",")).filter(Boolean),
    pick: query.getAll("pick"),
    clause: decoded(location.hash.slice(1)),
    from: numberIn(query, "from"),
    to: numberIn(query, "to"),
    find: query.get("find") || "",
    filter: query.get("filter") || "",
  };
};

/** A language named in the address stays in it: in frames without storage it is kept nowhere else. */
const link = (path, pairs, clause = "") => {
  const lang = new URLSearchParams(location.search).get("lang");
  const query = new URLSearchParams(pairs.filter(([, value]) => value));
  if (lang) query.set("lang", lang);
  return path + (String(query) ? `?${query}` : "") + (clause ? `#${encodeURIComponent(clause)}` : "");
};

export const listLink = (filter = "") => link("./plans", [["filter", filter]]);
export const planLink = (plan, clause = "", find = "") => link("./plans", [["plan", plan], ["find", find]], clause);
export const compareLink = (plans, clause, picks = []) =>
  link("./plans", [...plans.map((plan) => ["compare", plan]), ...picks.map((pick) => ["pick", pick])], clause);
export const askLink = (question, plan) => link("./", [["q", question], ["plans", plan]]);
