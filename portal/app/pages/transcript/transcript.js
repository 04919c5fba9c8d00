/** Completed credits of every source, with the time to choose, totals by type, a view for paper, and files. */

import { draftItem } from '../../claim/claim_lines.js';
import { h } from '../../elements/dom.js';
import { problemBox, showProblem, unlessRefused } from '../../elements/problem_box.js';
import { day, isDay, t } from '../../elements/words.js';
import { save } from '../../frame/save_file.js';
import { paperHead } from '../../frame/shell.js';
import { call } from '../../platform/api.js';
import * as session from '../../platform/session.js';
import { ALL_CERTIFICATES, fileSection } from '../../profile/file_section.js';
import { lines, totals } from './lines.js';
import { ownTable } from './own_table.js';
import { spanChoice } from './span.js';

/** @import { ClaimLine } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Transcript } from './lines.js' */

/** @type {Transcript} */
const NOTHING = {
  items: [],
  totals: [],
  drafts: [],
  uncounted: [],
  provider_credits: [],
  own_credits: [],
  own_totals: [],
  years: [],
};

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''];
  const [first, last] = [from, to].map((date) => (isDay(date) ? day(date) : '…'));
  const [{ data, problem }, { data: profile }, { data: file }] = await Promise.all([
    unlessRefused(call('GET', '/v1/transcript', { query: { from, to } }), NOTHING),
    unlessRefused(call('GET', '/v1/me'), {}),
    unlessRefused(call('GET', ALL_CERTIFICATES.path), null),
  ]);
  const hasCertificates = data.items.some((/** @type {ClaimLine} */ one) => one.certificate_status === 'valid');
  const all = file && (hasCertificates || file.state !== 'none') ? fileSection(ALL_CERTIFICATES, file) : null;
  const between = (from || to) && t('transcript.between', { from: first, to: last });
  const isEmpty = !data.items.length && !data.provider_credits.length;
  const body = [
    h('h1', {}, t('transcript.title')),
    paperHead(profile),
    h('p', { class: 'meta' }, h('span', { class: 'no-print' }, session.person()?.email, between && ' · '), between),
    spanChoice(from, to),
    problem && problemBox(problem),
    totals(data),
    isEmpty
      ? !problem && h('p', { class: 'note' }, from || to ? t('transcript.none_between') : t('home.none_completed'))
      : lines(data),
    files({ from, to }, isEmpty && !data.own_credits.length),
    all?.node,
    h('p', { class: 'meta' }, t('transcript.not_certificate'), ' ', t('transcript.california')),
    elsewhere(data),
    data.drafts.length > 0 &&
      h(
        'section',
        { class: 'no-print' },
        h('h2', {}, t('home.drafts')),
        h('ul', { class: 'grid' }, data.drafts.map(draftItem)),
      ),
  ];
  return { title: t('transcript.title'), body, shown: all?.watch, leave: all?.leave };
}

/**
 * @param {{from: string, to: string}} query
 * @param {boolean} isEmpty
 */
function files(query, isEmpty) {
  if (isEmpty) return null;
  const trouble = h('div', {});
  /**
   * @param {string} path
   * @param {{accept: string, name: string}} what
   */
  const keep = async (path, what) => {
    try {
      await save(path, { query, ...what });
    } catch (error) {
      showProblem(trouble, error);
    }
  };
  const pdf = () => keep('/v1/transcript/pdf', { accept: 'application/pdf', name: 'transcript.pdf' });
  const csv = () => keep('/v1/transcript', { accept: 'text/csv', name: 'transcript.csv' });
  return [
    trouble,
    h(
      'div',
      { class: 'actions no-print' },
      h('button', { type: 'button', class: 'button quiet', onclick: () => print() }, t('common.print')),
      h('button', { type: 'button', class: 'button quiet', onclick: pdf }, t('transcript.pdf')),
      h('button', { type: 'button', class: 'button quiet', onclick: csv }, t('common.csv')),
    ),
  ];
}

/** @param {Transcript} data */
function elsewhere({ own_credits: own, own_totals: all }) {
  return h(
    'section',
    { 'aria-labelledby': 'elsewhere' },
    h('h2', { id: 'elsewhere' }, t('own_credits.title')),
    own.length > 0 && [
      h('p', {}, t('own_credits.apart')),
      ownTable(own),
      h(
        'p',
        {},
        h('strong', {}, t('transcript.totals')),
        ': ',
        all.map((one) => t(`own_credits.amounts.${one.unit}`, { count: one.amount })).join(', '),
      ),
    ],
    h('p', { class: 'no-print' }, h('a', { href: '/own-credits' }, t('own_credits.manage'))),
  );
}
