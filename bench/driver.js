// Runs in the page: plays a person through an adapter, and takes the time from an action until
// what depends on it is in the page and laid out.

/** Resolves in a task of its own: after effects, promises and observers of this one. */
const channel = new MessageChannel();
const waiting = [];
channel.port1.onmessage = () => waiting.shift()?.();
export const nextTask = () => new Promise((done) => { waiting.push(done); channel.port2.postMessage(null); });

/** Looks once in each task until `test` holds. */
export async function until(test, what, limit = 120_000) {
  for (const end = performance.now() + limit; !test(); await nextTask()) {
    if (performance.now() > end) throw new Error(`waited too long for ${what}`);
  }
}

/** So many questions of one kind are far. */
const STRIDE = 7;

const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
const layOut = () => document.body.getBoundingClientRect().height;

/** The longest time in which no other task got a turn, until `stop` is called. */
function watchForStalls() {
  const beat = new MessageChannel();
  let last = performance.now(), longest = 0, going = true;
  const look = () => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; };
  beat.port1.onmessage = () => { look(); if (going) beat.port2.postMessage(null); };
  beat.port2.postMessage(null);
  return { stop() { going = false; look(); return longest; } };
}

export function install(adapter) {
  async function timed(act, test, what) {
    const from = performance.now();
    act();
    await until(test, what);
    layOut();
    return performance.now() - from;
  }
  /** Times `what` so often; each time `step(turn)` gives [metric, act, test] triples. */
  async function rounds(times, step) {
    const found = {};
    for (let turn = 0; turn < times; turn++) {
      for (const [metric, act, test] of step(turn)) (found[metric] ??= []).push(await timed(act, test, metric));
    }
    return found;
  }
  const note = (label) => adapter.note({ name: 'out', label });

  window.bench = {
    a: adapter,
    name: adapter.name,
    async open(xml) {
      const stalls = watchForStalls();
      await nextTask();
      const from = performance.now();
      const phases = (await adapter.open(xml)) ?? {};
      const open_dom = performance.now() - from;
      layOut();
      const open = performance.now() - from;
      const longest_block = stalls.stop();
      await nextFrame();
      await nextFrame();
      await nextTask();
      const open_painted = performance.now() - from;
      return {
        ms: { open, open_dom, open_painted, longest_block, ...phases },
        count: { dom_nodes: document.querySelectorAll('*').length, controls: adapter.visible() },
      };
    },
    close: () => adapter.close(),
    heap() {
      for (let i = 0; i < 3; i++) globalThis.gc?.();
      return performance.memory.usedJSHeapSize;
    },
    /** One dependant goes and comes; then a tenth of all. */
    flat(size, times) {
      const all = adapter.visible(), middle = Math.floor(size / 8) * 4;
      const question = (i) => ({ name: `q${i}`, label: `Question ${i}:` });
      const shown = (count) => () => adapter.visible() === count;
      return rounds(times, (turn) => [
        ['edit_hide_one', () => adapter.text(question(middle), '__hide'), shown(all - 1)],
        ['edit_show_one', () => adapter.text(question(middle), `v${turn}`), shown(all)],
        ['switch_hide_tenth', () => adapter.text(question(0), '__hide'), shown(all - size / 10 - 1)],
        ['switch_show_tenth', () => adapter.text(question(0), `v${turn}`), shown(all)],
      ]);
    },
    /**
     * Many answers, each of which hides one question and shows it again: to a question near the one
     * before, or `far` from it. What is far comes with the way there; back is not told.
     */
    async answers(size, times, far) {
      const all = adapter.visible();
      // Texts on which just the next question hangs.
      const texts = Array.from({ length: Math.floor((size - 1) / 4) }, (_, i) => i * 4).filter((i) => i > 0 && i % 10 !== 4);
      const found = [];
      for (let turn = 0; turn < times; turn++) {
        const i = texts[far ? (turn * STRIDE) % texts.length : turn % 2];
        const at = { name: `q${i}`, label: `Question ${i}:` };
        found.push(await timed(() => adapter.text(at, '__hide'), () => adapter.visible() === all - 1, 'a question less'));
        const back = await timed(() => adapter.text(at, `v${turn}`), () => adapter.visible() === all, 'and back');
        if (!far) found.push(back);
        await nextFrame();
      }
      return found;
    },
    /** The last of the calculations follows the number. */
    calc(size, times) {
      return rounds(times, (turn) => [[
        'set_input',
        () => adapter.number({ name: 'x', label: 'Input x' }, 1000 + turn),
        () => note('Result:').includes(String(1000 + turn + size)),
      ]]);
    },
    /** One member more, until there are `size` or the time is over. */
    async grow(size, limit) {
      const from = performance.now(), first = adapter.repeats(), times = [];
      for (let count = first; count < size && performance.now() - from < limit; count++) {
        times.push(await timed(() => adapter.add(), () => adapter.repeats() === count + 1, 'one more'));
      }
      return { reached: adapter.repeats(), ms: performance.now() - from, first5: times.slice(5, 10), last5: times.slice(-5), all: times, added: adapter.repeats() - first };
    },
    /** The question that counts asks for one more. */
    async recount(times) {
      const found = await rounds(times, () => {
        const more = adapter.repeats() + 1;
        return [['add_one', () => adapter.number({ name: 'n', label: 'How many' }, more), () => adapter.repeats() === more]];
      });
      return found.add_one;
    },
    /** The sum follows an answer in a member in the middle. */
    async repeatEdit(times) {
      const member = Math.floor(adapter.repeats() / 2);
      const found = await rounds(times, (turn) => {
        const before = note('Total:');
        return [['edit_to_sum', () => adapter.number({ name: 'b', label: 'Item b', repeat: member }, 10 + turn), () => note('Total:') !== before]];
      });
      return { ...found, note: note('Total:') };
    },
    cascade(times) {
      const at = (name) => ({ name, label: name[0].toUpperCase() + name.slice(1) });
      return rounds(times, (turn) => {
        const region = `r${turn % 20}`, district = `${region}d3`;
        return [
          [turn ? 'level1_reset' : 'level1_to_level3', () => adapter.choose(at('region'), region), () => adapter.options(at('ward'), 500, `${region}d`)],
          ['level2_to_level3', () => adapter.choose(at('district'), district), () => adapter.options(at('ward'), 20, `${district}w`)],
        ];
      });
    },
  };
}
