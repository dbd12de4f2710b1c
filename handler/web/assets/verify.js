// How many records are chosen stands on the button that confirms them, and many are
// asked about first.
"use strict";
(() => {
  const most = 20; // that are confirmed without a question
  function count() {
    const form = document.getElementById("batch"); // anew each time: a step puts another in its place
    const button = form?.querySelector("button:not([type])");
    if (!button) return;
    const n = document.querySelectorAll("input[type=checkbox][form=batch]:checked").length;
    button.textContent = n ? `核实所选的 ${n} 条记录` : "核实所选记录";
    if (n > most) form.setAttribute("hx-confirm", `确定核实所选的 ${n} 条记录？请先看过每一条的内容和佐证。`);
    else form.removeAttribute("hx-confirm");
  }
  document.addEventListener("change", count);
  document.addEventListener("click", (e) => { if (e.target.closest("[data-check-all]")) count(); });
  document.addEventListener("htmx:afterSettle", count);
  addEventListener("pageshow", count); // a browser that goes back keeps what was chosen
  count();
})();
