/** The rows of several runs as stacked bars. The picture is for the eye; the table under it has the same numbers. */

import { h } from '../../elements/dom.js';
import { moment, t } from '../../elements/words.js';

/** @import { RunLine } from '#api' */

/** @typedef {{name: string, count: number, y: number, height: number}} Part of a bar, from the top of the picture */
/** @typedef {{run: RunLine, parts: Part[]}} Bar */

const SVG = 'http://www.w3.org/2000/svg';
export const HEIGHT = 120;
const STEP = 20;
const BAR = 14;
const PLACES = 30; // a page of the list: fewer runs leave the rest empty instead of making their bars wide
const LEAST = 2; // a part with any row is seen, however few they are
const COLORS = { credits: 'var(--leaf)', repeats: 'var(--edge)', rejected: 'var(--red)' };
const PARTS = /** @type {const} */ (['credits', 'repeats', 'rejected']);

/**
 * The bars of `runs`, the oldest first, each with its parts from the bottom to the top.
 * @param {RunLine[]} runs the latest first
 * @returns {Bar[]}
 */
export function barsOf(runs) {
  const most = Math.max(1, ...runs.map((run) => run.rows));
  return [...runs].reverse().map((run) => ({ run, parts: partsOf(run, most) }));
}

/**
 * @param {RunLine} run
 * @param {number} most rows of a bar that fills the picture
 * @returns {Part[]}
 */
function partsOf(run, most) {
  // Where few rows get more than their share, the bar must still fit.
  const room = HEIGHT - LEAST * PARTS.length;
  let y = HEIGHT;
  return PARTS.filter((name) => run[name] > 0).map((name) => {
    const height = LEAST + (room * run[name]) / most;
    y -= height;
    return { name, count: run[name], y, height };
  });
}

/**
 * The picture with its key; nothing if there is nothing to compare.
 * @param {RunLine[]} runs the latest first
 */
export function runBars(runs) {
  if (runs.filter((run) => run.rows > 0).length < 2) return null;
  const picture = svg('svg', {
    viewBox: `0 0 ${Math.max(PLACES, runs.length) * STEP} ${HEIGHT}`,
    width: '100%',
    height: HEIGHT,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': t('staff.runs.bars'),
  });
  picture.append(...barsOf(runs).map(drawn));
  const most = Math.max(...runs.map((run) => run.rows));
  return h(
    'div',
    { class: 'card' },
    picture,
    h('p', {}, t('staff.runs.bars_about', { most })),
    h('p', {}, PARTS.flatMap(keyOf)),
  );
}

/**
 * @param {Bar} bar
 * @param {number} place
 */
function drawn({ run, parts }, place) {
  const counts = parts.map(({ name, count }) => `${t(`staff.runs.columns.${name}`)}: ${count}`);
  const title = svg('title', {});
  title.append([moment(run.started_at), ...counts].join(' · '));
  const group = svg('g', {});
  const x = place * STEP + (STEP - BAR) / 2;
  group.append(title, ...parts.map(({ name, y, height }) => block(name, { x, y, width: BAR, height })));
  return group;
}

/** @param {'credits' | 'repeats' | 'rejected'} name */
function keyOf(name) {
  const sample = svg('svg', { width: '12', height: '12', 'aria-hidden': 'true' });
  sample.append(block(name, { width: '12', height: '12' }));
  return [sample, ` ${t(`staff.runs.columns.${name}`)}\u2003`];
}

/**
 * @param {string} name of the part
 * @param {Record<string, string | number>} place
 */
function block(name, place) {
  return svg('rect', { ...place, fill: COLORS[/** @type {'credits'} */ (name)] });
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
