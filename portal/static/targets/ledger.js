// The ledger's rows as indicators by plans.
import { words } from "./words.js";

const commonest = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
};

/** Short names of plans: the place, with the title where two plans are of one place. */
const namesOf = (plans) => {
  const seen = new Map();
  for (const { region } of plans) seen.set(region, (seen.get(region) ?? 0) + 1);
  const short = ({ region, title }) => (!region ? title : seen.get(region) > 1 ? `${region} · ${title}` : region);
  return new Map(plans.map((plan) => [plan.id, short(plan)]));
};

const unitsOf = (rows) => {
  const units = new Map();
  for (const row of rows) {
    if (row.amount === null || !row.amount_unit) continue;
    if (!units.has(row.amount_unit)) units.set(row.amount_unit, { unit: row.amount_unit, count: 0, written: new Set() });
    const unit = units.get(row.amount_unit);
    unit.count += 1;
    if (row.unit !== row.amount_unit) unit.written.add(row.unit);
  }
  return [...units.values()].sort((a, b) => b.count - a.count);
};

export const readLedger = ({ plans, rows }) => {
  const indicators = new Map();
  for (const row of rows) {
    if (!indicators.has(row.canonical)) indicators.set(row.canonical, { name: row.canonical, at: indicators.size, cells: new Map() });
    const { cells } = indicators.get(row.canonical);
    if (!cells.has(row.plan)) cells.set(row.plan, []);
    cells.get(row.plan).push(row);
  }
  for (const indicator of indicators.values()) {
    indicator.unit = commonest([...indicator.cells.values()].flat().map((row) => row.amount_unit)) ?? "";
  }
  return {
    plans,
    rows,
    indicators,
    names: namesOf(plans),
    units: unitsOf(rows),
    years: [...new Set(rows.map((row) => row.target_year).filter(Boolean))].sort(),
  };
};

/** What sets a figure apart, as the service says: its target year, and what part of the place it is for. */
export const apartOf = ({ apart }) => [apart.year && words.year(apart.year), apart.scope].filter(Boolean).join(" · ");

/** A unit as a filter shows it, with the larger ones that are brought together in it: 吨（含万吨）. */
export const unitLabel = ({ unit, written }) => (written.size ? words.together(unit, [...written].join(words.and)) : unit);
