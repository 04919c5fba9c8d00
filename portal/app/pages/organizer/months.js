/** Credits by year and month. A month is read and built when it is opened, so that 500 credits cost no more than 20. */

import { creditRow } from '../../credits/credit_row.js';
import { fill, group, h } from '../../elements/dom.js';
import { problemBox } from '../../elements/problem_box.js';
import { language, t } from '../../elements/words.js';
import { all } from '../../platform/api.js';
import { LIMITS } from '../../platform/limits.js';
import { bar } from './phase_bar.js';

/** @import { CreditView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Query } from '../../platform/api.js' */

/**
 * @typedef {object} Months
 * @property {Record<string, Record<string, number>>} found the numbers by month and phase, the latest first
 * @property {CreditView[]} items what was read already: the latest
 * @property {Query} filter
 * @property {(credit: CreditView) => boolean} shows whether a credit is listed here
 * @property {string | null} wanted the month that the address names
 */

// As many lines are open at first; what the reader has opened stays open when the page is shown again.
const OPEN_AT_FIRST = 12;
/** @type {Set<string>} */
const opened = new Set();

/** @typedef {{month: string, phases: Record<string, number>, count: number}} Month */

/**
 * The years with their months, once those that are open have been read.
 * @param {Months} given
 * @returns {Promise<Child>}
 */
export async function byMonth(given) {
  const months = Object.entries(given.found)
    .map(([month, phases]) => ({ month, phases, count: sum(phases) }))
    .filter((one) => one.count > 0);
  const open = atFirst(months, given.wanted);
  const built = new Map(
    await Promise.all([...open].map(async (month) => /** @type {const} */ ([month, await rows(month, given)]))),
  );
  const years = [...new Set(months.map((one) => one.month.slice(0, 4)))];
  return group(
    years.map((year) => {
      const mine = months.filter((one) => one.month.startsWith(year));
      return h(
        'section',
        { 'aria-labelledby': `year-${year}` },
        h(
          'h2',
          { id: `year-${year}` },
          year,
          ' ',
          h('span', { class: 'meta' }, t('months.credits', { count: sum(mine.map((one) => one.count)) })),
        ),
        mine.map((one) => monthPart(one, given, built.get(one.month))),
      );
    }),
  );
}

/** @param {Record<string, number> | number[]} counts */
const sum = (counts) => Object.values(counts).reduce((total, one) => total + one, 0);

/**
 * The months that are open at first: the latest, as many as fit, the one that is asked for, and those opened before.
 * @param {Month[]} months
 * @param {string | null} wanted
 */
function atFirst(months, wanted) {
  const open = new Set(months.map((one) => one.month).filter((month) => month === wanted || opened.has(month)));
  let lines = 0;
  for (const { month, count } of months) {
    lines += count;
    if (lines > OPEN_AT_FIRST && open.size) break;
    open.add(month);
  }
  return open;
}

/**
 * @param {Month} one
 * @param {Months} given
 * @param {Child} [ready] its lines, if it is open
 */
function monthPart({ month, phases, count }, given, ready) {
  const inside = h('div', {}, ready);
  let isAsked = Boolean(ready);
  const toggled = async () => {
    if (details.open) opened.add(month);
    else opened.delete(month);
    if (isAsked || !details.open) return;
    isAsked = true;
    inside.setAttribute('aria-busy', 'true');
    try {
      fill(inside, await rows(month, given));
    } catch (error) {
      fill(inside, problemBox(error, { level: 'h4' }));
      isAsked = false; // it is read again when it is opened again
    }
    inside.removeAttribute('aria-busy');
  };
  const summary = h(
    'summary',
    {},
    h('h3', {}, monthName(month)),
    h('span', { class: 'meta' }, t('months.credits', { count })),
    bar(phases),
  );
  const details = h(
    'details',
    { class: 'month', 'data-month': month, open: isAsked, ontoggle: toggled },
    summary,
    inside,
  );
  return details;
}

/**
 * The lines of a month: from what was read already, if that is all of it.
 * @param {string} month
 * @param {Months} given
 */
async function rows(month, { found, items, filter, shows }) {
  const known = items.filter((one) => one.completed_on.startsWith(month) && shows(one));
  const credits = known.length >= sum(found[month]) ? known : (await read(month, filter)).filter(shows);
  return h('ul', { class: 'plain rows' }, credits.map(creditRow));
}

/**
 * @param {string} month
 * @param {Query} filter
 * @returns {Promise<CreditView[]>}
 */
function read(month, filter) {
  const { from, to } = daysOf(month);
  // Days sort as they are written.
  const [, first] = [from, String(filter.from || from)].sort();
  const [last] = [to, String(filter.to || to)].sort();
  const query = { ...filter, from: first, to: last, limit: LIMITS.pageSize };
  return all('/v1/organizer', { query });
}

/**
 * A month (`2026-06`) with its year, in words.
 * @param {string} month
 * @returns {string}
 */
export function monthName(month) {
  const format = new Intl.DateTimeFormat(language, { timeZone: 'UTC', year: 'numeric', month: 'long' });
  return format.format(new Date(`${month}-15T12:00:00Z`));
}

/**
 * The first and last day of a month.
 * @param {string} month
 */
export function daysOf(month) {
  const [year, number] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${last}` };
}
