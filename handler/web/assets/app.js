// What pages do by themselves: follow changes, show what moved, draw charts from
// tables, copy tables. It knows no rule and no figure of its own.
"use strict";
(() => {
  const $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)];
  const live = () => $("#live");

  // Follow: the stream tells versions; whatever the page shows of another one is read anew.
  function follow() {
    const url = document.body.dataset.live, line = $("#line");
    if (!url || !live()) return;
    const say = (text, mark) => { if (line) { line.textContent = text; line.className = "line " + mark; } };
    let waiting = null;
    const refresh = () => {
      if (waiting) return;
      waiting = setTimeout(() => { waiting = null; if (live()) htmx.trigger(live(), "changed"); }, 250);
    };
    const stream = new EventSource(url);
    stream.onopen = () => say("实时", "on");
    stream.onerror = () => {
      say("连接中断，正在重连…", "lost");
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => { follow(); if (live()) htmx.trigger(live(), "changed"); }, 3000);
    };
    stream.addEventListener("change", (e) => {
      const { site, version } = JSON.parse(e.data);
      const shown = $$("[data-site]").find((x) => x.dataset.site === site);
      if (!shown || shown.dataset.version !== String(version)) refresh();
    });
    addEventListener("pagehide", () => stream.close(), { once: true });
  }

  // Show what moved: figures carry a key; one that reads otherwise after a refresh is marked.
  let before = null;
  const figures = () => new Map($$("#live [data-k]").map((e) => [e.dataset.k, e.textContent.trim()]));
  document.addEventListener("htmx:beforeSwap", (e) => { if (e.detail.target && e.detail.target.id === "live") before = figures(); });
  document.addEventListener("htmx:afterSettle", () => {
    if (before) for (const e of $$("#live [data-k]")) if (before.has(e.dataset.k) && before.get(e.dataset.k) !== e.textContent.trim()) e.classList.add("moved");
    before = null;
    draw();
  });

  // What could not be done is said where one looks; what was typed and not saved is asked about.
  const notice = (html) => { const n = $("#notice"); n.innerHTML = html; };
  document.addEventListener("htmx:afterSwap", (e) => { if (e.detail.target && e.detail.target.id === "notice") e.detail.target.scrollIntoView({ block: "center" }); });
  document.addEventListener("htmx:sendError", () => { notice('<p class="undone"><strong>没有完成：连接不上服务器，请稍后再试</strong></p>'); $("#notice").scrollIntoView({ block: "center" }); });
  let unsaved = null;
  document.addEventListener("input", (e) => { if (e.target.closest("#score")) unsaved = e.target.closest("#score"); });
  document.addEventListener("submit", (e) => {
    if (unsaved && e.target !== unsaved && !confirm("填写的分值还没有保存，要放弃这些填写吗？")) { e.preventDefault(); e.stopImmediatePropagation(); return; }
    unsaved = null;
  }, true);

  // Charts: the table is the data; a head cell with data-series is a series.
  function draw() {
    for (const box of $$(".chart[data-table]")) {
      const table = document.getElementById(box.dataset.table);
      if (!table || !window.echarts) continue;
      const heads = $$("thead th", table), rows = $$("tbody tr", table);
      const series = heads.map((h, i) => [h, i]).filter(([h]) => h.dataset.series).map(([h, i]) => ({
        name: h.dataset.series, type: "bar", stack: h.dataset.stack, data: rows.map((r) => Number(r.children[i].textContent)),
        markLine: h.dataset.target ? { silent: true, symbol: "none", data: [{ yAxis: Number(h.dataset.target), name: h.dataset.targetName, label: { formatter: h.dataset.targetName } }] } : undefined,
      }));
      echarts.getInstanceByDom(box)?.dispose();
      const chart = echarts.init(box, null, { renderer: "canvas" });
      chart.setOption({
        animation: false, color: ["#124e78", "#d98200", "#5b8c2a"], aria: { enabled: true, decal: { show: true } },
        tooltip: { trigger: "axis", renderMode: "richText" }, legend: { top: 0 }, grid: { left: 50, right: 90, bottom: 30, top: 40 },
        xAxis: { type: "category", data: rows.map((r) => r.children[0].textContent) }, yAxis: { type: "value", name: "人", minInterval: 1 }, series,
      });
      addEventListener("resize", () => chart.resize());
    }
  }

  document.addEventListener("click", (e) => {
    const copy = e.target.closest("[data-copy]"), all = e.target.closest("[data-check-all]");
    if (copy) {
      const rows = $$("tr", document.getElementById(copy.dataset.copy)).map((r) => [...r.children].map((c) => c.innerText.replace(/\s+/g, " ").trim()).map((t) => (/^[=+\-@＝＋－＠]/.test(t) && isNaN(t) ? "'" + t : t)).join("\t"));
      navigator.clipboard.writeText(rows.join("\n")).then(() => { copy.textContent = "已复制，可粘贴到 Excel"; });
    }
    if (all) for (const box of $$(`input[type=checkbox][form=${all.dataset.checkAll}]`)) box.checked = true;
  });
  document.addEventListener("change", (e) => { if (e.target.matches("select[data-auto]")) e.target.form.submit(); });

  addEventListener("DOMContentLoaded", () => { follow(); draw(); });
})();
