/** What has become of the latest correction or withdrawal of a credit that ASCP has accepted. */

import { around, group, h, inLine, written } from '../elements/dom.js';
import { day, t } from '../elements/words.js';

/** @import { CreditView, StaffCreditView } from '#api' */

/** @param {CreditView | StaffCreditView} credit */
export function followUp(credit) {
  const one = credit.follow_up;
  if (!one) return null;
  const kinds = { under_way: 'warn', accepted: 'ok', refused: 'bad' };
  const amount = t('organizer.hours', { count: one.contact_hours });
  const name = one.name && h('bdi', {}, one.name);
  const facts = inLine(written(one.title), one.activity_number, name, amount, day(one.completed_on));
  const [before, after] = t('follow_up.new_facts', { facts: '\n' }).split('\n');
  const lines = [
    t(`follow_up.${one.action}.${one.status}`, { receipt: one.receipt }),
    one.why && around(t('follow_up.asked', { why: one.why }), one.why),
    one.action === 'correct' && one.status === 'under_way' && [before, facts, after],
    one.detail && around(t('follow_up.detail', { detail: one.detail }), one.detail),
  ];
  return h('div', { class: `note ${kinds[one.status]}` }, group(lines.map((line) => line && h('p', {}, line))));
}
