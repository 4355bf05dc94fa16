// How the figures of one indicator spread: a bar for each stretch, as high as so many plans give a figure in it.
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--wc-${name}`).trim();
const number = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 1, notation: "compact" });

/** Draw the stretches on a canvas; a chart that was there before is taken away. */
export const drawSpread = (Chart, canvas, bins) => {
  Chart.getChart(canvas)?.destroy();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const labels = bins.map(({ low, high }) => (low === high ? number.format(low) : `${number.format(low)}–${number.format(high)}`));
  const scale = { ticks: { color: token("soft"), maxRotation: 0, precision: 0 }, grid: { color: token("line") }, border: { color: token("line") } };
  return new Chart(canvas, {
    type: "bar",
    data: { labels, datasets: [{ data: bins.map(({ plans }) => plans), backgroundColor: token("accent"), categoryPercentage: 1, barPercentage: 0.96 }] },
    options: { animation: false, responsive: true, maintainAspectRatio: false, plugins: { legend: { display: false } }, scales: { x: { ...scale, grid: { display: false } }, y: { ...scale, beginAtZero: true } } },
  });
};
