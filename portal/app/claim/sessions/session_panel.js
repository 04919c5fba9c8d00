/** The panel of a session: its credits, its evaluation, and the buttons that claim and remove it. */

import { announce } from '../../elements/announcements.js';
import { around, fill, h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { keep } from '../../platform/drafts.js';
import { evaluation } from './evaluation.js';

/** @import { EvaluationForm } from '#api' */
/** @import { Wanted } from '../unsaved.js' */
/** @import { Earlier } from './carried_answers.js' */
/** @import { ClaimedSession } from './fit.js' */
/** @import { SessionRow } from './session_row.js' */

const PAUSE = 800; // milliseconds without a keystroke before the text is saved

/** What is inside an open row. A session that is claimed is saved at each change. */
export class SessionPanel {
  /**
   * @param {SessionRow} row
   * @param {Wanted | null} [given] what is filled in, once the learner chose whether to carry answers
   */
  constructor(row, given = null) {
    this.row = row;
    this.pause = 0;
    const draft = row.draft();
    const own = given ? null : (draft ?? row.mine() ?? row.last);
    const earlier = own ? null : row.carried.for(row.session);
    const from =
      given ?? own ?? (earlier && row.carried.isOn ? { credits: undefined, evaluation: earlier.answers } : null);
    const form = row.activity.evaluation_forms.find((one) => one.id === row.session.evaluation_form);
    this.credits = this.creditsField(from?.credits);
    this.asked = evaluation(/** @type {EvaluationForm} */ (form), from?.evaluation ?? {}, (isTyping) =>
      this.changed(isTyping),
    );
    this.warning = h('div', {});
    /** Where problems are shown. */
    this.trouble = h('div', {});
    this.said = h('p', { class: 'meta' }, row.mine() && !draft ? t('sessions.saved') : '');
    const pressed = () => (row.mine() ? this.done() : this.claim());
    this.press = h('button', { type: 'button', class: 'button', onclick: pressed });
    this.out = h('button', { type: 'button', class: 'button danger', onclick: () => this.remove() });
    fill(this.out, t('sessions.remove'));
    const all = () => this.claim(true);
    this.all = h('button', { type: 'button', class: 'button quiet', onclick: all });
    this.inARow = h('p', { class: 'meta' });
    const actions = h('div', { class: 'actions' }, this.press, this.all, this.out);
    const carrying = earlier && this.carrying(earlier);
    const questions = [this.warning, this.credits.node, carrying, this.asked.node];
    fill(row.place, questions, this.trouble, this.inARow, this.said, actions);
    this.update();
  }

  /** Goes to what is asked first, or to the button that claims where everything is answered. */
  begin() {
    (this.asked.open().length ? (this.asked.first() ?? this.press) : this.press).focus();
  }

  /** @param {string | undefined} chosen */
  creditsField(chosen) {
    const options = this.row.possible().map((one) => h('option', { value: one, selected: one === chosen }, one));
    const input = h('select', { onchange: () => this.changed(false) }, options);
    return field({ label: t('sessions.credits'), hint: t('sessions.credits_hint'), input });
  }

  /**
   * The button that fills in the answers of an earlier session, or empties them. What else was typed stays.
   * @param {Earlier} earlier
   */
  carrying({ title, answers }) {
    const { carried } = this.row;
    const turn = () => {
      carried.isOn = !carried.isOn;
      const { credits, evaluation } = this.wanted();
      const typed = Object.entries(evaluation).filter(([id]) => carried.isOn || !(id in answers));
      const panel = this.row.renew({
        credits,
        evaluation: { ...Object.fromEntries(typed), ...(carried.isOn && answers) },
      });
      if (this.row.draft()) keep(this.row.key, panel.wanted());
      if (carried.isOn) panel.begin();
      else panel.asked.first()?.focus();
    };
    const said = carried.isOn && h('p', {}, t('sessions.carried', { title }));
    const label = carried.isOn ? t('sessions.start_empty') : t('sessions.same_answers', { title });
    return h(
      'div',
      { class: 'note' },
      said,
      h('button', { type: 'button', class: 'button quiet', onclick: turn }, label),
    );
  }

  /**
   * What the learner wants to claim.
   * @returns {Wanted}
   */
  wanted() {
    return { credits: this.credits.input.value, evaluation: this.asked.answers() };
  }

  /** Whether the claim has just that. */
  isSaved() {
    return this.row.isSaved(this.wanted());
  }

  /** Why it cannot be claimed; null if it can. */
  reason() {
    return this.row.reasonAgainst(this.credits.input.value);
  }

  /**
   * Keeps the text in the tab at once; a session that is already claimed is also saved at once.
   * @param {boolean} isTyping
   */
  changed(isTyping) {
    keep(this.row.key, this.wanted());
    this.trouble.replaceChildren();
    clearTimeout(this.pause);
    if (isTyping) this.pause = setTimeout(() => this.save(), PAUSE);
    else this.save();
    this.update();
  }

  /** Saves what was changed, if the session is claimed and everything is answered. */
  save() {
    clearTimeout(this.pause);
    if (this.row.mine() && !this.asked.open().length && !this.reason() && !this.isSaved()) this.put();
  }

  put() {
    const { saver, session } = this.row;
    saver.put(session.id, this.wanted(), session.title);
  }

  /** @param {boolean} [withOthers] every other marked session gets the same answers */
  claim(withOthers = false) {
    const reason = this.reason();
    if (this.asked.open().length) {
      announce(t('sessions.left', { count: this.asked.open().length }), { now: true });
      this.asked.complain();
    } else if (reason) {
      announce(reason, { now: true });
      this.warning.querySelector('button')?.focus();
    } else {
      keep(this.row.key, this.wanted()); // carried answers were not typed
      this.row.carried.remember(this.row.session, this.asked.answers());
      this.put();
      if (withOthers) this.row.inARow.claimAll(this.row);
      else this.row.goOn();
    }
  }

  done() {
    this.save();
    if (this.asked.open().length) this.asked.complain();
    else this.row.close();
  }

  remove() {
    clearTimeout(this.pause);
    this.row.remove();
  }

  /** @param {string} text */
  say(text) {
    this.said.textContent = text;
  }

  /** Draws the current state. */
  update() {
    const isClaimed = this.row.mine() !== null;
    const reason = this.reason();
    const left = this.asked.open().length;
    const credits = this.credits.input.value;
    fill(this.press, isClaimed ? t('sessions.done') : t('sessions.claim_credits', { credits }));
    this.out.hidden = !isClaimed;
    const place = isClaimed ? '' : this.row.inARow.place(this.row);
    const { count } = this.row.inARow.marks;
    fill(this.inARow, around(place, this.row.session.title));
    this.all.hidden = !place || left > 0 || count < 2;
    fill(this.all, t('program.claim_all', { count }));
    fill(this.warning, reason && this.warn(reason, this.row.overlap()));
    if (left) this.say(t(isClaimed ? 'sessions.left_saved' : 'sessions.left', { count: left }));
    else if (!isClaimed && !this.row.saver.isWaiting(this.row.session.id))
      this.say(t(reason ? 'sessions.cannot' : 'sessions.ready'));
  }

  /**
   * @param {string} reason
   * @param {ClaimedSession | undefined} other the session at the same time
   */
  warn(reason, other) {
    return h('div', { class: 'note warn' }, h('p', {}, around(reason, other?.title)), other && this.removeOther(other));
  }

  /** @param {ClaimedSession} other */
  removeOther(other) {
    const swap = () => this.row.saver.remove(other.session_id, other.title).then(() => this.press.focus());
    return h(
      'button',
      { type: 'button', class: 'button quiet', onclick: swap },
      // In one box: the parts of a button stand apart.
      h('span', {}, around(t('sessions.remove_other', { title: other.title }), other.title)),
    );
  }
}
