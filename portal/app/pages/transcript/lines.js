/** The lines of a transcript, each with its source, and its totals. */

import { claimed, statementName } from '../../claim/claim_lines.js';
import { group, h, written } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { day, t } from '../../elements/words.js';
import { kindOf } from '../../platform/kinds.js';

/** @import { ClaimLine, OwnCreditView, OwnTotalView, ProviderCreditView, TotalView, YearView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */

/**
 * What the API shows of a transcript.
 * @typedef {object} Transcript
 * @property {ClaimLine[]} items
 * @property {ClaimLine[]} drafts
 * @property {TotalView[]} totals
 * @property {string[]} uncounted
 * @property {ProviderCreditView[]} provider_credits
 * @property {OwnCreditView[]} own_credits
 * @property {OwnTotalView[]} own_totals
 * @property {YearView[]} years
 */

const COLUMNS = ['activity', 'completed', 'statement', 'credits', 'certificate'];

/**
 * The column says that these are credits; attendance gives none, so it says what it is.
 * @param {string} statement
 * @param {string} count
 */
const amountOf = (statement, count) => (kindOf(statement).awards_credit ? count : claimed(statement, count));

/** @param {Pick<Transcript, 'totals' | 'years'>} found */
export function totals({ totals: all, years }) {
  if (!all.length) return null;
  return h(
    'section',
    { 'aria-labelledby': 'totals' },
    h('h2', { id: 'totals' }, t('transcript.totals')),
    h(
      'dl',
      { class: 'facts card' },
      all.map((one) =>
        h(
          'div',
          {},
          h('dt', {}, statementName(one.statement)),
          h('dd', { class: 'total' }, amountOf(one.statement, one.credits)),
        ),
      ),
    ),
    years.length > 1 && byYear(all, years),
  );
}

/**
 * @param {TotalView[]} all
 * @param {YearView[]} years
 */
function byYear(all, years) {
  const kinds = all.map((one) => one.statement);
  /** @param {YearView} one */
  const row = (one) =>
    h(
      'tr',
      { role: 'row' },
      h('th', { scope: 'row', role: 'rowheader' }, String(one.year)),
      kinds.map((kind) =>
        h(
          'td',
          { role: 'cell', class: 'number', 'data-label': kindOf(kind).name },
          one.totals.find((total) => total.statement === kind)?.credits ?? '–',
        ),
      ),
    );
  return tableOf({
    caption: t('transcript.by_year'),
    isCaptionShown: true,
    columns: [
      { title: t('transcript.year') },
      ...kinds.map((kind) => ({ title: written(kindOf(kind).short_name), isNumber: true })),
    ],
    rows: years.map(row),
  });
}

/** @param {Pick<Transcript, 'items' | 'provider_credits' | 'uncounted'>} found */
export function lines({ items, provider_credits: sent, uncounted }) {
  const rows = [
    ...items.map((one) => ({ on: one.completed_on ?? '', row: claimRow(one, uncounted.includes(one.claim_id)) })),
    ...sent.map((one) => ({ on: one.completed_on, row: providerRow(one) })),
  ];
  return tableOf({
    caption: t('transcript.title'),
    columns: COLUMNS.map((name) => ({ title: t(`transcript.columns.${name}`), isNumber: name === 'credits' })),
    rows: rows.sort((one, other) => (one.on < other.on ? 1 : one.on > other.on ? -1 : 0)).map(({ row }) => row),
  });
}

/**
 * @param {ClaimLine} one
 * @param {boolean} isUncounted its activity counts with the claim of another account
 */
function claimRow(one, isUncounted) {
  const revoked = one.certificate_status === 'revoked';
  const source = group(
    h('p', { class: 'meta' }, t('transcript.claimed')),
    h('a', { href: `/claims/${one.claim_id}/certificate` }, one.certificate_number),
    revoked && doesNotCount(t('certificate.revoked')),
    isUncounted && h('p', { class: 'meta' }, t('transcript.uncounted')),
  );
  return row({ ...one, credits: one.total }, source);
}

/** @param {ProviderCreditView} one */
function providerRow(one) {
  const source = group(
    h('p', { class: 'meta' }, t('transcript.provider')),
    one.standing !== 'counts' && doesNotCount(t(`transcript.standing.${one.standing}`)),
    one.standing === 'in_question' && h('p', { class: 'meta' }, t('transcript.in_question')),
  );
  return row(one, source);
}

/** @param {string} why */
const doesNotCount = (why) => group(' ', h('span', { class: 'badge bad' }, why), ` ${t('certificate.does_not_count')}`);

/**
 * @param {{title: string, provider: string, number: string, completed_on: string | null, statement: string,
 *   credits: string}} one
 * @param {Child} source
 */
function row(one, source) {
  /**
   * @param {string} name
   * @param {string} className
   * @param {Child} inside
   */
  const cell = (name, className, inside) =>
    h('td', { role: 'cell', class: className, 'data-label': t(`transcript.columns.${name}`) }, inside);
  return h(
    'tr',
    { role: 'row' },
    h(
      'th',
      { scope: 'row', role: 'rowheader' },
      written(one.title),
      h('span', { class: 'meta' }, h('br'), written(one.provider), ` · ${one.number}`),
    ),
    cell('completed', '', day(one.completed_on, 'medium')),
    cell('statement', '', statementName(one.statement)),
    cell('credits', 'number', amountOf(one.statement, one.credits)),
    cell('certificate', '', source),
  );
}
