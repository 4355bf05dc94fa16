// Which plans and indicators are shown, and in what order. Figures that do not fit stay in their cells, in grey: a cell is never
// shown with half of what its plan says.
import { abbreviates } from "../abbreviation.js";

const SCALES = { 千: 1e3, 万: 1e4, 亿: 1e8, 万亿: 1e12 };

/** A number as people type it: 14, 14%, 1,200, 500亿; NaN for anything else. */
export const numberOf = (typed) => {
  const read = typed.replace(/[,，\s]/g, "").match(/^(-?\d+(?:\.\d+)?)(万亿|千|万|亿)?[%％]?$/);
  return read ? Number(read[1]) * (SCALES[read[2]] ?? 1) : NaN;
};

/** The threshold of a state, or null where it is not complete. */
export const thresholdOf = ({ over, op, than }) => {
  const split = over.indexOf("|");
  const number = numberOf(than);
  if (split < 0 || Number.isNaN(number)) return null;
  const meets = (row) =>
    row.amount !== null && row.amount_unit === over.slice(0, split) && (op === "le" ? row.amount <= number : row.amount >= number);
  return { indicator: over.slice(split + 1), meets };
};

/** Whether a figure fits all filters that are about figures. */
const fitting = (state, threshold) => (row) =>
  (!state.unit || row.amount_unit === state.unit) &&
  (!state.year || String(row.target_year) === state.year) &&
  (!state.ambition || row.ambition) &&
  (!threshold || (threshold.indicator && threshold.indicator !== row.canonical) || threshold.meets(row));

/** The figure of a cell that sorting goes by: the first that fits and is firm, else the first with a number. */
export const leading = (rows = [], fits = () => true) => {
  const numbered = rows.filter((row) => row.amount !== null);
  return numbered.find((row) => fits(row) && !row.ambition) ?? numbered.find(fits) ?? numbered[0];
};

const givers = (indicator, plans) => plans.filter(({ id }) => indicator.cells.has(id)).length;

const ordered = (found, ledger, state, fits) => {
  const sign = state.dir === "up" ? 1 : -1;
  if (!ledger.names.has(state.sort)) return found.sort((a, b) => sign * (a.count - b.count) || a.at - b.at);
  const places = new Map(ledger.units.map(({ unit }, at) => [unit, at]));
  const value = (one) => leading(one.cells.get(state.sort), fits);
  const place = (row) => (row ? (places.get(row.amount_unit) ?? places.size) : Infinity);
  return found
    .map((one) => ({ one, row: value(one) }))
    .sort((a, b) => {
      if (place(a.row) !== place(b.row)) return place(a.row) - place(b.row);
      return (a.row && sign * (a.row.amount - b.row.amount)) || a.one.at - b.one.at;
    })
    .map(({ one }) => one);
};

/** What is shown: `plans` (columns), `indicators` (rows, each with `count` of plans), `fits`, and whether figures are `sifted`. */
export const viewOf = (ledger, state) => {
  const chosen = ledger.plans.filter(({ id }) => !state.plans || state.plans.includes(id));
  const threshold = thresholdOf(state);
  const meeting = ({ id }) => ledger.indicators.get(threshold.indicator)?.cells.get(id)?.some(threshold.meets);
  const plans = threshold?.indicator ? chosen.filter(meeting) : chosen;
  const fits = fitting(state, threshold);
  const picks = new Set(state.picks);
  const sought = state.find.trim().toLowerCase();
  const shows = (one) => {
    const rows = plans.flatMap(({ id }) => one.cells.get(id) ?? []);
    const named = () => [one.name, ...rows.map((row) => row.indicator)].some((name) => abbreviates(sought, name.toLowerCase()));
    if (state.only && picks.size && !picks.has(one.name)) return false;
    return one.count >= (Number(state.least) || 1) && rows.some(fits) && named();
  };
  const counted = [...ledger.indicators.values()].map((one) => ({ ...one, count: givers(one, chosen) }));
  return {
    chosen,
    plans,
    indicators: ordered(counted.filter(shows), ledger, state, fits),
    all: counted.filter(({ count }) => count).length,
    fits,
    sifted: Boolean(state.unit || state.year || state.ambition || threshold),
  };
};
