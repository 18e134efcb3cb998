// boot.js starts Confab in a browser. It is the first script of every page and has five duties, in
// this order: the theme before the first paint, the language, keeping what is typed before the program
// runs, starting the program, and keeping the service worker and the "new version" banner honest.
//
// web/boot.go puts the toolchain's wasm_exec.js in front of it and fills in the configuration.
// The names that begin with "goapp" are what go-app's wasm side calls or sets; a test compares them
// with go-app's source.
(() => {
  "use strict";
  const config = __CONFIG__;
  const root = document.documentElement;
  // Pages rendered by the server carry data-start="prefetch": they only warm the cache.
  const start = document.currentScript?.dataset.start ?? "run";

  // ---------- Theme ----------

  // Reading storage throws where a browser blocks it; the page then keeps the system's theme.
  function stored(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  }
  const theme = stored("confab.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (stored("confab.density") === "compact") root.dataset.density = "compact";

  if (start === "prefetch") {
    if (config.wasm) {
      addEventListener("load", () => fetch(config.wasm, { priority: "low" }).catch(() => {
        // Only a head start was lost: the next page fetches it again and reports its own failure.
      }));
    }
    return;
  }

  // ---------- Language ----------

  // language is the one of config.languages that the person chose, else the first that the browser asks
  // for; undefined is English. server/language finds the same for the server's pages, by the same rules.
  function chosenLanguage() {
    const named = (tag, hidden) => config.languages.find((l) => (hidden || l.offered) && l.tag.toLowerCase() === tag);
    const cookie = document.cookie.split("; ").find((c) => c.startsWith(config.cookie + "="))?.slice(config.cookie.length + 1);
    if (cookie) return named(cookie.toLowerCase(), true);
    for (const asked of navigator.languages) {
      const parts = asked.toLowerCase().split("-");
      for (; parts.length > 0; parts.pop()) {
        if (parts.join("-") === "en") return undefined;
        const found = named(parts.join("-"), false);
        if (found) return found;
      }
    }
    return undefined;
  }
  const language = chosenLanguage();

  // The sentences come with the program and not in it, so that nobody downloads a language that they do
  // not read. The program takes them from here; without them it speaks English.
  let translated = {};
  const sentences = language ? fetchSentences() : Promise.resolve();
  async function fetchSentences() {
    root.lang = language.tag;
    root.dir = language.dir;
    try {
      const response = await fetch(language.path, { signal: AbortSignal.timeout(10000) });
      if (!response.ok) throw new Error(`${language.path} answered ${response.status}`);
      const text = await response.text();
      translated = JSON.parse(text);
      window.confabLanguage = { tag: language.tag, rtl: language.dir === "rtl", sentences: text };
    } catch (err) {
      root.lang = "en";
      root.dir = "ltr";
      console.error("confab: the language could not be loaded", err);
    }
  }

  // say returns one of the sentences of config.words. Two apostrophes in a message are one.
  const say = (key) => translated[key]?.replaceAll("''", "'") ?? config.words[key];

  // What the page shows until the program takes over is the same for everyone, and so in English.
  function translateShell() {
    if (!window.confabLanguage) return;
    for (const e of document.querySelectorAll("[data-say]")) {
      const said = say(e.dataset.say);
      if (e.dataset.sayAs) {
        e.setAttribute(e.dataset.sayAs, said);
        continue;
      }
      const key = e.querySelector("kbd"); // drawn in the place of an argument
      if (key) key.textContent = say("keyEnter");
      e.replaceChildren(...said.split(/(\{key\})/).map((part) => (part === "{key}" ? key : part)));
    }
  }

  // ---------- What is typed before the program runs ----------

  // The program reads this once, when it mounts its own composer in the skeleton's place.
  const early = window.confabEarly = { text: kept(), focus: false };
  const isField = (node) => node instanceof HTMLTextAreaElement && node.matches(".composer__input");

  // A text typed into a start that failed, put aside by the Reload button below.
  function kept() {
    try {
      const text = sessionStorage.getItem("confab.early") ?? "";
      sessionStorage.removeItem("confab.early");
      return text;
    } catch { return ""; }
  }

  document.addEventListener("input", (event) => {
    if (isField(event.target) && !running) early.text = event.target.value;
  }, true);
  document.addEventListener("focusin", (event) => {
    if (isField(event.target)) early.focus = true;
  });
  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!isField(field)) return;
    // Replacing the skeleton also takes the focus away. That is not the person leaving the field,
    // and shows in the field being gone once the code that replaced it is done.
    queueMicrotask(() => { if (field.isConnected) early.focus = false; });
  });

  // ---------- Failure ----------

  let failed = false;
  let running = false;

  // fail covers the page with one sentence and a way out. The technical cause goes to the console.
  function fail(key, cause) {
    if (failed) return;
    failed = true;
    console.error("confab: " + (config.words[key] ?? key), cause);
    const panel = bootPanel();
    panel.setAttribute("role", "alert");
    const text = panel.querySelector("p");
    text.textContent = say(key) ?? say("notStarted");
    panel.querySelector("progress")?.remove();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--primary";
    button.textContent = say("reload");
    button.addEventListener("click", () => {
      try { sessionStorage.setItem("confab.early", early.text); } catch (err) {
        console.error("confab: the text could not be put aside", err);
      }
      location.reload();
    });
    panel.append(button);
    button.focus();
  }

  // bootPanel returns the page's .boot element, shown, or one made here when the page has none.
  function bootPanel() {
    let panel = document.querySelector(".boot");
    if (!panel) {
      panel = document.createElement("div");
      panel.className = "boot";
      document.body.append(panel);
    }
    if (!panel.querySelector("p")) panel.append(document.createElement("p"));
    panel.hidden = false;
    return panel;
  }

  // ---------- The program ----------

  const parsed = new Promise((done) => {
    if (document.readyState !== "loading") done();
    else document.addEventListener("DOMContentLoaded", done, { once: true });
  });

  // load returns what starts the program. Its errors have the key of a sentence for their message.
  // The response goes to the compiler as it is. Wrapped in a stream of our own, to count bytes for a
  // progress bar, it would lose the browser's cache of compiled code: a fifth of the start's CPU.
  async function load() {
    if (!config.wasm) {
      throw new Error("notBuilt");
    }
    if (!window.WebAssembly?.instantiateStreaming) {
      throw new Error("browserTooOld");
    }
    let response;
    try {
      response = await fetch(config.wasm);
    } catch (err) {
      throw new Error("cannotLoad", { cause: err });
    }
    if (!response.ok) {
      throw new Error("partNotLoaded", { cause: response.status });
    }
    const go = new Go();
    try {
      const { instance } = await WebAssembly.instantiateStreaming(response, go.importObject);
      return () => go.run(instance);
    } catch (err) {
      throw new Error("notStarted", { cause: err });
    }
  }

  // A slow first visit is told why it waits. Usually the program is there long before.
  const patience = setTimeout(() => {
    const text = document.querySelector(".boot p");
    if (text && !failed) text.textContent = say("stillLoading");
  }, 5000);

  async function run() {
    performance.mark("confab:boot");
    try {
      const [main] = await Promise.all([load(), Promise.all([sentences, parsed]).then(translateShell), parsed.then(restoreEarly)]);
      clearTimeout(patience);
      performance.mark("confab:compiled");
      const ended = main();
      running = true;
      performance.mark("confab:run");
      keepWorker();
      await ended;
      fail("hasStopped", "the program ended");
    } catch (err) {
      clearTimeout(patience);
      await parsed;
      fail(err.message, err.cause ?? err);
    }
  }

  // restoreEarly brings the field and confabEarly together once the page is parsed: the browser may
  // have filled the field on its own, and a text put aside by a failed start belongs back in it.
  function restoreEarly() {
    const field = document.querySelector(".composer__input");
    if (!field) return;
    if (field.value) early.text = field.value;
    else field.value = early.text;
    if (document.activeElement === field) early.focus = true;
  }

  // ---------- What go-app's wasm side expects ----------

  Object.assign(window, {
    goappNav() {},
    goappUpdatedBeforeWasmLoaded: false,
    goappOnUpdate() { window.goappUpdatedBeforeWasmLoaded = true; },
    goappAppInstallChangedBeforeWasmLoaded: false,
    goappOnAppInstallChange() { window.goappAppInstallChangedBeforeWasmLoaded = true; },
    goappGetenv: (key) => env[key],
    goappTryUpdate: tryUpdate,
    goappIsAppInstallable: () => !isInstalled() && (installPrompt !== null || isAppleBrowser()),
    goappIsAppleBrowser: isAppleBrowser,
    goappShowInstallPrompt: showInstallPrompt,
    goappKeepBodyClean: keepBodyClean,
    confabUpdate: applyUpdate,
  });

  // Addresses that the server answers with pages of its own: go-app must leave the program for them.
  const env = {
    ...config.env,
    GOAPP_INTERNAL_URLS: JSON.stringify(config.pages.map((path) => location.origin + path)),
  };

  function keepBodyClean() {
    const allowed = document.body.children.length;
    const observer = new MutationObserver(() => {
      while (document.body.children.length > allowed) document.body.lastElementChild.remove();
    });
    observer.observe(document.body, { childList: true });
    return () => observer.disconnect();
  }

  // ---------- Installing ----------

  let installPrompt = null;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installPrompt = event;
    window.goappOnAppInstallChange();
  });
  addEventListener("appinstalled", () => {
    installPrompt = null;
    window.goappOnAppInstallChange();
  });

  function isInstalled() {
    return navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;
  }

  // Apple's browsers never ask; people install through the share menu, which the app can explain.
  function isAppleBrowser() {
    const agent = navigator.userAgent;
    const mac = /\bMacintosh\b/.test(agent);
    return /iP(hone|ad|od)/.test(agent) || (mac && navigator.maxTouchPoints > 1) ||
      (mac && /\bSafari\b/.test(agent) && !/\b(Chrome|Edg|OPR)\b/.test(agent));
  }

  async function showInstallPrompt() {
    if (!installPrompt) return;
    const prompt = installPrompt;
    installPrompt = null;
    await prompt.prompt();
    await prompt.userChoice;
    window.goappOnAppInstallChange();
  }

  // ---------- The service worker and new versions ----------

  const workers = navigator.serviceWorker;
  let registration = null;
  let reloading = false;

  async function keepWorker() {
    if (!workers) return;
    workers.addEventListener("message", (event) => {
      if (event.data?.type === "confab:new version") window.goappOnUpdate();
    });
    workers.addEventListener("controllerchange", () => {
      if (reloading) location.reload();
      else greet(workers.controller); // on a first visit, or because another tab took a new version
    });
    try {
      registration = await workers.register(config.worker, { updateViaCache: "none" });
    } catch (err) {
      console.error("confab: no offline use, the service worker was not registered", err);
      return;
    }
    const watch = (worker) => worker?.addEventListener("statechange", () => {
      if (worker.state === "installed") greet(worker);
    });
    greet(registration.waiting);
    watch(registration.installing); // found by the browser before the program ran
    registration.addEventListener("updatefound", () => watch(registration.installing));
    // The program runs for days in an open tab, so a new version has to be asked for.
    setInterval(tryUpdate, 60 * 60 * 1000);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") tryUpdate();
    });
  }

  // greet tells a worker which version this page is, and which language it needs without a network. One
  // of the same version takes over silently: the page came fresh from the server, or this is a first
  // visit. Another one answers "new version", and the program shows its banner.
  function greet(worker) {
    worker?.postMessage({ type: "confab:page", version: config.version, language: language?.path });
  }

  function tryUpdate() {
    registration?.update().catch(() => {
      // Offline. The next hour, or the next look at the page, asks again.
    });
  }

  // applyUpdate is what the banner's button calls: the waiting version takes over and the page reloads.
  function applyUpdate() {
    const waiting = registration?.waiting;
    if (!waiting) {
      location.reload();
      return;
    }
    reloading = true;
    waiting.postMessage({ type: "confab:skip waiting" });
  }

  run();
})();
