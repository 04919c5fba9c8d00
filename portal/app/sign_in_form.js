/** Signing in: address and password, then what Cognito may ask for besides. */

import { fill, h } from '/app/dom.js';
import { field, form, passwordField } from '/app/forms.js';
import { Problem } from '/app/problems.js';
import * as session from '/app/session.js';
import { t } from '/app/words.js';

/** A form in which somebody signs in; `done` is called when they are in, `unconfirmed(email)` if a code is still due. */
export function signInForm({ email = '', done, unconfirmed }) {
  const place = h('div', {});
  const advance = (challenge) => {
    if (!challenge) return done();
    const step = challenge.name === 'NEW_PASSWORD_REQUIRED' ? newPasswordStep(challenge) : codeStep(challenge);
    fill(place, step.node);
    step.first.focus();
    return null;
  };

  const newPasswordStep = (challenge) => {
    const password = passwordField({ label: t('sign_in.new_password'), hint: t('sign_up.password_hint'), autocomplete: 'new-password' });
    const send = async () => advance(await session.answer(challenge, password.input.value));
    const made = form({ fields: [password], send, label: t('sign_in.submit') }, h('p', {}, t('sign_in.first_time')), password.node);
    return { node: made.node, first: password.input };
  };

  const codeStep = (challenge) => {
    const code = field({ label: t('sign_in.app_code'), hint: t('sign_in.app_code_hint'), className: 'code',
      inputmode: 'numeric', autocomplete: 'one-time-code', required: true });
    const send = async () => advance(await session.answer(challenge, code.input.value.replace(/\s/g, '')));
    const made = form({ fields: [code], send, label: t('sign_in.submit') }, code.node);
    return { node: made.node, first: code.input };
  };

  const address = field({ label: t('sign_in.email'), type: 'email', autocomplete: 'username', required: true, value: email });
  const password = passwordField({ label: t('sign_in.password'), autocomplete: 'current-password' });
  const send = async () => {
    try {
      advance(await session.signIn(address.input.value.trim(), password.input.value));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'cognito_UserNotConfirmed') throw error;
      unconfirmed(address.input.value.trim());
    }
  };
  const made = form({ fields: [address, password], send, label: t('sign_in.submit') }, address.node, password.node);
  fill(place, made.node);
  return { node: place, focus: () => (email ? password : address).input.focus() };
}
