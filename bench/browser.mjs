// A fresh Chromium for every measurement, and the pages that it is shown, from this machine alone.
import { createServer } from 'node:http';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.xml': 'application/xml',
};

/** Serves the first of the folders that has the file. */
export async function serve(folders) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    for (const folder of folders) {
      try {
        const body = await readFile(join(folder, path));
        return response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
      } catch { /* perhaps the next has it */ }
    }
    response.writeHead(404).end();
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() { server.closeAllConnections(); server.close(); },
  };
}

/** Where Chromium is: `CHROMIUM`, or one of the usual places. */
export function chromiumPath() {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  const found = [process.env.CHROMIUM, ...usual].find((path) => path && existsSync(path));
  if (!found) throw new Error('no Chromium found: set CHROMIUM to its path');
  return found;
}

export async function launch(playwright) {
  const profile = await mkdtemp(join(tmpdir(), 'doorstep-bench-'));
  const context = await playwright.chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless: true,
    viewport: { width: 1280, height: 900 },
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
  return {
    version: context.browser()?.version() ?? '',
    async page(url) {
      const page = await context.newPage();
      page.setDefaultTimeout(0);
      const failures = [];
      page.on('pageerror', (error) => failures.push(error.message));
      if (process.env.BENCH_DEBUG) {
        page.on('pageerror', (error) => console.error(error.stack));
        page.on('console', (message) => console.error(message.text().slice(0, 500)));
      }
      await page.goto(url);
      const session = await context.newCDPSession(page);
      await session.send('Performance.enable', { timeDomain: 'threadTicks' });
      /** CPU time of the main thread so far, in ms: other programs hardly touch it. */
      const cpu = async () => {
        const { metrics } = await session.send('Performance.getMetrics');
        return metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
      };
      return { page, cpu, failures };
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Private bytes of the largest renderer below this process, WebAssembly and page included. */
export function rendererBytes() {
  if (!existsSync('/proc/self/smaps_rollup')) return Number.NaN;
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ')[1]);
      return [{ pid: Number(pid), parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }];
    } catch { return []; }
  });
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const isOurs = (pid) => pid === process.pid || (parents.has(pid) && isOurs(parents.get(pid)));
  const sizes = processes.filter(({ pid, command }) => command.includes('--type=renderer') && isOurs(pid)).map(({ pid }) => {
    try {
      const lines = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').matchAll(/^Private_\w+:\s+(\d+)/gm);
      return 1024 * [...lines].reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0);
    } catch { return 0; }
  });
  return Math.max(0, ...sizes);
}

/** The forms of a folder, by their names. */
export async function formsIn(folder) {
  const files = existsSync(folder) ? await readdir(folder) : [];
  return files.filter((name) => name.endsWith('.xml')).map((name) => name.slice(0, -4));
}
