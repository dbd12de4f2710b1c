// Draws charts from tables: the table is the data. A head cell with data-series is a
// series, of the chart that its data-chart names; data-lines are the lines to measure it
// by. A cell that is drawn as another number than it says has it in data-value. It knows
// no figure of its own.
"use strict";
(() => {
  const $$ = (s, e = document) => [...e.querySelectorAll(s)];
  const ink = "#1b2733";

  const linesOf = (head) => JSON.parse(head.dataset.lines || "[]");

  // A line to reach is named at its end, the average so far at its beginning, so that
  // two that are close can be told apart.
  const line = ({ at, name, average }) => ({
    yAxis: at, lineStyle: { type: average ? "dotted" : "dashed", color: average ? "#55626f" : "#a32100", width: 1.5 },
    label: { formatter: name, color: ink, backgroundColor: "rgba(255, 255, 255, 0.9)", padding: [1, 3], fontSize: 12, position: average ? "insideStartTop" : "insideEndTop" },
  });

  function series(head, column, rows) {
    const lines = linesOf(head);
    return {
      name: head.dataset.series, type: "bar", stack: head.dataset.stack, barMaxWidth: 36,
      data: rows.map((r) => Number(r.children[column].dataset.value ?? r.children[column].textContent)),
      markLine: lines.length ? { silent: true, symbol: "none", data: lines.map(line) } : undefined,
    };
  }

  // The axis has room for the highest line too.
  function top(lines) {
    const highest = Math.max(...lines.map((l) => l.at));
    return (v) => (highest > v.max ? Math.ceil((highest * 1.1) / 5) * 5 : null);
  }

  function draw(box) {
    const table = document.getElementById(box.dataset.table);
    if (!table || !window.echarts) return;
    const rows = $$("tbody tr", table);
    const heads = $$("thead th", table).map((h, i) => [h, i])
      .filter(([h]) => h.dataset.series && h.dataset.chart === box.dataset.chart);
    echarts.getInstanceByDom(box)?.dispose();
    echarts.init(box, null, { renderer: "canvas" }).setOption({
      animation: false, color: heads.map(([h]) => h.dataset.color), textStyle: { color: ink },
      aria: { enabled: true, decal: { show: heads.length > 1 } },
      tooltip: { trigger: "axis", renderMode: "richText" }, legend: { top: 0, show: heads.length > 1 },
      grid: { left: 36, right: 12, bottom: 24, top: 34 },
      xAxis: { type: "category", data: rows.map((r) => r.children[0].textContent), axisLabel: { interval: 0, fontSize: 11, color: ink } },
      yAxis: { type: "value", name: "人", minInterval: 1, max: top(heads.flatMap(([h]) => linesOf(h))), axisLabel: { color: ink } },
      series: heads.map(([h, i]) => series(h, i, rows)),
    });
  }

  const all = () => $$(".chart[data-table]").forEach(draw);
  addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:afterSettle", all);
  addEventListener("resize", () => $$(".chart[data-table]").forEach((box) => window.echarts?.getInstanceByDom(box)?.resize()));
})();
