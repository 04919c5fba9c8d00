/** Checking a certificate by its number: open to everyone, also from the code that is printed on it. */

import { awardLabel } from '../claim/claim_lines.js';
import { h, written } from '../elements/dom.js';
import { complete, field } from '../elements/forms.js';
import { problemBox } from '../elements/problem_box.js';
import { day, t } from '../elements/words.js';
import { go } from '../frame/router.js';
import { call } from '../platform/api.js';
import { Problem } from '../platform/problems.js';

/** @import { Child } from '../elements/dom.js' */
/** @import { Page, Visit } from '../frame/router.js' */
/** @import { VerifiedView } from '#api' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const asked = values.number ?? '';
  const number = field({
    label: t('verify.number'),
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
    if (complete([number])) go(`/verify/${encodeURIComponent(number.input.value.trim())}`);
  };
  const body = [
    h('h1', {}, t('verify.title')),
    asked ? await result(asked) : h('p', { class: 'lead' }, t('verify.lead')),
    h(
      'form',
      { onsubmit: send, novalidate: true },
      number.node,
      h('button', { class: `button ${asked ? 'quiet' : ''}`, type: 'submit' }, t('verify.submit')),
    ),
  ];
  return { title: t('verify.title'), body, width: 'narrow' };
}

/** @param {string} number */
async function result(number) {
  /** @type {VerifiedView} */
  let paper;
  try {
    ({ data: paper } = await call('GET', `/v1/verify/${encodeURIComponent(number)}`, { open: true }));
  } catch (error) {
    if (!(error instanceof Problem) || ![404, 422].includes(error.status)) throw error;
    // What the API has no address for is no number either.
    return problemBox(error.code === 'not_found' ? new Problem(422, { code: 'number_mistyped' }) : error);
  }
  const tone = { valid: 'ok', superseded: 'warn', revoked: 'bad' }[paper.status];
  /**
   * @param {string} key
   * @param {Child} value
   */
  const fact = (key, value) => h('div', {}, h('dt', {}, t(key)), h('dd', {}, value));
  return h(
    'section',
    { 'aria-labelledby': 'standing' },
    h(
      'div',
      { class: `note ${tone}` },
      h('h2', { id: 'standing' }, t(`verify.${paper.status}`)),
      h('p', {}, t(`verify.${paper.status}_about`)),
      paper.superseded_by &&
        h('p', {}, h('a', { href: `/verify/${encodeURIComponent(paper.superseded_by)}` }, paper.superseded_by)),
    ),
    h(
      'dl',
      { class: 'card facts' },
      fact('certificate.number', h('code', {}, paper.number)),
      fact('certificate.learner', h('bdi', { lang: paper.learner_language }, paper.learner)),
      fact('activities.columns.activity', written(paper.activity)),
      fact('certificate.provider', written(paper.provider)),
      fact('certificate.statement', written(paper.statement_name)),
      fact(awardLabel(paper), written(paper.award)),
      fact('certificate.completed', day(paper.completed_on)),
      fact('certificate.issued', day(paper.issued_on)),
      paper.reissued_on && fact('verify.reissued', day(paper.reissued_on)),
    ),
  );
}
