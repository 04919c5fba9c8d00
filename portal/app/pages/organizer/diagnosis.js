/** Why is a credit missing? The four questions, answered for the account and for each credit that is stuck. */

import { group, h } from '../../elements/dom.js';
import { contactLink, placeLink } from '../../elements/links.js';
import { day, hasText, moment, t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { newEmailNote } from '../../profile/new_email.js';

/** @import { DiagnosisView, EmailsView, EvidenceView, FindingView, StuckCreditView } from '#api' */
/** @import { Page } from '../../frame/router.js' */
/** @import { Answer } from '../../platform/api.js' */

/** @typedef {'h2' | 'h3' | 'h4'} Level */
/** @typedef {{levels: [Level, Level], links: boolean}} Reading the levels of headings; links for the learner alone */

/** @type {Reading} */
const LEARNERS = { levels: ['h2', 'h3'], links: true };
const MARKS = { yes: '✓', no: '✗', not_yet: '…', unknown: '?' };

/** @returns {Promise<Page>} */
export async function page() {
  /** @type {Answer<DiagnosisView>} */
  const { data } = await call('GET', '/v1/organizer/diagnosis');
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/organizer' }, t('organizer.title'))),
    h('h1', {}, t('diagnosis.title')),
    h('p', { class: 'lead' }, t('diagnosis.lead')),
    answers(data, LEARNERS),
  ];
  return { title: t('diagnosis.title'), body, width: 'narrow' };
}

/**
 * All answers, below a heading.
 * @param {DiagnosisView} data
 * @param {Reading} reading
 */
export function answers(data, reading) {
  const { levels, links } = reading;
  return group(
    newEmailNote(data.new_email),
    !data.consent.given && h('p', { class: 'note warn' }, data.consent.do, ' ', links && placeLink('profile')),
    h(
      'ol',
      { class: 'plain' },
      data.findings.map((one) => finding(one, levels[0], links)),
    ),
    emails(data.emails, levels[0]),
    data.stuck.length > 0 &&
      group(
        h(levels[0], {}, t('diagnosis.stuck', { count: data.stuck.length })),
        data.stuck.map((one) => stuck(one, reading)),
      ),
    h(
      'p',
      { class: 'meta' },
      [
        data.roster_of && t('diagnosis.roster', { when: moment(data.roster_of) }),
        data.next_night && t('diagnosis.next_night', { when: moment(data.next_night) }),
      ]
        .filter(Boolean)
        .join(' '),
    ),
  );
}

/**
 * @param {FindingView} one
 * @param {Level} level
 * @param {boolean} links
 */
function finding(one, level, links) {
  const link = links && one.do && placeLink(one.where);
  return h(
    'li',
    { class: 'card answer', 'data-answer': one.answer },
    h('span', { class: `mark ${one.answer.replace('_', '-')}`, 'aria-hidden': 'true' }, MARKS[one.answer]),
    h(
      'div',
      {},
      h(level, { class: 'question' }, one.asks),
      h('p', {}, h('strong', {}, t(`answers.${one.answer}`)), ` ${one.says}`),
      one.do && h('p', {}, one.do, link && ' ', link, contactLink(one.do)),
      one.next &&
        h('p', { class: 'meta' }, one.next, one.next_at && ` ${t('diagnosis.at', { when: moment(one.next_at) })}`),
      evidence(one.evidence),
    ),
  );
}

/** @param {EvidenceView[]} facts */
function evidence(facts) {
  const known = facts.filter((one) => hasText(`evidence.${one.name}`));
  if (!known.length) return null;
  return h(
    'details',
    {},
    h('summary', {}, t('diagnosis.evidence')),
    h(
      'dl',
      { class: 'facts' },
      known.map((one) => h('div', {}, h('dt', {}, t(`evidence.${one.name}`)), h('dd', {}, readable(one.value)))),
    ),
  );
}

/** @param {string} value */
function readable(value) {
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return moment(value);
  return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : value;
}

/**
 * @param {EmailsView} three
 * @param {Level} level
 */
function emails(three, level) {
  /**
   * @param {string} name
   * @param {string | null} address
   * @param {string} [standing]
   */
  const place = (name, address, standing) =>
    h(
      'div',
      {},
      h('p', { class: 'meta' }, t(`diagnosis.at_${name}`)),
      h('p', {}, h('strong', {}, address ?? t('diagnosis.not_known'))),
      standing && h('p', { class: 'meta' }, t(`diagnosis.is.${standing}`)),
    );
  return h(
    'section',
    { 'aria-labelledby': 'emails' },
    h(level, { id: 'emails' }, t('profile.emails')),
    h(
      'div',
      { class: 'trio' },
      place('portal', three.portal),
      place('ascls', three.ascls, three.ascls_is),
      place('ascp', three.ascp, three.ascp_is),
    ),
  );
}

/**
 * @param {StuckCreditView} credit
 * @param {Reading} reading
 */
function stuck(credit, { levels, links }) {
  return h(
    'details',
    { class: 'card' },
    h('summary', {}, credit.title),
    h(
      'p',
      {},
      credit.reason?.says ?? credit.phase_says,
      links && [' ', h('a', { href: `/organizer#${credit.credit_id}` }, t('diagnosis.see'))],
    ),
    h(
      'ol',
      { class: 'plain' },
      credit.findings.map((one) => finding(one, levels[1], links)),
    ),
  );
}
