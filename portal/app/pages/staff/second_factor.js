/** What staff see instead of a page of staff: without an authenticator app, or after a log-in with a mailed code. */

import { mayLeave } from '../../claim/leaving.js';
import { h } from '../../elements/dom.js';
import { form } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import * as session from '../../platform/session.js';

/** @import { Page } from '../../frame/router.js' */

/** @returns {Page} */
export function page() {
  if (session.person()?.needsPassword) return passwordPage();
  const title = t('staff.second_factor.title');
  const body = [
    h('h1', {}, title),
    h('p', {}, t('staff.second_factor.why')),
    h('p', {}, h('a', { class: 'button', href: '/profile/sign-in' }, t('staff.second_factor.go'))),
  ];
  return { title, body, width: 'slim' };
}

/** @returns {Page} */
function passwordPage() {
  const title = t('staff.second_factor.password');
  const send = async () => {
    if (!(await mayLeave())) return;
    await session.signOut();
    await go('/sign-in?next=/staff');
  };
  const why = h('p', {}, t('staff.second_factor.password_why'));
  return { title, body: [h('h1', {}, title), form({ send, label: title }, why).node], width: 'slim' };
}
