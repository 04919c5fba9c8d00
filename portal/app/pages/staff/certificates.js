/**
 * Certificates for staff: looked up by number, with what can be done about them.
 */

import { awardLabel } from '../../claim/claim_lines.js';
import { pdfLink } from '../../claim/pdf_link.js';
import { fill, group, h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { problemBox } from '../../elements/problem_box.js';
import { day, t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { Problem } from '../../platform/problems.js';
import { certificateActs } from '../people/certificate_acts.js';

/** @import { CertificateView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

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
  const acts = certificateActs(paper, draw);
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
