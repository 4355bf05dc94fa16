// The settings of Chart.js in the colours of the page.
import { language } from "../language.js";

/** Axis numbers the way they are said: 100亿, 10B. */
const SHORT = new Intl.NumberFormat(language === "en" ? "en" : "zh-CN", { notation: "compact", maximumFractionDigits: 2 });
const SHAPES = ["circle", "rect", "triangle", "rectRot", "crossRot"];
const colours = () => {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--wc-${name}`).trim();
  return { accent: token("accent"), amber: token("amber"), red: token("red"), ink: token("ink"), soft: token("soft"), line: token("line"), card: token("card") };
};

const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

const common = (chart, tones, narrow) => ({
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  indexAxis: "y",
  layout: { padding: { right: narrow ? 8 : 24 } },
  color: tones.ink,
  locale: language === "en" ? "en" : "zh-CN",
  scales: {
    x: { beginAtZero: true, ticks: { color: tones.soft, maxRotation: 0, callback: (value) => SHORT.format(value) }, grid: { color: tones.line }, border: { color: tones.line } },
    y: { ticks: { color: tones.ink, autoSkip: false, callback(value) { return shortened(this.getLabelForValue(value), narrow ? 9 : 22); } }, grid: { color: tones.line }, border: { color: tones.line } },
  },
});

/** Write what the plan says at the end of each bar. */
const sayings = (points, tones) => ({
  id: "sayings",
  afterDatasetsDraw(chart) {
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    ctx.textBaseline = "middle";
    chart.getDatasetMeta(0).data.forEach((bar, at) => {
      const text = points[at].row.said;
      const outside = bar.x + 6 + ctx.measureText(text).width <= chartArea.right;
      ctx.fillStyle = outside ? tones.ink : tones.card;
      ctx.textAlign = outside ? "left" : "right";
      ctx.fillText(text, outside ? bar.x + 6 : bar.x - 6, bar.y);
    });
    ctx.restore();
  },
});

const bars = (chart, tones, narrow) => ({
  type: "bar",
  data: {
    labels: chart.points.map(({ label }) => label),
    datasets: [{ data: chart.points.map(({ row }) => row.amount), backgroundColor: chart.points.map(({ row }) => (row.ambition ? tones.amber : tones.accent)), maxBarThickness: 22 }],
  },
  options: {
    ...common(chart, tones, narrow),
    plugins: { legend: { display: false }, tooltip: { callbacks: { label: ({ dataIndex }) => chart.points[dataIndex].row.said } } },
  },
  plugins: [sayings(chart.points, tones)],
});

const dots = (chart, tones, narrow) => {
  const palette = [tones.accent, tones.red, tones.amber, tones.ink, tones.soft];
  const labels = [...new Set(chart.points.map(({ label }) => label))];
  const datasets = chart.indicators.map((name, at) => {
    const points = chart.points.filter(({ indicator }) => indicator === name);
    const tone = palette[at % palette.length];
    return {
      label: shortened(name, narrow ? 16 : 30),
      data: points.map(({ row, label }) => ({ x: row.amount, y: label, said: row.said })),
      pointStyle: SHAPES[(at + Math.floor(at / palette.length)) % SHAPES.length],
      pointBackgroundColor: points.map(({ row }) => (row.ambition ? tones.card : tone)),
      backgroundColor: tone,
      borderColor: tone,
      borderWidth: 2,
      // the first is drawn last: where figures fall together, the others stand out behind it
      radius: 6 + 2 * Math.min(at, 4),
    };
  });
  const options = common(chart, tones, narrow);
  options.scales.y = { ...options.scales.y, type: "category", labels, offset: true };
  options.plugins = {
    legend: { position: "top", align: "start", labels: { usePointStyle: true, color: tones.ink } },
    tooltip: { callbacks: { title: ([item]) => item.raw.y, label: (item) => `${item.dataset.label} ${item.raw.said}` } },
  };
  return { type: "scatter", data: { datasets }, options };
};

/** Draw on a canvas; returns the chart, to be destroyed before it is drawn anew. */
export const draw = (Chart, canvas, chart) => {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const narrow = canvas.parentElement.clientWidth < 560;
  return new Chart(canvas, (chart.indicators.length > 1 ? dots : bars)(chart, colours(), narrow));
};
