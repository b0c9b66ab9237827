// @getodk/xforms-engine by itself: no screen.
import { loadForm } from '@getodk/xforms-engine';
import { install } from '../driver.js';

const CONTROLS = ['input', 'select', 'note', 'trigger', 'range', 'rank', 'upload'];
let nodes = [], repeat = null;

const nameOf = (node) => node.currentState.reference.split('/').at(-1);
const childrenOf = (node) => node.currentState.children ?? [];
function gather(node) {
  nodes.push(node);
  if (node.nodeType.startsWith('repeat-range')) repeat ??= node;
  childrenOf(node).forEach(gather);
}
function find({ name, repeat: member }) {
  const among = member === undefined ? nodes : childrenOf(childrenOf(repeat)[member]);
  return among.find((node) => nameOf(node) === name);
}

install({
  name: 'engine',
  async open(xml) {
    const from = performance.now();
    const form = await loadForm(xml, {
      fetchFormAttachment: async () => new Response('', { status: 404 }),
      missingResourceBehavior: 'BLANK',
    });
    if (form.status === 'failure') throw new Error(`not usable: ${form.error?.message}`);
    const loaded = performance.now();
    const { root } = form.createInstance();
    const engine_instance = performance.now() - loaded;
    [nodes, repeat] = [[], null];
    gather(root);
    return { engine_load: loaded - from, engine_instance };
  },
  close() { [nodes, repeat] = [[], null]; },
  visible: () => nodes.filter((node) => CONTROLS.includes(node.nodeType) && node.currentState.relevant).length,
  text: (question, value) => find(question).setValue(value),
  number: (question, value) => find(question).setValue(value),
  choose: (question, value) => find(question).selectValue(value),
  note: (question) => find(question).currentState.label?.asString ?? '',
  options(question, count, prefix) {
    const { valueOptions } = find(question).currentState;
    return valueOptions.length === count && valueOptions[0].value.startsWith(prefix);
  },
  repeats: () => childrenOf(repeat).length,
  add: () => repeat.addInstances(),
});
