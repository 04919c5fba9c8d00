/** The bar below the program: what is claimed, of how much, by day with the limit of a day, and the way on. */

import { fill, h } from '../../elements/dom.js';
import { cents, language, t, weekday } from '../../elements/words.js';
import { afterSessions } from '../load.js';
import { offerOf } from '../sessions/fit.js';
import { claimedOfDay } from './day_tabs.js';
import { SUMMARY_LINK } from './program_view.js';

/** @import { PublicActivity } from '#api' */
/** @import { Saver } from '../claim_saver.js' */
/** @import { InARow } from './in_a_row.js' */
/** @import { DayTotal } from './slots.js' */

/**
 * @typedef {object} BarOptions
 * @property {PublicActivity} activity
 * @property {Saver} saver
 * @property {string[]} days of the strip; none where there is only one
 * @property {string | null | undefined} limit credits a day
 * @property {(day: string) => void} openDay
 * @property {InARow} inARow
 */

/** @param {string} day */
const shortName = (day) =>
  new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));

export class TotalsBar {
  /** @param {BarOptions} options */
  constructor({ activity, saver, days, limit, openDay, inARow }) {
    this.activity = activity;
    this.saver = saver;
    this.limit = limit;
    this.sum = h('p', { class: 'sum' });
    this.about = h('p', { class: 'meta' });
    this.share = h('progress', { 'aria-label': t('sessions.share') });
    this.onward = h('a', { class: 'button', href: '', id: SUMMARY_LINK });
    this.days = days.map((day) => ({ day, ...this.ofDay(day, openDay) }));
    const strip = h(
      'div',
      { class: 'strip', role: 'group', 'aria-label': t('program.strip') },
      this.days.map((one) => one.node),
    );
    this.node = h(
      'div',
      { class: 'totals', role: 'region', 'aria-label': t('sessions.totals') },
      h('div', { class: 'grow' }, this.sum, this.share, this.about),
      inARow.start,
      this.onward,
      days.length > 0 && strip,
    );
  }

  /**
   * @param {string} day
   * @param {(day: string) => void} open
   */
  ofDay(day, open) {
    const said = h('span', { class: 'unseen' });
    const bar = h('progress', { 'aria-hidden': 'true' });
    const name = h('span', { 'aria-hidden': 'true' }, shortName(day));
    const node = h('button', { type: 'button', onclick: () => open(day) }, said, name, bar);
    return { node, said, bar };
  }

  /**
   * Draws the current state.
   * @param {DayTotal[]} totals
   * @param {string} day the open one
   */
  update(totals, day) {
    const { saver, activity, about, share } = this;
    if (saver.claim.status === 'final') this.finish();
    else this.lead();
    const maximum = offerOf(activity, saver.claim)?.maximum ?? '0';
    this.sum.textContent = t('sessions.total', { total: saver.claim.total, maximum });
    share.max = cents(maximum);
    share.value = cents(saver.claim.total);
    about.textContent = [
      t('sessions.count', { count: saver.claim.sessions.length }),
      saver.unsaved() ? t('sessions.unsaved', { count: saver.unsaved() }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
    for (const [n, one] of this.days.entries()) {
      one.said.textContent = `${weekday(one.day)}: ${claimedOfDay(totals[n], this.limit)}`;
      one.bar.max = cents(this.limit ?? maximum) || 1;
      one.bar.value = totals[n].claimed;
      one.node.classList.toggle('is-full', Boolean(this.limit) && totals[n].claimed >= cents(this.limit ?? '0'));
      if (one.day === day) one.node.setAttribute('aria-current', 'true');
      else one.node.removeAttribute('aria-current');
    }
  }

  lead() {
    const next = afterSessions(this.activity, this.saver.claim);
    this.onward.href = `/claims/${this.saver.claim.claim_id}/${next}`;
    fill(this.onward, t(next === 'summary' ? 'sessions.onward' : 'common.next'));
  }

  /** Leads to the certificate of a claim that became final. */
  finish() {
    this.onward.href = `/claims/${this.saver.claim.claim_id}/certificate`;
    fill(this.onward, t('activity.see_certificate'));
  }
}
