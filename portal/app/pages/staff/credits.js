/** Credits for staff: found by address, id or state, with their whole history, and what can be done for each. */

import { group, h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { problemBox, unlessRefused } from '../../elements/problem_box.js';
import { t, textsUnder } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { creditCard } from '../people/credit_card.js';

/** @import { StaffCreditPage, StaffCreditView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const FILTERS = ['email', 'credit_id', 'state', 'provider', 'reason'];
/** Why a credit is stuck, by its state. */
const REASONS = [
  'ambiguous_email',
  'likely_duplicate',
  'not_a_member',
  'membership_lapsed',
  'not_reportable',
  'no_consent',
  'unknown_email',
  'name_mismatch',
  'outside_cycle',
  'customer_id_mismatch',
  'invalid',
];
const STATES = ['earned', 'unmatched', 'reported', 'sending', 'rejected'];

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
  if (!STATES.includes(filter.state)) filter.state = '';
  if (!REASONS.includes(filter.reason)) filter.reason = '';
  const asked = FILTERS.some((name) => filter[name]);
  const cursor = query.get('cursor');
  const asking = () => unlessRefused(call('GET', '/v1/staff/credits', { query: { ...filter, cursor } }), null);
  const { data: found, problem } = asked ? await asking() : { data: null };
  const body = [
    staffHead(t('staff.credits.title')),
    searchForm(filter),
    problem && problemBox(problem),
    found &&
      group(
        h('p', { class: 'meta', role: 'status' }, count(found, cursor)),
        h(
          'ul',
          { class: 'plain' },
          found.items.map((/** @type {StaffCreditView} */ one) => creditCard(one)),
        ),
        h(
          'p',
          { class: 'actions' },
          cursor && h('a', { class: 'button quiet', href: address(filter) }, t('activities.first_page')),
          found.next_cursor &&
            h(
              'a',
              { class: 'button quiet', href: address({ ...filter, cursor: found.next_cursor }) },
              t('activities.next_page'),
            ),
        ),
      ),
  ];
  return { title: t('staff.credits.title'), body, width: 'narrow' };
}

/**
 * How many there are: all of them where the API counted, else only what is on this page.
 * @param {StaffCreditPage} found
 * @param {string | null} cursor
 */
function count(found, cursor) {
  const shown = found.items.length;
  if (found.total !== null && found.total > shown) return t('staff.credits.of', { count: shown, total: found.total });
  if (found.total === null && cursor) return t('staff.credits.further', { count: shown });
  return t(found.next_cursor ? 'staff.credits.first' : 'staff.credits.found', { count: shown });
}

/** @param {Record<string, string | null>} wanted */
function address(wanted) {
  const given = Object.entries(wanted).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length ? `/staff/credits?${new URLSearchParams(given)}` : '/staff/credits';
}

/** @param {Record<string, string>} filter */
function searchForm(filter) {
  const email = field({ label: t('sign_in.email'), value: filter.email, autocomplete: 'off' });
  const id = field({ label: t('staff.credits.id'), value: filter.credit_id, autocomplete: 'off' });
  const names = textsUnder('states.of_credit');
  const options = ['', ...STATES].map((one) =>
    h('option', { value: one, selected: one === filter.state }, one ? names[one] : t('staff.credits.any')),
  );
  const state = field({ label: t('staff.credits.state'), input: h('select', {}, options) });
  const why = textsUnder('staff.credits.reasons');
  const reasons = ['', ...REASONS].map((one) =>
    h('option', { value: one, selected: one === filter.reason }, one ? why[one] : t('staff.credits.any')),
  );
  const reason = field({ label: t('staff.credits.reason'), input: h('select', {}, reasons) });
  const provider = field({ label: t('activity.facts.provider'), value: filter.provider, autocomplete: 'off' });
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    go(
      address({
        email: email.input.value.trim(),
        credit_id: id.input.value.trim(),
        state: state.input.value,
        provider: provider.input.value.trim(),
        reason: reason.input.value,
      }),
    );
  };
  return h(
    'form',
    { role: 'search', class: 'search', onsubmit: send },
    email.node,
    id.node,
    state.node,
    reason.node,
    provider.node,
    h('button', { type: 'submit', class: 'button' }, t('activities.find')),
  );
}
