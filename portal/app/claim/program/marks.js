/** The sessions that a learner marks first and evaluates in a row later. They stay marked over a reload. */

import { drop, keep, kept } from '../../platform/drafts.js';
import { overlapping } from '../sessions/fit.js';
import { MARKS } from '../unsaved.js';

/** @import { PublicActivity, PublicSession } from '#api' */

export class Marks {
  /**
   * @param {string} claimId
   * @param {PublicSession[]} program
   * @param {PublicActivity} activity
   */
  constructor(claimId, program, activity) {
    this.key = MARKS + claimId;
    this.program = program;
    this.activity = activity;
    const known = new Set(program.map((one) => one.id));
    /** @type {Set<string>} */
    this.ids = new Set((kept(this.key) ?? []).filter((/** @type {string} */ id) => known.has(id)));
  }

  get count() {
    return this.ids.size;
  }

  /** @param {string} id */
  has(id) {
    return this.ids.has(id);
  }

  /** The marked sessions, in the order of the program. */
  all() {
    return this.program.filter((one) => this.ids.has(one.id));
  }

  /**
   * Marks a session. Nobody attends two at once, so one at the same time is no longer marked: those are returned.
   * @param {PublicSession} session
   * @returns {PublicSession[]}
   */
  add(session) {
    const { id, title, starts_at, ends_at } = session;
    const mine = [{ session_id: id, title, starts_at, ends_at, credits: '0' }];
    const beside = this.all().filter((one) => overlapping(one, mine, this.activity).length > 0);
    for (const one of beside) this.ids.delete(one.id);
    this.ids.add(id);
    this.store();
    return beside;
  }

  /** @param {string} id */
  remove(id) {
    this.ids.delete(id);
    this.store();
  }

  store() {
    if (this.ids.size) keep(this.key, [...this.ids]);
    else drop(this.key);
  }
}
