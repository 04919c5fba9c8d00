/** Log in. */

import { h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { signInForm } from '../../frame/sign_in_form.js';
import { ownAddress } from '../../platform/addresses.js';
import * as session from '../../platform/session.js';

/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * Where to go after signing in: an address of this portal, whatever the link says.
 * @param {URLSearchParams} query
 * @returns {string}
 */
export function nextAddress(query) {
  return ownAddress(query.get('next') ?? '/') ?? '/';
}

/**
 * @param {Visit} visit
 * @returns {Page}
 */
export function page({ query }) {
  const next = nextAddress(query);
  if (session.person()) return { moved: next };
  const made = signInForm({
    email: query.get('email') ?? '',
    asksShared: true,
    done: () => go(next, { replace: true }),
    unconfirmed: (email) => go(`/confirm?${new URLSearchParams({ email, next })}`),
    unproved: (email) => go(`/reset-password?${new URLSearchParams({ email, next, why: 'unproved' })}`),
  });
  const passed = new URLSearchParams({ next });
  const body = [
    h('h1', {}, t('sign_in.title')),
    next !== '/' && h('p', { class: 'note' }, t('sign_in.needed')),
    made.node,
    h(
      'ul',
      { class: 'plain' },
      h('li', {}, h('a', { class: 'link-button', href: `/reset-password?${passed}` }, t('sign_in.forgotten'))),
      h(
        'li',
        {},
        t('sign_in.no_account'),
        ' ',
        h('a', { class: 'link-button', href: `/sign-up?${passed}` }, t('sign_up.title')),
      ),
    ),
  ];
  return { title: t('sign_in.title'), body, width: 'slim' };
}
