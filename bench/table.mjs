// How the clients compare: our figure, the best of the others, and how many times ours is better.

/** The metrics of the table, and whether a figure is worth a row at all. */
const ROWS = [
  'open', 'open_painted', 'open_main_thread_cpu', 'open_warm_third', 'longest_block', 'heap_after_open', 'renderer_after_open',
  'answer_near', 'answer_near_cpu', 'answer_far', 'answer_far_cpu', 'edit_hide_one', 'edit_show_one', 'switch_hide_tenth', 'switch_show_tenth', 'set_input', 'edit_to_sum', 'add_one',
  'add_one_at_10', 'grow_to_100', 'add_one_at_100', 'edit_to_sum_at_100', 'grow_to_500', 'add_one_at_500', 'edit_to_sum_at_500',
  'grow_to_1000', 'add_one_at_1000', 'edit_to_sum_at_1000', 'level1_to_level3', 'level2_to_level3', 'level1_reset',
];
/** What follows an answer: the slowest is told in parentheses. */
const ANSWERS = /^(answer|edit|switch|set|add|level)/;
/** Of so many values the slowest of a hundred is told too. */
const MANY = 100;
const SCREENS = ['odk', 'enketo'];

const round = (value) => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  const slow = sorted.length >= MANY ? { p99: round(sorted[Math.ceil(sorted.length * 0.99) - 1]) } : {};
  return { median: round(median), min: round(sorted[0]), ...slow, max: round(sorted.at(-1)), n: sorted.length };
}

export function table(lines) {
  const figures = new Map(lines.filter((line) => 'median' in line).map((line) => [`${line.case}/${line.metric}/${line.peer}`, line]));
  const peers = [...new Set(lines.map((line) => line.peer))];
  const rows = [['case', 'metric', ...peers, 'faster peer ÷ ours'], ['---', '---', ...peers.map(() => '---:'), '---:']];
  for (const name of new Set(lines.map((line) => line.case))) {
    for (const metric of ROWS) {
      const of = (peer) => figures.get(`${name}/${metric}/${peer}`);
      if (!peers.some(of)) continue;
      const slow = ({ metric, p99, max, n }) => (ANSWERS.test(metric) && n > 1 ? ` (${p99 ?? max})` : '');
      const cell = (peer) => (of(peer) ? `${of(peer).median}${slow(of(peer))} ${of(peer).unit}` : '–');
      const others = SCREENS.map(of).filter(Boolean).map((line) => line.median);
      const best = Math.min(...others);
      const ratio = of('ours') && others.length ? `${round(best / of('ours').median)}×` : '';
      rows.push([name, metric, ...peers.map(cell), ratio]);
    }
  }
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
