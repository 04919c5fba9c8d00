/** Create an account. */

import * as cognito from '/app/cognito.js';
import { h } from '/app/dom.js';
import { field, form, passwordField } from '/app/forms.js';
import { nextAddress } from '/app/pages/sign_in.js';
import { go } from '/app/router.js';
import { t } from '/app/words.js';

export function page({ query }) {
  const next = nextAddress(query);
  const email = field({ label: t('sign_in.email'), hint: t('sign_up.email_hint'), type: 'email', autocomplete: 'username', required: true });
  const password = passwordField({ label: t('sign_in.password'), hint: t('sign_up.password_hint'), autocomplete: 'new-password' });
  const send = async () => {
    const address = email.input.value.trim();
    await cognito.signUp(address, password.input.value);
    await go(`/confirm?${new URLSearchParams({ email: address, next })}`);
  };
  const made = form({ fields: [email, password], send, label: t('sign_up.submit') }, email.node, password.node);
  const body = [
    h('h1', {}, t('sign_up.title')),
    h('p', {}, t('sign_up.why')),
    made.node,
    h('p', {}, t('sign_up.have_one'), ' ', h('a', { href: `/sign-in?${new URLSearchParams({ next })}` }, t('sign_in.title'))),
  ];
  return { title: t('sign_up.title'), body, width: 'slim' };
}
