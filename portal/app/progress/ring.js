/** A ring that shows how many of the needed hours are there. The words next to it say the same. */

import { day, t } from '../elements/words.js';

/** @import { RuleProgressView } from '#api' */

const SVG = 'http://www.w3.org/2000/svg';
const SIZE = 120;
const WIDTH = 12;
const RADIUS = (SIZE - WIDTH) / 2;
const AROUND = 2 * Math.PI * RADIUS;

/**
 * The share of the needed hours that is there, from 0 to 1: only when nothing is missing it is 1.
 * @param {RuleProgressView} one
 */
export function share(one) {
  const [needed, missing] = [Number(one.needed), Number(one.missing)];
  if (!missing) return 1;
  return needed > 0 ? Math.max(0, Math.min(1, (needed - missing) / needed)) : 0;
}

/**
 * The ring, with the hours in its middle. The line around is the color of the text, so that forced colors show it too.
 * @param {RuleProgressView} one
 */
export function ring(one) {
  const circle = { cx: SIZE / 2, cy: SIZE / 2, r: RADIUS, fill: 'none', stroke: 'currentColor', 'stroke-width': WIDTH };
  const length = share(one) * AROUND;
  const drawn = shape('svg', { class: 'ring', viewBox: `0 0 ${SIZE} ${SIZE}`, 'aria-hidden': 'true' });
  drawn.append(shape('circle', { ...circle, 'stroke-opacity': 0.2 }));
  if (one.cycle && length > 0)
    drawn.append(
      shape('circle', {
        ...circle,
        'stroke-dasharray': `${length} ${AROUND}`,
        transform: `rotate(-90 ${SIZE / 2} ${SIZE / 2})`,
      }),
    );
  if (one.cycle) {
    drawn.append(line(total(one), 62, 28), line(t('progress.ring', { needed: one.needed }), 82, 15));
  } else drawn.append(line('?', 70, 28));
  return drawn;
}

/**
 * A line of text in the middle of the ring.
 * @param {string} text
 * @param {number} y
 * @param {number} size
 */
function line(text, y, size) {
  const made = shape('text', { x: SIZE / 2, y, 'text-anchor': 'middle', 'font-size': size, fill: 'currentColor' });
  made.textContent = text;
  return made;
}

/**
 * The hours that are there, with those that were carried over: "18".
 * @param {RuleProgressView} one
 */
export function total(one) {
  return String(Math.round((Number(one.counted) + Number(one.carried)) * 100) / 100);
}

/**
 * An amount in the unit of the rule: "1 hour", "36 points".
 * @param {RuleProgressView} one
 * @param {string | null | undefined} count
 */
export const amount = (one, count) => t(`progress.amount.${one.unit}`, { count: count ?? '0' });

/**
 * Whether hours are missing, and how many days are left, in one sentence each.
 * @param {RuleProgressView} one
 * @returns {string[]}
 */
export function said(one) {
  if (one.missing_date || !one.cycle) return [t(`progress.needs.${one.missing_date}`)];
  const { days_left: count, last } = one.cycle;
  const end = t('progress.left', { count, last: day(last) });
  if (Number(one.needed) === 0) return [t('progress.nothing_needed'), end];
  if (Number(one.missing) === 0) return [t('progress.complete'), end];
  return [t('progress.missing', { amount: amount(one, one.missing) }), end];
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
