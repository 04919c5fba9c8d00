/** Confirm an account with the code that was mailed. */

import * as cognito from '/app/cognito.js';
import { h } from '/app/dom.js';
import { field, form } from '/app/forms.js';
import { nextAddress } from '/app/pages/sign_in.js';
import { showProblem } from '/app/problems.js';
import { go } from '/app/router.js';
import { announce } from '/app/shell.js';
import { t } from '/app/words.js';

export function page({ query }) {
  const next = nextAddress(query);
  const email = field({ label: t('sign_in.email'), type: 'email', autocomplete: 'username', required: true, value: query.get('email') ?? '' });
  const code = field({ label: t('confirm.code'), hint: t('confirm.code_hint'), className: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', required: true });
  const address = () => email.input.value.trim();
  const send = async () => {
    await cognito.confirmSignUp(address(), code.input.value.trim());
    announce(t('confirm.done'));
    await go(`/sign-in?${new URLSearchParams({ email: address(), next })}`, { replace: true });
  };
  const made = form({ fields: [email, code], send, label: t('confirm.submit') }, email.node, code.node);
  const sent = h('p', { class: 'note ok', hidden: true }, t('confirm.sent'));
  const again = async () => {
    try {
      await cognito.sendCodeAgain(address());
      sent.hidden = false;
      announce(t('confirm.sent'));
    } catch (error) {
      showProblem(made.problems, error);
    }
  };
  const body = [
    h('h1', {}, t('confirm.title')),
    h('p', {}, t('confirm.why')),
    made.node,
    sent,
    h('p', {}, t('confirm.none'), ' ', h('button', { type: 'button', class: 'link-button', onclick: again }, t('confirm.again'))),
  ];
  return { title: t('confirm.title'), body, width: 'slim', shown: () => (address() ? code : email).input.focus() };
}
