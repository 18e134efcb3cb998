// preview.js shows the first lines of the texts in messages, or all of them. The program loads it when such a message
// is on the page (app/platform/script_js.go). shared/rowhtml leaves the room for them.
(() => {
  "use strict";
  const FIRST = 8192; // bytes that are read at first
  const texts = new Map(); // by the id of the file: what was read
  const seen = new WeakSet();

  // harmless returns a text in which nothing is left that a page does not show, or that turns the direction of what
  // is beside it.
  const harmless = (text) => text.replace(/\r\n?/g, "\n")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, "\ufffd");

  async function read(id, all) {
    const known = texts.get(id);
    if (known && (known.all || !all)) return known;
    const answer = await fetch(`/api/v1/files/${encodeURIComponent(id)}/content`, all ? {} : { headers: { Range: `bytes=0-${FIRST - 1}` } });
    if (!answer.ok) throw new Error(`file ${id}: ${answer.status}`);
    const text = { all, text: harmless(new TextDecoder().decode(await answer.arrayBuffer(), { stream: !all })) };
    texts.set(id, text);
    return text;
  }

  // show puts a text into its place. What cannot be read stays empty; the file can be saved all the same.
  async function show(pre, all) {
    try {
      const now = await read(pre.dataset.file, all), code = pre.firstElementChild, lines = code.textContent.split("\n").length - 1;
      code.textContent = now.all ? now.text : now.text.split("\n").slice(0, lines).join("\n") + "\n";
      if (now.all) pre.parentElement.querySelector(".code__more")?.remove();
    } catch (err) {
      console.error("confab: a text could not be shown", err);
    }
  }

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      show(target, false);
    }
  }, { rootMargin: "50%" });
  function find() {
    for (const pre of document.querySelectorAll("pre[data-file]")) {
      if (!seen.has(pre)) near.observe(pre);
      seen.add(pre);
    }
  }
  new MutationObserver(find).observe(document.body, { childList: true, subtree: true });
  find();

  document.addEventListener("click", (e) => {
    const more = e.target.closest?.(".code__more");
    if (!more) return;
    const pre = more.parentElement.querySelector("pre");
    pre.focus();
    show(pre, true);
  });
})();
