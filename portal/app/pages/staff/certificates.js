/**
 * Certificates for staff: looked up by number, reissued with what was corrected, revoked, their claims opened again.
 */

import { awardLabel } from '../../claim/claim_lines.js';
import { pdfLink } from '../../claim/pdf_link.js';
import { announce } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { field, tick } from '../../elements/forms.js';
import { problemBox } from '../../elements/problem_box.js';
import { day, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';
import { Problem } from '../../platform/problems.js';
import { act } from './actions.js';

/** @import { CertificateView, DifferenceView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Act } from './actions.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const asked = query.get('number') ?? '';
  const number = field({
    label: t('certificate.number'),
    hint: t('verify.hint'),
    className: 'code',
    required: true,
    value: asked,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    const wanted = number.input.value.trim();
    if (wanted) go(`/staff/certificates?${new URLSearchParams({ number: wanted })}`);
    else number.complain(t('forms.needed'));
  };
  const body = [
    staffHead(t('staff.certificates.title')),
    h(
      'form',
      { role: 'search', onsubmit: send, novalidate: true },
      number.node,
      h('button', { type: 'submit', class: 'button' }, t('activities.find')),
    ),
    asked && (await result(asked)),
  ];
  return { title: t('staff.certificates.title'), body, width: 'narrow' };
}

/** @param {string} number */
async function result(number) {
  try {
    const { data } = await call('GET', `/v1/certificates/${encodeURIComponent(number)}`);
    const node = h('section', { class: 'card' });
    /**
     * @param {CertificateView} paper
     * @param {string[]} said
     */
    const draw = (paper, said) => fill(node, inside(paper, said, draw));
    draw(data, []);
    return node;
  } catch (error) {
    const isHere = error instanceof Problem && error.status < 500 && error.status !== 401;
    if (!isHere) throw error;
    return problemBox(error);
  }
}

/**
 * @param {CertificateView} paper
 * @param {string[]} said
 * @param {(paper: CertificateView, said: string[]) => void} draw
 */
function inside(paper, said, draw) {
  /**
   * @param {string} key
   * @param {Child} value
   */
  const fact = (key, value) => h('div', {}, h('dt', {}, t(key)), h('dd', {}, value));
  const acts = actsFor(paper, draw);
  const tone = { valid: '', superseded: 'warn', revoked: 'bad' }[paper.status];
  return group(
    h('h2', { lang: paper.learner_language }, paper.learner),
    h(
      'p',
      {},
      h('span', { class: `badge ${tone}` }, t(`verify.${paper.status}`)),
      paper.superseded_by && ` ${paper.superseded_by}`,
    ),
    said.map((text) => h('p', { class: 'note ok' }, text)),
    h(
      'dl',
      { class: 'facts' },
      fact('certificate.number', h('code', {}, paper.number)),
      fact('activities.columns.activity', paper.activity),
      fact('certificate.statement', paper.statement_name),
      fact(awardLabel(paper), paper.award),
      fact('certificate.completed', day(paper.completed_on)),
      fact('certificate.issued', day(paper.issued_on)),
      paper.replaces && fact('staff.certificates.replaces', paper.replaces),
      paper.reason && fact('acts.reason', paper.reason),
    ),
    h(
      'div',
      { class: 'actions' },
      pdfLink(paper),
      acts.map((one) => one.button),
    ),
    acts.map((one) => one.place),
  );
}

/**
 * @param {CertificateView} paper
 * @param {(paper: CertificateView, said: string[]) => void} draw
 * @returns {Act[]}
 */
function actsFor(paper, draw) {
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
      draw(data.certificate, said);
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
 * @param {CertificateView} paper
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
