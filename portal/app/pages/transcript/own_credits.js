/** Credits from elsewhere: what the learner entered, and the way to enter more. */

import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { fetchPaperHead } from '../../profile/paper_head.js';
import { ownTable } from './own_table.js';

/** @import { OwnCreditList, OwnCreditView } from '#api' */
/** @import { Page } from '../../frame/router.js' */

/** @returns {Promise<Page>} */
export async function page() {
  /** @type {[{data: OwnCreditList}, HTMLElement]} */
  const [{ data }, paper] = await Promise.all([call('GET', '/v1/own-credits'), fetchPaperHead()]);
  /** @param {OwnCreditView} one */
  const change = (one) =>
    h(
      'p',
      {},
      h('a', { href: `/own-credits/${one.credit_id}`, 'aria-label': `${t('own_credits.change')}: ${one.title}` }, [
        t('own_credits.change'),
      ]),
    );
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/transcript' }, t('transcript.title'))),
    h('h1', {}, t('own_credits.title')),
    paper,
    h('p', {}, t('own_credits.lead')),
    h('p', {}, h('a', { class: 'button', href: '/own-credits/new' }, t('own_credits.add'))),
    data.items.length ? ownTable(data.items, change) : h('p', { class: 'note' }, t('own_credits.none')),
  ];
  return { title: t('own_credits.title'), body };
}
