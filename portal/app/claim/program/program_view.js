/**
 * The rows that are shown: those of the open day, or all that were searched for, by the hour at which they begin. What
 * was held at the same time as a claimed session is folded. On a wide screen the same rows are a table of hours and
 * tracks.
 */

import { fill, h, written } from '../../elements/dom.js';
import { hours, t, weekday } from '../../elements/words.js';
import { byDay } from '../sessions/by_day.js';
import { PANEL, tabId } from './day_tabs.js';
import { columnsOf, slotsOf } from './slots.js';

/** @import { PublicActivity } from '#api' */
/** @import { SessionRow } from '../sessions/session_row.js' */
/** @import { Slot } from './slots.js' */

const MANY = 24; // rows
const AT_ONCE = 72; // rows: they fill each screen, in the timetable too
const ROWS_TO_A_LINK = 3; // so many rows are passed before a link leads past the others
export const SUMMARY_LINK = 'to-summary';

/** The link that leads past the rest of the sessions. */
const pastTheRest = () => h('a', { class: 'past', href: `#${SUMMARY_LINK}` }, t('program.past'));

/** The sessions that begin at one time. */
class SlotView {
  /**
   * @param {Slot<SessionRow>} slot
   * @param {PublicActivity} activity
   * @param {string[]} columns
   */
  constructor({ starts_at, ends_at, held }, activity, columns) {
    this.rows = held;
    this.isUnfolded = false;
    this.fold = h('button', { type: 'button', class: 'link-button', onclick: () => this.turn() });
    this.columns = columns;
    this.limit = 0; // so many of its rows are shown, or folded
    this.list = h('ol', { class: 'plain slot-rows' });
    const head = h(
      'div',
      { class: 'slot-head' },
      h('h3', {}, hours(starts_at, ends_at, activity.time_zone)),
      this.fold,
    );
    this.node = h('section', { class: 'slot' }, head, this.list, h('p', { class: 'past-line' }, pastTheRest()));
  }

  get isWhole() {
    return this.limit === this.rows.length;
  }

  /**
   * Has more of its rows shown, so many that are not folded; says how many there were.
   * @param {number} most
   */
  more(most) {
    let count = 0;
    for (; count < most && !this.isWhole; this.limit += 1) {
      if (this.isUnfolded || !this.rows[this.limit].canBeFolded()) count += 1;
    }
    return count;
  }

  turn() {
    this.isUnfolded = !this.isUnfolded;
    this.update();
  }

  /** Draws the current state. A folded row comes into the page when it is first unfolded. */
  update() {
    let count = 0;
    for (const [n, row] of this.rows.entries()) {
      const isFolded = row.canBeFolded();
      if (isFolded) count += 1;
      const isShown = n < this.limit && (this.isUnfolded || !isFolded);
      if (isShown && !this.has(row)) this.add(row, n);
      if (row.drawn) row.drawn.hidden = !isShown;
    }
    this.fold.hidden = count === 0;
    this.fold.setAttribute('aria-expanded', String(this.isUnfolded));
    fill(this.fold, t(this.isUnfolded ? 'program.fold' : 'program.folded', { count }));
  }

  /** @param {SessionRow} row */
  has(row) {
    return row.drawn?.parentNode === this.list;
  }

  /**
   * @param {SessionRow} row
   * @param {number} n its place
   */
  add(row, n) {
    const column = this.columns.indexOf(row.session.track ?? '') + 1;
    if (column) row.node.style.setProperty('--column', String(column));
    fill(row.past, (n + 1) % ROWS_TO_A_LINK === 0 && n + 1 < this.rows.length && pastTheRest());
    this.list.insertBefore(row.node, this.rows.slice(n + 1).find((one) => this.has(one))?.node ?? null);
    row.update();
  }
}

export class ProgramView {
  /** @param {PublicActivity} activity */
  constructor(activity) {
    this.activity = activity;
    this.node = h('div', { id: PANEL });
    /** @type {SlotView[]} */
    this.slots = [];
    /** @type {SessionRow[]} the rows that are shown */
    this.rows = [];
  }

  /**
   * Lays out these rows; `day` is the open day, null where the rows of all days are shown. `update` draws their state.
   * @param {SessionRow[]} rows
   * @param {string | null} day
   * @param {boolean} isTimetable
   */
  show(rows, day, isTimetable) {
    this.rows = rows;
    this.slots = [];
    this.node.classList.toggle('is-many', rows.length > MANY);
    if (day) {
      this.node.setAttribute('role', 'tabpanel');
      this.node.setAttribute('aria-labelledby', tabId(day));
    } else {
      this.node.removeAttribute('role');
      this.node.removeAttribute('aria-labelledby');
    }
    if (this.activity.kind === 'online') fill(this.node, this.list(rows));
    else
      fill(
        this.node,
        byDay(rows, (row) => row.session.day).map(([date, held]) => this.day(date, held, isTimetable)),
      );
    this.addSome();
  }

  /** Has the next rows shown; the others follow when these are painted. Answers the hours that have them. */
  addSome() {
    let left = AT_ONCE;
    const grown = this.slots.filter((slot) => {
      const isGrowing = left > 0 && !slot.isWhole;
      if (isGrowing) left -= slot.more(left);
      return isGrowing;
    });
    if (this.slots.some((slot) => !slot.isWhole)) requestAnimationFrame(() => setTimeout(() => this.addMore()));
    return grown;
  }

  addMore() {
    for (const slot of this.addSome()) slot.update();
  }

  /** Has every row shown now: one of them is gone to. */
  addAll() {
    while (this.slots.some((slot) => !slot.isWhole)) this.addMore();
  }

  /** @param {SessionRow[]} rows */
  list(rows) {
    const nodes = rows.map((row) => row.node);
    return [h('ol', { class: 'plain' }, nodes), h('p', { class: 'past-line' }, pastTheRest())];
  }

  /**
   * @param {string} date
   * @param {SessionRow[]} held
   * @param {boolean} isTimetable
   */
  day(date, held, isTimetable) {
    const columns = isTimetable ? columnsOf(held.map((row) => row.session)) : [];
    const slots = slotsOf(held).map((slot) => new SlotView(slot, this.activity, columns));
    this.slots.push(...slots);
    const heads = columns.map((one) => h('span', {}, written(one)));
    const node = h(
      'section',
      { class: columns.length ? 'day timetable' : 'day', 'data-day': date },
      h('h2', {}, weekday(date)),
      columns.length > 0 && h('p', { class: 'tracks', 'aria-hidden': 'true' }, heads),
      slots.map((one) => one.node),
    );
    if (columns.length) node.style.setProperty('--columns', String(columns.length));
    return node;
  }

  /** Draws the current state. */
  update() {
    for (const row of this.rows) row.update();
    for (const slot of this.slots) slot.update();
  }
}
