/** A forgotten password: a code by mail, then a new password. */

import * as cognito from '/app/cognito.js';
import { fill, h } from '/app/dom.js';
import { field, form, passwordField } from '/app/forms.js';
import { nextAddress } from '/app/pages/sign_in.js';
import { go } from '/app/router.js';
import { announce } from '/app/shell.js';
import { t } from '/app/words.js';

export function page({ query }) {
  const next = nextAddress(query);
  const place = h('div', {});
  const email = field({ label: t('sign_in.email'), type: 'email', autocomplete: 'username', required: true, value: query.get('email') ?? '' });
  const ask = async () => {
    await cognito.forgotPassword(email.input.value.trim());
    announce(t('reset.sent'));
    second(email.input.value.trim());
  };

  const second = (address) => {
    const code = field({ label: t('confirm.code'), className: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', required: true });
    const password = passwordField({ label: t('sign_in.new_password'), hint: t('sign_up.password_hint'), autocomplete: 'new-password' });
    const send = async () => {
      await cognito.newPassword(address, code.input.value.trim(), password.input.value);
      announce(t('reset.done'));
      await go(`/sign-in?${new URLSearchParams({ email: address, next })}`, { replace: true });
    };
    const made = form({ fields: [code, password], send, label: t('reset.submit') },
      h('p', { class: 'note' }, t('reset.sent_to', { email: address })), code.node, password.node);
    fill(place, made.node);
    code.input.focus();
  };

  fill(place, form({ fields: [email], send: ask, label: t('reset.ask') }, h('p', {}, t('reset.why')), email.node).node);
  return { title: t('reset.title'), body: [h('h1', {}, t('reset.title')), place], width: 'slim' };
}
