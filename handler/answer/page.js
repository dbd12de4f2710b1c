"use strict";
(function () {
  // The code stands behind the #, which no browser sends and no proxy logs.
  const code = location.hash.slice(1);
  const at = (id) => document.getElementById(id);
  const say = (text) => { at("state").textContent = text; };
  const offline = "网络不通，请稍后再试";
  const buttons = document.querySelectorAll("[data-outcome]");

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
      const { ok, data } = await send("/v1/application-links/open", { code });
      if (!ok) return say(data.detail);
      for (const id of ["employer", "title", "name", "site"]) at(id).textContent = data[id];
      for (const id of ["occupations", "skills"]) at(id).textContent = data[id].join("、") || "未填写";
      at("show").hidden = !data.phone_shared || data.views_left < 1;
      if (!data.phone_shared) at("hint").textContent = "求职者尚未本人应聘，联系电话暂不显示，请与介绍站点联系。";
      at("ask").hidden = false;
      say("");
    } catch { say(offline); }
  }

  async function phone() {
    at("show").disabled = true;
    try {
      const { ok, data } = await send("/v1/application-links/phone", { code });
      if (ok) {
        at("phone").textContent = data.phone;
        at("phone").href = "tel:" + data.phone;
        at("call").hidden = false;
        at("show").hidden = true;
        return say("");
      }
      say(data.detail);
    } catch { say(offline); }
    at("show").disabled = false;
  }

  async function answer(outcome) {
    for (const b of buttons) b.disabled = true;
    const body = { code, outcome, note: at("note").value };
    if (outcome === "hired" && at("started").value) body.started_on = at("started").value;
    try {
      const { ok, data } = await send("/v1/application-links/answer", body);
      if (ok) {
        at("ask").hidden = true;
        return say("已记录，感谢您的答复。");
      }
      say(data.detail);
    } catch { say(offline); }
    for (const b of buttons) b.disabled = false;
  }

  at("show").addEventListener("click", phone);
  for (const b of buttons) b.addEventListener("click", () => answer(b.dataset.outcome));
  open();
})();
