// The rows of the ledger as the views need them: chosen, grouped, counted. A task is a clause; a body named twice in it has one task.
export const ROLES = ["lead", "alone", "shared", "join"];

const collator = new Intl.Collator("zh-CN");

/** Whose bureaus a plan names. */
export const placeOf = (plan) => plan.region || plan.title;

/** The rows of a reply, each with the text of its task and the place of its body. */
export const readRows = ({ plans, rows, tasks }) => {
  const places = new Map(plans.map((plan) => [plan.id, placeOf(plan)]));
  const texts = new Map(tasks.map((task) => [`${task.clause} ${task.start}`, task.text]));
  return rows.map((row) => ({ ...row, place: places.get(row.plan), task: texts.get(`${row.clause} ${row.start}`) ?? "" }));
};

/** Whether a row is of the body of that name, in that place where one is chosen: as written, or of its family where like offices are joined. */
const isOf = (rows, state) => {
  if (!state.body) return () => true;
  if (!state.join) return (row) => row.body === state.body && (!state.place || row.place === state.place);
  const known = rows.find((row) => row.body === state.body || row.family === state.body);
  return (row) => row.family === known?.family;
};

/** Rows of the chosen plans in the chosen roles. */
export const inReach = (rows, state) =>
  rows.filter(
    (row) => (!state.plans.length || state.plans.includes(row.plan)) && (!state.roles.length || state.roles.includes(row.role)),
  );

/** Of those, the rows of the chosen body, where there is one. */
export const ofBody = (rows, state) => rows.filter(isOf(rows, state));

/** Values of a list by a key, in the order in which keys first come. */
export const groupBy = (values, key) => {
  const groups = new Map();
  for (const value of values) {
    const name = key(value);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(value);
  }
  return groups;
};

/** The places of rows. */
export const placesIn = (rows) => [...new Set(rows.map((row) => row.place))];

/** How many tasks rows are. */
export const tasksIn = (rows) => new Set(rows.map((row) => row.clause)).size;

/**
 * Bodies, or families of like bodies, with their rows; one that is written in one way only is called as it is written. `apart`: a name
 * that several places use is the body of each.
 */
export const bodiesOf = (rows, state, apart = false) => {
  const groups = groupBy(rows, (row) => (state.join ? row.family : apart ? `${row.place} ${row.body}` : row.body));
  const bodies = [...groups.values()].map((own) => {
    const names = [...new Set(own.map((row) => row.body))];
    const name = names.length > 1 ? own[0].family : names[0];
    const tasksOf = (place) => tasksIn(own.filter((row) => row.place === place));
    return { name, names, rows: own, places: placesIn(own), tasks: tasksIn(own), tasksOf };
  });
  const byName = (a, b) => collator.compare(a.name, b.name);
  return bodies.sort(state.sort === "name" ? byName : (a, b) => b.tasks - a.tasks || byName(a, b));
};

/** The name written most often, for a family that is taken apart again. */
export const commonName = (rows) => {
  const [most] = [...groupBy(rows, (row) => row.body)].sort((a, b) => b[1].length - a[1].length);
  return most ? most[0] : "";
};

/** Titles and addresses of the clauses by id. */
export const clausesIn = (rows) => new Map(rows.map((row) => [row.clause, row]));

/** Standing rules by the clause they bind: the rows that a rule carries there. */
export const boundIn = (rows) => {
  const bound = new Map();
  for (const row of rows) for (const clause of row.binds) bound.set(clause, [...(bound.get(clause) || []), row]);
  return bound;
};
