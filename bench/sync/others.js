// The others, bundled: PouchDB with its server, a bare gzip POST, and one submission after the other.
import PouchDB from 'pouchdb-browser';

/** The same answers as `src/measures.rs` writes. */
function answers(number) {
  const all = {};
  for (let question = 0; question < 20; question++) {
    all[`answer:/household/question_${question}`] =
      `choice-${(number + question) % 11}, and some words that a person said at the door: ${(number * 7 + question) % 97}`;
  }
  return all;
}

const ids = (documents) => Array.from({ length: documents }, () => crypto.randomUUID());
const documentsOf = (documents) => ids(documents).map((id, number) => ({ _id: id, ...answers(number) }));

async function timed(act) {
  const from = performance.now();
  const outcome = await act();
  return { ms: performance.now() - from, outcome };
}

const asked = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

async function gzip(text) {
  const packed = new Response(text).body.pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

globalThis.underTest = {
  async pouchWrite(name, documents) {
    const database = new PouchDB(name, { auto_compaction: false });
    await database.bulkDocs(documentsOf(documents));
  },
  async pouch(name, remote, direction) {
    const [local, other] = [new PouchDB(name), new PouchDB(`${location.origin}/db/${remote}`)];
    const options = { batch_size: 1_000, batches_limit: 10 };
    return timed(async () => {
      const said = direction === 'push' ? await local.replicate.to(other, options) : await local.replicate.from(other, options);
      return direction === 'push' ? said.docs_written : (await local.info()).doc_count;
    });
  },
  /** The same documents as text, a thousand at a time. */
  async bare(documents) {
    const all = documentsOf(documents);
    return timed(async () => {
      for (let at = 0; at < documents; at += 1_000) {
        const body = await gzip(JSON.stringify(all.slice(at, at + 1_000)));
        await (await fetch('/raw', { method: 'POST', body, headers: { 'content-encoding': 'gzip' } })).json();
      }
      return documents;
    });
  },
  /** As clients of OpenRosa servers do: a submission, its answer, and the instance is noted as sent. */
  async oneByOne(name, documents) {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('instances');
    const database = await asked(opening);
    const put = (key, value) => new Promise((done, failed) => {
      const transaction = database.transaction('instances', 'readwrite', { durability: 'strict' });
      transaction.objectStore('instances').put(value, key);
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
    const all = documentsOf(documents);
    for (const { _id, ...said } of all) await put(_id, { state: 'finalized', said });
    return timed(async () => {
      for (const { _id } of all) {
        const { said } = await asked(database.transaction('instances').objectStore('instances').get(_id));
        const tags = Object.entries(said).map(([path, value]) => `<${path.split('/').pop()}>${value}</${path.split('/').pop()}>`);
        const xml = `<?xml version="1.0"?><data id="survey" version="1">${tags.join('')}<meta><instanceID>uuid:${_id}</instanceID></meta></data>`;
        const form = new FormData();
        form.append('xml_submission_file', new File([xml], 'submission.xml', { type: 'text/xml' }));
        const answer = await fetch('/submission', { method: 'POST', body: form, headers: { 'X-OpenRosa-Version': '1.0' } });
        if (answer.status !== 201) throw new Error(answer.statusText);
        await put(_id, { state: 'submitted', said });
      }
      return documents;
    });
  },
};
