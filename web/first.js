// first.js shows the first screen: the person's rooms and the last messages of the room, before the program
// runs. They come from the server, in a <template> of the page (server/webui/first.go), or from this device,
// where the program has kept them. The program then draws its own page underneath, and when that shows as much,
// it takes the place of this one in a single step.
//
// What is kept is HTML that the program had on the page, all of it made by shared/rowhtml and go-app, which
// escape. It is kept for one person, and shown only if the browser's cookie still names them.
//
// web/boot.go puts it in front of boot.js.
window.confabFirst = (config, language) => {
  "use strict";
  const root = document.documentElement;
  const KEY = "confab.first";
  // How many rows are kept, and about how many characters of them.
  const ROWS = 30, MOST = 100000;

  // ---------- Whose it is ----------

  // person returns the id of who is signed in in this browser, or "". app/platform/person.go has the same rules.
  function person() {
    let bare = "";
    try {
      for (const one of document.cookie.split("; ")) {
        const [name, value = ""] = one.split("=");
        if (name === "__Host-confab_person") return value;
        if (name === "confab_person") bare = value;
      }
    } catch { /* The browser refuses the page its cookies. */ }
    return bare;
  }

  // where returns the room and the message that an address names.
  function where() {
    const [, room = "", seq] = location.pathname.match(/^\/r\/([^/]+)(?:\/(.+?))?\/?$/) ?? [];
    return { room, seq: Number(seq) > 0 ? Number(seq) : 0 };
  }

  // ---------- What the device keeps ----------

  let written = null; // the record as it is stored

  // read returns what is kept for who is signed in, or null. What is another's is deleted.
  function read() {
    try {
      written = localStorage.getItem(KEY);
      if (!written) return null;
      const kept = JSON.parse(written);
      if (kept.person && kept.person === person()) {
        return kept.version === config.version && kept.language === root.lang ? kept : null;
      }
    } catch { /* Damaged, or the browser stores nothing. */ }
    forget();
    return null;
  }

  function forget() {
    written = null;
    try { localStorage.removeItem(KEY); } catch { /* Then there is nothing. */ }
    tellServer("true");
  }

  // tellServer has the service worker say with each navigation what this device keeps, so that the server does
  // not send it again.
  let told = "";
  function tellServer(what) {
    if (what === told) return;
    told = what;
    navigator.serviceWorker?.ready.then((r) => r.navigationPreload?.setHeaderValue(what)).catch(() => {
      // The server sends the screen once more.
    });
  }

  let atEnd = null; // what the program said last: whether the rows on the page reach the room's end

  // keep is called by the program in a quiet moment, when the page has changed.
  function keep(reaches) {
    atEnd = reaches;
    idle(write);
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) write();
  });

  // write keeps the screen, with the room that is on the page and no other: of that one it is known that messages
  // that were deleted, or a room that the person has left, are not kept on.
  function write() {
    const who = person(), page = document.querySelector(".app");
    if (!who || !page || cover || atEnd === null) return;
    const { room } = where(), before = read();
    const here = roomOf(page, room) ?? (before?.room === room && !atEnd ? before : {});
    const now = JSON.stringify({
      ...here, person: who, version: config.version, language: root.lang, sidebar: plain(page.querySelector(".sidebar")),
    });
    if (now === written) return;
    try {
      localStorage.setItem(KEY, now);
      written = now;
      tellServer(here.room ? who + " " + here.room : "true");
    } catch {
      forget(); // full, or not allowed
    }
  }

  // roomOf returns what is kept of the room on the page, or null if the end of its messages is not on it.
  function roomOf(page, room) {
    const log = page.querySelector("#log"), field = page.querySelector(".composer__input");
    if (!room || !atEnd || log?.parentElement.hidden || !log?.querySelector("[data-seq]")) return null;
    const rows = document.createElement("div"); // all in one: each copy has to be searched
    let n = 0, length = 0;
    for (let row = log.lastElementChild; row && n < ROWS && length < MOST; row = row.previousElementSibling) {
      if (row.matches(".newline")) continue;
      const copy = row.cloneNode(true);
      for (const name of ["tabindex", "aria-current"]) copy.removeAttribute(name);
      copy.classList.remove("is-new", "is-whole", "is-active", "is-editing", "msg--target");
      rows.prepend(copy);
      length += copy.textContent.length;
      n++;
    }
    return {
      room, rows: plain(rows), title: document.title.replace(/^(\(\S+\)|•) /, ""), label: log.ariaLabel, message: field.placeholder,
      bar: plain(page.querySelector(".bar")),
    };
  }

  // plain returns the HTML in an element without what is true for a moment only.
  function plain(element) {
    const copy = element.cloneNode(true);
    for (const e of copy.querySelectorAll(".msg__tools, .joins__list, .avatar ~ .roomlink__name + .u-sr, .iconbtn__dot")) e.remove();
    for (const e of copy.querySelectorAll(".avatar > .dot")) e.className = "dot dot--off";
    for (const e of copy.querySelectorAll("[aria-expanded=true]")) e.setAttribute("aria-expanded", "false");
    for (const e of copy.querySelectorAll("[tabindex]:not(pre, .spoiler, .mtable__rows)")) e.removeAttribute("tabindex");
    for (const e of copy.querySelectorAll(".spoiler")) { // hidden again, as web/unfold.js finds it
      e.setAttribute("role", "button");
      e.tabIndex = 0;
    }
    return copy.innerHTML;
  }

  // ---------- Showing it ----------

  const parsed = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content;
  };

  // fromDevice returns the screen that the device keeps for this address: without messages if it keeps none of
  // the room, or not the one that the address names.
  function fromDevice() {
    const kept = read();
    if (!kept) return null;
    const { room, seq } = where(), rows = kept.room && parsed(kept.rows);
    const has = rows && (!room || room === kept.room) && (!seq || rows.querySelector(`[data-seq="${seq}"]`));
    const sidebar = parsed(kept.sidebar);
    for (const link of sidebar.querySelectorAll(".roomlink")) {
      if (link.getAttribute("href") === "/r/" + (room || kept.room)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    return has ? { ...kept, sidebar, seq, rows, bar: parsed(kept.bar) } : { sidebar };
  }

  // fromServer returns the screen in the page, if there is one.
  function fromServer() {
    const sent = document.getElementById("first");
    if (!sent) return null;
    sent.remove();
    const { person: whose, room, title, label, message, times, at } = sent.dataset;
    if (whose !== person()) return null;
    const part = (name) => {
      const from = [...sent.content.children].find((e) => e.localName === name), into = document.createDocumentFragment();
      if (from) into.append(...from.childNodes);
      return into;
    };
    const screen = { sidebar: part("nav"), seq: Number(at) };
    if (!room) return screen;
    const rows = part("div"), of = times.split(" ").map(Number);
    days(rows, of);
    return { ...screen, room, title, label, message, bar: part("header"), rows, times: of };
  }

  // Times, days and numbers are written as the person does, which the server cannot know: app/platform/intl_js.go
  // and app/ui do the same. The browser's first formatter takes it a tenth of a second on a fast processor, so
  // the messages are shown before: days has the headings of days in their places, still without text, and
  // localize writes into them and into the rows when those are painted.

  const dayOf = (at) => [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((n) => String(n).padStart(2, "0")).join("-");

  function days(rows, times) {
    let today = "";
    [...rows.children].forEach((row, i) => {
      const day = times[i] && dayOf(new Date(times[i]));
      if (!day || day === today) return;
      const heading = document.createElement("h2"), name = document.createElement("time");
      heading.className = "day";
      heading.dataset.day = name.dateTime = today = day;
      heading.append(name);
      (row.previousElementSibling?.matches(".newline") ? row.previousElementSibling : row).before(heading);
    });
  }

  // DATE is how the server writes a moment in a sentence.
  const DATE = /\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z/g;
  // moments are the text nodes that may have one.
  const moments = (rows) => [...rows.querySelectorAll(".roomintro > p, .msg--system > span, .poll__rule > span")]
    .flatMap((place) => [...place.childNodes]).filter((node) => node.nodeType === Node.TEXT_NODE && node.data.search(DATE) >= 0);

  function localize(bar, rows, times) {
    const locale = language?.tag;
    const format = (options) => new Intl.DateTimeFormat(locale, options);
    let time = format({ hour: "numeric", minute: "2-digit" });
    if (!time.resolvedOptions().hour12) time = format({ hour: "2-digit", minute: "2-digit" });
    const withYear = (at) => at.getFullYear() !== new Date().getFullYear();
    const long = (at, year) => format({ day: "numeric", month: "long", ...(year && { year: "numeric" }) }).format(at);
    for (const name of rows.querySelectorAll(".day > time")) {
      const at = new Date(name.dateTime + "T00:00");
      name.textContent = format({ weekday: "long", day: "numeric", month: "long", ...(withYear(at) && { year: "numeric" }) }).format(at);
    }
    [...rows.children].filter((row) => !row.matches(".day")).forEach((row, i) => {
      if (!times[i]) return;
      const at = new Date(times[i]), text = time.format(at);
      for (const t of row.querySelectorAll(".msg__time time, .msg__side time")) {
        t.textContent = t.parentElement.matches(".msg__side") ? text.match(/\d(.*\d)?/)?.[0] ?? text : text;
        t.dateTime = at.toISOString().slice(0, 16) + "Z";
      }
      const label = row.getAttribute("aria-label"); // "Mara Lindqvist, , edited"
      if (label) row.setAttribute("aria-label", label.replace(/, (?=,|$)/, ", " + text));
    });
    for (const node of moments(rows)) {
      node.data = node.data.replace(DATE, (s, year) => long(new Date(s), year || withYear(new Date(s))));
    }
    const count = bar.querySelector(".iconbtn__count")?.lastChild;
    if (count) count.data = new Intl.NumberFormat(locale).format(Number(count.data));
  }

  // show puts the screen in the place of the shell's grey bars, once the page is parsed, and waits until it is
  // painted. A screen that cannot be shown is none: the program does without.
  async function show() {
    try {
      if (draw()) await new Promise(painted);
    } catch (err) {
      console.error("confab: the first screen could not be shown", err);
      forget();
    }
  }

  // draw reports whether there is anything to paint.
  function draw() {
    const kept = fromDevice(), screen = fromServer() ?? kept; // the server's is newer
    const page = document.querySelector(".app");
    if (!screen || !page) return false;
    const sidebar = page.querySelector(".sidebar");
    sidebar.removeAttribute("aria-busy");
    sidebar.replaceChildren(screen.sidebar);
    mark("confab:sidebar");
    if (!screen.room) return true;
    document.title = screen.title;
    const bar = page.querySelector(".bar");
    bar.replaceChildren(screen.bar);
    // To find a place every row needs its true height. At the end of the room those out of view are not laid out:
    // that takes a slow processor longer than all the rest.
    root.dataset.first = screen.seq || screen.rows.querySelector(".newline") ? "placed" : "shown";
    const log = page.querySelector(".timeline__log"), field = page.querySelector(".composer__input");
    log.removeAttribute("aria-busy");
    log.ariaLabel = screen.label;
    const later = screen.times && moments(screen.rows).length === 0;
    if (screen.times && !later) localize(bar, screen.rows, screen.times); // a sentence is shown whole
    log.replaceChildren(screen.rows);
    const use = (name) => {
      const script = document.createElement("script");
      script.src = config.scripts[name];
      document.head.append(script);
    };
    if (log.querySelector("[data-blur]")) use("blur.js"); // pictures, until they are loaded
    if (log.querySelector(".code__lang")) use("code.js");
    if (log.querySelector(".spoiler, .fold__more")) use("unfold.js");
    if (later) painted(() => idle(() => localize(bar, log, screen.times)));
    field.placeholder = field.form.ariaLabel = field.labels[0].textContent = screen.message;
    for (const e of page.querySelectorAll("[data-say]")) {
      if (e === sidebar || e === log || e === field || e === field.form || field.labels[0] === e) e.removeAttribute("data-say");
    }
    place(log.parentElement, screen.seq);
    mark("confab:messages");
    return true;
  }

  let aimed = null; // where the message of the address has been scrolled to

  // place scrolls to where reading begins, as app/ui/timeline does: the message of the address, or the line above
  // the first unread message, or the end.
  function place(timeline, seq) {
    const target = seq && timeline.querySelector(`[data-seq="${seq}"]`);
    if (target) {
      const box = timeline.getBoundingClientRect(), row = target.getBoundingClientRect(), headroom = 48;
      timeline.scrollTop += row.height > box.height - 2 * headroom
        ? row.top - box.top - headroom
        : (row.top + row.bottom - box.top - box.bottom) / 2;
      target.classList.add("msg--target");
      aimed = timeline.scrollTop;
      return;
    }
    const line = timeline.querySelector(".newline");
    if (!line) return;
    const box = timeline.getBoundingClientRect(), above = line.getBoundingClientRect().top - box.top;
    if (above < 0) timeline.scrollTop += above - box.height / 4;
  }

  // idle calls act in a quiet moment, or soon if there is none.
  const idle = (act) => window.requestIdleCallback ? requestIdleCallback(act, { timeout: 200 }) : setTimeout(act);

  // painted calls done after the next frame.
  const painted = (done) => document.hidden ? setTimeout(done) : requestAnimationFrame(() => setTimeout(done));

  // mark notes when something is on the screen.
  const mark = (name) => painted(() => performance.mark(name));

  // ---------- Pictures of people ----------

  // One that cannot be had leaves what is below it to be seen.
  for (const kind of ["load", "error"]) {
    document.addEventListener(kind, ({ target }) => {
      if (target.matches?.(".avatar > img")) target.hidden = kind === "error";
    }, true);
  }

  // ---------- Handing over ----------

  let cover = null; // this page, while the program draws its own underneath
  let handedOver = null; // makes that page one to work with
  let composing = false; // a character is being composed in the field
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  document.addEventListener("compositionend", () => { composing = false; }, true);

  // hold leaves this page where it is when the program starts. go-app replaces the first child of the body.
  function hold() {
    if (!document.querySelector(".app")) return;
    cover = document.body.firstElementChild;
    root.dataset.first = "held"; // web/css/base.css keeps the program's page out of sight
    document.body.prepend(document.createElement("div"));
    // Out of reach as well: the program gives its composer the focus. A page that is left is blank.
    const reach = (inert) => {
      const page = document.body.firstElementChild;
      if (page) page.inert = inert;
    };
    const drawn = new MutationObserver(() => reach(true));
    drawn.observe(document.body, { childList: true });
    handedOver = () => {
      drawn.disconnect();
      reach(false);
    };
  }

  // lastOf returns the seq of the last message in a log, 0 if there is none.
  const lastOf = (log) => Number([...log?.querySelectorAll(":scope > [data-seq]") ?? []].at(-1)?.dataset.seq ?? 0);

  // atRest is true when the program's page has been laid out as it is for a frame: then nothing moves when it is shown.
  let atRest = null;
  function rests() {
    if (atRest === null && !document.hidden) {
      atRest = false;
      requestAnimationFrame(() => requestAnimationFrame(() => { atRest = true; }));
    }
    return atRest || document.hidden;
  }

  // take puts the program's page in the place of this one, at the same place of the messages, and returns what was
  // typed and where the caret is. It returns null if it is too early: while a character is being composed, or, unless
  // must is set, while the program lacks messages or has not come to rest.
  function take(must) {
    if (!cover) return { text: "", start: 0, end: 0, focus: false, away: false };
    const log = cover.querySelector(".timeline__log"), next = document.getElementById("log");
    if (composing || !must && (lastOf(next) < lastOf(log) || !rests())) return null;
    const field = cover.querySelector(".composer__input"), active = document.activeElement;
    const link = cover.contains(active) && active.matches("a[href]") ? active.getAttribute("href") : "";
    const early = { text: field.value, start: field.selectionStart, end: field.selectionEnd, focus: active === field, away: link !== "" };
    const at = log?.parentElement.scrollTop;
    if (next && at < -1 && !(Math.abs(at - aimed) < 1)) align(log, next);
    handedOver();
    cover.remove();
    cover = null;
    root.dataset.first = "taken";
    requestAnimationFrame(() => requestAnimationFrame(release)); // the browser has noted the heights
    if (link) document.querySelector(`.app a[href=${JSON.stringify(link)}]`)?.focus();
    performance.mark("confab:taken over");
    return early;
  }

  // release ends the taking over. Only rows out of view may lose their contents, since nobody sees them move.
  function release() {
    const timeline = document.querySelector(".timeline:not([hidden])"), box = timeline?.getBoundingClientRect();
    for (const row of timeline?.querySelectorAll(".msg") ?? []) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom > box.top && top < box.bottom) row.classList.add("is-whole");
    }
    delete root.dataset.first;
  }

  // align scrolls the program's messages so that the row in the middle of the window stays where it is.
  function align(log, next) {
    const box = log.parentElement.getBoundingClientRect(), middle = (box.top + box.bottom) / 2;
    const rows = [...log.querySelectorAll(":scope > [data-seq]")];
    const row = rows.find((r) => r.getBoundingClientRect().bottom > middle) ?? rows.at(-1);
    const same = row && next.querySelector(`:scope > [data-seq="${row.dataset.seq}"]`);
    if (same) next.parentElement.scrollTop += same.getBoundingClientRect().top - row.getBoundingClientRect().top;
  }

  // typed returns what is in the composer.
  const typed = () => (cover ?? document).querySelector(".composer__input")?.value ?? "";

  // leave is called by the program when somebody is signed out: nothing is kept any more.
  function leave() {
    atEnd = null;
    forget();
  }

  window.confabScreen = { keep, leave, take };
  return { show, hold, typed, tidy: read };
};
