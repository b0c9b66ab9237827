// Doorstep's own form screen: the adapter does with its page what a person does. Questions that are
// far from the screen are not in the page: they are gone to first; how many they are, and what a far
// note says, the session tells, once the page has had its turn to follow.
import { install } from './driver.js';
import init from './screen.js';

await init({ module_or_path: new URL('./screen.wasm', import.meta.url) });
const screen = globalThis.screenUnderTest;

const questions = document.getElementsByClassName('question');

/** Resolves in a task of its own, after everything that this one has set off. */
const channel = new MessageChannel();
const waiting = [];
channel.port1.onmessage = () => waiting.shift()?.();
const nextTask = () => new Promise((done) => { waiting.push(done); channel.port2.postMessage(null); });

/** Looks once in each task until `test` holds. (Another driver may wait for one thing at a time only.) */
async function until(test, what, limit = 120_000) {
  for (const end = performance.now() + limit; !test(); await nextTask()) {
    if (performance.now() > end) throw new Error(`waited too long for ${what}`);
  }
}

let acting = 0;
const path = ({ name, repeat }) => (repeat === undefined ? `/${name}` : `/r[${repeat + 1}]/${name}`);
const question = (at) => document.querySelector(`[data-path="${at}"]`);

// The app does this too, once it is idle. `?cold` leaves it out.
if (!location.search.includes('cold')) {
  await new Promise((done) => screen.rehearse(done));
}

/** Does something with a question; one that is far away is gone to first. */
async function at(where, act) {
  acting += 1;
  if (!question(path(where))) {
    screen.go(path(where));
    await until(() => question(path(where)), path(where));
  }
  await act(question(path(where)));
  await nextTask();
  acting -= 1;
}
function type(where, value) {
  return at(where, (found) => {
    const field = found.querySelector('input, textarea');
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

/** How many entries the repeat has: what is in its section, but for heading and button. */
const others = new WeakMap();
function entries() {
  const section = document.querySelector('[data-path="/r"]');
  if (!others.has(section)) others.set(section, section.querySelectorAll(':scope > :not(.stretch)').length);
  return section.childElementCount - others.get(section);
}

install({
  name: 'ours',
  async open(xml) {
    const problem = screen.open(new TextEncoder().encode(xml));
    if (problem) throw new Error(problem);
    await until(() => questions.length > 0, 'the first question');
  },
  close: () => screen.close(),
  visible: () => (acting > 0 ? Number.NaN : screen.asked()),
  text: type,
  number: (where, value) => type(where, String(value)),
  // Looked for anew each time: a change of the list may have built the control again, or closed
  // its sheet.
  choose(where, value) {
    return at(where, async () => {
      const choice = () => {
        const found = question(path(where));
        const offered = found?.querySelector(`[data-choice="${value}"]`);
        if (!offered && !found?.querySelector('dialog')?.open) found?.querySelector('.picker')?.click();
        return offered;
      };
      await until(choice, value);
      choice().click();
    });
  },
  // A long list opens in a sheet, which has the rows in the page that can be seen.
  options(where, count, prefix) {
    const found = acting === 0 && question(path(where));
    if (!found) return false;
    const sheet = found.querySelector('dialog');
    if (sheet && !sheet.open) found.querySelector('.picker').click();
    const offered = found.querySelectorAll('[data-choice]');
    const length = Number(offered[0]?.ariaSetSize ?? offered.length);
    const right = length === count && offered[0].dataset.choice.startsWith(prefix);
    if (right) sheet?.close();
    return right;
  },
  note: (where) => (acting > 0 ? '' : question(path(where))?.textContent ?? screen.label(path(where))),
  repeats: entries,
  add: () => document.querySelector('.add-entry').click(),
});
