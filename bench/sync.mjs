// node sync.mjs --pages FOLDER --modules FOLDER --program FILE --out FILE [--reps N] [--documents N]
// Documents of 2 KB between browser and server: the app's own sync, PouchDB with its server, a bare
// gzip POST of the same, and one submission after the other. All in turn, in one Chromium, through
// one kind of line that counts bytes. Prints a JSON line for each metric, then a table.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import net from 'node:net';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { summary } from './table.mjs';

const { values: options } = parseArgs({ options: {
  pages: { type: 'string' }, modules: { type: 'string' }, program: { type: 'string' }, out: { type: 'string' },
  reps: { type: 'string', default: '3' }, documents: { type: 'string', default: '10000' },
} });
const [reps, documents] = [Number(options.reps), Number(options.documents)];
const installed = createRequire(join(options.modules, 'package.json'));
const folder = await mkdtemp(join(tmpdir(), 'doorstep-sync-'));
const found = new Map();
const tell = (peer, name, metric, unit, value) => {
  const key = `${peer}/${name}/${metric}`;
  if (!found.has(key)) found.set(key, { peer, case: name, metric, unit, values: [] });
  found.get(key).values.push(value);
};

/** A line to a port that counts what goes over it. */
async function line(port) {
  const meter = { up: 0, down: 0 };
  const relay = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1');
    near.on('data', (bytes) => { meter.up += bytes.length; far.write(bytes); });
    far.on('data', (bytes) => { meter.down += bytes.length; near.write(bytes); });
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on('end', () => other.end());
      one.on('error', () => other.destroy());
    }
  });
  await new Promise((ready) => relay.listen(0, '127.0.0.1', ready));
  return { meter, url: `http://127.0.0.1:${relay.address().port}`, close: () => relay.close() };
}

/** Our server, with the page in place of the app. */
async function startOurs() {
  const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' };
  const files = [];
  for (const name of await readdir(options.pages, { recursive: true })) {
    if (!types[extname(name)]) continue;
    const sha256 = createHash('sha256').update(await readFile(join(options.pages, name))).digest('hex');
    files.push({ path: `/${name}`, type: types[extname(name)], sha256, immutable: false });
  }
  const csp = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
  await writeFile(join(options.pages, 'assets.json'), JSON.stringify({ csp, files }));
  const data = join(folder, 'data');
  // A site for each turn: what an earlier one left is in nobody's way.
  const sites = Array.from({ length: reps }, (_, turn) => {
    const made = spawnSync(options.program, ['site', 'new', `Garden ${turn}`, '--open', '--data', data], { encoding: 'utf8' });
    const site = made.stdout.match(/[0-9a-f]{8}-[0-9a-f-]{27}/)?.[0];
    if (!site) throw new Error(made.stderr);
    return site;
  });
  const server = spawn(options.program, ['serve', '--listen', '127.0.0.1:0', '--app', options.pages, '--data', data, '--rate', '0']);
  const port = await new Promise((done, failed) => {
    server.stdout.on('data', (said) => { const port = String(said).match(/:(\d+)/); if (port) done(Number(port[1])); });
    server.stderr.on('data', (said) => { if (process.env.BENCH_DEBUG) console.error(String(said)); });
    server.on('exit', () => failed(new Error('the server ended')));
  });
  return { sites, port, close: () => server.kill() };
}

/** The others' servers, and their page. */
async function startOthers() {
  const own = (name) => { const module = installed(name); return module.default ?? module; };
  const bundled = await installed('esbuild').build({
    entryPoints: [join(import.meta.dirname, 'sync/others.js')], bundle: true, format: 'esm', write: false,
    nodePaths: [join(options.modules, 'node_modules')], define: { global: 'globalThis' }, inject: [], logLevel: 'error',
  });
  const Pouch = own('pouchdb-core').plugin(own('pouchdb-adapter-memory')).plugin(own('pouchdb-mapreduce'))
    .plugin(own('pouchdb-replication')).plugin(own('pouchdb-find')).defaults({ adapter: 'memory' });
  const app = own('express')();
  app.disable('etag');
  const drained = (path, answer) => app.post(path, (asked, said) => { asked.resume(); asked.on('end', () => answer(said)); });
  drained('/raw', (said) => said.json({ ok: true }));
  drained('/submission', (said) => said.status(201).send('<OpenRosaResponse xmlns="http://openrosa.org/http/response"/>'));
  app.get('/', (_, said) => said.type('html').send('<!doctype html><title>others</title><script type="module" src="/others.js"></script>'));
  app.get('/others.js', (_, said) => said.type('text/javascript').send(bundled.outputFiles[0].text));
  app.use('/db', own('express-pouchdb')(Pouch, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: '/dev/null' }));
  const server = await new Promise((ready) => { const it = app.listen(0, '127.0.0.1', () => ready(it)); });
  return { port: server.address().port, close() { server.closeAllConnections(); server.close(); } };
}

const [ours, others] = [await startOurs(), await startOthers()];
const lines = { ours: await line(ours.port), others: await line(others.port) };
const browser = await launch(installed('playwright-core'));

/** Runs something in a page of its own: its outcome, with bytes and requests. */
async function inPage(which, act, argument) {
  const { meter, url } = lines[which];
  const { page, cpu } = await browser.page(`${url}/`);
  await page.waitForFunction(() => globalThis.underTest);
  let requests = 0;
  page.on('request', (request) => { if (!request.url().endsWith('/events')) requests++; });
  const before = { ...meter, cpu: await cpu() };
  const outcome = await page.evaluate(act, argument);
  const spent = { up: meter.up - before.up, down: meter.down - before.down, requests, cpu: await cpu() - before.cpu };
  await page.close();
  return { outcome, ...spent };
}

function note(peer, name, count, { outcome, up, down, requests, cpu }) {
  if (count > 0) {
    tell(peer, name, 'rate', '/s', (count / outcome.ms) * 1_000);
    tell(peer, name, 'up', 'B/doc', up / count);
    tell(peer, name, 'down', 'B/doc', down / count);
    tell(peer, name, 'main-thread-cpu', 'ms', cpu);
  } else {
    tell(peer, name, 'time', 'ms', outcome.ms);
    tell(peer, name, 'bytes', 'B', up + down);
  }
  tell(peer, name, 'requests', '', requests);
}

for (let rep = 0; rep < reps; rep++) {
  const run = `${rep}x${Date.now() % 1e6}`;
  const site = ours.sites[rep];
  const settle = (name) => inPage('ours', ([s, n]) => underTest.settle(s, n), [site, name]);
  await inPage('ours', ([s, n, count]) => underTest.write(s, n, count), [site, `a${run}`, documents]);
  note('ours', 'push', documents, await settle(`a${run}`));
  note('ours', 'nothing-new', 0, await settle(`a${run}`));
  const pulled = await settle(`b${run}`);
  // The site's own record is there too.
  if (pulled.outcome.outcome < documents) throw new Error(`${pulled.outcome.outcome} of ${documents} entries`);
  note('ours', 'pull', documents, pulled);
  // Opened again, all of it is still there.
  const again = await settle(`b${run}`);
  if (again.outcome.outcome !== pulled.outcome.outcome) throw new Error(`${again.outcome.outcome} entries when opened again`);

  const pouch = (name, direction) => inPage('others', ([n, remote, d]) => underTest.pouch(n, remote, d), [name, `db${run}`, direction]);
  await inPage('others', ([n, count]) => underTest.pouchWrite(n, count), [`p${run}`, documents]);
  note('pouchdb', 'push', documents, await pouch(`p${run}`, 'push'));
  note('pouchdb', 'nothing-new', 0, await pouch(`p${run}`, 'push'));
  note('pouchdb', 'pull', documents, await pouch(`q${run}`, 'pull'));
  note('gzip-post', 'push', documents, await inPage('others', (count) => underTest.bare(count), documents));
  const few = Math.ceil(documents / 20);
  note('one-by-one', 'push', few, await inPage('others', ([n, count]) => underTest.oneByOne(n, count), [`o${run}`, few]));
}

const out = [...found.values()].map(({ values, ...line }) => ({ ...line, ...summary(values), load: Number(loadavg()[0].toFixed(2)) }));
for (const line of out) console.log(JSON.stringify(line));
const machine = { date: new Date().toISOString().slice(0, 10), chromium: browser.version, cpu: cpus()[0]?.model, cores: cpus().length, memory_gb: Math.round(totalmem() / 2 ** 30) };
console.log(JSON.stringify({ machine }));
await browser.close();
ours.close();
others.close();
for (const line of Object.values(lines)) line.close();
await rm(folder, { recursive: true, force: true });

const peers = ['ours', 'pouchdb', 'gzip-post', 'one-by-one'];
const rows = [['case', 'metric', ...peers], ['---', '---', ...peers.map(() => '---:')]];
for (const key of new Set(out.map((line) => `${line.case} ${line.metric}`))) {
  const cell = (peer) => {
    const line = out.find((it) => it.peer === peer && `${it.case} ${it.metric}` === key);
    return line ? `${line.median} ${line.unit}`.trim() : '–';
  };
  rows.push([...key.split(' '), ...peers.map(cell)]);
}
const shown = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
console.log(shown);
if (options.out) {
  await mkdir(dirname(options.out), { recursive: true });
  await writeFile(options.out, `${out.map((line) => JSON.stringify(line)).join('\n')}\n`);
  await writeFile(`${options.out}.md`, `${JSON.stringify(machine)}\n\n${shown}\n`);
}
process.exit(0);
