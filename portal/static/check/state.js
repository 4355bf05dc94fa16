// What survives a reload: the filter and the plans in the address, the draft in this tab alone.

const KEY = "wence.draft";

const kept = (act) => {
  try {
    return act(sessionStorage);
  } catch {
    return null; // storage is blocked in some frames
  }
};

export const keptDraft = () => kept((storage) => storage.getItem(KEY)) ?? "";

/** Keep the draft that was checked; an empty one is forgotten. */
export const keepDraft = (text) => kept((storage) => (text ? storage.setItem(KEY, text) : storage.removeItem(KEY)));

export const readAddress = () => {
  const query = new URLSearchParams(location.search);
  return { only: query.get("only") === "1", plans: query.getAll("plan") };
};

export const writeAddress = ({ only, plans }) => {
  const query = new URLSearchParams(location.search);
  query.delete("only");
  query.delete("plan");
  if (only) query.set("only", "1");
  for (const plan of plans) query.append("plan", plan);
  history.replaceState(null, "", String(query) ? `?${query}` : location.pathname);
};
