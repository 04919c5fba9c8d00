/** A credit for staff: where it is, its whole history, and what can be done about it. */

import { followUp } from '../../credits/follow_up.js';
import { history, progressSteps } from '../../credits/progress_steps.js';
import { announce } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { field, tick } from '../../elements/forms.js';
import { day, t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { person } from '../../platform/session.js';
import { act } from '../staff/actions.js';

/** @import { StaffCreditView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Act } from '../staff/actions.js' */

/**
 * A credit with its history and what can be done about it; its title is a heading of this level.
 * @param {StaffCreditView} credit
 * @param {'h2' | 'h3'} [level]
 */
export function creditCard(credit, level = 'h2') {
  const node = h('li', { class: 'card' });
  /**
   * @param {StaffCreditView} one
   * @param {string | null} said
   */
  const draw = (one, said) => {
    fill(node, inside(one, said, level, draw));
    // The button that had the focus is gone.
    if (said) /** @type {HTMLElement} */ (node.querySelector('.note.ok')).focus();
  };
  draw(credit, null);
  return node;
}

/**
 * @param {StaffCreditView} credit
 * @param {string | null} said
 * @param {'h2' | 'h3'} level
 * @param {(credit: StaffCreditView, said: string) => void} draw
 */
function inside(credit, said, level, draw) {
  /**
   * @param {string} key
   * @param {Child} value
   */
  const fact = (key, value) => value && h('div', {}, h('dt', {}, t(key)), h('dd', {}, value));
  const acts = actsFor(credit, draw);
  const hours = t('organizer.hours', { count: credit.contact_hours });
  return group(
    h(level, {}, credit.title),
    h(
      'p',
      { class: 'meta' },
      [credit.name, credit.email, credit.provider, day(credit.completed_on), hours].join(' · '),
    ),
    said && h('p', { class: 'note ok', tabindex: '-1' }, said),
    progressSteps(credit),
    credit.reason && h('p', { class: 'note bad' }, credit.reason.says, credit.detail && ` “${credit.detail}”`),
    credit.resembles &&
      h(
        'p',
        { class: 'note warn' },
        t('staff.credits.resembles'),
        ' ',
        h('a', { href: `/staff/credits?credit_id=${credit.resembles}` }, t('staff.credits.see_other')),
      ),
    followUp(credit),
    credit.in_doubt && h('p', { class: 'note warn' }, t('staff.credits.in_doubt')),
    credit.bearers.length > 0 &&
      h(
        'ul',
        {},
        credit.bearers.map((one) => h('li', {}, `${one.member_number} · ${one.name} · ${one.status}`)),
      ),
    h(
      'dl',
      { class: 'facts' },
      fact('staff.credits.id', h('code', {}, credit.credit_id)),
      fact('staff.credits.reference', credit.reference),
      fact('organizer.receipt', credit.receipt),
      fact('staff.credits.member', credit.member_number),
      fact('staff.credits.customer_id', credit.ascp_customer_id),
      fact('staff.credits.attempts', String(credit.attempts)),
    ),
    history(credit, (by) => by),
    credit.source === 'claim' &&
      !['accepted', 'withdrawn'].includes(credit.state) &&
      h('p', { class: 'hint' }, t('staff.credits.by_claim')),
    h(
      'div',
      { class: 'actions' },
      acts.map((one) => one.button),
    ),
    acts.map((one) => one.place),
  );
}

/**
 * @param {StaffCreditView} credit
 * @param {(credit: StaffCreditView, said: string) => void} draw
 * @returns {Act[]}
 */
function actsFor(credit, draw) {
  /** @type {(deed: string, values?: () => object) => (reason: string) => Promise<void>} */
  const send =
    (deed, values = () => ({})) =>
    async (reason) => {
      const { data } = await call('POST', `/v1/staff/credits/${credit.credit_id}/${deed}`, {
        json: { reason, ...values() },
        // Two who correct at once: the second sees what the first did.
        ifMatch: deed === 'correct' ? `"${credit.version}"` : null,
      });
      const asked = ['withdraw', 'correct'].includes(deed) && data.follow_up?.status === 'under_way';
      const name = asked ? 'asked' : deed.replace(/-/g, '_');
      const said = t(`staff.credits.done.${name}`);
      draw(data, said);
      announce(said);
    };
  const about = t('acts.about');
  const underWay = credit.follow_up?.status === 'under_way';
  const aboutWithdrawal = credit.state === 'accepted' ? t('staff.credits.withdraw_at_ascp') : about;
  const member = field({ label: t('staff.credits.member'), required: true, autocomplete: 'off' });
  const held = credit.reason?.code === 'likely_duplicate';
  const possible = [
    held && act({ label: t('staff.credits.both_real'), about, send: send('release') }),
    (['rejected', 'reported', 'sending'].includes(credit.state) || underWay) &&
      act({ label: t('staff.credits.release'), about, send: send('release') }),
    // The roster is shown to operators alone.
    person()?.isOperator &&
      credit.state === 'unmatched' &&
      !held &&
      credit.reason?.code !== 'not_reportable' &&
      act({
        label: t('staff.credits.match'),
        about,
        fields: [member],
        send: send('match', () => ({ member_number: member.input.value.trim() })),
      }),
    credit.state === 'withdrawn' && !underWay && undo(send),
    (credit.source === 'feed' || credit.state === 'accepted') &&
      credit.state !== 'withdrawn' &&
      !underWay &&
      correction(credit, send),
    credit.state !== 'withdrawn' &&
      !underWay &&
      act({ label: t('staff.credits.withdraw'), about: aboutWithdrawal, danger: true, send: send('withdraw') }),
  ];
  return possible.flatMap((one) => one || []);
}

/** @param {(deed: string, values?: () => object) => (reason: string) => unknown} send */
function undo(send) {
  const box = tick({ label: t('staff.credits.not_at_ascp'), about: t('staff.credits.not_at_ascp_about') });
  return act({
    label: t('staff.credits.undo'),
    about: t('acts.about'),
    fields: [box],
    send: send('undo-withdrawal', () => ({ not_at_ascp: box.input.checked })),
  });
}

/**
 * The action of correcting `credit`. Only the facts that were changed are sent.
 * @param {StaffCreditView} credit
 * @param {(deed: string, values?: () => object) => (reason: string) => unknown} send
 */
function correction(credit, send) {
  /** @type {Record<string, string>} */
  const before = {
    name: credit.name,
    activity_number: credit.activity_number,
    activity_title: credit.title,
    contact_hours: credit.contact_hours,
    completed_on: credit.completed_on,
  };
  const places = Object.fromEntries(
    Object.entries(before).map(([name, value]) => [
      name,
      field({
        label: t(`staff.credits.facts.${name}`),
        type: name === 'completed_on' ? 'date' : 'text',
        required: true,
        autocomplete: 'off',
        value,
      }),
    ]),
  );
  const changed = () =>
    Object.fromEntries(
      Object.entries(places).flatMap(([name, one]) => {
        const value = one.input.value.trim();
        return value === before[name] ? [] : [[name, value]];
      }),
    );
  return act({
    label: t('staff.credits.correct'),
    about: t(credit.state === 'accepted' ? 'staff.credits.correct_at_ascp' : 'acts.about'),
    fields: Object.values(places),
    places,
    send: send('correct', changed),
  });
}
