// node run.mjs --pages FOLDER --modules FOLDER --out FILE [--real FILE.xml]… [--reps N] [--case NAME]… [--peer NAME]…
// Measures every client with every case, in turn, so that whatever else the machine does falls on
// all of them. Prints a JSON line for each metric, then a table.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, loadavg, totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from './browser.mjs';
import { CASES } from './forms.mjs';
import { measure } from './measure.mjs';
import { summary, table } from './table.mjs';

const { values: options } = parseArgs({ options: {
  pages: { type: 'string' }, modules: { type: 'string' }, out: { type: 'string' },
  real: { type: 'string', multiple: true, default: [] },
  case: { type: 'string', multiple: true, default: [] },
  peer: { type: 'string', multiple: true, default: [] },
  reps: { type: 'string', default: '5' },
} });
const reps = Number(options.reps);
/** After so long a case is left with the repetitions that it has. */
const CASE_LIMIT = 600_000;

const forms = join(options.pages, 'forms');
await mkdir(forms, { recursive: true });
for (const [name, make] of CASES) await writeFile(join(forms, `${name}.xml`), make());
const real = [];
for (const path of options.real) {
  const name = `real-${basename(path, '.xml')}`;
  await writeFile(join(forms, `${name}.xml`), await readFile(path));
  real.push(name);
}
const cases = options.case.length ? options.case : [...CASES.keys(), ...real];
const peers = options.peer.length ? options.peer : ['ours', 'engine', 'odk', 'enketo'];

const playwright = createRequire(join(options.modules, 'package.json'))('playwright-core');
const server = await serve([options.pages, forms]);
const lines = [];
function print(line) {
  lines.push(line);
  console.log(JSON.stringify(line));
}

let chromium = '';
for (const name of cases) {
  const found = new Map(peers.map((peer) => [peer, { metrics: new Map(), failed: null, ms: 0 }]));
  for (let rep = 0; rep < reps; rep++) {
    for (const peer of peers) {
      const mine = found.get(peer);
      if (mine.failed === 'open' || mine.ms > CASE_LIMIT) continue;
      const from = performance.now();
      const tell = (metric, unit, values) => {
        if (!mine.metrics.has(metric)) mine.metrics.set(metric, { unit, values: [] });
        mine.metrics.get(metric).values.push(...values);
      };
      try {
        chromium = await measure({ playwright, url: server.url, peer, name, operate: !mine.failed, tell }) || chromium;
      } catch (error) {
        mine.failed = mine.metrics.has('open') ? 'work' : 'open';
        print({ peer, case: name, metric: mine.failed, error: error.message.slice(0, 300) });
      }
      mine.ms += performance.now() - from;
    }
  }
  for (const [peer, { metrics }] of found) {
    for (const [metric, { unit, values }] of metrics) {
      if (values.length) print({ peer, case: name, metric, ...summary(values), unit, load: Number(loadavg()[0].toFixed(2)) });
    }
  }
}
server.close();

const versions = await readFile(join(options.pages, 'versions.json'), 'utf8').catch(() => '{}');
const machine = { date: new Date().toISOString().slice(0, 10), chromium, node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, memory_gb: Math.round(totalmem() / 2 ** 30), peers: JSON.parse(versions) };
const shown = table(lines);
console.log(JSON.stringify({ machine }));
console.log(shown);
if (options.out) {
  await mkdir(dirname(options.out), { recursive: true });
  await writeFile(options.out, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  await writeFile(`${options.out}.md`, `${JSON.stringify(machine)}\n\n${shown}\n`);
}
