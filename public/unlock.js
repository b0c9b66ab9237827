// A worker that derives keys from passphrases: what that costs is not spent where the screen is
// drawn. It answers one request and is then ended by the page, with all that it had in memory.
//
// The key goes out as a CryptoKey that nobody can read. A browser that can't send one between
// threads gets the bytes, which the page imports at once.

import start, * as vault from "{{unlocker.js}}";

const ready = start({ module_or_path: "{{unlocker.wasm}}" });

/** The same characters typed on another keyboard are the same passphrase. */
const normal = (text) => text.normalize("NFKC").trim();

const random = () => crypto.getRandomValues(new Uint8Array(256));

/** How long the least costly derivation takes here. The first one is compiled while it runs. */
function floorMs() {
  vault.measure();
  const start = performance.now();
  vault.measure();
  return performance.now() - start;
}

const WORK = {
  create: ({ passphrase }) => vault.create(normal(passphrase), floorMs(), random()),
  open: ({ header, secret, byCode }) => vault.open(header, normal(secret), byCode),
  change: ({ header, secret, byCode, passphrase }) =>
    vault.change(header, normal(secret), byCode, normal(passphrase), floorMs(), random()),
  recode: ({ header, secret }) => vault.recode(header, normal(secret), random()),
};

addEventListener("message", async ({ data }) => {
  try {
    await ready;
    const header = WORK[data.work](data);
    await answer({ header, code: vault.code() }, vault.key());
  } catch (error) {
    // The module's own refusals are words; the rest is a browser that can't.
    postMessage({ error: typeof error === "string" ? error : `${error}` });
  }
});

async function answer(message, bytes) {
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  try {
    postMessage({ ...message, key });
    bytes.fill(0);
  } catch {
    postMessage({ ...message, bytes }, [bytes.buffer]);
  }
}
