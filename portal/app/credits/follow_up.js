/** What has become of the latest correction or withdrawal of a credit that ASCP has accepted. */

import { group, h } from '../elements/dom.js';
import { day, t } from '../elements/words.js';

/** @import { CreditView, StaffCreditView } from '#api' */

/** @param {CreditView | StaffCreditView} credit */
export function followUp(credit) {
  const one = credit.follow_up;
  if (!one) return null;
  const kinds = { under_way: 'warn', accepted: 'ok', refused: 'bad' };
  const facts = [one.title, one.activity_number, one.name, t('organizer.hours', { count: one.contact_hours })];
  const lines = [
    t(`follow_up.${one.action}.${one.status}`, { receipt: one.receipt }),
    one.why && t('follow_up.asked', { why: one.why }),
    one.action === 'correct' &&
      one.status === 'under_way' &&
      t('follow_up.new_facts', { facts: [...facts, day(one.completed_on)].join(' · ') }),
    one.detail && t('follow_up.detail', { detail: one.detail }),
  ];
  return h('div', { class: `note ${kinds[one.status]}` }, group(lines.map((line) => line && h('p', {}, line))));
}
