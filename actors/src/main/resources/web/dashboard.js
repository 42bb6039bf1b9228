"use strict";
// Keeps the page up to date from the stream of snapshots, and draws the plots. All words arrive as text and stay text;
// the tables arrive as HTML that the server has escaped.

const SAMPLES_MAX = 2400; // more than that, and the server's own thinned history is fetched again

// A sample: seconds, leg, operations per second, findings, retained pages, live pages, bytes of heap after GC.
const SECONDS = 0, LEG = 1, RATE = 2, FINDINGS = 3, RETAINED = 4, LIVE = 5, HEAP = 6;
const PLOTS = [
  { id: "plot-rate", series: [{ label: "operations/s", at: RATE }], text: figures },
  { id: "plot-findings", series: [{ label: "findings", at: FINDINGS }], text: figures },
  { id: "plot-pages", series: [{ label: "retained", at: RETAINED }, { label: "live", at: LIVE, dash: [6, 3] }],
    text: figures },
  { id: "plot-heap", series: [{ label: "MiB", at: HEAP, scale: 1 / 1048576 }], text: (v) => v.toFixed(0) },
];

let samples = [];
let plots = [];
let revision = document.getElementById("tables").dataset.revision;

function figures(value) {
  for (const [size, unit] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]]) {
    if (Math.abs(value) >= size) {
      return +(value / size).toPrecision(3) + unit;
    }
  }
  return String(+value.toPrecision(3));
}

function clock(seconds) {
  const whole = Math.round(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const minutes = two(Math.floor(whole / 60) % 60) + ":" + two(whole % 60);
  return whole < 3600 ? minutes : Math.floor(whole / 3600) + ":" + minutes;
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function columns(plot) {
  const data = [samples.map((s) => s[SECONDS])];
  for (const series of plot.series) {
    data.push(samples.map((s) => (series.at === HEAP && s[HEAP] === 0 ? null : s[series.at] * (series.scale || 1))));
  }
  return data;
}

// A dashed line where each leg but the first begins.
function drawLegs(chart) {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = color("--dim");
  ctx.setLineDash([2, 4]);
  ctx.beginPath();
  for (let i = 1; i < samples.length; i++) {
    if (samples[i][LEG] !== samples[i - 1][LEG]) {
      const x = Math.round(chart.valToPos(samples[i - 1][SECONDS], "x", true));
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
    }
  }
  ctx.stroke();
  ctx.restore();
}

function axis(text, size) {
  const line = { stroke: () => color("--line"), width: 1 };
  return { stroke: () => color("--dim"), grid: line, ticks: line, size, values: (u, all) => all.map(text) };
}

function draw(plot) {
  const box = document.getElementById(plot.id);
  const strokes = ["--plot-a", "--plot-b"];
  return new uPlot({
    width: box.clientWidth,
    height: 180,
    scales: { x: { time: false }, y: { range: (u, min, max) => [0, max > 0 ? max * 1.05 : 1] } },
    axes: [axis(clock, 40), axis(plot.text, 56)],
    series: [{ label: "at", value: (u, v) => (v === null ? "--" : clock(v)) }].concat(
      plot.series.map((series, i) => ({
        label: series.label,
        stroke: () => color(strokes[i]),
        width: 1.5,
        dash: series.dash,
        points: { show: false },
        value: (u, v) => (v === null || v === undefined ? "--" : plot.text(v)),
      }))),
    hooks: { drawClear: [drawLegs] },
  }, columns(plot), box);
}

function redraw() {
  if (plots.length === 0 && samples.length > 0) {
    document.getElementById("plots").hidden = false; // first, for what is hidden has no width
    plots = PLOTS.map(draw);
  } else {
    plots.forEach((chart, i) => chart.setData(columns(PLOTS[i])));
  }
}

async function fetchSamples() {
  const response = await fetch("/samples.json");
  if (response.ok) {
    samples = await response.json();
    redraw();
  }
}

function putTables(html) {
  document.getElementById("tables").innerHTML = html;
}

async function fetchTables(wanted) {
  revision = wanted;
  const response = await fetch("/tables");
  if (response.ok) {
    putTables(await response.text());
  } else {
    revision = "";
  }
}

function add(sample) {
  const last = samples[samples.length - 1];
  if (last && sample[SECONDS] <= last[SECONDS]) {
    return;
  }
  samples.push(sample);
  if (samples.length > SAMPLES_MAX) {
    fetchSamples().catch(() => {});
  } else {
    redraw();
  }
}

function show(snapshot) {
  for (const [key, fact] of Object.entries(snapshot.facts)) {
    const cell = document.querySelector('[data-fact="' + key + '"]');
    if (cell) {
      cell.textContent = fact.value;
      cell.classList.toggle("alarming", fact.alarming);
    }
  }
  document.getElementById("progress").value = snapshot.elapsed;
  document.title = (snapshot.findings > 0 ? "(" + figures(snapshot.findings) + ") " : "") + "vmtorture soak";
  if (snapshot.sample) {
    add(snapshot.sample);
  }
  if (snapshot.ended) {
    putTables(snapshot.tables); // the server goes with the soak: there is nobody to ask
  } else if (String(snapshot.revision) !== String(revision)) {
    fetchTables(snapshot.revision).catch(() => { revision = ""; });
  }
}

function say(text) {
  const link = document.getElementById("link");
  if (link.textContent !== text) {
    link.textContent = text;
  }
}

function listen() {
  const events = new EventSource("/events");
  events.onmessage = (message) => {
    const snapshot = JSON.parse(message.data);
    show(snapshot);
    if (snapshot.ended) {
      events.close();
      say("The soak has ended; these are its last numbers. The reports are in its run directory.");
    } else {
      say("Live, once a second.");
    }
  };
  events.onerror = () => say("No connection; these are the last numbers that came.");
}

new ResizeObserver(() => {
  plots.forEach((chart, i) => {
    const width = document.getElementById(PLOTS[i].id).clientWidth;
    if (width > 0 && width !== chart.width) {
      chart.setSize({ width, height: chart.height });
    }
  });
}).observe(document.body);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  plots.forEach((chart) => chart.destroy()); // legends take their colors once
  plots = [];
  redraw();
});
fetchSamples().catch(() => {}).finally(listen);
