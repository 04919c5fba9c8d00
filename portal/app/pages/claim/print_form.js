/** Printing: what is printed, a preview, the choice about reporting, the attestation, and what happens meanwhile. */

import { waitingElsewhere } from '../../claim/other_tabs.js';
import { certificatePreview } from '../../claim/printing/preview.js';
import { printProgress } from '../../claim/printing/progress.js';
import { titlesOf } from '../../claim/unsaved.js';
import { announce } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { choices, form, neededAt, tick } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { go, reload } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';
import { Problem } from '../../platform/problems.js';
import { consentChoice } from '../../profile/consent.js';
import { nameForm } from '../../profile/name_form.js';
import { openProfile } from '../../profile/profile_store.js';

/** @import { ClaimView, ProfileView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Answer } from '../../platform/api.js' */

/**
 * The card that prints: the total comes first in it, then the name, and by when it must be printed.
 * @param {{claim: ClaimView, etag: string | null, me: Answer<ProfileView>, total: Child, until: Child}} options
 */
export function printForm({ claim, etag, me, total, until }) {
  const profile = me.data;
  const report = kindOf(claim.statement).reportable ? reporting(profile) : null;
  const attest = tick({ label: attestation(profile), required: true });
  const wrong = neededAt(attest.input, t('print.attest_needed'));
  const steps = printProgress(['saved', ...(report ? ['report'] : []), 'print']);
  const send = async () => {
    if (report?.asks()) return;
    if (!attest.input.checked) {
      wrong.tell(true);
      attest.input.focus();
      announce(t('print.attest_needed'), { now: true });
      return;
    }
    try {
      steps.begin('saved');
      if (titlesOf(claim.claim_id).length || (await waitingElsewhere(claim.claim_id)).length) {
        await reload();
        return;
      }
      if (report) {
        steps.begin('report');
        await report.save();
      }
      steps.begin('print');
      await print(claim, etag);
    } finally {
      steps.end();
    }
  };
  const made = form(
    { send, label: t('print.submit') },
    report?.node ?? h('p', { class: 'meta' }, t('certificate.type_not_reported')),
    attest.node,
    wrong.node,
    h('p', { class: 'final' }, h('strong', {}, t('print.final')), `: ${t('print.final_why')}`),
  );
  made.node.append(steps.node);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'print' },
    h('h2', { id: 'print' }, t('print.title')),
    total,
    nameOnIt(me),
    until,
    certificatePreview(claim.claim_id),
    made.node,
  );
}

/**
 * What the learner attests, with the name as they write it.
 * @param {ProfileView} profile
 */
function attestation({ name_as_printed: name, name_language: lang }) {
  const [before, after] = t('print.attest', { name: '\n' }).split('\n');
  return [before, h('bdi', { lang }, name), after];
}

/**
 * The name on the certificate. It is changed in place, so that nobody leaves the claim for it.
 * @param {Answer<ProfileView>} me
 */
function nameOnIt(me) {
  const place = h('div', {});
  const change = () => {
    const saved = async () => {
      await reload();
      announce(t('printing.name_saved'));
    };
    const { node } = nameForm({ store: openProfile(me), saved });
    fill(place, node);
    button.hidden = true;
    node.querySelector('input')?.focus();
  };
  const button = h('button', { type: 'button', class: 'link-button', onclick: change }, t('print.change_name'));
  const { name_as_printed: name, name_language: language } = me.data;
  return h(
    'dl',
    {},
    h('dt', {}, t('profile.name')),
    h('dd', {}, h('bdi', { lang: language }, name), ' ', button, place),
  );
}

/**
 * Whether credits are reported: asked each time before printing, with no answer preselected.
 * @param {ProfileView} profile
 */
function reporting(profile) {
  const asked = choices(consentChoice(profile));
  const needed = neededAt(asked.node, t('consent.needed'));
  const asks = () => {
    const isMissing = asked.value() === null;
    needed.tell(isMissing);
    if (isMissing) {
      asked.first?.focus();
      announce(t('consent.needed'), { now: true });
    }
    return isMissing;
  };
  const save = () => call('PATCH', '/v1/me', { json: { consent_to_report: asked.value() === 'yes' } });
  return { node: group(asked.node, needed.node), asks, save };
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
