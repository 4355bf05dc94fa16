// What is shown, kept in the address: a reload and a shared link show the same.
import { ROLES } from "./ledger.js";

const VIEWS = ["body", "clause", "matrix"];

const oneOf = (value, allowed) => (allowed.includes(value) ? value : allowed[0]);

/** The state that the address names. */
export const readState = () => {
  const query = new URLSearchParams(location.search);
  return {
    view: oneOf(query.get("view"), VIEWS),
    plans: query.getAll("plan"),
    roles: ROLES.filter((role) => query.getAll("role").includes(role)),
    body: query.get("body") || "",
    place: query.get("place") || "",
    join: query.get("join") === "1",
    sort: oneOf(query.get("sort"), ["tasks", "name"]),
  };
};

/** Write a state into the address; what is not of this page (lang) stays. */
export const writeState = (state) => {
  const address = new URL(location.href);
  const query = address.searchParams;
  for (const name of ["view", "plan", "role", "body", "place", "join", "sort"]) query.delete(name);
  if (state.view !== VIEWS[0]) query.set("view", state.view);
  for (const plan of state.plans) query.append("plan", plan);
  for (const role of state.roles) query.append("role", role);
  if (state.body) query.set("body", state.body);
  if (state.body && state.place && !state.join) query.set("place", state.place);
  if (state.join) query.set("join", "1");
  if (state.sort !== "tasks") query.set("sort", state.sort);
  if (address.href !== location.href) history.pushState(null, "", address);
};

/** Where a file with what is shown comes from: of the chosen plans, of the `plans` of the chosen place; with the text of each task or without. */
export const exportAddress = (ending, state, plans, text) => {
  const query = new URLSearchParams();
  for (const plan of state.place ? plans : state.plans) query.append("plan", plan);
  for (const role of state.roles) query.append("role", role);
  if (state.body) query.append(state.join ? "family" : "body", state.body);
  if (!text) query.set("text", "0");
  return `./api/duties.${ending}${query.size ? `?${query}` : ""}`;
};
