/** Signing in: address and password, then what Cognito may ask for besides. */

import { fill, h } from '../elements/dom.js';
import { field, form, newPasswordField, passwordField, tick } from '../elements/forms.js';
import { t } from '../elements/words.js';
import { Problem } from '../platform/problems.js';
import * as session from '../platform/session.js';

/** @import { Challenge } from '../platform/session.js' */

/**
 * A form in which somebody signs in; `done` is called when they are in, `unconfirmed(email)` if a code is still due,
 * `unproved(email)` if the account opens only with a password that is set by a code. `asksShared` shows a box for those
 * who sit at a computer of several people.
 * @param {object} options
 * @param {string} [options.email]
 * @param {boolean} [options.asksShared]
 * @param {() => unknown} options.done
 * @param {(email: string) => unknown} options.unconfirmed
 * @param {(email: string) => unknown} options.unproved
 */
export function signInForm({ email = '', asksShared = false, done, unconfirmed, unproved }) {
  const place = h('div', {});
  const address = field({
    label: t('sign_in.email'),
    type: 'email',
    autocomplete: 'username',
    required: true,
    value: email,
  });
  const password = passwordField({ label: t('sign_in.password'), autocomplete: 'current-password' });
  const box = asksShared ? tick({ label: t('sign_in.shared'), about: t('sign_in.shared_about') }) : null;
  /** @type {Record<string, (email: string) => unknown>} */
  const elsewhere = { cognito_UserNotConfirmed: unconfirmed, cognito_UserLambdaValidation: unproved };
  const send = async () => {
    try {
      const given = box ? { shared: box.input.checked } : {};
      answerChallenges(place, await session.signIn(address.input.value.trim(), password.input.value, given), done);
    } catch (error) {
      if (!(error instanceof Problem) || !elsewhere[error.code]) throw error;
      elsewhere[error.code](address.input.value.trim());
    }
  };
  const made = form(
    { fields: [address, password], send, label: t('sign_in.submit') },
    address.node,
    password.node,
    box?.node,
  );
  fill(place, made.node);
  return { node: place, focus: () => (email ? password : address).input.focus() };
}

/**
 * Puts into `place` what `challenge` asks for, until nothing is asked any more (null); then calls `done`.
 * @param {HTMLElement} place
 * @param {Challenge | null} challenge
 * @param {() => unknown} done
 * @returns {unknown}
 */
export function answerChallenges(place, challenge, done) {
  if (!challenge) return done();
  const step = challenge.name === 'NEW_PASSWORD_REQUIRED' ? newPasswordStep : codeStep;
  const { node, first } = step(challenge, (further) => answerChallenges(place, further, done));
  fill(place, node);
  first.focus();
  return null;
}

/**
 * @param {Challenge} challenge
 * @param {(further: Challenge | null) => unknown} advance
 */
function newPasswordStep(challenge, advance) {
  const password = newPasswordField({ label: t('sign_in.new_password') });
  const send = async () => advance(await session.answer(challenge, password.input.value));
  const made = form(
    { fields: [password], send, label: t('sign_in.submit') },
    h('p', {}, t('sign_in.first_time')),
    password.node,
  );
  return { node: made.node, first: password.input };
}

/**
 * @param {Challenge} challenge
 * @param {(further: Challenge | null) => unknown} advance
 */
function codeStep(challenge, advance) {
  const code = field({
    label: t('sign_in.app_code'),
    hint: t('sign_in.app_code_hint'),
    className: 'code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    required: true,
  });
  const send = async () => advance(await session.answer(challenge, code.input.value.replace(/\s/g, '')));
  const made = form({ fields: [code], send, label: t('sign_in.submit') }, code.node);
  return { node: made.node, first: code.input };
}
