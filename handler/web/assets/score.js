// Helps to fill in scores: adds up what is typed, tells what is missing, above an item's
// maximum or without evidence, and leads with Enter from one score to the next. What counts is what the server says.
"use strict";
(() => {
  const boxes = () => [...document.querySelectorAll("#score input[name$='.score:num']")];
  const halves = (text) => Math.round(Number(text) * 2); // exact: scores come in halves

  function add() {
    const out = document.getElementById("typed");
    if (!out) return;
    const empty = [];
    let sum = 0, wrong = 0;
    for (const box of boxes()) {
      const text = box.value.trim();
      const bad = text !== "" && !(Number(text) >= 0 && Number(text) <= Number(box.dataset.max));
      box.toggleAttribute("aria-invalid", bad);
      if (bad) box.setAttribute("aria-invalid", "true");
      if (bad) wrong++;
      if (text === "") empty.push(box.previousElementSibling.value);
      const warning = box.closest("td").querySelector(".lacks");
      if (warning) warning.hidden = !(Number(text) > 0);
      if (text !== "" && !bad) sum += halves(text);
    }
    const gaps = empty.length > 5 ? `；还有 ${empty.length} 项没有评分` : empty.length ? `；第 ${empty.join("、")} 项还没有评分` : "";
    out.textContent = `填写合计 ${sum / 2} 分 / ${out.dataset.max} 分${gaps}${wrong ? `；${wrong} 项不在满分以内` : ""}`;
  }

  document.addEventListener("input", (e) => { if (e.target.closest("#score")) add(); });
  document.addEventListener("keydown", (e) => {
    const all = boxes(), here = all.indexOf(e.target);
    if (e.key !== "Enter" || here < 0) return;
    e.preventDefault(); // or a half-filled form is sent
    const next = all[here + (e.shiftKey ? -1 : 1)];
    next?.focus();
    next?.select();
  });
  addEventListener("DOMContentLoaded", add);
})();
