/** Learners for staff: found by address, certificate or badge, with their claims, and actions for a stuck claim. */

import { claimed, statementName } from '../../claim/claim_lines.js';
import { sayOnPage } from '../../elements/announcements.js';
import { group, h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { problemBox } from '../../elements/problem_box.js';
import { moment, t } from '../../elements/words.js';
import { go, reload } from '../../frame/router.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { Problem } from '../../platform/problems.js';
import { person } from '../../platform/session.js';
import { act } from './actions.js';
import { addressPart } from './address.js';
import { byWhom } from './by_whom.js';
import { joinsPart } from './joins.js';

/** @import { CodeTriesView, StaffActView, StaffClaimView, StaffLearnerView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Act } from './actions.js' */

const FILTERS = ['email', 'certificate', 'activity_id', 'badge'];

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
  const [found, problem] = FILTERS.some((name) => filter[name]) ? await search(filter) : [null, null];
  const body = [
    staffHead(t('staff.learners.title')),
    searchForm(filter),
    problem && problemBox(problem),
    found && !found.length && h('p', { class: 'note', role: 'status' }, t('staff.learners.nobody')),
    found?.map(learner),
    found && filter.email && person()?.isOperator && (await addressPart(filter.email)),
  ];
  return { title: t('staff.learners.title'), body, width: 'narrow' };
}

/**
 * The learner who was found, or why the search failed: the form stays, with its input.
 * @param {Record<string, string>} filter
 */
async function search(filter) {
  try {
    return [(await call('GET', '/v1/staff/learners', { query: filter })).data.items, null];
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return [null, error];
  }
}

/** @param {Record<string, string>} filter */
function searchForm(filter) {
  const email = field({ label: t('sign_in.email'), value: filter.email, autocomplete: 'off' });
  const certificate = field({
    label: t('certificate.number'),
    value: filter.certificate,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const activity = field({
    label: t('staff.activity_id'),
    value: filter.activity_id,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const badge = field({ label: t('access.badge.name'), value: filter.badge, autocomplete: 'off', spellcheck: 'false' });
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    const given = Object.entries({
      email: email.input.value.trim(),
      certificate: certificate.input.value.trim(),
      activity_id: activity.input.value.trim(),
      badge: badge.input.value.trim(),
    });
    go(`/staff/learners?${new URLSearchParams(given.filter(([, value]) => value))}`);
  };
  return h(
    'form',
    { role: 'search', class: 'search', onsubmit: send },
    h('p', { class: 'hint' }, t('staff.learners.hint')),
    email.node,
    certificate.node,
    activity.node,
    badge.node,
    h('button', { type: 'submit', class: 'button' }, t('activities.find')),
  );
}

/** @param {StaffLearnerView} one */
function learner(one) {
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, one.name ?? t('staff.learners.nameless')),
    h('p', { class: 'meta' }, [one.email, ...one.former_emails].filter(Boolean).join(' · ')),
    newEmail(one),
    one.ascp_customer_id && h('p', { class: 'meta' }, t('staff.learners.customer_id', { id: one.ascp_customer_id })),
    one.email &&
      h(
        'p',
        {},
        h('a', { href: `/staff/credits?${new URLSearchParams({ email: one.email })}` }, t('staff.learners.credits')),
      ),
    h('p', {}, h('a', { href: `/staff/audit?${new URLSearchParams({ learner: one.learner_id })}` }, t('audit.title'))),
    joinsPart(one),
    one.codes.map((tries) => lockout(one, tries)),
    one.claims.length ? one.claims.map((claim) => claimPart(one, claim)) : h('p', {}, t('staff.learners.no_claims')),
  );
}

/** @param {StaffLearnerView} one */
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

/**
 * @param {StaffLearnerView} one
 * @param {CodeTriesView} tries
 */
function lockout(one, tries) {
  const said = tries.locked_until
    ? t('staff.learners.locked', { activity: tries.activity_id, when: moment(tries.locked_until) })
    : t(tries.wrong ? 'staff.learners.wrong' : 'staff.learners.not_locked', {
        activity: tries.activity_id,
        count: tries.wrong,
      });
  const lift = tries.wrong > 0 && help(one, tries.activity_id, 'lift-lockout');
  return h(
    'div',
    { class: tries.wrong ? 'note warn' : 'note' },
    h('p', {}, said),
    acts(tries.acts),
    lift && group(lift.button, lift.place),
  );
}

/**
 * @param {StaffLearnerView} one
 * @param {StaffClaimView} claim
 */
function claimPart(one, claim) {
  const possible = [
    claim.status === 'draft' && claim.code && help(one, claim.activity_id, 'free-code'),
    claim.status === 'draft' &&
      claim.attempts &&
      !claim.attempts.passed &&
      !claim.attempts.left &&
      help(one, claim.activity_id, 'another-attempt'),
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
      [statementName(claim.statement), claimed(claim.statement, claim.total), status].join(' · '),
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
 * @returns {Act}
 */
function help(one, activityId, deed) {
  const [learnerId, activity] = [one.learner_id, activityId].map(encodeURIComponent);
  const path = `/v1/staff/learners/${learnerId}/activities/${activity}/${deed}`;
  const name = deed.replace(/-/g, '_');
  /** @param {string} reason */
  const send = async (reason) => {
    await call('POST', path, { json: { reason } });
    // A badge that is free finds its learner no longer: the address does.
    if (one.email) await go(`/staff/learners?${new URLSearchParams({ email: one.email })}`, { replace: true });
    else await reload();
    sayOnPage(t(`staff.learners.done.${name}`));
  };
  return act({ label: t(`staff.learners.${name}`), about: t('staff.learners.reason_about'), send });
}
