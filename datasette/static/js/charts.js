// Draws each chart of a page from the table behind it: the table is what is read aloud, printed and linked.
import "../vendor/chart.js-4.6.1/chart.umd.min.js";

const { Chart } = window;
const style = getComputedStyle(document.documentElement);
const colour = (tone) => style.getPropertyValue(`--tone-${tone}`).trim();
const count = (value) => value.toLocaleString("vi-VN");

Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
Chart.defaults.font.size = 12;
Chart.defaults.color = style.getPropertyValue("--quiet").trim();
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;

function readTable(table) {
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const rows = [...table.tBodies[0].rows];
  const cells = rows.map((row) => [...row.cells].slice(1));
  const series = heads.map((head, at) => ({
    label: head.textContent,
    tone: head.dataset.tone,
    line: "line" in head.dataset,
    values: cells.map((row) => Number(row[at].dataset.count)),
    links: cells.map((row) => row[at].querySelector("a").href),
  }));
  return { labels: rows.map((row) => row.cells[0].textContent), series: series.filter((one) => one.values.some(Boolean)) };
}

function dataset(one, stacked) {
  const look = { backgroundColor: colour(one.tone), borderColor: colour(one.tone) };
  const shape = one.line
    ? { type: "line", borderWidth: 2, pointRadius: 3, pointHoverRadius: 5, tension: 0.25, yAxisID: "line", order: 0 }
    : { type: "bar", borderRadius: stacked ? 0 : 3, maxBarThickness: 34, order: 1 };
  return { label: one.label, data: one.values, ...look, ...shape };
}

function scales(sideways, stacked, line) {
  const figures = {
    beginAtZero: true, stacked, grid: { color: colour("grid") }, border: { display: false },
    ticks: { precision: 0, maxTicksLimit: 6, callback: (value) => count(value) },
  };
  const names = { stacked, grid: { display: false }, ticks: { autoSkip: !sideways, maxRotation: 60 } };
  const axes = sideways ? { x: figures, y: names } : { x: names, y: figures };
  if (!line) return axes;
  const title = { display: true, text: line.label, color: colour(line.tone) };
  return { ...axes, line: { ...figures, stacked: false, position: "right", grid: { display: false }, title } };
}

// Names beside sideways bars get up to this share of the chart's width, and as many lines as they need.
const NAMES = 0.42;
const LINE_PX = 15;
const BAR_PX = 12;
const AXIS_PX = 70; // the figures below the bars, and the legend

function inLines(name, canvas) {
  const pen = canvas.getContext("2d");
  pen.font = `${Chart.defaults.font.size}px ${Chart.defaults.font.family}`;
  const room = canvas.parentElement.clientWidth * NAMES;
  const lines = [""];
  for (const word of name.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.filter(Boolean);
}

function makeRoom(canvas, names) {
  const lines = names.reduce((sum, name) => sum + name.length, 0);
  canvas.parentElement.style.height = `${lines * LINE_PX + names.length * BAR_PX + AXIS_PX}px`;
}

function draw(canvas) {
  const table = document.getElementById(canvas.dataset.chart);
  const sideways = "sideways" in table.dataset;
  const stacked = "stacked" in table.dataset;
  const { labels: names, series } = readTable(table);
  const labels = sideways ? names.map((name) => inLines(name, canvas)) : names;
  if (sideways) makeRoom(canvas, labels);
  const place = (event, chart) => chart.getElementsAtEventForMode(event, "nearest", { intersect: true }, false)[0];
  new Chart(canvas, {
    type: "bar",
    data: { labels, datasets: series.map((one) => dataset(one, stacked)) },
    options: {
      indexAxis: sideways ? "y" : "x",
      scales: scales(sideways, stacked, series.find((one) => one.line)),
      plugins: {
        legend: { display: series.length > 1, position: "bottom", labels: { boxWidth: 12, boxHeight: 12, padding: 14 } },
        tooltip: { callbacks: { title: ([item]) => names[item.dataIndex], label: (item) => `${item.dataset.label}: ${count(item.raw)}` } },
      },
      onHover: (event, _, chart) => { canvas.style.cursor = place(event, chart) ? "pointer" : ""; },
      onClick: (event, _, chart) => {
        const hit = place(event, chart);
        if (hit) window.location.href = series[hit.datasetIndex].links[hit.index];
      },
    },
  });
}

for (const canvas of document.querySelectorAll("canvas[data-chart]")) draw(canvas);
