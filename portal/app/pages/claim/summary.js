/** The Credit Summary: the total and printing, or what is missing; then the sessions by day. */

import { certificate, reasonOf } from '../../claim/certificates.js';
import { openSaver } from '../../claim/claim_saver.js';
import { closesAt, loadClaim } from '../../claim/load.js';
import { waitingElsewhere } from '../../claim/other_tabs.js';
import { sessionsByDay } from '../../claim/printing/by_day.js';
import { stepHead } from '../../claim/steps.js';
import { noteRefused, refusedBox, titleList, titlesOf } from '../../claim/unsaved.js';
import { around, group, h } from '../../elements/dom.js';
import { wordsOf } from '../../elements/problem_box.js';
import { deadline, t } from '../../elements/words.js';
import { reload } from '../../frame/router.js';
import { paperHead } from '../../frame/shell.js';
import { fetchStyle } from '../../frame/style_sheets.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';
import { nameForm } from '../../profile/name_form.js';
import { openProfile } from '../../profile/profile_store.js';
import { printForm } from './print_form.js';

/** @import { ClaimView, ProblemView, ProfileView, PublicActivity, SummaryView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Answer } from '../../platform/api.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const [read, me, elsewhere] = await Promise.all([
    loadAfterSaving(values.claim),
    call('GET', '/v1/me'),
    waitingElsewhere(values.claim),
    fetchStyle('summary'),
  ]);
  const revoked = read.claim.reopened && (await certificate(read.claim.reopened.certificate_number));
  const { activity } = read;
  const saver = await sent(read);
  const { claim, etag } = saver ?? read;
  if (claim.status === 'final') {
    saver?.close();
    return { moved: `/claims/${claim.claim_id}/certificate` };
  }
  const { summary } = claim;
  const { name } = kindOf(claim.statement);
  const waits = titlesOf(claim.claim_id);
  const total = [
    h('p', { class: 'total' }, t('sessions.total', { total: summary.total, maximum: summary.maximum })),
    h(
      'p',
      {},
      around(t('summary.why', { statement: name }), name),
      ' ',
      h('a', { class: 'no-print', href: `/claims/${claim.claim_id}/statement` }, t('summary.other_statement')),
    ),
  ];
  const until = h('p', {}, t('print.deadline', { deadline: deadline(closesAt(activity, claim), activity.time_zone) }));
  const last = () =>
    summary.missing.length
      ? [total, until, missing(summary, claim, activity, me)]
      : printForm({ claim, etag, me, total, until });
  const held = waits.length ? waiting(waits) : elsewhere.length ? waiting(elsewhere, true) : null;
  const body = [
    ...stepHead(activity, claim, 'summary', t('summary.title')),
    paperHead(me.data),
    revoked &&
      h('div', { class: 'note' }, h('p', {}, t('summary.reopened', { number: revoked.number })), reasonOf(revoked)),
    refusedBox(claim.claim_id),
    held ? [total, until, held] : last(),
    sessionsByDay(summary, activity),
    h('p', { class: 'no-print' }, h('a', { href: `/claims/${claim.claim_id}/sessions` }, t('summary.back'))),
  ];
  const shown = () => saver?.watch(waits);
  return { title: t('summary.title'), body, width: 'narrow', shown, leave: () => saver?.close() };
}

/**
 * The claim, read again if changes that waited were sent by the page before while it was read: what was read may be
 * older than they are.
 * @param {string} claimId
 */
async function loadAfterSaving(claimId) {
  const waited = titlesOf(claimId).length > 0;
  const read = await loadClaim(claimId);
  return waited && !titlesOf(claimId).length ? loadClaim(claimId) : read;
}

/**
 * The saver of a claim with unsaved changes, after an attempt to send them; null if there are none.
 * @param {{claim: ClaimView, etag: string | null}} options
 */
async function sent({ claim, etag }) {
  if (!titlesOf(claim.claim_id).length) return null;
  let isShown = false;
  const again = () => isShown && !saver.unsaved() && reload();
  /**
   * @param {string} what
   * @param {any} details
   */
  const notify = (what, details) => {
    if (what === 'refused' || what === 'conflict') noteRefused(claim.claim_id, details);
    if (what !== 'sending' && what !== 'waiting') again();
  };
  const saver = openSaver({ claim, etag, notify });
  await saver.flush();
  /** @param {string[]} waits */
  const watch = (waits) => {
    isShown = true;
    if (waits.length) again();
  };
  return Object.create(saver, { watch: { value: watch } });
}

/**
 * The unsaved changes, shown instead of the print button: a certificate is final and would not include them.
 * @param {string[]} titles
 * @param {boolean} [areElsewhere] in another tab
 */
function waiting(titles, areElsewhere = false) {
  const count = titles.length;
  const again = h('button', { type: 'button', class: 'button', onclick: () => reload() }, t('common.try_again'));
  return h(
    'section',
    { class: 'note warn', 'aria-labelledby': 'waiting' },
    h('h2', { id: 'waiting' }, t(areElsewhere ? 'summary.waiting_elsewhere' : 'summary.waiting', { count })),
    titleList(titles),
    h('p', {}, t(areElsewhere ? 'summary.waiting_elsewhere_why' : 'summary.waiting_why')),
    h('div', { class: 'actions' }, again),
  );
}

/**
 * @param {SummaryView} summary
 * @param {ClaimView} claim
 * @param {PublicActivity} activity
 * @param {Answer<ProfileView>} me
 */
function missing(summary, claim, activity, me) {
  const nameless = summary.missing.some((one) => one.path === 'me.name_as_printed');
  const others = summary.missing.filter((one) => one.code !== 'name_missing');
  return group(
    others.length > 0 &&
      h(
        'section',
        { class: 'note warn', 'aria-labelledby': 'missing' },
        h('h2', { id: 'missing' }, t('summary.missing', { count: others.length })),
        h(
          'ul',
          {},
          others.map((one) => h('li', { 'data-code': one.code }, wordsOf(one), ' ', remedy(one, claim, activity))),
        ),
      ),
    nameless &&
      h(
        'section',
        { class: 'card' },
        h('h2', {}, t('summary.name')),
        h('p', {}, t('summary.name_why')),
        nameForm({ store: openProfile(me), saved: () => reload() }).node,
      ),
  );
}

/**
 * The page where a missing item can be fixed.
 * @param {ProblemView} one
 * @param {ClaimView} claim
 * @param {PublicActivity} activity
 */
function remedy(one, claim, activity) {
  /** @param {string} step */
  const below = (step) => `/claims/${claim.claim_id}/${step}`;
  const [, place] = one.path.split('.');
  /**
   * @param {string} href
   * @param {string} text
   */
  const link = (href, text) => h('a', { href }, text);
  if (one.path.startsWith('disclosures')) return link(below('disclosures'), t('remedies.disclosures'));
  if (one.path === 'access_code') return link(below('access'), t('remedies.access'));
  if (one.path === 'statement') return link(below('statement'), t('remedies.statement'));
  if (one.path === 'evaluation') return link(below('evaluation'), t('steps.evaluation'));
  if (one.path === 'assessment') return link(below('course'), t('remedies.course'));
  if (one.path.startsWith('sessions'))
    return link(`${below('sessions')}${place ? `?at=${encodeURIComponent(place)}` : ''}`, t('remedies.sessions'));
  if (one.path.startsWith('me.')) return link('/profile', t('remedies.profile'));
  return link(`mailto:${activity.contact}`, activity.contact);
}
