// ODK Web Forms: its component as a site would show it.
import { createApp, h } from 'vue';
import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms';
import { install, until } from '../driver.js';

const place = document.getElementById('app');
let app = null, known = new Map();
const all = (name, within = place) => within.getElementsByClassName(name);

/** The question whose text begins with the label; looked up once. */
function find({ label, repeat }) {
  const key = `${repeat}/${label}`;
  if (!known.get(key)?.isConnected) {
    const within = repeat === undefined ? place : all('is-repeat')[repeat];
    const found = [...all('question-container', within)].find((it) => it.textContent.trim().startsWith(label));
    if (!found) throw new Error(`there is no question ${label}`);
    known.set(key, found);
  }
  return known.get(key);
}

install({
  name: 'odk',
  async open(formXml) {
    known = new Map();
    app = createApp({
      render: () => h(OdkWebForm, {
        formXml,
        fetchFormAttachment: async () => new Response('', { status: 404 }),
        missingResourceBehavior: 'BLANK',
        onSubmit() {},
      }),
    });
    app.use(webFormsPlugin);
    app.mount(place);
    const failed = () => all('form-initialization-status')[0]?.classList.contains('error');
    await until(() => all('odk-form').length || failed(), 'the form');
    if (failed()) throw new Error(`not usable: ${place.textContent.slice(0, 200)}`);
  },
  close: () => app.unmount(),
  visible: () => all('question-container').length,
  text(question, value) {
    const field = find(question).querySelector('input, textarea');
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  },
  number(question, value) {
    const field = find(question).querySelector('input');
    field.value = String(value);
    field.dispatchEvent(new Event('blur'));
  },
  choose: (question, value) => find(question).querySelector(`input[type="radio"][value="${value}"]`).click(),
  note: (question) => find(question).textContent,
  options(question, count, prefix) {
    const options = all('value-option', find(question));
    return options.length === count && options[0].querySelector('input').value.startsWith(prefix);
  },
  repeats: () => all('is-repeat').length,
  add: () => all('button-add-instance')[0].click(),
});
