/** The Credit Summary, what is missing, and printing: a warning that it is final, the attestation, then the certificate. */

import { call } from '/app/api.js';
import { closesAt, loadClaim } from '/app/claim/load.js';
import { stepHead } from '/app/claim/steps.js';
import { fill, group, h } from '/app/dom.js';
import { form, tick } from '/app/forms.js';
import { nameForm } from '/app/name_form.js';
import { Problem } from '/app/problems.js';
import { openProfile } from '/app/profile_store.js';
import { go, reload } from '/app/router.js';
import { announce } from '/app/shell.js';
import { deadline, moment, t } from '/app/words.js';

export async function page({ values }) {
  const [{ claim, etag, activity }, me] = await Promise.all([loadClaim(values.claim), call('GET', '/v1/me')]);
  if (claim.status === 'final') return { moved: `/claims/${claim.claim_id}/certificate` };
  const { summary } = claim;
  const body = [
    ...stepHead(activity, claim, 'summary', t('summary.title')),
    h('p', {}, t('summary.why', { statement: t(`statements.${claim.statement}`) }), ' ',
      h('a', { href: `/claims/${claim.claim_id}/statement` }, t('summary.other_statement'))),
    claim.reopened && h('p', { class: 'note' }, t('summary.reopened', { number: claim.reopened.certificate_number })),
    lines(summary, activity),
    h('p', { class: 'total' }, t('sessions.total', { total: summary.total, maximum: summary.maximum })),
    h('p', {}, t('print.deadline', { deadline: deadline(closesAt(activity, claim), activity.time_zone) })),
    summary.missing.length ? missing(summary, claim, activity, me) : printing(claim, etag, me.data),
    h('p', {}, h('a', { href: `/claims/${claim.claim_id}/sessions` }, t('summary.back'))),
  ];
  return { title: t('summary.title'), body, width: 'narrow' };
}

function lines(summary, activity) {
  if (!summary.sessions.length) return null;
  const cell = (label, className, text) => h('td', { role: 'cell', 'data-label': label, class: className }, text);
  const row = (one) => h('tr', { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader' }, one.title, !one.counts && h('span', { class: 'badge bad' }, t('summary.does_not_count'))),
    activity.kind !== 'online' && cell(t('summary.when'), '', moment(one.starts_at, activity.time_zone)),
    cell(t('summary.credits'), 'number', one.credits));
  const head = ['session', activity.kind !== 'online' && 'when', 'credits'].filter(Boolean);
  return h('table', { class: 'table lines', role: 'table' },
    h('caption', { class: 'unseen' }, t('summary.title')),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, head.map((name) =>
      h('th', { scope: 'col', role: 'columnheader', class: name === 'credits' && 'number' }, t(`summary.${name}`))))),
    h('tbody', { role: 'rowgroup' }, summary.sessions.map(row)));
}

function missing(summary, claim, activity, me) {
  const nameless = summary.missing.some((one) => one.path === 'me.name_as_printed');
  const others = summary.missing.filter((one) => one.code !== 'name_missing');
  return group(
    others.length > 0 && h('section', { class: 'note warn', 'aria-labelledby': 'missing' },
      h('h2', { id: 'missing' }, t('summary.missing', { count: others.length })),
      h('ul', {}, others.map((one) => h('li', { 'data-code': one.code }, one.message, ' ', remedy(one, claim, activity))))),
    nameless && h('section', { class: 'card' }, h('h2', {}, t('summary.name')), h('p', {}, t('summary.name_why')),
      nameForm({ store: openProfile(me), saved: () => reload() }).node),
  );
}

/** The place where something that is missing is put right. */
function remedy(one, claim, activity) {
  const below = (step) => `/claims/${claim.claim_id}/${step}`;
  const [, place] = one.path.split('.');
  const link = (href, text) => h('a', { href }, text);
  if (one.path.startsWith('disclosures')) return link(below('disclosures'), t('remedies.disclosures'));
  if (one.path === 'access_code') return link(below('access'), t('remedies.access'));
  if (one.path === 'statement') return link(below('statement'), t('remedies.statement'));
  if (one.path === 'assessment') return link(below('course'), t('remedies.course'));
  if (one.path.startsWith('sessions')) return link(`${below('sessions')}${place ? `?at=${encodeURIComponent(place)}` : ''}`, t('remedies.sessions'));
  if (one.path.startsWith('me.')) return link('/profile', t('remedies.profile'));
  return link(`mailto:${activity.contact}`, activity.contact);
}

function printing(claim, etag, profile) {
  const attest = tick({ label: t('print.attest', { name: profile.name_as_printed }), required: true });
  const wrong = h('p', { class: 'error', hidden: true }, t('print.attest_needed'));
  attest.input.addEventListener('change', () => {
    wrong.hidden = attest.input.checked;
  });
  const send = async () => {
    if (!attest.input.checked) {
      wrong.hidden = false;
      attest.input.focus();
      announce(t('print.attest_needed'), { now: true });
      return;
    }
    await print(claim, etag);
  };
  const made = form({ send, label: t('print.submit') },
    h('div', { class: 'note warn' }, h('h3', {}, t('print.final')), h('p', {}, t('print.final_why'))),
    h('dl', {}, h('dt', {}, t('profile.name')), h('dd', {}, profile.name_as_printed, ' ', h('a', { href: '/profile' }, t('print.change_name')))),
    consent(profile), attest.node, wrong);
  made.button.classList.add('final');
  return h('section', { class: 'card', 'aria-labelledby': 'print' }, h('h2', { id: 'print' }, t('print.title')), made.node);
}

const LOOK_AGAIN = { claim_incomplete: 'print.incomplete', changed_elsewhere: 'print.changed', total_changed: 'print.changed' };

/**
 * Prints what is shown, and nothing else: the version and the total go with it. A call that breaks off is made again: the
 * API answers the one certificate, however often it is asked.
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

/** Whether the credit shall be handed on: asked here, since printing decides it. */
function consent(profile) {
  const said = h('span', { class: 'meta', role: 'status' });
  const box = tick({ label: t('profile.consent'), about: t('profile.consent_about'), checked: profile.consent_to_report });
  box.input.addEventListener('change', async () => {
    try {
      await call('PATCH', '/v1/me', { json: { consent_to_report: box.input.checked } });
      fill(said, t('common.saved'));
    } catch {
      box.input.checked = !box.input.checked;
      fill(said, t('common.not_saved'));
    }
  });
  return group(box.node, said);
}
