// unfold.js shows what messages hide: spoilers, and the rest of what is long. The program and first.js load it when
// such a message is on the page; shared/rowhtml writes what it opens. What was opened is opened again when its row is
// drawn anew.
(() => {
  "use strict";
  if (window.confabUnfold) return;
  window.confabUnfold = true;
  const CLOSED = ".spoiler[aria-expanded=false], .fold__more[aria-expanded=false]";
  const opened = new Set(); // what keyOf returns

  // keyOf is the same for the same text of the same message, and another one if the message was edited. Whether it
  // has a seq yet makes no difference to its author, who sees it folded once more.
  function keyOf(e) {
    const row = e.closest("[data-seq], [data-cid]"), what = e.matches(".spoiler") ? e : e.parentElement;
    return [location.pathname.split("/")[2], row?.dataset.seq ?? row?.dataset.cid, what.className, what.textContent].join("\n");
  }

  function open(e) {
    e.setAttribute("aria-expanded", "true");
    if (!e.matches(".spoiler")) return;
    e.removeAttribute("role"); // there may be links in it
    e.tabIndex = -1; // so that the focus stays
  }

  // toggle opens something, or folds it, and keeps what the reader looks at where it is.
  function toggle(e) {
    const shut = e.getAttribute("aria-expanded") === "false", key = keyOf(e);
    const scroller = e.closest(".timeline"), from = e.parentElement, top = from.getBoundingClientRect().top;
    if (shut) {
      opened.add(key);
      open(e);
    } else {
      opened.delete(key);
      e.setAttribute("aria-expanded", "false");
    }
    if (!scroller) return;
    const box = scroller.getBoundingClientRect();
    scroller.scrollTop += from.getBoundingClientRect().top - (shut ? top : Math.max(top, box.top));
  }

  // asked returns what an event asks to toggle: an open spoiler stays open.
  const asked = (e) => e.target.closest?.(".spoiler[aria-expanded=false], .fold__more");
  document.addEventListener("click", (e) => {
    const at = asked(e);
    if (!at) return;
    e.preventDefault(); // the label of a task around it
    toggle(at);
  });
  document.addEventListener("keydown", (e) => {
    const at = asked(e);
    if (!at?.matches(".spoiler") || e.key !== "Enter" && e.key !== " ") return;
    e.preventDefault();
    e.stopPropagation();
    toggle(at);
  }, true);
  // The focus does not get to what is cut off.
  document.addEventListener("focusin", (e) => {
    const text = e.target.closest?.(".fold__text"), more = text?.nextElementSibling;
    if (more?.matches(CLOSED) && e.target.getBoundingClientRect().bottom > text.getBoundingClientRect().bottom) toggle(more);
  });

  new MutationObserver(() => {
    if (!opened.size) return;
    for (const e of document.querySelectorAll(CLOSED)) if (opened.has(keyOf(e))) open(e);
  }).observe(document.body, { childList: true, subtree: true });
})();
