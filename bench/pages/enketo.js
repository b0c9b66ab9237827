// Enketo: its transformation, which its server does, in the page too and timed apart; then its form.
import { Form } from 'enketo-core';
import { transform } from 'enketo-transformer/web';
import { install } from '../driver.js';

const place = document.getElementById('app');
let form = null;

const page = () => form.view.html;
const members = () => page().querySelectorAll('.or-repeat');
const inputs = ({ name, repeat }) =>
  (repeat === undefined ? page() : members()[repeat]).querySelectorAll(`[name$="/${name}"], [data-name$="/${name}"]`);
function enter(question, value) {
  const [field] = inputs(question);
  field.value = value;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

install({
  name: 'enketo',
  async open(xform) {
    const from = performance.now();
    const { form: html, model: modelStr } = await transform({ xform, theme: 'formhub' });
    const transformed = performance.now();
    const element = document.createRange().createContextualFragment(html).querySelector('form');
    place.append(element);
    form = new Form(element, { modelStr, external: [] }, {});
    const problems = form.init();
    if (problems.length) console.warn(problems.join('; ').slice(0, 500));
    return { transform: transformed - from, init_after_transform: performance.now() - transformed };
  },
  close() {
    form.resetView();
    place.replaceChildren();
  },
  visible: () => page().querySelectorAll('.question:not(.disabled, .pre-init)').length,
  text: enter,
  number: (question, value) => enter(question, String(value)),
  choose: ({ name }, value) =>
    page().querySelector(`input[type="radio"]:is([name$="/${name}"], [data-name$="/${name}"])[value="${value}"]`).click(),
  note: (question) => inputs(question)[0].closest('.question').textContent,
  options(question, count, prefix) {
    const offered = [...inputs(question)].filter((input) => !input.closest('.itemset-template'));
    return offered.length === count && offered[0].value.startsWith(prefix);
  },
  repeats: () => members().length,
  add: () => page().querySelector('.add-repeat-btn').click(),
});
