// The figures of the chosen indicators as charts would draw them: a chart for each unit, and for each a list of what it leaves out.
import { apartOf } from "./ledger.js";
import { words } from "./words.js";

const labelled = (row, ledger, ...more) => {
  const apart = [apartOf(row), ...more].filter(Boolean).join(" · ");
  const place = ledger.names.get(row.plan);
  return apart ? `${place}（${apart}）` : place;
};

/** Figures that are drawn, with the plan's label; `rows` of an indicator in the order of the plans. */
const pointsOf = (indicator, view, ledger) =>
  view.plans.flatMap(({ id }) => {
    const rows = indicator.cells.get(id) ?? [];
    return rows.map((row) => {
      const label = labelled(row, ledger, rows.length > 1 && row.ambition && words.hoped);
      return { row, indicator: indicator.name, label, place: labelled(row, ledger) };
    });
  });

const said = (points) => points.map(({ label, row }) => `${label}“${row.said}”`).join(words.and);

/** Bars by their own values; dots by those of the first indicator, a place's dots on one line. */
const inOrder = (points, [first, ...others], order) => {
  if (order === "table") return points;
  const leads = new Map(points.filter(({ indicator }) => indicator === first).map(({ label, row }) => [label, row.amount]));
  const sign = order === "up" ? 1 : -1;
  const value = ({ label, row }) => (others.length ? (leads.get(label) ?? sign * Infinity) : row.amount);
  return [...points].sort((a, b) => (value(a) === value(b) ? 0 : sign * (value(a) - value(b))));
};

/** Dots tell stretch targets by their form, bars by their names too. */
const placed = (points) => points.map((point) => ({ ...point, label: point.place }));

/** Charts of the chosen indicators: `{unit, indicators, points, notes}` each, and `notes` on what none of them draws. */
export const seriesOf = (view, ledger, state) => {
  const picked = state.picks.map((name) => ledger.indicators.get(name)).filter(Boolean);
  const points = picked.flatMap((indicator) => pointsOf(indicator, view, ledger));
  const drawn = points.filter(({ row }) => row.amount !== null && view.fits(row));
  const units = [...new Set(drawn.map(({ row }) => row.amount_unit))];
  const charts = units.map((unit) => {
    const inside = drawn.filter(({ row }) => row.amount_unit === unit);
    const indicators = [...new Set(inside.map(({ indicator }) => indicator))];
    const points = indicators.length > 1 ? placed(inside) : inside;
    return { unit, indicators, points: inOrder(points, indicators, state.order), notes: notesOf(inside, indicators) };
  });
  const silent = picked.map((indicator) => [indicator.name, view.plans.filter(({ id }) => !indicator.cells.has(id))]);
  const leftOut = points.filter(({ row }) => row.amount !== null && !view.fits(row));
  const wordy = points.filter(({ row }) => row.amount === null);
  const notes = [
    ...silent.filter(([, plans]) => plans.length).map(([name, plans]) => words.notGiven(name, plans.map(({ id }) => ledger.names.get(id)).join(words.and))),
    wordy.length && words.noNumber(said(wordy)),
    leftOut.length && words.leftOut(said(leftOut)),
    picked.length && !drawn.length && words.noneDrawn,
  ].filter(Boolean);
  return { charts, notes };
};

const notesOf = (points, indicators) => {
  const ranges = points.filter(({ row }) => row.ranges);
  const mixed = indicators.filter((name) => {
    const falls = points.filter(({ indicator }) => indicator === name).map(({ row }) => row.comparison === "decrease");
    return falls.includes(true) && falls.includes(false);
  });
  const hoped = points.some(({ row }) => row.ambition);
  return [ranges.length && words.lower(said(ranges)), ...mixed.map(words.mixed), hoped && (indicators.length > 1 ? words.hollow : words.amber)].filter(Boolean);
};
