// node store.mjs --pages FOLDER --modules FOLDER --out FILE [--reps N] [--entries N] [--only unlock]
// The app's storage beside IndexedDB as it is, in turn in one Chromium, each with a profile on the
// disk. Prints a JSON line for each metric, then a table.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, serve } from './browser.mjs';
import { summary } from './table.mjs';

const { values: options } = parseArgs({ options: {
  pages: { type: 'string' }, modules: { type: 'string' }, out: { type: 'string' },
  reps: { type: 'string', default: '5' }, entries: { type: 'string', default: '50000' },
  documents: { type: 'string', default: '1000' }, only: { type: 'string' },
} });
const [reps, entries, documents] = [Number(options.reps), Number(options.entries), Number(options.documents)];
const playwright = createRequire(join(options.modules, 'package.json'))('playwright-core');
const server = await serve([options.pages]);
const browser = await launch(playwright);
const found = new Map();
const tell = (peer, name, metric, unit, values) => {
  const key = `${peer}/${name}/${metric}`;
  if (!found.has(key)) found.set(key, { peer, case: name, metric, unit, values: [] });
  found.get(key).values.push(...values);
};
const rate = (spent) => [(spent.length / spent.reduce((sum, ms) => sum + ms, 0)) * 1_000];
const percentile = (spent, share) => [...spent].sort((a, b) => a - b)[Math.ceil(spent.length * share) - 1];

/** Runs something in a page of its own. */
async function inPage(act, argument) {
  const { page, cpu } = await browser.page(`${server.url}/store.html`);
  await page.waitForFunction(() => globalThis.storeUnderTest);
  const before = await cpu();
  const outcome = await page.evaluate(act, argument);
  const spent = await cpu() - before;
  await page.close();
  return typeof outcome === 'object' ? Object.assign(outcome, { cpu: spent }) : outcome;
}

for (let rep = 0; rep < (options.only ? 0 : reps); rep++) {
  for (const [peer, act] of [
    ['indexeddb', (n) => storeUnderTest.raw(n)],
    ['ours-plain', (n) => storeUnderTest.ours(n, false)],
    ['ours', (n) => storeUnderTest.ours(n, true)],
  ]) {
    const spent = await inPage(act, documents);
    tell(peer, 'save-2k', 'rate', '/s', rate(spent));
    tell(peer, 'save-2k', 'p99', 'ms', [percentile(spent, 0.99)]);
  }
  for (const answers of [20, 100, 500]) {
    for (const [peer, sealed] of [['ours-plain', false], ['ours', true]]) {
      const spent = await inPage(([n, s]) => storeUnderTest.draft(n, 300, s), [answers, sealed]);
      tell(peer, `door-${answers}`, 'median', 'ms', [percentile(spent, 0.5)]);
      tell(peer, `door-${answers}`, 'p99', 'ms', [percentile(spent, 0.99)]);
    }
  }
}
const unlock = async (peer, name, sealed) => {
  for (let rep = 0; rep < reps; rep++) {
    const { spent, cpu, longest, memory, usage } = await inPage(([n, e, s]) => storeUnderTest.unlock(n, e, s), [name, entries, sealed]);
    const about = `unlock-${entries}`;
    tell(peer, about, 'time', 'ms', [spent]);
    tell(peer, about, 'main-thread-cpu', 'ms', [cpu]);
    tell(peer, about, 'longest-block', 'ms', [longest]);
    tell(peer, about, 'memory-per-record', 'B', [memory / entries]);
    tell(peer, about, 'disk', 'MB', [usage / 1e6]);
  }
};
await inPage(([n, e]) => storeUnderTest.fill(n, e, true), ['long', entries]);
await unlock('ours-rows', 'long', true);
const from = performance.now();
await inPage((n) => storeUnderTest.pack(n, true), 'long');
tell('ours', `unlock-${entries}`, 'packing', 'ms', [performance.now() - from]);
await unlock('ours', 'long', true);

const lines = [...found.values()].map(({ values, ...line }) => ({ ...line, ...summary(values), load: Number(loadavg()[0].toFixed(2)) }));
for (const line of lines) console.log(JSON.stringify(line));
const machine = { date: new Date().toISOString().slice(0, 10), chromium: browser.version, cpu: cpus()[0]?.model, cores: cpus().length, memory_gb: Math.round(totalmem() / 2 ** 30) };
console.log(JSON.stringify({ machine }));
await browser.close();
server.close();

const peers = ['indexeddb', 'ours-rows', 'ours-plain', 'ours'];
const rows = [['case', 'metric', ...peers, 'ours ÷ indexeddb'], ['---', '---', ...peers.map(() => '---:'), '---:']];
for (const key of new Set(lines.map((line) => `${line.case} ${line.metric}`))) {
  const of = (peer) => lines.find((line) => line.peer === peer && `${line.case} ${line.metric}` === key);
  const [ours, reference] = [of('ours'), of('indexeddb')];
  const times = ours && reference && (ours.metric === 'rate' ? reference.median / ours.median : ours.median / reference.median);
  const cell = (peer) => (of(peer) ? `${of(peer).median} ${of(peer).unit}` : '–');
  rows.push([...key.split(' '), ...peers.map(cell), times ? `${times.toFixed(2)}× the time` : '']);
}
const shown = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
console.log(shown);
if (options.out) {
  await mkdir(dirname(options.out), { recursive: true });
  await writeFile(options.out, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  await writeFile(`${options.out}.md`, `${JSON.stringify(machine)}\n\n${shown}\n`);
}
