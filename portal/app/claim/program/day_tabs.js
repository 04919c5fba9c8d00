/** The days of the program as tabs, each with what is claimed of it; arrow keys go from one to the next. */

import { fill, h } from '../../elements/dom.js';
import { amount, t, weekday } from '../../elements/words.js';

/** @import { DayTotal } from './slots.js' */

/** The id of the part of the page that a tab shows. */
export const PANEL = 'program';

/** @param {string} day */
export const tabId = (day) => `day-${day}`;

/**
 * What is claimed of a day, in words.
 * @param {DayTotal} total
 * @param {string | null | undefined} limit credits a day
 */
export function claimedOfDay({ claimed }, limit) {
  return limit
    ? t('program.of_limit', { claimed: amount(claimed), limit })
    : t('program.claimed', { claimed: amount(claimed) });
}

const TURNS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export class DayTabs {
  /**
   * @param {string[]} days
   * @param {(day: string) => void} open
   */
  constructor(days, open) {
    this.days = days;
    this.open = open;
    this.tabs = days.map((day) => this.tab(day));
    this.node = h('div', { class: 'day-tabs', role: 'tablist', 'aria-label': t('program.days') }, this.tabs);
    this.node.hidden = days.length < 2;
  }

  /** @param {string} day */
  tab(day) {
    return h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: tabId(day),
        'aria-controls': PANEL,
        onclick: () => this.open(day),
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.turn(event, day),
      },
      h('span', { class: 'name' }, weekday(day, 'short')),
      h('span', { class: 'held' }),
    );
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} day
   */
  turn(event, day) {
    const last = this.days.length - 1;
    const here = this.days.indexOf(day);
    const ends = event.key === 'Home' ? 0 : event.key === 'End' ? last : null;
    const turn = TURNS[/** @type {keyof typeof TURNS} */ (event.key)];
    if (ends === null && !turn) return;
    event.preventDefault();
    const next = ends ?? (here + turn + this.days.length) % this.days.length;
    this.open(this.days[next]);
    this.tabs[next].focus();
  }

  /**
   * Draws the current state.
   * @param {{totals: DayTotal[], day: string, limit: string | null | undefined}} now
   */
  update({ totals, day, limit }) {
    for (const [n, tab] of this.tabs.entries()) {
      const isOpen = this.days[n] === day;
      tab.setAttribute('aria-selected', String(isOpen));
      tab.tabIndex = isOpen ? 0 : -1;
      fill(/** @type {HTMLElement} */ (tab.lastChild), claimedOfDay(totals[n], limit));
    }
  }
}
