// What every page does by itself: say what could not be done, ask before what was
// typed is lost, copy tables, tick boxes, filter on a choice.
"use strict";
(() => {
  const $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)];

  // What could not be done is said where one looks.
  const show = (e) => e.scrollIntoView({ block: "center" });
  document.addEventListener("htmx:afterSwap", (e) => { if (e.detail.target?.id === "notice") show(e.detail.target); });
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
    unsaved = null;
  }, true);
  document.addEventListener("htmx:responseError", (e) => { if (e.target.id === "score") unsaved = e.target; });
  addEventListener("beforeunload", (e) => { if (unsaved) e.preventDefault(); });

  // A question names what was chosen: {field} stands for it.
  document.addEventListener("htmx:confirm", (e) => {
    const ask = e.detail.question;
    if (!ask?.includes("{")) return;
    e.preventDefault();
    const chosen = (name) => { const f = e.target.elements[name]; return f?.selectedOptions?.[0]?.text ?? f?.value ?? ""; };
    if (confirm(ask.replace(/{(\w+)}/g, (_, name) => chosen(name)))) e.detail.issueRequest(true);
  });

  // A cell as a spreadsheet takes it: what would be a formula there is text. A quotation
  // mark at its beginning would be taken off, and what is behind it read anew.
  function cell(c) {
    const text = c.innerText.replace(/\s+/g, " ").trim();
    return /^[="+\-@＝＋－＠]/.test(text) && isNaN(text) ? "'" + text : text;
  }
  function copy(button) {
    const table = document.getElementById(button.dataset.copy) ?? $("table", button.closest("section, main"));
    const rows = $$("tr", table).map((r) => [...r.children].filter((c) => !c.matches("[data-nocopy]")).map(cell).join("\t"));
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
