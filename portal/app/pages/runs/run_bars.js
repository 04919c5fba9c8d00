/** The last nights as bars, with the limits of the alarms. A table under the pictures has the same numbers. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { day, t } from '../../elements/words.js';
import { named, sample, svg } from './svg.js';

/** @import { NightLimits, NightLine, NightList } from '#api' */

/** @typedef {{name: string, count: number, y: number, height: number}} Part of a bar, from the top of the picture */
/** @typedef {{rows: number, credits: number, repeats: number, rejected: number}} Counts */
/**
 * @template N
 * @typedef {{night: N, parts: Part[], limit: number | null}} Bar `limit` is how far down its top the rejected rows may
 * reach before the alarm goes off; null on a night with few rows
 */

export const HEIGHT = 120;
const TOP = 12; // above the bars, for the mark of a night that is over a limit
const STEP = 20;
const BAR = 14;
const PLACES = 30; // fewer nights leave the rest empty instead of making their bars wide
const LEAST = 2; // a part with any row is seen, however few they are
const LOW = 60; // the height of the picture of waiting credits
const COLORS = { credits: 'var(--leaf)', repeats: 'var(--edge)', rejected: 'var(--red)' };
const PARTS = /** @type {const} */ (['credits', 'repeats', 'rejected']);
const COLUMNS = ['day', 'runs', 'rows', ...PARTS, 'unmatched', 'oldest_days', 'alarm'];

/**
 * The bars of `nights`, the oldest first, each with its parts from the bottom to the top.
 * @template {Counts} N
 * @param {N[]} nights the latest first
 * @param {NightLimits} limits
 * @returns {Bar<N>[]}
 */
export function barsOf(nights, limits) {
  const most = Math.max(1, ...nights.map((night) => night.rows));
  return [...nights].reverse().map((night) => {
    const parts = partsOf(night, most);
    const top = Math.min(HEIGHT, ...parts.map(({ y }) => y));
    const counts = night.rows > limits.few_rows;
    return { night, parts, limit: counts ? top + ((HEIGHT - top) * limits.rejected_percent) / 100 : null };
  });
}

/**
 * @param {Counts} night
 * @param {number} most rows of a bar that fills the picture
 * @returns {Part[]}
 */
function partsOf(night, most) {
  // Where few rows get more than their share, the bar must still fit.
  const room = HEIGHT - LEAST * PARTS.length;
  let y = HEIGHT;
  return PARTS.filter((name) => night[name] > 0).map((name) => {
    const height = LEAST + (room * night[name]) / most;
    y -= height;
    return { name, count: night[name], y, height };
  });
}

/**
 * The pictures with their keys and their table; nothing without a night.
 * @param {NightList} list
 */
export function runBars({ items, limits }) {
  if (!items.length) return null;
  return h('section', { class: 'card', 'aria-labelledby': 'nights' }, [
    h('h2', { id: 'nights' }, t('nights.title', { count: items.length })),
    rowBars(items, limits),
    h(
      'p',
      {},
      PARTS.map((name) => [
        h('span', { class: 'tied' }, sample(COLORS[name]), ` ${t(`nights.columns.${name}`)}`),
        '\u2003',
      ]),
    ),
    h('p', {}, t('nights.rejected_limit', { percent: limits.rejected_percent, few: limits.few_rows })),
    ageBars(items, limits),
    h('p', {}, t('nights.age_limits', { first: limits.undelivered_days[0], second: limits.undelivered_days[1] })),
    h('details', {}, [h('summary', {}, t('nights.numbers')), table(items)]),
  ]);
}

/**
 * @param {string} label
 * @param {number} height
 * @param {number} above
 * @param {number} count
 */
const picture = (label, height, above, count) =>
  svg('svg', {
    viewBox: `0 ${-above} ${Math.max(PLACES, count) * STEP} ${height + above}`,
    width: '100%',
    height: height + above,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': label,
  });

/**
 * @param {NightLine[]} nights
 * @param {NightLimits} limits
 */
function rowBars(nights, limits) {
  const most = Math.max(...nights.map((night) => night.rows));
  const over = nights.filter((night) => night.too_many_rejected).length;
  const label = [t('nights.rows_picture', { most }), t('nights.over', { count: over })].join(' ');
  const drawn = picture(label, HEIGHT, TOP, nights.length);
  drawn.append(...barsOf(nights, limits).map(rowBar));
  return h('div', {}, drawn);
}

/**
 * @param {Bar<NightLine>} bar
 * @param {number} place
 */
function rowBar({ night, parts, limit }, place) {
  const x = place * STEP + (STEP - BAR) / 2;
  const counts = parts.map(({ name, count }) => `${t(`nights.columns.${name}`)}: ${count}`);
  const group = svg('g', {}, named([day(night.day), ...counts, alarmOf(night)].filter(Boolean).join(' · ')));
  group.append(...parts.map(({ name, y, height }) => block(name, { x, y, width: BAR, height })));
  if (limit !== null) group.append(svg('path', { d: `M${x - 2} ${limit}h${BAR + 4}`, class: 'limit', ...line(2) }));
  const top = Math.min(HEIGHT, ...parts.map(({ y }) => y));
  if (night.too_many_rejected) group.append(mark(x + BAR / 2, top));
  return group;
}

/**
 * The days that the oldest credit waited for its receipt, with a line for each limit.
 * @param {NightLine[]} nights
 * @param {NightLimits} limits
 */
function ageBars(nights, limits) {
  const days = nights.map((night) => night.oldest_days ?? 0);
  const most = Math.max(...limits.undelivered_days, ...days) * 1.05;
  const over = nights.filter((night) => night.waits_too_long).length;
  const label = [t('nights.age_picture', { most: Math.max(...days) }), t('nights.over', { count: over })].join(' ');
  const drawn = picture(label, LOW, TOP, nights.length);
  const wide = Math.max(PLACES, nights.length) * STEP;
  for (const [place, night] of [...nights].reverse().entries()) {
    const height = (LOW * (night.oldest_days ?? 0)) / most;
    const x = place * STEP + (STEP - BAR) / 2;
    const text = [day(night.day), t('nights.days', { count: night.oldest_days ?? 0 }), alarmOf(night)];
    const group = svg('g', {}, named(text.filter(Boolean).join(' · ')));
    group.append(svg('rect', { x, y: LOW - height, width: BAR, height, fill: 'var(--blue)' }));
    if (night.waits_too_long) group.append(mark(x + BAR / 2, LOW - height));
    drawn.append(group);
  }
  for (const limit of limits.undelivered_days)
    drawn.append(svg('path', { d: `M0 ${LOW - (LOW * limit) / most}H${wide}`, class: 'limit', ...line(1) }));
  return h('div', {}, drawn);
}

/** @param {number} width */
const line = (width) => ({ stroke: 'var(--ink)', 'stroke-width': width, 'vector-effect': 'non-scaling-stroke' });

/**
 * A triangle over a bar that is over a limit.
 * @param {number} x
 * @param {number} y
 */
const mark = (x, y) => svg('path', { d: `M${x - 6} ${y - 11}h12l-6 9z`, class: 'over', fill: 'var(--red)' });

/**
 * @param {string} name of the part
 * @param {Record<string, string | number>} place
 */
const block = (name, place) => svg('rect', { ...place, fill: COLORS[/** @type {'credits'} */ (name)] });

/** @param {NightLine} night */
const alarmOf = (night) =>
  [night.too_many_rejected && t('nights.rejected_over'), night.waits_too_long && t('nights.waits_over')]
    .filter(Boolean)
    .join(', ');

/** @param {NightLine[]} nights */
function table(nights) {
  /** @param {string} name */
  const isNumber = (name) => !['day', 'alarm'].includes(name);
  /** @param {NightLine} night */
  const row = (night) => {
    const link = h('a', { href: `/staff/runs?date=${night.day}` }, day(night.day));
    const cells = COLUMNS.slice(1).map((name) => {
      const value = name === 'alarm' ? alarmOf(night) || '–' : night[/** @type {'rows'} */ (name)];
      const attributes = { role: 'cell', class: isNumber(name) && 'number', 'data-label': t(`nights.columns.${name}`) };
      return h('td', attributes, value === null ? '–' : String(value));
    });
    return h('tr', { role: 'row' }, h('th', { scope: 'row', role: 'rowheader' }, link), cells);
  };
  return tableOf({
    caption: t('nights.title', { count: nights.length }),
    columns: COLUMNS.map((name) => ({ title: t(`nights.columns.${name}`), isNumber: isNumber(name) })),
    rows: nights.map(row),
  });
}
