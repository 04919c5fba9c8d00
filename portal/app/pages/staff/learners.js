/** Learners for staff: found by address, certificate or badge, with their claims, and actions for a stuck claim. */

import { h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { problemBox } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { go, reload } from '../../frame/router.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { Problem } from '../../platform/problems.js';
import { person } from '../../platform/session.js';
import { claimPart, lockout } from '../people/claims.js';
import { peopleList } from '../people/people_list.js';
import { newEmail } from '../people/profile.js';
import { addressPart } from './address.js';
import { joinsPart } from './joins.js';

/** @import { StaffLearnerView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const FILTERS = ['name', 'email', 'certificate', 'activity_id', 'badge'];

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
  const asked = FILTERS.some((name) => filter[name]);
  const [found, problem] = asked ? await search(filter) : [null, null];
  const named = filter.name && found && peopleList(found);
  const body = [
    staffHead(t('staff.learners.title')),
    searchForm(filter),
    problem && problemBox(problem),
    named,
    !named && found && !found.items.length && h('p', { class: 'note', role: 'status' }, t('staff.learners.nobody')),
    !named && found?.items.map(learner),
    !named && found && filter.email && person()?.isOperator && (await addressPart(filter.email)),
  ];
  return { title: t('staff.learners.title'), body, width: 'narrow' };
}

/**
 * Who was found, or why the search failed: the form stays, with its input. A name counts before all else.
 * @param {Record<string, string>} filter
 */
async function search({ name, ...filter }) {
  const asking = name
    ? call('GET', '/v1/staff/people', { query: { name } })
    : call('GET', '/v1/staff/learners', { query: filter });
  try {
    return [(await asking).data, null];
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return [null, error];
  }
}

/** @param {Record<string, string>} filter */
function searchForm(filter) {
  const name = field({ label: t('staff.learners.name'), value: filter.name, autocomplete: 'off', spellcheck: 'false' });
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
      name: name.input.value.trim(),
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
    name.node,
    email.node,
    certificate.node,
    activity.node,
    badge.node,
    h('button', { type: 'submit', class: 'button' }, t('activities.find')),
  );
}

/** @param {StaffLearnerView} one */
function learner(one) {
  // A badge that is free finds its learner no longer: the address does.
  const again = () =>
    one.email ? go(`/staff/learners?${new URLSearchParams({ email: one.email })}`, { replace: true }) : reload();
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, h('a', { href: `/staff/people/${one.learner_id}` }, one.name ?? t('staff.learners.nameless'))),
    h('p', { class: 'meta' }, [one.email, ...one.former_emails].filter(Boolean).join(' · ')),
    newEmail(one),
    one.ascp_customer_id && h('p', { class: 'meta' }, t('staff.learners.customer_id', { id: one.ascp_customer_id })),
    one.email &&
      h(
        'p',
        {},
        h('a', { href: `/staff/credits?${new URLSearchParams({ email: one.email })}` }, t('staff.learners.credits')),
      ),
    // The whole log and all accounts are operators'.
    person()?.isOperator &&
      h(
        'p',
        {},
        h('a', { href: `/staff/audit?${new URLSearchParams({ learner: one.learner_id })}` }, t('audit.title')),
      ),
    person()?.isOperator && joinsPart(one),
    one.codes.map((tries) => lockout(one, tries, again)),
    one.claims.length
      ? one.claims.map((claim) => claimPart(one, claim, again))
      : h('p', {}, t('staff.learners.no_claims')),
  );
}
