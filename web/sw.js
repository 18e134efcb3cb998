// sw.js is the service worker, which lets Confab open without a network. It stores the shell (the page
// without anybody's data, its script, style sheet, icons and the program) under its version, and nothing
// else: the program itself stores messages, in IndexedDB.
//
// web/worker.go fills in the configuration.
"use strict";

const { version, cache: cacheName, shell, essential, optional, used, pages } = __CONFIG__;

// How long a navigation waits for the network before the stored shell answers, in milliseconds.
const PATIENCE = 3000;

// The same where the device keeps the first screen of the address: the answer would bring nothing but a new
// version, which is noticed in other ways, too.
const PATIENCE_KEPT = 150;

// What only some people need is stored when it is used: the languages, the list of all emoji, scripts.
const stored = new Set([...essential, ...optional, ...used]);

// The server's own pages and its interfaces are never stored and never answered from here.
const isServerPath = (path) => pages.some((page) => path === page || path.startsWith(page + "/"));

// ---------- Installing ----------

self.addEventListener("install", (event) => event.waitUntil(install()));

// install stores the shell, all of it or nothing, and then whatever it can get of the rest.
async function install() {
  const cache = await caches.open(cacheName);
  await Promise.all(essential.map((path) => store(cache, path)));
  const rest = await Promise.allSettled([...optional, ...await usedBefore()].map((path) => store(cache, path)));
  for (const { reason } of rest) if (reason) console.warn("confab: not stored for offline use:", reason.message);
}

// usedBefore returns what the version before has stored because it was used.
async function usedBefore() {
  const nameOf = (path) => path.slice(path.lastIndexOf("/"));
  const before = new Set();
  for (const name of await caches.keys()) {
    if (name === cacheName || !name.startsWith("confab-")) continue;
    for (const { url } of await (await caches.open(name)).keys()) before.add(nameOf(url));
  }
  return used.filter((path) => before.has(nameOf(path)));
}

async function store(cache, path) {
  // Files named by their content may come from the browser's cache: the page has just loaded them.
  const response = await fetch(path, { cache: path.startsWith("/static/") ? "default" : "no-cache" });
  // A redirected answer must not be given to a navigation, and would not be the shell anyway.
  if (!response.ok || response.redirected) throw new Error(`${path} answered ${response.status}`);
  // The server may answer one person with a page that is for them alone.
  if (response.headers.get("Cache-Control")?.includes("no-store")) throw new Error(`${path} may not be stored`);
  await cache.put(path, response);
}

self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("confab-") && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

// ---------- Answering ----------

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || isServerPath(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(navigate(event));
  else if (stored.has(url.pathname)) event.respondWith(fromCache(event, url.pathname));
});

// navigate prefers the server, so that a new version is noticed at once. If the server is slow, fails or
// cannot be reached, the stored shell answers, whatever the address: the program reads the address itself.
async function navigate(event) {
  const network = fromNetwork(event);
  event.waitUntil(network.catch(() => {})); // its failure is handled below
  const slow = patience(new URL(event.request.url).pathname).then((ms) => new Promise((done) => setTimeout(done, ms)));
  try {
    const response = await Promise.race([network, slow]);
    if (response && response.status < 500) return response;
  } catch {
    // No network: the shell below.
  }
  return (await match(shell)) ?? network;
}

// patience reads what web/first.js says with each navigation: the person and the rooms whose first screen is kept.
async function patience(path) {
  const preload = await self.registration.navigationPreload?.getState();
  const [, ...rooms] = preload?.headerValue.split(" ") ?? [];
  const kept = rooms.length > 0 && (path === "/" || rooms.some((room) => path === "/r/" + room));
  return kept ? PATIENCE_KEPT : PATIENCE;
}

async function fromNetwork(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

// fromCache also stores what was not used before.
async function fromCache(event, path) {
  const found = await match(path);
  if (found) return found;
  event.waitUntil(storeUsed(path));
  return fetch(event.request);
}

async function match(path) {
  const cache = await caches.open(cacheName);
  return cache.match(path);
}

// ---------- New versions ----------

self.addEventListener("message", (event) => {
  const message = event.data;
  if (message?.type === "confab:skip waiting") {
    event.waitUntil(self.skipWaiting());
  } else if (message?.type === "confab:page") {
    if (message.version === version) event.waitUntil(Promise.all([self.skipWaiting(), storeUsed(message.language)]));
    else event.source?.postMessage({ type: "confab:new version", version });
  }
});

// storeUsed stores what only some people need, if path is that of such a file. Usually it comes from the
// browser's cache.
async function storeUsed(path) {
  if (!used.includes(path) || await match(path)) return;
  try {
    await store(await caches.open(cacheName), path);
  } catch (err) {
    console.warn("confab: not stored for offline use:", err.message);
  }
}
