/** Who changed or saw the learner's data. */

import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { auditList } from '../../profile/audit_list.js';

/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const { data } = await call('GET', '/v1/me/audit', { query: { cursor: query.get('cursor') } });
  const following = data.next_cursor && `/profile/audit?${new URLSearchParams({ cursor: data.next_cursor })}`;
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/profile' }, t('profile.title'))),
    h('h1', {}, t('audit.title')),
    h('p', {}, t('audit.about')),
    auditList(data.items, following),
  ];
  return { title: t('audit.title'), body };
}
