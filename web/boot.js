// boot.js starts Confab in a browser. It is the first script of every page and has five duties, in
// this order: the theme before the first paint, the language, the first screen (first.js),
// starting the program, and keeping the service worker and the "new version" banner up to date.
//
// web/boot.go puts the toolchain's wasm_exec.js, first.js and back.js in front of it and fills in the configuration.
// The names that begin with "goapp" are what go-app's wasm side calls or sets; a test compares them
// with go-app's source.
(() => {
  "use strict";
  const config = __CONFIG__;
  const root = document.documentElement;
  // Pages rendered by the server carry data-start="prefetch": they only warm the cache. Those for somebody who
  // has the program already carry "look": they have the theme and nothing else.
  const start = document.currentScript?.dataset.start ?? "run";

  // ---------- Theme ----------

  // Reading storage throws if the browser blocks it; the page then has the system's theme.
  function stored(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  }
  const theme = stored("confab.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (stored("confab.density") === "compact") root.dataset.density = "compact";
  const size = stored("confab.text");
  if (size === "small" || size === "large") root.dataset.text = size;

  if (start === "look") return;
  if (start === "prefetch") {
    window.confabFirst(config).tidy(); // nobody signs in to what another left
    if (config.wasm) {
      const warm = (path) => fetch(path, { priority: "low" });
      addEventListener("load", () => Promise.all([config.compiler, config.wasm].map(warm)).catch(() => {
        // This was only a prefetch: the next page fetches them again and reports its own failure.
      }));
    }
    return;
  }

  // ---------- Language ----------

  const cookie = document.cookie.split("; ").find((c) => c.startsWith(config.cookie + "="))?.slice(config.cookie.length + 1) ?? "";

  // For the settings.
  window.confabLanguages = {
    chosen: cookie,
    tags: ["en", ...config.languages.filter((l) => l.offered || l.tag === cookie).map((l) => l.tag)],
    choose(tag) {
      document.cookie = `${config.cookie}=${tag}; path=/; samesite=lax; max-age=${tag ? 400 * 24 * 60 * 60 : 0}`;
      location.reload();
    },
  };

  // chosenLanguage returns the one of config.languages that the person chose, else the first one that the
  // browser asks for; undefined is English. server/language applies the same rules to the server's pages.
  function chosenLanguage() {
    const named = (tag, hidden) => config.languages.find((l) => (hidden || l.offered) && l.tag.toLowerCase() === tag);
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

  // The sentences are loaded together with the program but are not part of it, so that people download only
  // their own language. The program takes them from here; without them it is in English.
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

  // The page that is shown until the program takes over is the same for everyone, and therefore in English.
  function translateShell() {
    if (!window.confabLanguage) return;
    for (const e of document.querySelectorAll("[data-say]")) {
      const said = say(e.dataset.say);
      if (e.dataset.sayAs) {
        e.setAttribute(e.dataset.sayAs, said);
        continue;
      }
      const key = e.querySelector("kbd"); // the element for an argument
      if (key) key.textContent = say("keyEnter");
      e.replaceChildren(...said.split(/(\{key\})/).map((part) => (part === "{key}" ? key : part)));
    }
  }

  // ---------- The first screen ----------

  const first = window.confabFirst(config, language);

  // restoreEarly puts what was typed before a start that failed back into the field; the Reload button below
  // stored it.
  function restoreEarly() {
    const field = document.querySelector(".composer__input");
    try {
      const text = sessionStorage.getItem("confab.early");
      sessionStorage.removeItem("confab.early");
      if (field && text && !field.value) field.value = text;
    } catch { /* The browser stores nothing. */ }
  }

  window.confabOver = window.confabBack(); // before go-app listens

  const program = compiled(); // begins at once, beside the page
  program.catch(() => {}); // load reports it

  // ---------- Failure ----------

  let failed = false;

  // fail covers the page with a sentence and a button to reload. The technical cause goes to the console.
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
      try { sessionStorage.setItem("confab.early", first.typed()); } catch (err) {
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

  // parsed resolves when the page's last element is there, which is a frame earlier than the browser says so:
  // what is shown first is then the first screen and not the grey bars.
  const parsed = new Promise((done) => {
    const look = () => {
      if (!document.querySelector(".typing")) return false;
      done();
      return true;
    };
    if (document.readyState !== "loading") return done();
    if (look()) return;
    const parsing = new MutationObserver(() => look() && parsing.disconnect());
    parsing.observe(root, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", () => { parsing.disconnect(); done(); }, { once: true });
  });

  // compiled returns the program. The message of its errors is the key of a sentence.
  async function compiled() {
    if (!config.wasm) {
      throw new Error("notBuilt");
    }
    if (!window.WebAssembly?.compileStreaming) {
      throw new Error("browserTooOld");
    }
    const worker = new Worker(config.compiler);
    const { module, failed, cause } = await new Promise((done) => {
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = (event) => done({ failed: "cannotLoad", cause: event.message });
      worker.postMessage(config.wasm);
    });
    worker.terminate();
    if (failed) throw new Error(failed, { cause });
    return module;
  }

  // load returns what starts the program.
  async function load() {
    const module = await program;
    const go = new Go();
    try {
      const instance = await WebAssembly.instantiate(module, go.importObject);
      return () => go.run(instance);
    } catch (err) {
      throw new Error("notStarted", { cause: err });
    }
  }

  // On a slow first visit the page says why it takes so long, in the line below the composer. Usually the program
  // has started long before.
  const patience = setTimeout(() => {
    const line = document.querySelector(".typing");
    if (line && !failed) line.textContent = say("stillLoading");
  }, 4000);

  async function run() {
    performance.mark("confab:boot");
    try {
      const shown = parsed.then(restoreEarly).then(first.show);
      const [main] = await Promise.all([shown.then(load), Promise.all([sentences, shown]).then(translateShell)]);
      clearTimeout(patience);
      performance.mark("confab:compiled");
      first.hold();
      const ended = main();
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

  // ---------- What go-app's wasm side expects ----------

  Object.assign(window, {
    goappNav() {},
    goappUpdatedBeforeWasmLoaded: false,
    goappOnUpdate() { window.goappUpdatedBeforeWasmLoaded = true; },
    goappAppInstallChangedBeforeWasmLoaded: false,
    goappOnAppInstallChange() { window.goappAppInstallChangedBeforeWasmLoaded = true; },
    goappGetenv: (key) => env[key],
    confabEmoji: config.emoji, // where the program loads the list of all emoji from
    // and what they are called in a language that the person reads, if that is not English
    confabEmojiCalled: config.called[(navigator.languages ?? []).map((l) => l.split("-")[0]).find((l) => l in config.called)] ?? "",
    confabScripts: config.scripts, // and the scripts that are only sometimes needed
    goappTryUpdate: tryUpdate,
    goappIsAppInstallable: () => !isInstalled() && (installPrompt !== null || isAppleBrowser()),
    goappIsAppleBrowser: isAppleBrowser,
    goappShowInstallPrompt: showInstallPrompt,
    goappKeepBodyClean: keepBodyClean,
    confabUpdate: applyUpdate,
  });

  // The addresses that the server answers with pages of its own: go-app must leave the program for them.
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

  // Apple's browsers do not offer to install; people do it in the share menu, which the app can explain.
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

  // ---------- Translators ----------

  // A browser's translator takes text nodes out of the page and puts FONT elements in their place. The
  // program does not learn of it: it writes new text into the nodes that it made, and removes them. A node
  // that it uses again therefore comes back where its translation stands; the translator then translates
  // the new text.
  const translations = new WeakMap(); // text node -> the element in its place
  const rewritten = new MutationObserver((records) => records.forEach((record) => comesBack(record.target)));
  let guarded = false;

  new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.removedNodes) {
        if (node.nodeType !== Node.TEXT_NODE || node.isConnected) continue;
        const inPlace = [record.addedNodes[0], record.previousSibling, record.nextSibling].find((n) => n?.nodeName === "FONT");
        if (!inPlace) continue;
        translations.set(node, inPlace);
        rewritten.observe(node, { characterData: true });
        guard();
      }
    }
  }).observe(root, { childList: true, subtree: true });

  function comesBack(node) {
    translations.get(node)?.replaceWith(node);
    translations.delete(node);
  }

  // guard has nodes come back before they are removed or replaced, which would fail otherwise.
  function guard() {
    if (guarded) return;
    guarded = true;
    const { removeChild, replaceChild } = Node.prototype;
    Node.prototype.removeChild = function (child) {
      comesBack(child);
      return removeChild.call(this, child);
    };
    Node.prototype.replaceChild = function (by, child) {
      comesBack(child);
      return replaceChild.call(this, by, child);
    };
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
    // The program may run for days in an open tab, so it checks for a new version regularly.
    setInterval(tryUpdate, 60 * 60 * 1000);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") tryUpdate();
    });
  }

  // greet sends a worker the version of this page, and the language it needs without a network. A worker of
  // the same version takes over silently: the page was just loaded from the server, or this is a first
  // visit. Another one answers "new version", and the program shows its banner.
  function greet(worker) {
    worker?.postMessage({ type: "confab:page", version: config.version, language: language?.path });
  }

  function tryUpdate() {
    registration?.update().catch(() => {
      // Offline. It is tried again after an hour, or when the person looks at the page again.
    });
  }

  // applyUpdate is called by the banner's button: the waiting version takes over and the page reloads.
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
