/**
 * The Credit Summary, what is missing, and printing: a warning that it is final, the attestation, then the
 * certificate.
 */

import { certificate, reasonOf } from '../../claim/certificates.js';
import { openSaver } from '../../claim/claim_saver.js';
import { closesAt, loadClaim } from '../../claim/load.js';
import { waitingElsewhere } from '../../claim/other_tabs.js';
import { stepHead } from '../../claim/steps.js';
import { noteRefused, refusedBox, titleList, titlesOf } from '../../claim/unsaved.js';
import { announce } from '../../elements/announcements.js';
import { group, h } from '../../elements/dom.js';
import { choices, form, tick } from '../../elements/forms.js';
import { tableOf } from '../../elements/table.js';
import { deadline, moment, t } from '../../elements/words.js';
import { go, reload } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';
import { Problem } from '../../platform/problems.js';
import { consentChoice } from '../../profile/consent.js';
import { nameForm } from '../../profile/name_form.js';
import { openProfile } from '../../profile/profile_store.js';

/** @import { ClaimView, ClaimedSessionView, ProblemView, ProfileView, PublicActivity, SummaryView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
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
  const waits = titlesOf(claim.claim_id);
  const last = () => (summary.missing.length ? missing(summary, claim, activity, me) : printing(claim, etag, me.data));
  const body = [
    ...stepHead(activity, claim, 'summary', t('summary.title')),
    h(
      'p',
      {},
      t('summary.why', { statement: kindOf(claim.statement).name }),
      ' ',
      h('a', { href: `/claims/${claim.claim_id}/statement` }, t('summary.other_statement')),
    ),
    revoked &&
      h('div', { class: 'note' }, h('p', {}, t('summary.reopened', { number: revoked.number })), reasonOf(revoked)),
    refusedBox(claim.claim_id),
    lines(summary, activity),
    h('p', { class: 'total' }, t('sessions.total', { total: summary.total, maximum: summary.maximum })),
    h('p', {}, t('print.deadline', { deadline: deadline(closesAt(activity, claim), activity.time_zone) })),
    waits.length ? waiting(waits) : elsewhere.length ? waiting(elsewhere, true) : last(),
    h('p', {}, h('a', { href: `/claims/${claim.claim_id}/sessions` }, t('summary.back'))),
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
 * @param {PublicActivity} activity
 */
function lines(summary, activity) {
  if (!summary.sessions.length) return null;
  /**
   * @param {string} label
   * @param {string} className
   * @param {Child} text
   */
  const cell = (label, className, text) => h('td', { role: 'cell', 'data-label': label, class: className }, text);
  /** @param {ClaimedSessionView} one */
  const row = (one) =>
    h(
      'tr',
      { role: 'row' },
      h(
        'th',
        { scope: 'row', role: 'rowheader' },
        one.title,
        !one.counts && h('span', { class: 'badge bad' }, t('summary.does_not_count')),
      ),
      activity.kind !== 'online' && cell(t('summary.when'), '', moment(one.starts_at, activity.time_zone)),
      cell(t('summary.credits'), 'number', one.credits),
    );
  const head = ['session', activity.kind !== 'online' && 'when', 'credits'].filter(Boolean);
  return tableOf({
    caption: t('summary.title'),
    columns: head.map((name) => ({ title: t(`summary.${name}`), isNumber: name === 'credits' })),
    rows: summary.sessions.map(row),
    hasLines: true,
  });
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
          others.map((one) => h('li', { 'data-code': one.code }, one.message, ' ', remedy(one, claim, activity))),
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

/**
 * @param {ClaimView} claim
 * @param {string | null} etag
 * @param {ProfileView} profile
 */
function printing(claim, etag, profile) {
  const report = kindOf(claim.statement).reportable ? reporting(profile) : null;
  const attest = tick({ label: t('print.attest', { name: profile.name_as_printed }), required: true });
  const wrong = h('p', { class: 'error', hidden: true }, t('print.attest_needed'));
  attest.input.addEventListener('change', () => {
    wrong.hidden = attest.input.checked;
  });
  const send = async () => {
    if (report?.asks()) return;
    if (!attest.input.checked) {
      wrong.hidden = false;
      attest.input.focus();
      announce(t('print.attest_needed'), { now: true });
      return;
    }
    if (titlesOf(claim.claim_id).length || (await waitingElsewhere(claim.claim_id)).length) {
      await reload();
      return;
    }
    await report?.save();
    await print(claim, etag);
  };
  const made = form(
    { send, label: t('print.submit') },
    h('div', { class: 'note warn' }, h('h3', {}, t('print.final')), h('p', {}, t('print.final_why'))),
    h(
      'dl',
      {},
      h('dt', {}, t('profile.name')),
      h('dd', {}, profile.name_as_printed, ' ', h('a', { href: '/profile' }, t('print.change_name'))),
    ),
    report?.node ?? h('p', { class: 'meta' }, t('certificate.type_not_reported')),
    attest.node,
    wrong,
  );
  made.button.classList.add('final');
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'print' },
    h('h2', { id: 'print' }, t('print.title')),
    made.node,
  );
}

/**
 * Whether credits are reported: asked each time before printing, with no answer preselected.
 * @param {ProfileView} profile
 */
function reporting(profile) {
  const needed = h('p', { class: 'error', hidden: true }, t('consent.needed'));
  const asked = choices({
    ...consentChoice(profile),
    onchange: () => {
      needed.hidden = true;
    },
  });
  const asks = () => {
    needed.hidden = asked.value() !== null;
    if (!needed.hidden) {
      asked.first?.focus();
      announce(t('consent.needed'), { now: true });
    }
    return !needed.hidden;
  };
  const save = () => call('PATCH', '/v1/me', { json: { consent_to_report: asked.value() === 'yes' } });
  return { node: group(asked.node, needed), asks, save };
}

/** @type {Record<string, string>} */
const LOOK_AGAIN = {
  claim_incomplete: 'print.incomplete',
  changed_elsewhere: 'print.changed',
  total_changed: 'print.changed',
};

/**
 * Prints only what is shown: the version and the total are sent with it. A call that fails on the way is repeated: the
 * API returns the same certificate every time.
 * @param {ClaimView} claim
 * @param {string | null} etag
 */
async function print(claim, etag) {
  try {
    const json = { attested: true, total: claim.summary.total };
    await call('POST', `/v1/claims/${claim.claim_id}/certificate`, { json, ifMatch: etag });
  } catch (error) {
    if (!(error instanceof Problem) || !LOOK_AGAIN[error.code]) throw error;
    await reload();
    announce(t(LOOK_AGAIN[error.code]), { now: true });
    return;
  }
  announce(t('print.done'));
  await go(`/claims/${claim.claim_id}/certificate`, { replace: true });
}
