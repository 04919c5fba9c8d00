/** Which credits staff look for: read from the address of the page, and its form, which keeps what was typed. */

import { h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { t, textsUnder } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { person } from '../../platform/session.js';
import { loadAllProviders } from '../../workbench/providers.js';

/** @typedef {Record<string, string>} Filter each name of NAMES, empty for any */

const STATES = ['earned', 'unmatched', 'reported', 'sending', 'accepted', 'rejected', 'withdrawn'];
/** Why a credit is stuck. */
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
const NAMES = ['email', 'credit_id', 'state', 'reason', 'provider', 'file', 'from', 'to'];

/**
 * What the address asks for. A state or reason that there is not is any.
 * @param {URLSearchParams} query
 * @returns {Filter}
 */
export function filterOf(query) {
  const filter = Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? '']));
  if (!STATES.includes(filter.state)) filter.state = '';
  if (!REASONS.includes(filter.reason)) filter.reason = '';
  return filter;
}

/** @param {Filter} filter */
export const isAsked = (filter) => NAMES.some((name) => filter[name]);

/**
 * Credits of one person, or one credit, are shown with their history; others in a table.
 * @param {Filter} filter
 */
export const isOfOne = (filter) => Boolean(filter.email || filter.credit_id);

/**
 * The address of the page for a filter.
 * @param {Record<string, string | null>} wanted
 */
export function addressOf(wanted) {
  const given = Object.entries(wanted).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length ? `/staff/credits?${new URLSearchParams(given)}` : '/staff/credits';
}

/**
 * The providers among which staff choose; none for staff of one provider, who see its credits alone. Without the list
 * the rest of the page is still of use.
 * @returns {Promise<Record<string, string>>} the names by ID
 */
export async function providerNames() {
  const who = person();
  if (!who?.isOperator && who?.providers.length === 1) return {};
  try {
    return Object.fromEntries((await loadAllProviders()).map(({ value, label }) => [value, label]));
  } catch {
    return {};
  }
}

/**
 * The form. Staff of several providers look at the credits of one of them at a time.
 * @param {Filter} filter
 * @param {Record<string, string>} providers their names by ID
 */
export function filterForm(filter, providers) {
  const isOther = person()?.isOperator && filter.provider && !(filter.provider in providers);
  const names = { ...providers, ...(isOther && { [filter.provider]: filter.provider }) };
  /** @param {string} name */
  const text = (name, label = t(`credit_table.${name}`), type = 'text') =>
    field({ label, type, value: filter[name], autocomplete: 'off' });
  const fields = {
    email: text('email', t('sign_in.email')),
    credit_id: text('credit_id', t('staff.credits.id')),
    state: choice('state', t('staff.credits.state'), ['', ...STATES], textsUnder('states.of_credit'), filter),
    reason: choice('reason', t('staff.credits.reason'), ['', ...REASONS], textsUnder('staff.credits.reasons'), filter),
    ...(Object.keys(names).length && {
      provider: choice('provider', t('activity.facts.provider'), providerIds(names), names, filter),
    }),
    from: text('from', t('credit_table.from'), 'date'),
    to: text('to', t('credit_table.to'), 'date'),
    ...(filter.file && { file: text('file') }),
  };
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    go(addressOf(Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.input.value.trim()]))));
  };
  return h(
    'form',
    { role: 'search', class: 'search', onsubmit: send },
    Object.values(fields).map((one) => one.node),
    h('button', { type: 'submit', class: 'button' }, t('activities.find')),
  );
}

/** @param {Record<string, string>} names */
const providerIds = (names) => [...(person()?.isOperator ? [''] : []), ...Object.keys(names)];

/**
 * @param {string} name
 * @param {string} label
 * @param {string[]} values empty for any
 * @param {Record<string, string>} words
 * @param {Filter} filter
 */
function choice(name, label, values, words, filter) {
  const options = values.map((one) =>
    h('option', { value: one, selected: one === filter[name] }, one ? words[one] : t('staff.credits.any')),
  );
  return field({ label, input: h('select', {}, options) });
}
