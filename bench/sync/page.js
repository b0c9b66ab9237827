// The app's sync as it is measured: `globalThis.underTest`. Times are in ms.
import init, * as store from './store-code.js';

await init({ module_or_path: new URL('./store.wasm', import.meta.url) });

async function timed(act) {
  const from = performance.now();
  const outcome = await act();
  return { ms: performance.now() - from, outcome };
}

/** Documents written at a time. */
const BATCH = 500;
globalThis.underTest = {
  /** A tablet of its own, with so many documents that nobody has yet. */
  async write(site, name, documents) {
    await store.open_at(site, name);
    for (let at = 0; at < documents; at += BATCH) await store.write(at, Math.min(BATCH, documents - at));
    return documents;
  },
  /** What is here goes to the server and what is there comes. */
  async settle(site, name) {
    await store.open_at(site, name);
    return timed(() => store.settle());
  },
};
