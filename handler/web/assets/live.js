// Follows changes: the stream tells versions, and whatever the page shows of another
// one is read anew. What moved is marked. A lost line is told, and found again.
"use strict";
(() => {
  const $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)];
  const live = () => $("#live");
  const refresh = () => { if (live()) htmx.trigger(live(), "changed"); };

  function say(text, mark) {
    const line = $("#line");
    if (line) { line.textContent = text; line.className = "line " + mark; }
  }

  function follow() {
    const url = document.body.dataset.live;
    if (!url || !live()) return;
    let waiting = null;
    const soon = () => { waiting ??= setTimeout(() => { waiting = null; refresh(); }, 250); };
    const stream = new EventSource(url);
    stream.onopen = () => say("实时", "on");
    stream.onerror = () => {
      say("连接中断，正在重连…", "lost");
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => { follow(); refresh(); }, 3000);
    };
    stream.addEventListener("change", (e) => {
      const { site, version } = JSON.parse(e.data);
      const shown = $$("[data-site]").find((x) => x.dataset.site === site);
      if (!shown || shown.dataset.version !== String(version)) soon();
    });
    addEventListener("pagehide", () => stream.close(), { once: true });
  }

  // Figures carry a key; one that reads otherwise after a refresh is marked.
  let before = null;
  const figures = () => new Map($$("#live [data-k]").map((e) => [e.dataset.k, e.textContent.trim()]));
  document.addEventListener("htmx:beforeSwap", (e) => { if (e.detail.target?.id === "live") before = figures(); });
  document.addEventListener("htmx:afterSettle", () => {
    for (const e of before ? $$("#live [data-k]") : []) {
      if (before.has(e.dataset.k) && before.get(e.dataset.k) !== e.textContent.trim()) e.classList.add("moved");
    }
    before = null;
  });

  addEventListener("DOMContentLoaded", follow);
})();
