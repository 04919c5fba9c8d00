/** A credit of the learner: its progress, why it is stuck, and what the learner can do. */

import { announce, sayOnPage } from '../elements/announcements.js';
import { fill, group, h, written } from '../elements/dom.js';
import { contactLink, placeLink } from '../elements/links.js';
import { showProblem } from '../elements/problem_box.js';
import { moment, t } from '../elements/words.js';
import { reload } from '../frame/router.js';
import { call } from '../platform/api.js';
import { followUp } from './follow_up.js';
import { history, progressSteps } from './progress_steps.js';

/** @import { CreditView, ReasonView } from '#api' */
/** @import { Child } from '../elements/dom.js' */

export const TONES = { on_its_way: 'wait', late: 'warn', needs_you: 'bad', held: 'off', done: '' };

/**
 * What a credit's row shows when it is opened. After each action the page is read again: its numbers and sections
 * change with the credit.
 * @param {CreditView} credit
 */
export function cardInside(credit) {
  const trouble = h('div', {});
  return group(
    progressSteps(credit),
    credit.phase === 'late' &&
      h('p', { class: 'note warn' }, t('organizer.late', { when: moment(credit.expected_by) })),
    credit.reason && reason(credit.reason, credit.phase),
    followUp(credit),
    trouble,
    actions(credit, trouble),
    details(credit),
  );
}

/**
 * @param {ReasonView} found
 * @param {CreditView['phase']} phase
 */
function reason(found, phase) {
  const link = placeLink(found.where);
  const tone = phase === 'needs_you' ? 'bad' : '';
  return h(
    'div',
    { class: `note ${tone}` },
    h('p', {}, written(found.says)),
    h('p', {}, h('strong', {}, written(found.do)), link && ' ', link, contactLink(found.do)),
  );
}

/**
 * @param {CreditView} credit
 * @param {HTMLElement} trouble
 */
function actions(credit, trouble) {
  /**
   * @param {string} deed
   * @param {string} said
   */
  const act = async (deed, said) => {
    try {
      await call('POST', `/v1/organizer/${credit.credit_id}/${deed}`);
      await reload();
      sayAt(document.getElementById(credit.credit_id), said);
    } catch (error) {
      showProblem(trouble, error, { level: 'h4' });
    }
  };
  const named = h('span', { class: 'unseen' }, ': ', written(credit.title));
  const again = () => act('retry', t('organizer.retried'));
  const byHand = () => confirmByHand(trouble, () => act('self-reported', t('organizer.reported_by_hand')));
  if (!credit.can_retry && !credit.can_report_by_hand) return null;
  return h(
    'div',
    { class: 'actions' },
    credit.can_retry &&
      h('button', { type: 'button', class: 'button', onclick: again }, t('organizer.retry'), named.cloneNode(true)),
    credit.can_report_by_hand &&
      h('button', { type: 'button', class: 'button quiet', onclick: byHand }, t('organizer.by_hand'), named),
  );
}

/**
 * Shows the result on the card, or below the heading if the card is no longer on the page.
 * @param {HTMLElement | null} card
 * @param {string} said
 */
function sayAt(card, said) {
  if (!card) {
    sayOnPage(said);
    return;
  }
  announce(said);
  const details = card.querySelector('details');
  if (details) details.open = true;
  card.querySelector('.inside')?.prepend(h('p', { class: 'note ok' }, said));
  card.scrollIntoView({ block: 'nearest' });
  card.focus({ preventScroll: true });
}

/**
 * It cannot be undone, so the learner has to confirm it.
 * @param {HTMLElement} place
 * @param {() => unknown} sure
 */
function confirmByHand(place, sure) {
  const yes = h('button', { type: 'button', class: 'button', onclick: sure }, t('organizer.by_hand_yes'));
  const no = h(
    'button',
    { type: 'button', class: 'button quiet', onclick: () => place.replaceChildren() },
    t('organizer.by_hand_no'),
  );
  fill(
    place,
    h(
      'div',
      { class: 'note warn', role: 'group', 'aria-label': t('organizer.by_hand') },
      h('p', {}, t('organizer.by_hand_sure')),
      h('div', { class: 'actions' }, yes, no),
    ),
  );
  yes.focus();
}

/** @param {CreditView} credit */
function details(credit) {
  /**
   * @param {string} key
   * @param {Child} value
   */
  const fact = (key, value) => value && h('div', {}, h('dt', {}, t(key)), h('dd', {}, value));
  return group(
    h(
      'dl',
      { class: 'facts' },
      fact('organizer.number', credit.activity_number),
      fact('organizer.name', credit.name && h('bdi', {}, credit.name)),
      fact('organizer.receipt', credit.receipt),
      fact('organizer.member', credit.member_number),
    ),
    history(credit),
  );
}
