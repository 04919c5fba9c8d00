/** What staff without an authenticator app see instead of a page of staff. */

import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';

/** @import { Page } from '../../frame/router.js' */

/** @returns {Page} */
export function page() {
  const title = t('staff.second_factor.title');
  const body = [
    h('h1', {}, title),
    h('p', {}, t('staff.second_factor.why')),
    h('p', {}, h('a', { class: 'button', href: '/profile/sign-in' }, t('staff.second_factor.go'))),
  ];
  return { title, body, width: 'slim' };
}
