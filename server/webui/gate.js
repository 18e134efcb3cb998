// gate.js adds to the pages outside the program what they can do without: showing the password,
// saying how strong it is, mirroring the name of a new workspace, and waiting with who has to wait,
// for a moment or for another device. Every page works when it is missing.
"use strict";

for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    field.focus();
  });
  // A password manager and the browser's own memory only know a field of type password.
  field.form.addEventListener("submit", () => { field.type = "password"; });
}

// strength rates a password from 0 to 4, as a hint only: the server judges for itself. What counts
// is how many different characters there are, and that they are not a row of neighbours.
function strength(text) {
  const characters = [...text];
  if (characters.length === 0) return 0;
  let steps = 0;
  for (let i = 1; i < characters.length; i++) {
    if (Math.abs(characters[i].codePointAt(0) - characters[i - 1].codePointAt(0)) > 1) steps++;
  }
  const worth = Math.min(steps + 1, 2 * new Set(characters).size);
  if (characters.length < 12 || worth < 8) return 1;
  if (worth < 12) return 2;
  return worth < 16 ? 3 : 4;
}

for (const meter of document.querySelectorAll("[data-meter]")) {
  const field = document.getElementById(meter.dataset.meter);
  const show = () => {
    const level = strength(field.value);
    meter.setAttribute("aria-label", meter.dataset["level" + level]);
    [...meter.children].forEach((bar, i) => bar.classList.toggle("is-on", i < level));
  };
  meter.hidden = false;
  field.addEventListener("input", show);
  show();
}

for (const place of document.querySelectorAll("[data-mirror]")) {
  const field = document.getElementById(place.dataset.mirror);
  field.addEventListener("input", () => { place.textContent = field.value.trim() || place.dataset.empty; });
}

// Whoever was asked to wait sees how long, and can try again once it is over.
for (const button of document.querySelectorAll("[data-wait]")) {
  const label = button.textContent, over = Date.now() + 1000 * button.dataset.wait;
  const { minutes, seconds } = button.dataset;
  const tick = () => {
    const left = Math.ceil((over - Date.now()) / 1000);
    if (left <= 0) delete button.dataset.wait;
    else setTimeout(tick, 250);
    button.disabled = left > 0;
    if (left > 90) button.textContent = minutes.replace("#", Math.ceil(left / 60));
    else button.textContent = left > 0 ? seconds.replace("#", left) : label;
  };
  tick();
}

// What another device does with a code is seen at once: the form asks until the answer is another
// page, and then shows that one.
for (const form of document.querySelectorAll("form[data-ask]")) {
  const ask = async () => {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (answer.status !== 202 && answer.status < 500) return form.submit();
    } catch { /* Without a network the next one may be answered. */ }
    setTimeout(ask, 1000);
  };
  ask();
}

// One click is one try, also for people who click twice; a page that is shown again is new.
for (const form of document.forms) {
  const button = form.querySelector("button[type=submit]");
  if (!button) continue;
  form.addEventListener("submit", () => { button.disabled = true; });
  addEventListener("pageshow", () => { button.disabled = "wait" in button.dataset; });
}
