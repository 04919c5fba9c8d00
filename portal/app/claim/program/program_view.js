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

const MANY = 100; // rows
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
    const list = h(
      'ol',
      { class: 'plain slot-rows' },
      held.map((row) => row.node),
    );
    for (const [n, row] of held.entries()) {
      if (columns.length) row.node.style.setProperty('--column', String(columns.indexOf(row.session.track ?? '') + 1));
      const isLast = n === held.length - 1;
      fill(row.past, (n + 1) % ROWS_TO_A_LINK === 0 && !isLast && pastTheRest());
    }
    const head = h(
      'div',
      { class: 'slot-head' },
      h('h3', {}, hours(starts_at, ends_at, activity.time_zone)),
      this.fold,
    );
    this.node = h('section', { class: 'slot' }, head, list, h('p', { class: 'past-line' }, pastTheRest()));
    this.update();
  }

  turn() {
    this.isUnfolded = !this.isUnfolded;
    this.update();
  }

  /** Draws the current state. */
  update() {
    const folded = this.rows.filter((row) => row.canBeFolded());
    const isNeeded = folded.length > 0;
    for (const row of this.rows) row.node.hidden = !this.isUnfolded && folded.includes(row);
    this.fold.hidden = !isNeeded;
    this.fold.setAttribute('aria-expanded', String(this.isUnfolded));
    fill(this.fold, t(this.isUnfolded ? 'program.fold' : 'program.folded', { count: folded.length }));
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
   * Shows these rows; `day` is the open day, null where the rows of all days are shown.
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
    for (const row of rows) row.update();
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
