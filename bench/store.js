// What is measured of the storage, in the page: `globalThis.storeUnderTest`. Times are in ms.
import init, * as store from './store-code.js';

const wasm = await init({ module_or_path: new URL('./store.wasm', import.meta.url) });
const BYTES = 2_048;

const asked = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

/** Each call's time. */
async function timed(times, act) {
  const spent = [];
  for (let turn = 0; turn < times; turn++) {
    const from = performance.now();
    await act(turn);
    spent.push(performance.now() - from);
  }
  return spent;
}

/** One document a transaction, on the disk before the next begins. */
async function raw(name, documents) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('documents');
  const database = await asked(opening);
  const text = (turn) => Uint8Array.from({ length: BYTES }, (_, at) => 97 + ((at * 7 + turn) % 26));
  const spent = await timed(documents, (turn) => new Promise((done, failed) => {
    const transaction = database.transaction('documents', 'readwrite', { durability: 'strict' });
    transaction.objectStore('documents').add(text(turn), turn);
    transaction.oncomplete = done;
    transaction.onabort = () => failed(transaction.error);
  }));
  database.close();
  return spent;
}

/** A name that no other page has used. */
const fresh = (kind) => `${kind}-${crypto.randomUUID()}`;
globalThis.storeUnderTest = {
  raw: (documents) => raw(fresh('raw'), documents),
  async ours(documents, sealed) {
    await store.open(fresh('ours'), sealed);
    return timed(documents, (turn) => store.commit(turn + 1, BYTES));
  },
  async draft(answers, saves, sealed) {
    await store.open(fresh('draft'), sealed);
    return timed(saves, (turn) => store.save(answers, turn));
  },
  async fill(name, entries, sealed) {
    await store.open(name, sealed);
    await store.fill(entries);
  },
  async pack(name, sealed) {
    await store.open(name, sealed);
    await store.pack();
  },
  /** Opens what was filled: how long it took, and the longest that the page could do nothing. */
  async unlock(name, entries, sealed) {
    const before = wasm.memory.buffer.byteLength;
    let last = performance.now();
    let longest = 0;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      channel.port2.postMessage(null);
    };
    channel.port2.postMessage(null);
    const from = performance.now();
    const found = await store.open(name, sealed);
    const spent = performance.now() - from;
    channel.port1.close();
    if (found !== entries) throw new Error(`${found} of ${entries} entries`);
    const { usage } = await navigator.storage.estimate();
    return { spent, longest, memory: wasm.memory.buffer.byteLength - before, usage };
  },
};
