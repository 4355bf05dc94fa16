// Bars, drawn by Chart.js.
import { chartLibrary } from "../charts.js";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const live = new Set();

const optionsOf = ({ unit }) => {
  const ink = colour("--wc-ink");
  const line = colour("--wc-line");
  return {
    indexAxis: "y",
    animation: false,
    maintainAspectRatio: false,
    plugins: { legend: { display: false }, tooltip: { callbacks: { label: ({ raw }) => ` ${raw}${unit}` } } },
    scales: {
      x: { beginAtZero: true, ticks: { color: ink }, grid: { color: line }, title: { display: Boolean(unit), text: unit, color: ink } },
      y: { ticks: { color: ink, autoSkip: false }, grid: { display: false } },
    },
  };
};

const dataOf = ({ name, labels, values }) => ({
  labels,
  datasets: [{ label: name, data: values, backgroundColor: colour("--wc-accent"), maxBarThickness: 22 }],
});

/** Draw `{name, unit, labels, values}` on the canvas, in place of what was drawn there. */
export const drawBars = async (canvas, told) => {
  let Chart;
  try {
    Chart = await chartLibrary();
  } catch {
    return; // the table says the same
  }
  Chart.getChart(canvas)?.destroy();
  new Chart(canvas, { type: "bar", data: dataOf(told), options: optionsOf(told) });
  for (const one of live) if (!one.canvas.isConnected || one.canvas === canvas) live.delete(one);
  live.add({ canvas, told });
};

addEventListener("wence:theme", () => {
  for (const { canvas, told } of [...live]) if (canvas.isConnected) drawBars(canvas, told);
});
