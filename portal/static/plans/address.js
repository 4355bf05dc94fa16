// Where one is in the reading room, read from the address.

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
