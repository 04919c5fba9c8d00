/** What staff do about a certificate: reissue it with what was corrected, revoke it, open its claim again. */

import { announce } from '../../elements/announcements.js';
import { group, h } from '../../elements/dom.js';
import { field, tick } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';
import { Problem } from '../../platform/problems.js';
import { act } from '../staff/actions.js';

/** @import { CertificateView, DifferenceView } from '#api' */
/** @import { Act } from '../staff/actions.js' */

/** @typedef {Pick<CertificateView, 'number' | 'status' | 'statement'>} Paper */

/**
 * What can be done about `paper`; `done` gets the certificate as it is then, and what to say.
 * @param {Paper} paper
 * @param {(paper: CertificateView, said: string[]) => unknown} done
 * @returns {Act[]}
 */
export function certificateActs(paper, done) {
  const path = `/v1/staff/certificates/${encodeURIComponent(paper.number)}`;
  /** @type {(deed: string, values?: () => object) => (reason: string) => Promise<void>} */
  const send =
    (deed, values = () => ({})) =>
    async (reason) => {
      const { data } = await call('POST', `${path}/${deed}`, { json: { reason, ...values() } });
      const said = [
        paper.status === 'valid' && t(`staff.certificates.done.${deed}`, { number: data.certificate.number }),
        data.reopened && t('staff.certificates.done.reopen'),
        data.credit?.message,
      ].filter(Boolean);
      await done(data.certificate, said);
      announce(said.join(' '));
    };
  const about = t('staff.certificates.reason_about');
  const stays = tick({
    label: t('staff.certificates.credit_stays'),
    about: t('staff.certificates.credit_stays_about'),
  });
  const reopen = tick({ label: t('staff.certificates.reopen'), about: t('staff.certificates.reopen_about') });
  if (paper.status === 'revoked') {
    const values = () => ({ reopen: true, credit_stays: stays.input.checked });
    return [
      act({
        label: t('staff.certificates.reopen'),
        about: t('staff.certificates.reopen_about'),
        fields: [stays],
        send: send('revoke', values),
      }),
    ];
  }
  if (paper.status !== 'valid') return [];
  const values = () => ({ reopen: reopen.input.checked, credit_stays: stays.input.checked });
  return [
    reissue(paper, path, send),
    act({
      label: t('staff.certificates.revoke'),
      about,
      danger: true,
      fields: [reopen, stays],
      send: send('revoke', values),
    }),
  ];
}

/**
 * A reissue, with the right name and license number if the profile does not have them.
 * @param {Paper} paper
 * @param {string} path
 * @param {(deed: string, values: () => object) => (reason: string) => Promise<void>} send
 */
function reissue(paper, path, send) {
  const typed = { autocomplete: 'off', spellcheck: 'false' };
  const name = field({ label: t('staff.certificates.right_name'), hint: t('staff.certificates.as_is'), ...typed });
  const license = kindOf(paper.statement).license_state
    ? field({ label: t('staff.certificates.right_license'), hint: t('staff.certificates.as_is'), ...typed })
    : null;
  const values = () => ({
    name_as_printed: name.input.value.trim() || null,
    license_number: license?.input.value.trim() || null,
  });
  return act({
    label: t('staff.certificates.reissue'),
    about: t('staff.certificates.reason_about'),
    fields: license ? [name, license] : [name],
    places: license ? { name_as_printed: name, license_number: license } : { name_as_printed: name },
    send: send('reissue', values),
    look: () => changes(path),
  });
}

/**
 * What a reissue would change, before it is done.
 * @param {string} path
 */
async function changes(path) {
  try {
    const { data } = await call('POST', `${path}/reissue`, {
      query: { dry_run: 'true' },
      json: { reason: t('staff.certificates.looked') },
    });
    /** @param {DifferenceView} one */
    const line = (one) => h('li', {}, h('strong', {}, one.what), `: ${one.before || '–'} → ${one.after || '–'}`);
    return group(h('p', {}, t('staff.certificates.would_change')), h('ul', {}, data.changes.map(line)));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'nothing_changed') throw error;
    return h('p', {}, t('staff.certificates.nothing_differs'));
  }
}
