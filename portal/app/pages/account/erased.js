/** What happens after a learner had their account erased. They are logged out by then. */

import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';

/** @import { Page } from '../../frame/router.js' */

/** @returns {Promise<Page>} */
export async function page() {
  const body = [h('h1', {}, t('data.started_title')), h('p', {}, t('data.started'))];
  return { title: t('data.started_title'), body, width: 'narrow' };
}
