// One client, one case, one fresh browser: what opening it and working with it takes.
import { launch, rendererBytes } from './browser.mjs';

const OPEN_LIMIT = 120_000;
const GROW_LIMIT = 60_000;
const TIMES = 5;
/** Enough in three repetitions to tell the slowest of a hundred. */
const ANSWERS = 50;
/** The sizes to which a repeat is grown, and asked at. */
const GROWN = [100, 500, 1000];

const within = (promise, ms, what) => {
  let timer;
  const over = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(`${what} took longer than ${ms / 1000} s`)), ms); });
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
};

/** Gives `{metric, unit, values}` for each metric to `tell`. */
export async function measure({ playwright, url, peer, name, operate, tell }) {
  const browser = await launch(playwright);
  try {
    const { page, cpu, failures } = await browser.page(`${url}/${peer}.html`);
    await page.waitForFunction(() => window.bench && document.readyState === 'complete');
    await page.evaluate(async (path) => { window.definition = await (await fetch(path)).text(); }, `${url}/${name}.xml`);
    const run = (what, argument, label) => within(page.evaluate(what, argument), OPEN_LIMIT, label);
    const heap = () => page.evaluate(() => window.bench.heap());
    const before = { heap: await heap(), renderer: rendererBytes(), cpu: await cpu() };

    const opened = await run(() => window.bench.open(window.definition), null, 'open');
    tell('open_main_thread_cpu', 'ms', [(await cpu()) - before.cpu]);
    for (const [metric, ms] of Object.entries(opened.ms)) tell(metric, 'ms', [ms]);
    for (const [metric, count] of Object.entries(opened.count)) tell(metric, '', [count]);
    tell('heap_after_open', 'MB', [((await heap()) - before.heap) / 1e6]);
    tell('renderer_after_open', 'MB', [(rendererBytes() - before.renderer) / 1e6]);

    if (operate) await work(name, run, tell, cpu);
    const [kind] = name.split('-');
    if (operate && opened.ms.open < 8_000 && !['repeat', 'rcount'].includes(kind)) {
      let again;
      for (let turn = 0; turn < 3; turn++) {
        await page.evaluate(() => window.bench.close());
        again = await run(() => window.bench.open(window.definition), null, 'open again');
      }
      tell('open_warm_third', 'ms', [again.ms.open]);
    }
    // What failed unseen may have left something undone: the figures would be too good.
    tell('page_errors', '', [failures.length]);
    return browser.version;
  } finally {
    await browser.close();
  }
}

async function work(name, run, tell, cpu) {
  const [kind, size] = name.split('-');
  const all = (found) => Object.entries(found).forEach(([metric, values]) => tell(metric, 'ms', values));
  const argument = [Number(size), TIMES];
  if (kind === 'flat') all(await run(([size, times]) => window.bench.flat(size, times), argument, 'answers'));
  if (kind === 'flat') {
    for (const far of [false, true]) {
      const metric = far ? 'answer_far' : 'answer_near', from = await cpu();
      const found = await run(([size, times, far]) => window.bench.answers(size, times, far), [Number(size), ANSWERS, far], metric);
      tell(`${metric}_cpu`, 'ms', [((await cpu()) - from) / ANSWERS / 2]);
      tell(metric, 'ms', found);
    }
  }
  if (kind === 'calc' || kind === 'fan') all(await run(([size, times]) => window.bench.calc(size, times), argument, 'answers'));
  if (kind === 'cascade') all(await run((times) => window.bench.cascade(times), TIMES, 'choices'));
  if (kind === 'rcount') {
    const edit = await run((times) => window.bench.repeatEdit(times), TIMES, 'an answer in a member');
    tell('edit_to_sum', 'ms', edit.edit_to_sum);
    tell('add_one', 'ms', await run((times) => window.bench.recount(times), TIMES, 'one more'));
  }
  if (kind === 'repeat') {
    for (const size of GROWN) {
      const grown = await run(([size, limit]) => window.bench.grow(size, limit), [size, GROW_LIMIT], 'growing');
      if (size === GROWN[0] && grown.first5) tell('add_one_at_10', 'ms', grown.first5);
      if (grown.reached < size) {
        tell('grown_until_time_was_over', 'members', [grown.reached]);
        tell('add_one_at_end', 'ms', grown.last5);
        return;
      }
      tell(`grow_to_${size}`, 'ms', [grown.ms]);
      tell(`add_one_at_${size}`, 'ms', grown.last5);
      const edit = await run((times) => window.bench.repeatEdit(times), TIMES, 'an answer in a member');
      tell(`edit_to_sum_at_${size}`, 'ms', edit.edit_to_sum);
    }
  }
}
