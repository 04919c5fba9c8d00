/** One session of the program: its details, whether it is claimed, and a panel for its credits and evaluation. */

import { announce } from '../../elements/announcements.js';
import { around, fill, h, inLine, newId, written } from '../../elements/dom.js';
import { showProblem } from '../../elements/problem_box.js';
import { clock, t } from '../../elements/words.js';
import { drop, keep, kept } from '../../platform/drafts.js';
import { sessionOf } from '../changes.js';
import { conflictBox } from './conflict_box.js';
import { blocked, creditsOf, offerOf, overlapping } from './fit.js';
import { SessionPanel } from './session_panel.js';

/** @import { EvaluatedSessionView, OwnAttendanceView, PublicActivity, PublicSession } from '#api' */
/** @import { Saver } from '../claim_saver.js' */
/** @import { Notify } from '../claim_sender.js' */
/** @import { Wanted } from '../unsaved.js' */
/** @import { CarriedAnswers } from './carried_answers.js' */
/** @import { ClaimedSession } from './fit.js' */
/** @import { InARow } from '../program/in_a_row.js' */

/**
 * @typedef {object} RowOptions
 * @property {PublicSession} session
 * @property {PublicActivity} activity
 * @property {OwnAttendanceView | null} attendance
 * @property {Saver} saver
 * @property {() => ClaimedSession[]} claimed gives the sessions that are claimed now, saved or not
 * @property {CarriedAnswers} carried
 * @property {InARow} inARow
 * @property {(row: SessionRow) => void} goOn leads on from a session that was just claimed
 */

/**
 * The learner's time in the session by the organizer's reports; empty where there is nothing to say.
 * @param {OwnAttendanceView | null} attendance
 * @param {PublicSession} session
 */
function attendedText(attendance, session) {
  const mine = attendance?.sessions.find((one) => one.session_id === session.id);
  if (mine && (mine.enough || !attendance?.required)) {
    return t('sessions.attended', { minutes: mine.minutes, credits: mine.proposed_credits });
  }
  if (mine) return t('sessions.attended_too_short', { minutes: mine.minutes, needed: mine.needed_minutes });
  return attendance?.required ? t('sessions.not_attended') : '';
}

/** A row for one session. */
export class SessionRow {
  /** @param {RowOptions} options */
  constructor({ session, activity, attendance, saver, claimed, carried, inARow, goOn }) {
    this.session = session;
    this.activity = activity;
    this.attended = attendedText(attendance, session);
    this.saver = saver;
    this.claimed = claimed;
    this.carried = carried;
    this.inARow = inARow;
    this.goOn = () => goOn(this);
    /** Under which name its unsaved input is kept. */
    this.key = `session.${saver.claim.claim_id}.${session.id}`;
    /** @type {SessionPanel | null} */
    this.panel = null;
    /** @type {Wanted | null} what it had before it was removed */
    this.last = null;
    this.isStalled = false;
    const panelId = newId('panel');
    this.state = h('span', { class: 'state' });
    this.toggle = h('button', {
      type: 'button',
      class: 'button quiet',
      'aria-expanded': 'false',
      'aria-controls': panelId,
      onclick: (/** @type {MouseEvent} */ event) => this.pressed(event),
    });
    this.place = h('div', { class: 'panel', id: panelId, hidden: true });
    /** Where a link can stand that leads past the rest of the sessions. */
    this.past = h('div', { class: 'past-line' });
    /** @type {HTMLInputElement | null} made when sessions are first marked */
    this.mark = null;
    /** @type {HTMLElement | null} */
    this.marking = null;
    /** @type {HTMLElement | null} */
    this.drawn = null;
  }

  /** The row itself, drawn when it is first shown: a program can have hundreds. */
  get node() {
    if (this.drawn) return this.drawn;
    this.drawn = this.draw();
    const draft = this.draft();
    // It may have been sent while no page showed it.
    if (draft && this.isSaved(draft)) drop(this.key);
    else if (draft) this.show(true);
    return this.drawn;
  }

  draw() {
    const { session, activity } = this;
    const isOnline = activity.kind === 'online';
    const speakers = session.speakers.length > 0 && h('bdi', {}, session.speakers.join(', '));
    const about = inLine(this.attended, speakers, written(session.track));
    const title = h(isOnline ? 'h2' : 'h4', { class: 'title' }, written(session.title));
    const line = h('p', { class: 'line' }, this.state, about.length > 0 && h('span', { class: 'about' }, about));
    return h(
      'li',
      { class: 'session', id: `session-${session.id}` },
      h('div', { class: 'session-head' }, h('div', { class: 'text' }, title, line), this.toggle),
      this.place,
      this.past,
    );
  }

  /**
   * The input that was kept in the tab; null if there is none.
   * @returns {Wanted | null}
   */
  draft() {
    return kept(this.key);
  }

  /**
   * The session in the claim; null if it is not claimed.
   * @returns {EvaluatedSessionView | null}
   */
  mine() {
    return sessionOf(this.saver.claim, this.session.id);
  }

  isOpen() {
    return !this.place.hidden;
  }

  /**
   * Whether the claim has just this.
   * @param {Wanted} wanted
   */
  isSaved(wanted) {
    const mine = this.mine();
    return mine !== null && mine.credits === wanted.credits && sorted(mine.evaluation) === sorted(wanted.evaluation);
  }

  /** The credits that can be claimed for it, the most first. */
  possible() {
    return creditsOf(this.session, offerOf(this.activity, this.saver.claim));
  }

  /**
   * Why it cannot be claimed with these credits; null if it can.
   * @param {string} credits
   */
  reasonAgainst(credits) {
    const { session, activity } = this;
    const offer = offerOf(activity, this.saver.claim);
    return blocked({ session, credits, claimed: this.claimed(), activity, offer });
  }

  /** The first claimed session that was held at the same time. */
  overlap() {
    return overlapping(this.session, this.claimed(), this.activity)[0];
  }

  /** Whether it only says that it was held at the same time as a claimed session. */
  canBeFolded() {
    if (this.isOpen() || this.overlap() === undefined || this.inARow.marks.has(this.session.id)) return false;
    return !this.mine() && !this.saver.isWaiting(this.session.id) && !this.draft();
  }

  /** Draws the current state, if it was ever shown. */
  update() {
    if (!this.drawn) return;
    const saved = this.mine();
    const [most] = this.possible();
    const reason = this.reasonAgainst(most ?? '0');
    const other = this.overlap();
    const isMarkable = this.inARow.isMarking && !reason && !saved && !this.isOpen();
    this.drawn.classList.toggle('is-claimed', Boolean(saved));
    this.drawn.classList.toggle('is-blocked', !saved && Boolean(reason));
    fill(this.state, this.badge(saved, most), !saved && reason ? [' ', around(reason, other?.title)] : '');
    this.showMark(isMarkable);
    this.toggle.hidden = isMarkable || (!saved && !most);
    fill(
      this.toggle,
      t(this.nameOfToggle(saved, other)),
      h('span', { class: 'unseen' }, ': ', written(this.session.title)),
    );
    this.panel?.update();
  }

  /**
   * The box that marks it, in the place of its button.
   * @param {boolean} isMarkable
   */
  showMark(isMarkable) {
    if (isMarkable && !this.marking) {
      const title = h('span', { class: 'unseen' }, written(this.session.title));
      this.mark = h('input', { type: 'checkbox', onchange: () => this.inARow.marked(this) });
      this.marking = h('label', { class: 'mark' }, this.mark, title);
      this.toggle.before(this.marking);
    }
    if (this.marking) this.marking.hidden = !isMarkable;
    const isMarked = this.inARow.marks.has(this.session.id);
    if (this.mark) this.mark.checked = isMarked;
    this.drawn?.classList.toggle('is-marked', isMarkable && isMarked);
    this.drawn?.classList.toggle('is-markable', isMarkable);
  }

  /**
   * @param {EvaluatedSessionView | null} saved
   * @param {ClaimedSession | undefined} other claimed, and held at the same time
   */
  nameOfToggle(saved, other) {
    if (this.isOpen()) return 'sessions.fold';
    if (saved) return 'sessions.change';
    return other ? 'sessions.instead' : 'sessions.claim';
  }

  /**
   * @param {EvaluatedSessionView | null} saved
   * @param {string | undefined} most
   */
  badge(saved, most) {
    /** @type {(tone: string, text: string) => HTMLElement} */
    const badge = (tone, text) => h('span', { class: tone ? `badge ${tone}` : 'badge' }, text);
    if (this.saver.isWaiting(this.session.id)) {
      return this.isStalled ? badge('warn', t('sessions.waiting_badge')) : badge('wait', t('sessions.saving_badge'));
    }
    if (saved && !saved.counts) return badge('bad', t('sessions.does_not_count', { count: saved.credits }));
    if (saved) return badge('', t('sessions.claimed', { count: saved.credits }));
    if (this.draft()) return badge('warn', t('sessions.begun'));
    return most ? badge('off', t('sessions.up_to', { credits: most })) : null;
  }

  /** @param {boolean} open */
  show(open) {
    this.turn(open);
    if (open) this.opened();
    this.update();
  }

  /**
   * Opens or closes. The first time it opens at once to the eye, and is filled after that is painted, which takes long
   * on an old phone; by keyboard it is filled at once, since the next key goes into it.
   * @param {MouseEvent} event
   */
  pressed({ detail }) {
    if (this.isOpen() || this.panel || !detail) {
      this.show(!this.isOpen());
    } else {
      this.turn(true);
      requestAnimationFrame(() => setTimeout(() => this.isOpen() && this.show(true)));
    }
  }

  /** @param {boolean} open */
  turn(open) {
    this.place.hidden = !open;
    this.node.classList.toggle('is-open', open);
    this.toggle.setAttribute('aria-expanded', String(open));
  }

  /** Opens the panel. */
  open() {
    this.show(true);
  }

  /** Closes the panel, and leaves the reader at the button that opens it. */
  close() {
    this.show(false);
    this.toggle.focus();
  }

  /**
   * Fills the panel again.
   * @param {Wanted} given
   */
  renew(given) {
    this.panel = new SessionPanel(this, given);
    return this.panel;
  }

  /** Whether it is not claimed yet, and can be. */
  isFree() {
    const [most] = this.possible();
    const isTaken = this.mine() !== null || this.saver.isWaiting(this.session.id);
    return !isTaken && most !== undefined && this.reasonAgainst(most) === null;
  }

  /** Claims it with all its credits and the answers of an earlier session; false where that is not possible. */
  claimCarried() {
    const { saver, session } = this;
    const evaluation = this.carried.complete(session);
    if (!evaluation || this.draft() || !this.isFree()) return false;
    const [credits] = this.possible();
    keep(this.key, { credits, evaluation });
    saver.put(session.id, { credits, evaluation }, session.title);
    return true;
  }

  /** The panel, which is filled when it is first opened. */
  opened() {
    if (!this.panel) this.panel = new SessionPanel(this);
    return this.panel;
  }

  /** Takes the session out of the claim; what it had is offered again when the panel is opened. */
  remove() {
    if (this.panel) this.last = this.panel.wanted();
    drop(this.key);
    this.saver.remove(this.session.id, this.session.title);
    this.panel = null;
    this.close();
  }

  /** The page goes: what was typed is saved. */
  leave() {
    this.panel?.save();
  }

  /**
   * Shows the result of a change of this session.
   * @type {Notify}
   */
  notify(what, details) {
    if (what !== 'sending') this.isStalled = what === 'waiting';
    if (what === 'saved' && !details.removed && (!this.panel || this.panel.isSaved())) drop(this.key);
    this.update();
    if (what === 'refused') this.refused(details.problem);
    else if (what === 'conflict') this.conflict(details.mine, details.theirs);
    else if (what === 'saved') this.saved(details.removed);
    else if (what === 'waiting') this.waiting();
    else this.panel?.say(t('sessions.saving'));
  }

  /** @param {boolean} removed */
  saved(removed) {
    const { title } = this.session;
    if (removed) {
      const said = t('sessions.removed', { title });
      this.panel?.say(said);
      announce(said);
      return;
    }
    this.panel?.say(t('sessions.saved_at', { time: clock() }));
    // Of many that are saved one after another, the last says the total.
    const values = { title, credits: this.mine()?.credits, total: this.saver.claim.total };
    if (!this.saver.unsaved()) announce(t('sessions.saved_said', values));
  }

  waiting() {
    this.panel?.say(t('sessions.waiting'));
    announce(t('sessions.waiting'));
  }

  /** @param {unknown} problem */
  refused(problem) {
    this.show(true);
    showProblem(this.opened().trouble, problem, { level: 'h5' });
  }

  /**
   * @param {Wanted} mine
   * @param {EvaluatedSessionView | null} theirs
   */
  conflict(mine, theirs) {
    this.show(true);
    const keepMine = () => {
      this.opened().trouble.replaceChildren();
      this.saver.put(this.session.id, mine, this.session.title);
    };
    const takeTheirs = () => {
      drop(this.key);
      this.panel = null;
      this.show(true);
      this.toggle.focus();
    };
    const box = conflictBox({ theirs, keepMine, takeTheirs });
    fill(this.opened().trouble, box);
    box.focus();
  }
}

/** @param {Record<string, unknown>} answers */
function sorted(answers) {
  return JSON.stringify(Object.entries(answers).sort(([one], [other]) => (one < other ? -1 : 1)));
}
