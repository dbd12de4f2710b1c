"use strict";
(function () {
  // The code stands behind the #, which no browser sends and no proxy logs.
  const code = location.hash.slice(1);
  const at = (id) => document.getElementById(id);
  const say = (text) => { at("state").textContent = text; };
  const offline = "网络不通，请稍后再试";

  async function send(path, body) {
    const answer = await fetch(path, {
      method: "POST", cache: "no-store", credentials: "omit",
      headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    const data = answer.status === 204 ? {} : await answer.json();
    return { ok: answer.ok, data };
  }

  async function open() {
    try {
      const { ok, data } = await send("/v1/employer-links/open", { code });
      if (!ok) return say(data.detail);
      at("employer").textContent = data.employer;
      at("name").textContent = data.name;
      at("work").textContent = (data.title ? data.title + "，" : "") + (data.kind === "stable" ? "固定岗位" : "零工");
      at("started").textContent = data.started_on;
      at("site").textContent = data.site;
      at("ask").hidden = false;
      say("");
    } catch { say(offline); }
  }

  async function answer(hired) {
    at("yes").disabled = at("no").disabled = true;
    try {
      const { ok, data } = await send("/v1/employer-links/answer", { code, hired, note: at("note").value });
      if (ok) {
        at("ask").hidden = true;
        return say(hired ? "已确认，感谢您的配合。" : "已记录，主管部门将核实。感谢您的配合。");
      }
      say(data.detail);
    } catch { say(offline); }
    at("yes").disabled = at("no").disabled = false;
  }

  at("yes").addEventListener("click", () => answer(true));
  at("no").addEventListener("click", () => answer(false));
  open();
})();
