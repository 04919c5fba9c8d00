/** A learner's claims and wrong codes for staff, and what can be done for somebody who is stuck. */

import { claimed } from '../../claim/claim_lines.js';
import { sayOnPage } from '../../elements/announcements.js';
import { group, h } from '../../elements/dom.js';
import { moment, t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';
import { act } from '../staff/actions.js';
import { byWhom } from '../staff/by_whom.js';

/** @import { CodeTriesView, StaffActView, StaffClaimView, StaffLearnerView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Act } from '../staff/actions.js' */

/** @typedef {() => Promise<void>} Again shows the page again, after an act */

/**
 * @param {string} name
 * @param {Child} value
 */
const fact = (name, value) => value && h('div', {}, h('dt', {}, name), h('dd', {}, value));

/**
 * The wrong codes of the learner `one` for an activity, and what can be done about them.
 * @param {StaffLearnerView} one
 * @param {CodeTriesView} tries
 * @param {Again} again
 */
export function lockout(one, tries, again) {
  const said = tries.locked_until
    ? t('staff.learners.locked', { activity: tries.activity_id, when: moment(tries.locked_until) })
    : t(tries.wrong ? 'staff.learners.wrong' : 'staff.learners.not_locked', {
        activity: tries.activity_id,
        count: tries.wrong,
      });
  const lift = tries.wrong > 0 && help(one, tries.activity_id, 'lift-lockout', again);
  return h(
    'div',
    { class: tries.wrong ? 'note warn' : 'note' },
    h('p', {}, said),
    acts(tries.acts),
    lift && group(lift.button, lift.place),
  );
}

const FREEABLE = ['badge', 'group'];

/**
 * A claim of the learner `one`, and what can be done about it.
 * @param {StaffLearnerView} one
 * @param {StaffClaimView} claim
 * @param {Again} again
 */
export function claimPart(one, claim, again) {
  const possible = [
    claim.status === 'draft' &&
      claim.code &&
      FREEABLE.includes(claim.access) &&
      help(one, claim.activity_id, 'free-code', again),
    claim.status === 'draft' &&
      claim.attempts &&
      !claim.attempts.passed &&
      !claim.attempts.left &&
      help(one, claim.activity_id, 'another-attempt', again),
  ].flatMap((each) => each || []);
  const number = claim.certificate_number;
  const status = t(`staff.learners.status.${claim.status}`);
  return h(
    'article',
    {},
    h('h3', {}, claim.title),
    h(
      'p',
      { class: 'meta' },
      [kindOf(claim.statement).name, claimed(claim.statement, claim.total), status].join(' · '),
      claim.certificate_status === 'revoked' && h('span', { class: 'badge bad' }, t('certificate.revoked')),
    ),
    h(
      'dl',
      { class: 'facts' },
      fact(t('staff.activity_id'), h('code', {}, claim.activity_id)),
      fact(t('staff.learners.claim_id'), h('code', {}, claim.claim_id)),
      fact(t('staff.learners.code'), claim.code && h('code', {}, claim.code)),
      fact(t('staff.learners.attempts'), claim.attempts && t('staff.learners.attempts_used', claim.attempts)),
      fact(
        t('certificate.number'),
        number && h('a', { href: `/staff/certificates?${new URLSearchParams({ number })}` }, number),
      ),
    ),
    claim.missing.length > 0 &&
      group(
        h('p', {}, t('staff.learners.missing')),
        h(
          'ul',
          {},
          claim.missing.map((each) => h('li', {}, each.message)),
        ),
      ),
    acts(claim.acts),
    h(
      'div',
      { class: 'actions' },
      possible.map((each) => each.button),
    ),
    possible.map((each) => each.place),
  );
}

/** @param {StaffActView[]} done */
function acts(done) {
  if (!done.length) return null;
  return h(
    'ul',
    { class: 'meta' },
    done.map((one) => h('li', {}, `${moment(one.at)}: ${one.what} (${byWhom(one.by)}): ${one.reason}`)),
  );
}

/**
 * @param {StaffLearnerView} one
 * @param {string} activityId
 * @param {string} deed
 * @param {Again} again
 * @returns {Act}
 */
function help(one, activityId, deed, again) {
  const [learnerId, activity] = [one.learner_id, activityId].map(encodeURIComponent);
  const path = `/v1/staff/learners/${learnerId}/activities/${activity}/${deed}`;
  const name = deed.replace(/-/g, '_');
  /** @param {string} reason */
  const send = async (reason) => {
    await call('POST', path, { json: { reason } });
    await again();
    sayOnPage(t(`staff.learners.done.${name}`));
  };
  return act({ label: t(`staff.learners.${name}`), about: t('staff.learners.reason_about'), send });
}
