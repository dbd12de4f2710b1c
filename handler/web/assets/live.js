// Follows changes: the stream tells versions, and whatever the page shows of another
// one is read anew. What moved is marked. A lost line is told, and found again.
"use strict";
(() => {
  const $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)];
  const live = () => $("#live");
  // A page on which something is picked or typed is not read anew under the hand: it says so.
  const stale = () => $("#stale");
  const refresh = () => { if (live()) htmx.trigger(live(), "changed"); else if (stale()) stale().hidden = false; };

  function say(text, mark) {
    const line = $("#line");
    if (line) { line.textContent = text; line.className = "line " + mark; }
  }

  let stream, waiting = null, lost = null, expired = false;
  const soon = () => { waiting ??= setTimeout(() => { waiting = null; refresh(); }, 250); };

  function follow() {
    const url = document.body.dataset.live;
    if (!url || !(live() || stale())) return;
    stream = new EventSource(url);
    stream.onopen = () => { lost = null; expired = false; say("实时", "on"); };
    stream.onerror = () => {
      lost ??= new Date();
      if (!expired) say("连接中断，正在重连…", "lost");
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => { follow(); refresh(); }, expired ? 60_000 : 3000);
    };
    stream.addEventListener("change", (e) => {
      const { site, version } = JSON.parse(e.data);
      const shown = $$("[data-site]").find((x) => x.dataset.site === site);
      if (!shown || shown.dataset.version !== String(version)) soon();
    });
  }
  addEventListener("pagehide", () => stream?.close());

  // When the session has ended the last figures stay, with how old they are. Somebody may
  // log in elsewhere in the browser: then it goes on.
  const clock = (t) => t.toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
  document.addEventListener("htmx:beforeSwap", (e) => {
    if (e.detail.requestConfig.elt.id !== "live" || e.detail.xhr.status !== 401) return;
    e.detail.shouldSwap = false;
    if (expired) return;
    expired = true;
    say(`登录已过期，显示的是 ${clock(lost ?? new Date())} 的数据`, "lost");
    const again = document.createElement("a");
    again.href = "/login?next=" + encodeURIComponent(location.pathname + location.search);
    again.textContent = "重新登录";
    $("#line")?.append(" ", again);
  });

  // A list that was opened stays open when the page around it is read anew.
  let open = [];
  document.addEventListener("htmx:beforeSwap", (e) => {
    if (e.detail.target?.id === "live") open = $$("#live details[id][open]").map((d) => d.id);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    open = [];
  });

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
