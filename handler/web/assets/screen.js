// What a hall screen does by itself: the clock of Shanghai, whatever the device thinks;
// a new day; and leafing through the jobs that do not fit on it at once.
"use strict";
(() => {
  const $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)];
  const zone = { timeZone: "Asia/Shanghai" };

  // The server says what time it is; a device in a hall may be minutes off.
  let ahead = 0;
  const correct = (date) => { if (date) ahead = new Date(date) - Date.now(); };
  const now = () => new Date(Date.now() + ahead);
  document.addEventListener("htmx:afterRequest", (e) => correct(e.detail.xhr.getResponseHeader("Date")));

  function tick() {
    $("#clock").textContent = now().toLocaleTimeString("zh-CN", { ...zone, hour: "2-digit", minute: "2-digit", hour12: false });
    const today = now().toLocaleDateString("sv-SE", zone); // as the API writes days
    if (today !== $("#day").dataset.day && today !== asked) {
      asked = today; // once: the server may see midnight a little later
      setTimeout(() => htmx.trigger($("#live"), "changed"), 5000);
    }
  }
  let asked = "";

  // Leaves hold as many rows as fit. Who asked for less motion sees the first one only.
  const leafEvery = 15_000;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let leaf = 0;

  function show() {
    const box = $(".jobs"), rows = $$(".jobs tbody tr");
    if (!rows.length || innerWidth <= 700) return;
    for (const r of rows) r.hidden = false;
    box.classList.add("leafed");
    box.style.removeProperty("--row");
    const room = box.clientHeight - $(".jobs thead").offsetHeight;
    const fit = Math.max(1, Math.floor(room / rows[0].offsetHeight));
    box.style.setProperty("--row", Math.floor(room / fit) + "px"); // none is wasted
    const leaves = Math.ceil(rows.length / fit);
    leaf %= leaves;
    rows.forEach((r, i) => { r.hidden = Math.floor(i / fit) !== leaf; });
    $("#leaf").textContent = leaves > 1 ? `（第 ${leaf + 1} 页，共 ${leaves} 页）` : "";
  }
  function turn() {
    if (still.matches || $(".jobs:hover, .jobs:focus")) return; // somebody is reading
    leaf++;
    show();
  }

  addEventListener("DOMContentLoaded", () => {
    fetch(location.href, { method: "HEAD" }).then((r) => correct(r.headers.get("Date"))).finally(tick);
    setInterval(tick, 1000);
    setInterval(turn, leafEvery);
    show();
  });
  document.addEventListener("htmx:afterSettle", () => { tick(); show(); });
  addEventListener("resize", show);
})();
