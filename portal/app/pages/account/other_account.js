/** A button that opens the sign-in to another account of the learner, without leaving this one. */

import { fill, group, h } from '../../elements/dom.js';
import { field, form, passwordField } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import * as cognito from '../../platform/cognito.js';

/**
 * @typedef {object} OtherAccountOptions
 * @property {string} open the label of the button
 * @property {string} about
 * @property {string} label of the button that signs in
 * @property {(idToken: string) => Promise<void>} use does something with the other account
 */

/** @param {OtherAccountOptions} options */
export function otherAccount({ open, about, label, use }) {
  const place = h('div', {});
  const show = () => {
    const email = field({
      label: t('sign_in.email'),
      type: 'email',
      autocomplete: 'section-other username',
      required: true,
    });
    const password = passwordField({ label: t('sign_in.password'), autocomplete: 'section-other current-password' });
    const code = field({
      label: t('sign_in.app_code'),
      hint: t('addresses.app_code_hint'),
      inputmode: 'numeric',
      autocomplete: 'section-other one-time-code',
    });
    const send = () =>
      signedIn(email.input.value.trim(), password.input.value, code.input.value.replace(/\s/g, ''), use);
    const made = form({ fields: [email, password], send, label }, h('p', {}, about), [
      email.node,
      password.node,
      code.node,
    ]);
    made.actions.append(cancel(place, button));
    fill(place, h('div', { class: 'note' }, made.node));
    email.input.focus();
  };
  const button = h('button', { type: 'button', class: 'button quiet', onclick: show }, open);
  return group(h('div', { class: 'actions' }, button), place);
}

/**
 * A button that closes what `button` opened in `place`.
 * @param {HTMLElement} place
 * @param {HTMLElement} button
 */
export function cancel(place, button) {
  const close = () => {
    place.replaceChildren();
    button.focus();
  };
  return h('button', { type: 'button', class: 'button quiet', onclick: close }, t('common.cancel'));
}

/**
 * @param {string} email
 * @param {string} password
 * @param {string} code of the authenticator app, if the account has one
 * @param {(idToken: string) => Promise<void>} use
 */
async function signedIn(email, password, code, use) {
  const tokens = await tokensOf(email, password, code);
  try {
    await use(tokens.IdToken);
  } finally {
    cognito.revoke(tokens.RefreshToken).catch(() => {});
  }
}

/**
 * @param {string} email
 * @param {string} password
 * @param {string} code
 */
async function tokensOf(email, password, code) {
  const told = await cognito.signIn(email, password);
  if (told.AuthenticationResult) return told.AuthenticationResult;
  const username = told.ChallengeParameters?.USER_ID_FOR_SRP ?? email;
  const responses = { USERNAME: username, [`${told.ChallengeName}_CODE`]: code };
  return (await cognito.answerChallenge(told.ChallengeName, told.Session, responses)).AuthenticationResult;
}
