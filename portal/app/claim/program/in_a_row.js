/**
 * Several sessions are marked first, then evaluated in a row: one opens after the other, or all get the same answers.
 */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';

/** @import { Marks } from './marks.js' */
/** @import { SessionRow } from '../sessions/session_row.js' */

export class InARow {
  /**
   * @param {object} options
   * @param {Marks} options.marks
   * @param {() => SessionRow[]} options.rows all of the program
   * @param {() => void} options.changed draws the page again
   * @param {(row: SessionRow) => void} options.open shows a row, opens it and goes there
   * @param {() => void} options.finished
   */
  constructor({ marks, rows, changed, open, finished }) {
    this.marks = marks;
    this.rows = rows;
    this.changed = changed;
    this.open = open;
    this.finished = finished;
    this.isMarking = marks.count > 0;
    this.isRunning = false;
    this.of = 0;
    this.button = h('button', { type: 'button', class: 'button quiet', onclick: () => this.turn() });
    this.hint = h('p', { class: 'hint' }, t('program.mark_hint'));
    this.node = h('div', { class: 'marking' }, this.button, this.hint);
    this.start = h('button', { type: 'button', class: 'button', onclick: () => this.begin() });
  }

  /** Begins or ends marking; whoever ends it begins again the next time. */
  turn() {
    this.isMarking = !this.isMarking;
    this.isRunning = false;
    if (!this.isMarking) for (const one of this.marks.all()) this.marks.remove(one.id);
    this.changed();
  }

  /**
   * The learner marked a session, or took the mark away.
   * @param {SessionRow} row
   */
  marked({ session, mark }) {
    if (!mark?.checked) this.marks.remove(session.id);
    else for (const one of this.marks.add(session)) announce(t('program.unmarked', { title: one.title }));
    this.changed();
  }

  /** The rows of the marked sessions, in the order of the program. */
  left() {
    return this.rows().filter((row) => this.marks.has(row.session.id));
  }

  /** Opens the first marked session. */
  begin() {
    const [first] = this.left();
    if (!first) return;
    this.isMarking = false;
    this.isRunning = true;
    this.of = this.marks.count;
    this.changed();
    this.open(first);
  }

  /**
   * Where the learner is in the row; empty for a session that is not in it.
   * @param {SessionRow} row
   */
  place({ session }) {
    if (!this.isRunning || !this.marks.has(session.id)) return '';
    return t('program.place', { n: this.of - this.marks.count + 1, of: this.of, title: session.title });
  }

  /**
   * Leads on from a session that was just claimed; false where no other waits.
   * @param {SessionRow} row
   */
  goOn(row) {
    this.marks.remove(row.session.id);
    if (!this.isRunning) return false;
    const left = this.left();
    const next = left.find((one) => one.session.starts_at > row.session.starts_at) ?? left[0];
    if (next) this.open(next);
    else {
      this.isRunning = false;
      announce(t('program.row_done'));
      this.finished();
    }
    return true;
  }

  /**
   * Claims every other marked session with all its credits and the answers of `row`. What cannot be claimed like this
   * stays marked and is opened next.
   * @param {SessionRow} row
   */
  claimAll(row) {
    row.carried.isOn = true;
    for (const other of this.left()) {
      if (other !== row && other.claimCarried()) this.marks.remove(other.session.id);
    }
    row.goOn();
  }

  /** Draws the current state. */
  update() {
    const { count } = this.marks;
    fill(this.button, t(this.isMarking ? 'program.mark_end' : 'program.mark'));
    this.button.hidden = this.isRunning;
    this.hint.hidden = !this.isMarking;
    this.start.hidden = !this.isMarking || count === 0;
    fill(this.start, t('program.evaluate', { count }));
  }
}
