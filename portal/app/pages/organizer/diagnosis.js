/** Where is my credit? One sentence, one picture, one remedy; then the four questions, and what else is stuck. */

import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';
import { fetchStyle } from '../../frame/style_sheets.js';
import { call } from '../../platform/api.js';
import { fetchPaperHead } from '../../profile/paper_head.js';
import { answers } from './answers.js';
import { asked, candidates, notIt, question, whatIsKnown } from './missed.js';

/** @import { DiagnosisView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Answer } from '../../platform/api.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  /** @type {[Answer<DiagnosisView>, HTMLElement, void]} */
  const [{ data }, paper] = await Promise.all([
    call('GET', '/v1/organizer/diagnosis', { query: asked(query) }),
    fetchPaperHead(),
    fetchStyle('where'),
  ]);
  const search = data.asked;
  const isOne = search?.found && !query.get('credit') && search.candidates.length === 1;
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/organizer' }, t('organizer.title'))),
    h('h1', {}, t('where.title')),
    paper,
    question(data.providers ?? [], query, Boolean(search) || !(data.subject.credit ?? data.subject.certificate)),
    (search && candidates(search, query)) || [
      answers(data, {
        levels: ['h2', 'h3'],
        links: true,
        whom: search && !search.found ? { provider: search.provider ?? '', contact: search.contact } : {},
        known: whatIsKnown(data),
      }),
    ],
    isOne && h('p', {}, notIt(query, t('missed.not_it'))),
    search && h('p', {}, h('a', { href: '/organizer/why' }, t('missed.see_all'))),
  ];
  return { title: t('where.title'), body, width: 'narrow' };
}
