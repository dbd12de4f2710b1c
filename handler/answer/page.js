"use strict";
(function () {
  // The code stands behind the #, which no browser sends and no proxy logs.
  const code = location.hash.slice(1);
  const at = (id) => document.getElementById(id);
  const say = (text) => { at("state").textContent = text; };
  const offline = "网络不通，请稍后再试";
  const buttons = document.querySelectorAll("[data-outcome]");
  let chosen = null; // the answer that waits for the second tap

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
      at("started").min = data.earliest_start_on;
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

  // An answer is final, so that a tap alone gives none: what was chosen is read back first.
  function choose(button) {
    chosen = { code, outcome: button.dataset.outcome, note: at("note").value };
    if (chosen.outcome === "hired" && at("started").value) chosen.started_on = at("started").value;
    at("question").textContent = "您选择的是“" + button.textContent + "”，确认吗？";
    at("who").textContent = at("name").textContent;
    at("what").textContent = at("title").textContent;
    at("when").textContent = chosen.started_on || "未填写";
    at("said").textContent = chosen.note || "未填写";
    show(true);
    at("question").focus();
  }

  function show(sure) {
    at("sure").hidden = !sure;
    at("ask").hidden = sure;
    say("");
  }

  async function answer() {
    at("yes").disabled = at("back").disabled = true;
    try {
      const { ok, data } = await send("/v1/application-links/answer", chosen);
      if (ok) {
        at("sure").hidden = true;
        return say("已记录，感谢您的答复。");
      }
      say(data.detail);
    } catch { say(offline); }
    at("yes").disabled = at("back").disabled = false;
  }

  at("show").addEventListener("click", phone);
  for (const b of buttons) b.addEventListener("click", () => choose(b));
  at("yes").addEventListener("click", answer);
  at("back").addEventListener("click", () => show(false));
  open();
})();
