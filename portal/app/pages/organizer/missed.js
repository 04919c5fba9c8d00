/** Which credit do you miss? The question at the start, what could be it, and what is known if it never came. */

import { around, group, h, inLine, written } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { day, moment, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { daysOf, monthName } from './months.js';

/** @import { DiagnosisView, SearchView } from '#api' */
/** @import { Query } from '../../platform/api.js' */

const PAGE = '/organizer/why';
const MONTHS = 60; // the choice goes back five years: longer than any cycle

/**
 * What the address asks for, for the API.
 * @param {URLSearchParams} query
 * @returns {Query}
 */
export function asked(query) {
  const month = query.get('month') ?? '';
  const days = /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? daysOf(month) : {};
  return {
    credit: query.get('credit'),
    provider: query.get('provider'),
    ...days,
    missing: query.get('missing') ? 'true' : null,
  };
}

/**
 * @param {string[]} providers
 * @param {URLSearchParams} query
 * @param {boolean} isOpen
 */
export function question(providers, query, isOpen) {
  const named = query.get('provider') ?? '';
  const names = named && !providers.includes(named) ? [named, ...providers] : providers;
  const provider = field({
    label: t('missed.provider'),
    input: choice([['', t('missed.any_provider')], ...names.map((name) => [name, name])], named),
  });
  const month = field({
    label: t('missed.month'),
    input: choice(
      [['', t('missed.any_month')], ...latestMonths().map((one) => [one, monthName(one)])],
      query.get('month') ?? '',
    ),
  });
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    go(address({ provider: provider.input.value, month: month.input.value }));
  };
  return h(
    'details',
    { class: 'ask no-print', open: isOpen },
    h('summary', {}, t('missed.which')),
    h(
      'form',
      { class: 'search', role: 'search', 'aria-label': t('missed.which'), onsubmit: send },
      provider.node,
      month.node,
      h('button', { type: 'submit', class: 'button quiet' }, t('missed.find')),
    ),
  );
}

/**
 * @param {string[][]} options
 * @param {string} value
 */
function choice(options, value) {
  return h(
    'select',
    {},
    options.map(([key, label]) =>
      h('option', { value: key, selected: key === value, lang: key === label && 'en' }, label),
    ),
  );
}

/** The latest months, this one first. */
function latestMonths() {
  const now = new Date();
  return Array.from({ length: MONTHS }, (_, back) =>
    new Date(Date.UTC(now.getFullYear(), now.getMonth() - back, 1)).toISOString().slice(0, 7),
  );
}

/** @param {Record<string, string | null>} given */
function address(given) {
  const pairs = Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return pairs.length ? `${PAGE}?${new URLSearchParams(pairs)}` : PAGE;
}

/**
 * The candidates to choose from, if there are several; null if one is meant, or none came.
 * @param {SearchView} found
 * @param {URLSearchParams} query
 */
export function candidates(found, query) {
  if (!found.found || found.candidates.length < 2) return null;
  return h(
    'section',
    { 'aria-labelledby': 'candidates' },
    h('h2', { id: 'candidates' }, t('missed.several')),
    h(
      'ul',
      { class: 'plain' },
      found.candidates.map((one) =>
        h(
          'li',
          { class: 'card' },
          h(
            'a',
            { href: address({ credit: one.credit_id, provider: query.get('provider'), month: query.get('month') }) },
            written(one.title),
          ),
          h('p', { class: 'meta' }, inLine(day(one.completed_on), written(one.says))),
        ),
      ),
    ),
    h('p', {}, notIt(query, t('missed.none'))),
  );
}

/**
 * The way on for whoever misses another credit than the one that is shown.
 * @param {URLSearchParams} query
 * @param {string} label
 */
export function notIt(query, label) {
  const given = { provider: query.get('provider'), month: query.get('month'), missing: 'yes' };
  return h('a', { href: address(given) }, label);
}

/**
 * What is known of a credit that never came: when its provider last sent something, and with which address it should.
 * @param {DiagnosisView} data
 */
export function whatIsKnown({ asked: found, emails }) {
  if (!found || found.found) return null;
  const { provider, last_sent_at: sent, contact } = found;
  const latest = sent ? t('missed.last_sent', { provider, when: moment(sent) }) : t('missed.never_sent', { provider });
  return group(
    provider && h('p', {}, around(latest, provider)),
    emails.portal && h('p', {}, t('missed.address', { email: emails.portal })),
    !contact && h('p', {}, t('missed.not_known')),
  );
}
