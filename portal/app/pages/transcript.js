/** Completed credits and certificates, with filter, totals by type, a view for paper, and a CSV. */

import { claimed, draftItem } from '../claim/claim_lines.js';
import { group, h } from '../elements/dom.js';
import { field } from '../elements/forms.js';
import { problemBox, showProblem, unlessRefused } from '../elements/problem_box.js';
import { tableOf } from '../elements/table.js';
import { dateIn, day, isDay, t } from '../elements/words.js';
import { go } from '../frame/router.js';
import { save } from '../frame/save_file.js';
import { call } from '../platform/api.js';
import { kindOf } from '../platform/kinds.js';
import * as session from '../platform/session.js';

/** @import { ClaimLine, ProfileView, TotalView } from '#api' */
/** @import { Child } from '../elements/dom.js' */
/** @import { Page, Visit } from '../frame/router.js' */

const NOTHING = { items: [], totals: [], drafts: [], uncounted: [] };
const COLUMNS = ['activity', 'completed', 'statement', 'credits', 'certificate'];

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''];
  const [first, last] = [from, to].map((date) => (isDay(date) ? day(date) : '…'));
  const [{ data, problem }, { data: profile }] = await Promise.all([
    unlessRefused(call('GET', '/v1/transcript', { query: { from, to } }), NOTHING),
    unlessRefused(call('GET', '/v1/me'), {}),
  ]);
  const trouble = h('div', {});
  const csv = async () => {
    try {
      await save('/v1/transcript', { query: { from, to }, accept: 'text/csv', name: 'transcript.csv' });
    } catch (error) {
      showProblem(trouble, error);
    }
  };
  const body = [
    h('h1', {}, t('transcript.title')),
    onPaper(profile),
    h(
      'p',
      { class: 'meta' },
      session.person()?.email,
      from || to ? ` · ${t('transcript.between', { from: first, to: last })}` : '',
    ),
    filter(from, to),
    problem && problemBox(problem),
    totals(data.totals),
    data.items.length
      ? table(data.items, data.uncounted)
      : !problem && h('p', { class: 'note' }, from || to ? t('transcript.none_between') : t('home.none_completed')),
    trouble,
    data.items.length > 0 &&
      h(
        'div',
        { class: 'actions no-print' },
        h('button', { type: 'button', class: 'button quiet', onclick: () => print() }, t('common.print')),
        h('button', { type: 'button', class: 'button quiet', onclick: csv }, t('common.csv')),
      ),
    h('p', { class: 'meta' }, t('transcript.california')),
    data.drafts.length > 0 &&
      h(
        'section',
        { class: 'no-print' },
        h('h2', {}, t('home.drafts')),
        h('ul', { class: 'grid' }, data.drafts.map(draftItem)),
      ),
  ];
  return { title: t('transcript.title'), body };
}

/**
 * Whose transcript it is and of which day: on paper alone, where it is all that says so.
 * @param {Partial<ProfileView>} profile
 */
function onPaper({ name_as_printed, name_language }) {
  const today = day(dateIn(new Date()));
  const name = name_as_printed && h('bdi', { lang: name_language }, name_as_printed);
  return h('p', { class: 'paper-only' }, name, name && ' · ', t('transcript.printed_on', { day: today }));
}

/**
 * @param {string} from
 * @param {string} to
 */
function filter(from, to) {
  const first = field({ label: t('activities.from'), type: 'date', value: from });
  const last = field({ label: t('activities.to'), type: 'date', value: to });
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    const given = Object.entries({ from: first.input.value, to: last.input.value }).filter(([, value]) => value);
    go(given.length ? `/transcript?${new URLSearchParams(given)}` : '/transcript');
  };
  return h(
    'form',
    { class: 'search no-print', role: 'search', 'aria-label': t('transcript.filter'), onsubmit: send },
    first.node,
    last.node,
    h('button', { type: 'submit', class: 'button quiet' }, t('transcript.show')),
  );
}

/**
 * The column says that these are credits; attendance gives none, so it says what it is.
 * @param {string} statement
 * @param {string} count
 */
const amountOf = (statement, count) => (kindOf(statement).awards_credit ? count : claimed(statement, count));

/** @param {TotalView[]} found */
function totals(found) {
  if (!found.length) return null;
  return h(
    'section',
    { 'aria-labelledby': 'totals' },
    h('h2', { id: 'totals' }, t('transcript.totals')),
    h(
      'dl',
      { class: 'facts card' },
      found.map((one) =>
        h(
          'div',
          {},
          h('dt', {}, kindOf(one.statement).name),
          h('dd', { class: 'total' }, amountOf(one.statement, one.credits)),
        ),
      ),
    ),
  );
}

/**
 * @param {ClaimLine[]} items
 * @param {string[]} uncounted
 */
function table(items, uncounted) {
  return tableOf({
    caption: t('transcript.title'),
    columns: COLUMNS.map((name) => ({ title: t(`transcript.columns.${name}`), isNumber: name === 'credits' })),
    rows: items.map((one) => row(one, uncounted.includes(one.claim_id))),
  });
}

/**
 * @param {ClaimLine} one
 * @param {boolean} isUncounted its activity counts with the claim of another account
 */
function row(one, isUncounted) {
  /**
   * @param {string} name
   * @param {string} className
   * @param {...Child} inside
   */
  const cell = (name, className, ...inside) =>
    h('td', { role: 'cell', class: className, 'data-label': t(`transcript.columns.${name}`) }, inside);
  const revoked = one.certificate_status === 'revoked';
  return h(
    'tr',
    { role: 'row' },
    h(
      'th',
      { scope: 'row', role: 'rowheader' },
      one.title,
      h('span', { class: 'meta' }, h('br'), `${one.provider} · ${one.number}`),
    ),
    cell('completed', '', day(one.completed_on, 'medium')),
    cell('statement', '', kindOf(one.statement).name),
    cell('credits', 'number', amountOf(one.statement, one.total)),
    cell(
      'certificate',
      '',
      group(
        h('a', { href: `/claims/${one.claim_id}/certificate` }, one.certificate_number),
        revoked &&
          group(
            ' ',
            h('span', { class: 'badge bad' }, t('certificate.revoked')),
            ` ${t('certificate.does_not_count')}`,
          ),
        isUncounted && h('p', { class: 'meta' }, t('transcript.uncounted')),
      ),
    ),
  );
}
