// Keeps whole versions of the app on the device, so that it opens without a network.
//
// A version is all its files with exactly the bytes that the build made, or it does not exist: each
// is fetched and its SHA-256 compared before the version counts as installed. If anything is amiss,
// the version that runs goes on. A new one takes over only when the app asks for it, or when no
// page of the app is open any more.
//
// The build puts `const BUILD = { version, files: [{ url, sha256, size, immutable }] }` in front.

const PREFIX = "doorstep-app-";
const CACHE = PREFIX + BUILD.version;
const URLS = new Set(BUILD.files.map((file) => file.url));

/** A file of some version: its name ends with a hash. */
const HASHED = /-[0-9a-f]{16}\.[a-z0-9]+$/;

/** A person who is in the middle of a form holds this lock, shared. */
const DRAFT_LOCK = "doorstep-draft";

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", answer);
addEventListener("message", ({ data, ports }) => {
  if (data?.type === "take-over") skipWaiting();
  if (data?.type === "hold") hold(data);
  if (data?.type === "take") ports[0]?.postMessage(take());
});

/** The network is back (Background Sync): the pages that are open send what waits. None of it is here. */
addEventListener("sync", (event) => {
  if (event.tag === "send") event.waitUntil(nudge());
});

async function nudge() {
  for (const page of await clients.matchAll({ type: "window" })) page.postMessage({ type: "nudge" });
}

/** How long a page that locks may take to load anew. */
const HELD_MS = 20_000;

let held = null;

/** Keeps the key of a page that locks itself, in memory only, until it has loaded anew. */
function hold({ profile, key, pin }) {
  held = { profile, key, pin, until: Date.now() + HELD_MS };
  setTimeout(take, HELD_MS);
}

/** Gives it back, once. */
function take() {
  const given = held && Date.now() < held.until ? held : null;
  held = null;
  return given;
}

async function install() {
  const cache = await caches.open(CACHE);
  const report = await reporter();
  const work = BUILD.files.map(async (file) => cache.put(file.url, await obtain(file, report)));
  // All must have ended before the cache may go: a late one would write into what is deleted.
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === "rejected");
  if (failed) {
    await caches.delete(CACHE);
    throw failed.reason;
  }
}

/** Tells the open pages how many bytes of the version are there. */
async function reporter() {
  const pages = await clients.matchAll({ includeUncontrolled: true, type: "window" });
  const total = BUILD.files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  return (bytes) => {
    done += bytes;
    for (const page of pages) page.postMessage({ type: "update-progress", done, total });
  };
}

/** A file with the right bytes, from an older version if it has it, or else from the network. */
async function obtain(file, report) {
  if (!file.immutable) return fetchChecked(file, "no-cache", report);
  const kept = await caches.match(file.url);
  if (kept) {
    const checked = await check(file, kept).catch(() => null);
    if (checked) {
      report(file.size);
      return checked;
    }
  }
  // The page has just loaded most of the files: the browser's own cache saves a second transfer.
  // If that holds a damaged copy, the server is asked again.
  return fetchChecked(file, "default", report).catch(() => fetchChecked(file, "reload", report));
}

async function fetchChecked(file, cache, report) {
  // Whoever looks at the app goes first: this may take as long as it takes.
  const response = await fetch(file.url, { cache, priority: "low" });
  if (!response.ok || !response.body) throw new Error(`${file.url}: ${response.status}`);
  let received = 0;
  try {
    const chunks = [];
    const reader = response.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(next.value);
      received += next.value.length;
      report(next.value.length);
    }
    return await check(file, new Response(new Blob(chunks), response));
  } catch (error) {
    report(-received);
    throw error;
  }
}

/** The response with its bytes proven to be those of the build, or an error. */
async function check(file, response) {
  const bytes = await response.arrayBuffer();
  const sha256 = await crypto.subtle.digest("SHA-256", bytes);
  const hex = Array.from(new Uint8Array(sha256), (byte) => byte.toString(16).padStart(2, "0"));
  if (bytes.byteLength !== file.size || hex.join("") !== file.sha256) {
    throw new Error(`${file.url}: not the bytes of version ${BUILD.version}`);
  }
  // The bytes are unpacked by now, whatever the server said about them.
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(bytes, { headers });
}

async function activate() {
  // From the first visit on, the page that is open works offline too.
  await clients.claim();
  // An even newer version may be on its way, and its cache is none of ours; it will tidy up.
  if (registration.installing || registration.waiting) return;
  // Whoever is still in a form may yet need a file of the version that runs there.
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  if (held.some(({ name, mode }) => name === DRAFT_LOCK && mode === "shared")) return;
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Answers from the device where the request is for the app, and stays out of all else. */
function answer(event) {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (/^\/(api|healthz)(\/|$)/.test(pathname)) return;
  if (request.mode === "navigate" && (URLS.has(pathname) || !pathname.includes("."))) {
    // Every screen of the app is the same page.
    event.respondWith(fromCache(HASHED.test(pathname) ? pathname : "/index.html", request));
  } else if (URLS.has(pathname) || HASHED.test(pathname)) {
    event.respondWith(fromCache(pathname, request));
  }
}

async function fromCache(path, request) {
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(path)) ?? (HASHED.test(path) && (await caches.match(path)));
  return kept || fetch(request);
}
