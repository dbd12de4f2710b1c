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
    if (line && line.textContent !== text) { line.textContent = text; line.className = "line " + mark; }
  }

  // The server says every 15 to 20 seconds that it is there; one that is silent for longer
  // than this does not live, though the line may stand.
  const silence = 30_000;
  const clock = (t) => t.toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });

  // current is when what is shown was last known to be what the server has.
  let stream, waiting = null, heard = 0, current = new Date(), failing = false, expired = false;
  const soon = (after = 250) => { waiting ??= setTimeout(() => { waiting = null; refresh(); }, after); };
  const old = (why) => { if (!expired) say(`${why}，显示的是 ${clock(current)} 的数据，正在重连…`, "lost"); };
  function hear() {
    heard = Date.now();
    if (failing) return;
    current = new Date();
    say("实时", "on");
  }

  function follow() {
    const url = document.body.dataset.live;
    if (!url || !(live() || stale())) return;
    heard = Date.now();
    stream = new EventSource(url);
    stream.onopen = () => { expired = false; hear(); };
    stream.onerror = () => {
      old("连接中断");
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => { follow(); refresh(); }, expired ? 60_000 : 3000);
    };
    stream.addEventListener("alive", hear);
    stream.addEventListener("change", (e) => {
      hear();
      const { site, version } = JSON.parse(e.data);
      const shown = $$("[data-site]").find((x) => x.dataset.site === site);
      if (!shown || shown.dataset.version !== String(version)) soon();
    });
  }
  setInterval(() => {
    if (stream?.readyState === EventSource.CLOSED || !stream || Date.now() - heard < silence) return;
    stream.close();
    old("连接中断");
    follow();
  }, 5000);
  addEventListener("pagehide", () => stream?.close());

  // What could not be read anew stays, with how old it is. When the session has ended,
  // somebody may log in elsewhere in the browser: then it goes on.
  const mine = (e) => e.detail.requestConfig?.elt?.id === "live" || e.detail.elt?.id === "live";
  document.addEventListener("htmx:beforeSwap", (e) => {
    const status = e.detail.xhr.status;
    if (!mine(e) || status === 403 || status === 404) return;
    failing = false;
    if (status < 400) {
      if (stream?.readyState === EventSource.OPEN) hear();
      return;
    }
    e.detail.shouldSwap = false;
    if (status === 401) end(); else again();
  });
  document.addEventListener("htmx:sendError", (e) => { if (mine(e)) again(); });
  function again() {
    failing = true;
    old("数据没有更新");
    soon(5000);
  }
  function end() {
    if (expired) return;
    expired = true;
    say(`登录已过期，显示的是 ${clock(current)} 的数据`, "lost");
    const login = document.createElement("a");
    login.href = "/login?next=" + encodeURIComponent(location.pathname + location.search);
    login.textContent = "重新登录";
    $("#line")?.append(" ", login);
  }

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
