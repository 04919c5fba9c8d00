/** Where is my credit? One sentence, one picture, one remedy; then the four questions, and what else is stuck. */

import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';
import { fetchStyle } from '../../frame/style_sheets.js';
import { call } from '../../platform/api.js';
import { answers } from './answers.js';

/** @import { DiagnosisView } from '#api' */
/** @import { Page } from '../../frame/router.js' */
/** @import { Answer } from '../../platform/api.js' */
/** @import { Reading } from './answers.js' */

/** @type {Reading} */
const LEARNERS = { levels: ['h2', 'h3'], links: true };

/** @returns {Promise<Page>} */
export async function page() {
  /** @type {[Answer<DiagnosisView>, void]} */
  const [{ data }] = await Promise.all([call('GET', '/v1/organizer/diagnosis'), fetchStyle('where')]);
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/organizer' }, t('organizer.title'))),
    h('h1', {}, t('where.title')),
    answers(data, LEARNERS),
  ];
  return { title: t('where.title'), body, width: 'narrow' };
}
