/** The program of an activity as its sessions page shows it: search, days, rows, marks and the bar, kept in step. */

import { announce } from '../../elements/announcements.js';
import { h } from '../../elements/dom.js';
import { dateIn, weekday } from '../../elements/words.js';
import { go, note } from '../../frame/router.js';
import { kindOf } from '../../platform/kinds.js';
import { afterSessions } from '../load.js';
import { CarriedAnswers } from '../sessions/carried_answers.js';
import { SessionFilter } from '../sessions/session_filter.js';
import { SessionRow } from '../sessions/session_row.js';
import { DayTabs } from './day_tabs.js';
import { InARow } from './in_a_row.js';
import { Marks } from './marks.js';
import { ProgramView } from './program_view.js';
import { dayTotals, firstDay } from './slots.js';
import { TotalsBar } from './totals_bar.js';

/** @import { OwnAttendanceView, PublicActivity, PublicSession } from '#api' */
/** @import { Saver } from '../claim_saver.js' */

/**
 * @typedef {object} ProgramOptions
 * @property {PublicActivity} activity
 * @property {PublicSession[]} sessions
 * @property {OwnAttendanceView | null} attendance
 * @property {Saver} saver
 * @property {URLSearchParams} query of the address
 */

export class Program {
  /** @param {ProgramOptions} options */
  constructor({ activity, sessions, attendance, saver, query }) {
    this.activity = activity;
    this.sessions = sessions;
    this.saver = saver;
    this.inARow = new InARow({
      marks: new Marks(saver.claim.claim_id, sessions, activity),
      rows: () => rows,
      changed: () => this.update(),
      open: (row) => this.open(row),
      finished: () => this.bar.onward.focus(),
    });
    /** Whether the only session was just claimed: once it is saved, the page leads on. */
    this.leadsOn = false;
    const { inARow } = this;
    const carried = new CarriedAnswers(activity, sessions, saver.claim);
    const [claimed, goOn] = [() => this.claimed(), (/** @type {SessionRow} */ row) => this.goOn(row)];
    /** @type {SessionRow[]} */
    const rows = sessions.map(
      (session) => new SessionRow({ session, activity, attendance, saver, claimed, carried, inARow, goOn }),
    );
    this.rows = rows;
    this.limit = activity.kind === 'online' ? null : kindOf(saver.claim.statement).hours_a_day;
    this.days = activity.kind === 'online' ? [] : [...new Set(sessions.map((one) => one.day))].sort();
    this.day = this.first(query);
    /** @param {string} day */
    const openDay = (day) => this.openDay(day);
    this.tabs = new DayTabs(this.days, openDay);
    const days = this.days.length > 1 ? this.days : [];
    this.bar = new TotalsBar({ activity, saver, days, limit: this.limit, openDay, inARow });
    this.filter = new SessionFilter({ rows: this.rows, query, saver, changed: () => this.show() });
    this.view = new ProgramView(activity);
    this.node = h(
      'div',
      { class: 'program' },
      this.filter.isNeeded && this.filter.node,
      sessions.length > 1 && inARow.node,
      this.tabs.node,
      this.view.node,
    );
  }

  /** The sessions that count now: those in the API, with this tab's unsaved changes. */
  claimed() {
    const held = this.saver.claim.sessions.filter((one) => one.counts && !this.saver.isWaiting(one.session_id));
    return [...held, ...this.saver.coming(this.sessions)];
  }

  totals() {
    return dayTotals(this.sessions, this.claimed(), this.activity.time_zone);
  }

  /** @param {URLSearchParams} query */
  first(query) {
    const at = this.sessions.find((one) => one.id === query.get('at'));
    return firstDay({
      totals: this.totals(),
      asked: at?.day ?? query.get('day'),
      begun: this.rows.find((row) => row.draft() && !row.mine())?.session.day,
      today: dateIn(new Date(), this.activity.time_zone),
    });
  }

  /** Shows the rows of the open day, or those that were searched for. */
  show() {
    const overAll = this.filter.isOverAllDays() || this.days.length === 0;
    const found = this.filter.found();
    const rows = overAll ? found : found.filter((row) => row.session.day === this.day);
    this.tabs.node.hidden = overAll || this.days.length < 2;
    const isOneOfSeveral = !overAll && this.days.length > 1;
    this.view.show(rows, isOneOfSeveral ? this.day : null, !this.filter.isOn());
    // Who comes back to a place far down needs what is above it.
    if (history.state?.scroll) this.view.addAll();
    this.filter.say(rows.length);
    if (this.filter.isNeeded) note({ ...this.filter.noted(), day: isOneOfSeveral ? this.day : '' });
    this.update();
  }

  /** @param {string} day */
  openDay(day) {
    this.day = day;
    this.filter.endSearch();
    this.show();
    announce(weekday(day));
  }

  /**
   * Shows the day of a row, if it is not shown.
   * @param {SessionRow} row
   */
  reveal(row) {
    if (!this.view.rows.includes(row)) {
      if (!this.filter.found().includes(row)) this.filter.clear();
      this.openDay(row.session.day);
    }
    this.view.addAll();
  }

  /**
   * Opens a row and goes to what it asks.
   * @param {SessionRow} row
   */
  open(row) {
    this.reveal(row);
    row.open();
    this.update();
    row.opened().begin();
  }

  /**
   * Leads on from a session that was just claimed, to the next one that can be.
   * @param {SessionRow} row
   */
  goOn(row) {
    row.show(false);
    this.leadsOn = this.sessions.length === 1;
    if (!this.inARow.goOn(row)) {
      const found = this.filter.found();
      const next = found.slice(found.indexOf(row) + 1).find((one) => one.isFree());
      if (next) this.reveal(next);
      (next ?? row).toggle.focus();
    }
    this.update();
  }

  /**
   * A change was sent, saved or not. Once the only session is saved, the page leads on; what could not be saved at once
   * stays in sight.
   * @param {string} what as `Notify` says it
   */
  told(what) {
    this.update();
    if (!this.leadsOn || what === 'sending') return;
    this.leadsOn = false;
    const { claim } = this.saver;
    if (what === 'saved') go(`/claims/${claim.claim_id}/${afterSessions(this.activity, claim)}`);
  }

  /** Draws the current state. */
  update() {
    const totals = this.totals();
    this.inARow.update();
    this.view.update();
    this.tabs.update({ totals, day: this.day, limit: this.limit });
    this.bar.update(totals, this.day);
  }
}
