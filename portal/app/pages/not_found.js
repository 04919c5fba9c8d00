/** There is no such page, or not for the one who asks. */

import { h } from '../elements/dom.js';
import { t } from '../elements/words.js';

/** @import { Page } from '../frame/router.js' */

/** @returns {Page} */
export function page() {
  const home = h('p', {}, h('a', { class: 'button', href: '/' }, t('common.to_home')));
  return {
    title: t('not_found.title'),
    body: [h('h1', {}, t('not_found.title')), h('p', {}, t('not_found.what')), home],
    width: 'narrow',
  };
}
