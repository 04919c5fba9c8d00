/** Who a learner is, for staff: names, addresses, licenses, and what else the profile says. */

import { group, h } from '../../elements/dom.js';
import { moment, t } from '../../elements/words.js';
import { person } from '../../platform/session.js';
import { nameOf } from '../../profile/name_language.js';

/** @import { LicenseModel, PersonProfileView, PersonView, StaffLearnerView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */

/** @param {Pick<StaffLearnerView, 'new_email'>} one */
function newEmail({ new_email: change }) {
  if (!change) return null;
  const values = { email: change.email, matched: change.matched_by, when: moment(change.counts_from) };
  return h('p', { class: 'note' }, t('staff.learners.new_email', values));
}

/**
 * @param {string} name
 * @param {Child} value
 */
const fact = (name, value) => value && h('div', {}, h('dt', {}, name), h('dd', {}, value));

/** @param {PersonView} one */
export function profilePart(one) {
  const { profile } = one;
  return group(
    profile?.erased_at && h('p', { class: 'note warn' }, t('people.erased', { when: moment(profile.erased_at) })),
    newEmail(one),
    h(
      'dl',
      { class: 'facts' },
      fact(t('people.learner_id'), h('code', {}, one.learner_id)),
      fact(t('people.email'), one.email && address(one.email)),
      fact(
        t('people.former_emails'),
        one.former_emails.length > 0 && one.former_emails.flatMap((each, n) => [n > 0 && ', ', address(each)]),
      ),
      fact(t('audit.fields.ascp_customer_id'), one.ascp_customer_id),
      fact(t('audit.fields.licences'), one.licences.map(license).join(', ')),
      profile && rest(profile),
    ),
    one.joined_into && h('p', {}, link(one.joined_into, t('people.joined_into'))),
    one.joins
      .filter((join) => !join.undone)
      .map((join) => h('p', {}, link(join.other_learner_id, t('people.joined', { other: otherOf(join) })))),
  );
}

/** @param {{other_email: string | null, other_learner_id: string}} join */
const otherOf = (join) => join.other_email ?? join.other_learner_id;

/**
 * @param {string} id
 * @param {string} text
 */
const link = (id, text) => h('a', { href: `/staff/people/${encodeURIComponent(id)}` }, text);

/**
 * An address; it leads operators to who has it, where they can move it.
 * @param {string} email
 */
function address(email) {
  if (!person()?.isOperator) return email;
  return h('a', { href: `/staff/learners?${new URLSearchParams({ email })}` }, email);
}

/** @param {LicenseModel} one */
const license = (one) => [one.state, one.number, one.profession].filter(Boolean).join(' ');

/** @param {PersonProfileView} profile */
function rest(profile) {
  /** @param {boolean | null} value */
  const yes = (value) => value !== null && t(value ? 'people.yes' : 'people.no');
  const agreed = profile.consent_given_at && t('people.since', { when: moment(profile.consent_given_at) });
  return [
    fact(t('people.consent'), agreed ?? t('people.no')),
    fact(t('audit.fields.professions'), profile.professions.join(', ')),
    fact(t('audit.fields.physician'), yes(profile.physician)),
    fact(t('audit.fields.ascls_email'), profile.ascls_email),
    fact(t('audit.fields.ascp_email'), profile.ascp_email),
    fact(t('people.notices'), yes(profile.notices)),
    fact(t('audit.fields.name_language'), profile.name_language && nameOf(profile.name_language)),
    fact(t('people.changed'), profile.updated_at && moment(profile.updated_at)),
  ];
}
