// What the reader chose, kept in the address: a reload or a shared link shows the same.

/** State as no one has chosen anything. `plans`: null for all, else ids; `over`: "unit|indicator" or "unit|"; from `across` on: one indicator over all plans. */
export const INITIAL = {
  plans: null,
  find: "",
  unit: "",
  year: "",
  least: "",
  ambition: "",
  over: "",
  op: "ge",
  than: "",
  sort: "",
  dir: "",
  picks: [],
  only: "",
  order: "table",
  cell: "",
  in: "",
  across: "",
  measure: "",
  province: "",
  by: "",
  way: "",
  page: "",
};
const LISTS = { plans: "plan", picks: "pick" };

export const readState = (search) => {
  const query = new URLSearchParams(search);
  const state = {};
  for (const [name, initial] of Object.entries(INITIAL)) {
    const listed = LISTS[name];
    if (listed) state[name] = query.has(listed) ? [...new Set(query.getAll(listed).filter(Boolean))] : initial;
    else state[name] = query.get(name) ?? initial;
  }
  return state;
};

/** The query of a state; a choice of no plan at all is written `plan=`. */
export const writeState = (state, search) => {
  const query = new URLSearchParams();
  const tongue = new URLSearchParams(search).get("lang");
  if (tongue) query.set("lang", tongue);
  for (const [name, initial] of Object.entries(INITIAL)) {
    const listed = LISTS[name];
    if (!listed && state[name] !== initial) query.set(name, state[name]);
    if (!listed) continue;
    for (const one of state[name] ?? []) query.append(listed, one);
    if (name === "plans" && state.plans?.length === 0) query.set(listed, "");
  }
  return query.toString();
};

/** A state that writes itself into the address and tells `changed` of each change. */
export const keepState = (changed) => {
  const store = {
    state: readState(location.search),
    set(changes) {
      store.state = { ...store.state, ...changes };
      const query = writeState(store.state, location.search);
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
      changed(changes);
    },
  };
  return store;
};
