// What every page does by itself: say what could not be done, ask before what was
// typed is lost, copy tables, tick boxes, filter on a choice.
"use strict";
(() => {
  const $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)];

  // What could not be done is said where one looks.
  const show = (e) => { if (getComputedStyle(e).position !== "sticky") e.scrollIntoView({ block: "center" }); };
  document.addEventListener("htmx:afterSwap", (e) => { if (e.detail.target?.id === "notice") show(e.detail.target); });
  // A step that changes a part of the page leaves the keyboard where it was.
  let at = null;
  document.addEventListener("htmx:beforeSwap", (e) => { at = e.target.closest("[tabindex][id]")?.id; });
  document.addEventListener("htmx:afterSettle", () => {
    if (at && document.activeElement === document.body) document.getElementById(at)?.focus({ preventScroll: true });
    at = null;
  });
  document.addEventListener("htmx:sendError", (e) => {
    if (e.target.id === "live") return; // nobody asked: live.js says how old the figures are
    const notice = $("#notice");
    notice.innerHTML = '<p class="undone"><strong>没有完成：连接不上服务器，请稍后再试</strong></p>';
    show(notice);
  });

  // What was typed and not saved is asked about.
  let unsaved = null;
  document.addEventListener("input", (e) => { unsaved = e.target.closest("#score") ?? unsaved; });
  document.addEventListener("submit", (e) => {
    if (unsaved && e.target !== unsaved && !confirm("填写的分值还没有保存，要放弃这些填写吗？")) {
      e.preventDefault();
      e.stopImmediatePropagation();
      return;
    }
    const asks = e.submitter?.dataset.confirm; // a form may hold buttons of different weight
    if (asks && !confirm(asks)) {
      e.preventDefault();
      e.stopImmediatePropagation();
      return;
    }
    unsaved = null;
  }, true);
  document.addEventListener("htmx:responseError", (e) => { if (e.target.id === "score") unsaved = e.target; });
  addEventListener("beforeunload", (e) => { if (unsaved) e.preventDefault(); });

  // A question of a form with data-ask names what was chosen: {field} stands for it.
  document.addEventListener("htmx:confirm", (e) => {
    const ask = e.detail.question;
    if (!ask || !e.target.hasAttribute("data-ask")) return;
    e.preventDefault();
    const chosen = (name) => { const f = e.target.elements[name]; return f?.selectedOptions?.[0]?.text ?? f?.value ?? ""; };
    if (confirm(ask.replace(/{(\w+)}/g, (_, name) => chosen(name)))) e.detail.issueRequest(true);
  });

  // A cell as a spreadsheet takes it: data-cells has several for one, a line each; small
  // type in a heading is its unit, in brackets; what would be a formula there is text,
  // and so is a quotation mark at its beginning, which would be taken off.
  const cells = (c) => (c.dataset.cells?.split("\n") ?? [c.closest("thead") ? heading(c) : c.innerText]).map(cell).join("\t");
  function heading(c) {
    const unit = $("small", c)?.innerText ?? "";
    return unit ? `${c.innerText.replace(unit, "")}（${unit}）` : c.innerText;
  }
  function cell(given) {
    const text = given.replace(/\s+/g, " ").replace(" （", "（").trim();
    return /^[="+\-@＝＋－＠]/.test(text) && isNaN(text) ? "'" + text : text;
  }
  function copy(button) {
    const table = document.getElementById(button.dataset.copy) ?? $("table", button.closest("section, main"));
    const rows = $$("tr", table).map((r) => [...r.children].filter((c) => !c.matches("[data-nocopy]")).map(cells).join("\t"));
    navigator.clipboard.writeText(rows.join("\n")).then(() => { button.textContent = "已复制，可粘贴到 Excel"; });
  }
  document.addEventListener("click", (e) => {
    const code = e.target.closest("[data-copy-text]"), copying = e.target.closest("[data-copy]"), all = e.target.closest("[data-check-all]");
    if (code) navigator.clipboard.writeText(code.dataset.copyText).then(() => { code.textContent = "已复制"; });
    if (copying) copy(copying);
    if (all) {
      const boxes = $$(`input[type=checkbox][form=${all.dataset.checkAll}]`), on = !boxes.every((b) => b.checked);
      for (const b of boxes) b.checked = on;
    }
  });
  document.addEventListener("change", (e) => { if (e.target.matches("select[data-auto]")) e.target.form.submit(); });
})();
