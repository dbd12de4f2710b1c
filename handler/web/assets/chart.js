// Draws charts from tables: the table is the data. A head cell with data-series is a
// series, one with data-target draws a line at that value. It knows no figure of its own.
"use strict";
(() => {
  const $$ = (s, e = document) => [...e.querySelectorAll(s)];

  function series(head, column, rows) {
    const line = head.dataset.target && {
      silent: true, symbol: "none",
      data: [{ yAxis: Number(head.dataset.target), label: { formatter: head.dataset.targetName } }],
    };
    return {
      name: head.dataset.series, type: "bar", stack: head.dataset.stack,
      data: rows.map((r) => Number(r.children[column].textContent)), markLine: line || undefined,
    };
  }

  function draw(box) {
    const table = document.getElementById(box.dataset.table);
    if (!table || !window.echarts) return;
    const rows = $$("tbody tr", table);
    const heads = $$("thead th", table).map((h, i) => [h, i]).filter(([h]) => h.dataset.series);
    echarts.getInstanceByDom(box)?.dispose();
    echarts.init(box, null, { renderer: "canvas" }).setOption({
      animation: false, color: ["#124e78", "#d98200", "#5b8c2a"], aria: { enabled: true, decal: { show: true } },
      tooltip: { trigger: "axis", renderMode: "richText" }, legend: { top: 0 }, grid: { left: 50, right: 120, bottom: 30, top: 40 },
      xAxis: { type: "category", data: rows.map((r) => r.children[0].textContent) }, yAxis: { type: "value", name: "人", minInterval: 1 },
      series: heads.map(([h, i]) => series(h, i, rows)),
    });
  }

  const all = () => $$(".chart[data-table]").forEach(draw);
  addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:afterSettle", all);
  addEventListener("resize", () => $$(".chart[data-table]").forEach((box) => window.echarts?.getInstanceByDom(box)?.resize()));
})();
