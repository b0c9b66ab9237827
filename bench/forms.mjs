// The questionnaires that are measured, as XForms: made here, so that all clients get the same
// text and no converter is needed.

const escape = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** One node of the instance with what binds it and what shows it. */
class Question {
  constructor(name, type, { control = 'input', label, value = '', bind = {}, inside = '' } = {}) {
    Object.assign(this, { name, type, control, label, value, bind, inside });
  }

  instance() {
    return `<${this.name}>${escape(this.value)}</${this.name}>`;
  }

  binding(at) {
    const rules = Object.entries(this.bind).filter(([, rule]) => rule);
    const attributes = rules.map(([name, rule]) => ` ${name}="${escape(rule)}"`).join('');
    return `<bind nodeset="${at}/${this.name}" type="${this.type}"${attributes}/>`;
  }

  body(at) {
    if (this.control === null) return '';
    // A label may hold outputs, so it is markup already.
    return `<${this.control} ref="${at}/${this.name}"><label>${this.label}</label>${this.inside}</${this.control}>`;
  }
}

const list = (id, rows) => {
  const item = (row) => `<item>${Object.entries(row).map(([k, v]) => `<${k}>${escape(v)}</${k}>`).join('')}</item>`;
  return `<instance id="${id}"><root>${rows.map(item).join('')}</root></instance>`;
};
const itemset = (id, filter = '') =>
  `<itemset nodeset="instance('${id}')/root/item${filter && escape(`[${filter}]`)}"><value ref="name"/><label ref="label"/></itemset>`;

function document(id, { instance, lists = '', binds, body }) {
  return `<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" \
xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms">\
<h:head><h:title>${id}</h:title><model odk:xforms-version="1.0.0"><instance><data id="${id}" version="1">${instance}\
<meta><instanceID/></meta></data></instance>${lists}${binds}\
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/></model></h:head>\
<h:body>${body}</h:body></h:html>`;
}

const whole = (id, questions, lists) => document(id, {
  instance: questions.map((q) => q.instance()).join(''),
  lists,
  binds: questions.map((q) => q.binding('/data')).join(''),
  body: questions.map((q) => q.body('/data')).join(''),
});

const TEN = list('l10', Array.from({ length: 10 }, (_, i) => ({ name: `c${i + 1}`, label: `Choice number ${i + 1}` })));

/** Four kinds in turn. Each question hangs on the one before, every tenth on the first. */
function flat(size) {
  const kinds = [
    { type: 'string', constraint: 'string-length(.) < 50', hides: (q) => `${q} != '__hide'` },
    { type: 'int', constraint: '. >= 0 and . <= 120', hides: (q) => `not(${q} = 999)` },
    { type: 'string', control: 'select1', inside: itemset('l10'), constraint: ". != 'c99'", hides: (q) => `${q} != 'c9'` },
    { type: 'date', constraint: ". <= date('2100-01-01')", hides: (q) => `${q} != '1900-01-01'` },
  ];
  const questions = Array.from({ length: size }, (_, i) => {
    const { type, control, inside, constraint } = kinds[i % 4];
    const on = i % 10 === 5 ? 0 : i - 1;
    const relevant = i > 0 ? kinds[on % 4].hides(`/data/q${on}`) : '';
    return new Question(`q${i}`, type, {
      control, inside,
      label: `Question ${i}: what is the value of item ${i}?`,
      bind: { relevant, constraint, 'jr:constraintMsg': 'Not a valid value' },
    });
  });
  return whole(`flat-${size}`, questions, TEN);
}

/** A number, `size` calculations on it, and a note that shows the last. */
function calculations(id, size, chained) {
  const calculate = (i) =>
    chained && i > 1 ? `/data/c${i - 1} + 1` : `coalesce(/data/x, 0) + ${chained ? 1 : i}`;
  const questions = [
    new Question('x', 'int', { label: 'Input x' }),
    ...Array.from({ length: size }, (_, i) =>
      new Question(`c${i + 1}`, 'string', { control: null, bind: { calculate: calculate(i + 1) } })),
    new Question('out', 'string', { label: `Result: <output value="/data/c${size}"/>`, bind: { readonly: 'true()' } }),
  ];
  return whole(id, questions, '');
}

/** Ten per member, two of them calculated, and a sum outside. With `count` it follows a question. */
function repeat(id, count) {
  const members = [
    ...['a:string', 'b:int', 'c:int', 'd:select1', 'e:date', 'f:string', 'g:int', 'h:string'].map((spec) => {
      const [name, type] = spec.split(':');
      const select = type === 'select1';
      return new Question(name, select ? 'string' : type, {
        control: select ? 'select1' : 'input', inside: select ? itemset('l10') : '', label: `Item ${name}`,
      });
    }),
    new Question('bc', 'string', { control: null, bind: { calculate: 'coalesce(../b, 0) * 2 + coalesce(../c, 0)' } }),
    new Question('tag', 'string', { control: null, bind: { calculate: "concat(../a, '-', ../bc)" } }),
  ];
  const before = count ? [new Question('n', 'int', { label: 'How many', value: count })] : [];
  const after = [
    new Question('total', 'string', { control: null, bind: { calculate: 'sum(/data/r/bc)' } }),
    new Question('out', 'string', { label: 'Total: <output value="/data/total"/>', bind: { readonly: 'true()' } }),
  ];
  const inner = members.map((q) => q.instance()).join('');
  const outer = (questions, each) => questions.map(each).join('');
  const repeated = `<group ref="/data/r"><label>Person</label><repeat nodeset="/data/r"${count ? ' jr:count="/data/n"' : ''}>\
${outer(members, (q) => q.body('/data/r'))}</repeat></group>`;
  return document(id, {
    instance: `${outer(before, (q) => q.instance())}<r jr:template="">${inner}</r>${count ? '' : `<r>${inner}</r>`}${outer(after, (q) => q.instance())}`,
    lists: TEN,
    binds: outer(before, (q) => q.binding('/data')) + outer(members, (q) => q.binding('/data/r')) + outer(after, (q) => q.binding('/data')),
    body: outer(before, (q) => q.body('/data')) + repeated + outer(after, (q) => q.body('/data')),
  });
}

/** 20 regions of 25 districts of 20 wards; wards follow the region and narrow on the district. */
function cascade() {
  const each = (n) => Array.from({ length: n }, (_, i) => i);
  const regions = each(20).map((r) => ({ name: `r${r}`, label: `Region ${r}` }));
  const districts = regions.flatMap(({ name: region }) =>
    each(25).map((d) => ({ name: `${region}d${d}`, label: `District ${region}.${d}`, region })));
  const wards = districts.flatMap(({ name: district, region }) =>
    each(20).map((w) => ({ name: `${district}w${w}`, label: `Ward ${district}.${w}`, region, district })));
  const select = (name, label, filter) =>
    new Question(name, 'string', { control: 'select1', label, inside: itemset(name, filter) });
  return whole('cascade-10k', [
    select('region', 'Region'),
    select('district', 'District', 'region = /data/region'),
    select('ward', 'Ward', "region = /data/region and (/data/district = '' or district = /data/district)"),
  ], list('region', regions) + list('district', districts) + list('ward', wards));
}

/** Each case by its name; the text is made when it is asked for. */
export const CASES = new Map([
  ...[100, 500, 2000].map((n) => [`flat-${n}`, () => flat(n)]),
  ['calc-500', () => calculations('calc-500', 500, true)],
  ['fan-500', () => calculations('fan-500', 500, false)],
  ...[100, 500, 1000].map((n) => [`rcount-${n}`, () => repeat(`rcount-${n}`, n)]),
  ['repeat', () => repeat('repeat')],
  ['cascade-10k', cascade],
]);
