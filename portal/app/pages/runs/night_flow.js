/** One night as a flow from rows to receipts. The table under the picture is its key and has the same numbers. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { t } from '../../elements/words.js';
import { named, sample, svg } from './svg.js';

/** @import { NightFlowView } from '#api' */

/** @typedef {{name: string, count: number, y: number, height: number}} Block from the top of the picture */
/** @typedef {{from: Block, to: Block, y: number, end: number, height: number}} Stream between two blocks */

export const HEIGHT = 200;
const WIDTH = 600;
const BLOCK = 40;
const GAP = 6;
const LEAST = 2;
const READ = /** @type {const} */ (['credits', 'repeats', 'rejected_rows']);
const NOW = /** @type {const} */ ([
  'accepted',
  'on_its_way',
  'earned',
  'unmatched',
  'rejected',
  'withdrawn',
  'elsewhere',
]);
const COLORS = /** @type {Record<string, string>} */ ({
  rows: 'var(--muted)',
  credits: 'var(--leaf)',
  repeats: 'var(--edge)',
  rejected_rows: 'var(--red)',
  accepted: 'var(--leaf-deep)',
  on_its_way: 'var(--blue)',
  earned: 'var(--focus)',
  unmatched: 'var(--gold)',
  rejected: 'var(--red)',
  withdrawn: 'var(--edge)',
  elsewhere: 'var(--line)',
});

/**
 * The three columns of the picture, and the streams between them. Every column after the first divides a block of the
 * column before it.
 * @param {NightFlowView} flow
 */
export function flowOf(flow) {
  const counts = { ...flow, rejected_rows: flow.rejected };
  const read = some(READ.map((name) => ({ name, count: counts[name] })));
  const now = some(flow.now ? NOW.map((name) => ({ name, count: flow.now?.[name] ?? 0 })) : []);
  const room = HEIGHT - GAP * Math.max(read.length, now.length, 1) - LEAST * (read.length + now.length);
  /** @param {number} count */
  const scaled = (count) => LEAST + (room * count) / Math.max(1, flow.rows);
  const second = stacked(read, scaled);
  const third = stacked(now, scaled);
  const [rows] = stacked([{ name: 'rows', count: flow.rows }], () => second.reduce((sum, one) => sum + one.height, 0));
  const credits = second.find((one) => one.name === 'credits');
  return {
    columns: [flow.rows ? [rows] : [], second, third],
    streams: [...(flow.rows ? streams(rows, second) : []), ...(credits ? streams(credits, third) : [])],
  };
}

/** @param {{name: string, count: number}[]} all */
const some = (all) => all.filter((one) => one.count > 0);

/**
 * @param {{name: string, count: number}[]} parts
 * @param {(count: number) => number} scaled
 * @returns {Block[]}
 */
function stacked(parts, scaled) {
  let y = 0;
  return parts.map(({ name, count }) => {
    const block = { name, count, y, height: scaled(count) };
    y += block.height + GAP;
    return block;
  });
}

/**
 * @param {Block} from
 * @param {Block[]} to
 * @returns {Stream[]}
 */
function streams(from, to) {
  let y = from.y;
  const whole = to.reduce((sum, one) => sum + one.height, 0);
  return to.map((one) => {
    const height = (from.height * one.height) / whole;
    const stream = { from, to: one, y, end: one.y, height };
    y += height;
    return stream;
  });
}

/**
 * The section; nothing for a day on which no row was read.
 * @param {NightFlowView} flow
 */
export function nightFlow(flow) {
  if (!flow.rows) return null;
  return h('section', { class: 'card', 'aria-labelledby': 'flow' }, [
    h('h2', { id: 'flow' }, t('nights.flow.title')),
    h('p', {}, t('nights.flow.about')),
    h('div', {}, picture(flow)),
    !flow.now && h('p', { class: 'note' }, t('nights.flow.unknown')),
    table(flow),
  ]);
}

/** @param {NightFlowView} flow */
function picture(flow) {
  const { columns, streams: found } = flowOf(flow);
  const places = [0, (WIDTH - BLOCK) / 2, WIDTH - BLOCK];
  const said = columns.flat().map(({ name, count }) => `${t(`nights.flow.parts.${name}`)}: ${count}`);
  const drawn = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: '100%',
    height: HEIGHT,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': `${t('nights.flow.picture')} ${said.join(', ')}.`,
  });
  for (const { from, to, y, end, height } of found) {
    const start = places[from.name === 'rows' ? 0 : 1] + BLOCK;
    drawn.append(
      band(start, places[from.name === 'rows' ? 1 : 2], { y, end, height, low: to.height }, COLORS[to.name]),
    );
  }
  for (const [n, column] of columns.entries())
    for (const { name, count, y, height } of column) {
      const block = svg('rect', { x: places[n], y, width: BLOCK, height, fill: COLORS[name] });
      drawn.append(svg('g', {}, named(`${t(`nights.flow.parts.${name}`)}: ${count}`), block));
    }
  return drawn;
}

/**
 * @param {number} x
 * @param {number} to
 * @param {{y: number, end: number, height: number, low: number}} place
 * @param {string} color
 */
function band(x, to, { y, end, height, low }, color) {
  const half = (x + to) / 2;
  const d =
    `M${x} ${y}C${half} ${y} ${half} ${end} ${to} ${end}V${end + low}` +
    `C${half} ${end + low} ${half} ${y + height} ${x} ${y + height}Z`;
  return svg('path', { d, fill: color, opacity: 0.35 });
}

/** @param {NightFlowView} flow */
function table(flow) {
  const { now } = flow;
  /** @type {[string, number, string][]} */
  const lines = [
    ['rows', flow.rows, ''],
    ['credits', flow.credits, 'rows'],
    ['repeats', flow.repeats, 'rows'],
    ['rejected_rows', flow.rejected, 'rows'],
    ...(now ? NOW.map((name) => /** @type {[string, number, string]} */ ([name, now[name], 'credits'])) : []),
  ];
  const heads = ['part', 'of', 'count'].map((name) => t(`nights.flow.columns.${name}`));
  const rows = lines.map(([name, count, of]) =>
    h('tr', { role: 'row' }, [
      h('th', { scope: 'row', role: 'rowheader' }, sample(COLORS[name]), ` ${t(`nights.flow.parts.${name}`)}`),
      h('td', { role: 'cell', 'data-label': heads[1] }, of ? t(`nights.flow.parts.${of}`) : '–'),
      h('td', { role: 'cell', class: 'number', 'data-label': heads[2] }, String(count)),
    ]),
  );
  return tableOf({
    caption: t('nights.flow.title'),
    columns: heads.map((title, n) => ({ title, isNumber: n === 2 })),
    rows,
    hasLines: true,
    hasFigures: true,
  });
}
