/** The learner's own addresses: a list, removing one, and taking one over from another account. */

import { sayOnPage } from '../../elements/announcements.js';
import { fill, group, h } from '../../elements/dom.js';
import { field, form, passwordField } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { reload } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import * as cognito from '../../platform/cognito.js';
import { newEmailNote } from '../../profile/new_email.js';

/** @import { ProfileView } from '#api' */

/** @param {ProfileView} profile */
export function addressesPart(profile) {
  return group(
    h('p', {}, t('profile.addresses.about')),
    newEmailNote(profile.new_email),
    h(
      'ul',
      {},
      profile.email_is_yours &&
        h('li', {}, profile.email, ' ', h('span', { class: 'meta' }, t('profile.addresses.current'))),
      profile.new_email &&
        h('li', {}, profile.new_email.matched_by, ' ', h('span', { class: 'meta' }, t('profile.addresses.matched'))),
      profile.former_emails.map(oneOfOthers),
    ),
    otherAccount(),
  );
}

/** @param {string} email */
function oneOfOthers(email) {
  const place = h('div', {});
  const remove = async () => {
    await call('POST', '/v1/me/addresses/remove', { json: { email } });
    await reload();
    sayOnPage(t('profile.addresses.removed', { email }));
  };
  const open = () => {
    const made = form(
      { send: remove, label: t('profile.addresses.remove_it') },
      h('p', {}, t('profile.addresses.sure')),
    );
    made.actions.append(cancel(place, button));
    fill(place, h('div', { class: 'note warn' }, made.node));
    made.button.focus();
  };
  const name = t('profile.addresses.remove', { email });
  const button = h('button', { type: 'button', class: 'link-button', onclick: open }, name);
  return h('li', {}, email, ' ', button, place);
}

/**
 * @param {HTMLElement} place
 * @param {HTMLElement} button
 */
function cancel(place, button) {
  const close = () => {
    place.replaceChildren();
    button.focus();
  };
  return h('button', { type: 'button', class: 'button quiet', onclick: close }, t('common.cancel'));
}

/** A button that opens the sign-in to the other account, whose address then belongs here. */
function otherAccount() {
  const place = h('div', {});
  const open = () => {
    const email = field({ label: t('sign_in.email'), type: 'email', autocomplete: 'off', required: true });
    const password = passwordField({ label: t('sign_in.password'), autocomplete: 'off' });
    const code = field({
      label: t('sign_in.app_code'),
      hint: t('profile.addresses.code_hint'),
      inputmode: 'numeric',
      autocomplete: 'off',
    });
    const send = () => take(email.input.value.trim(), password.input.value, code.input.value.replace(/\s/g, ''));
    const made = form(
      { fields: [email, password], send, label: t('profile.addresses.take') },
      h('p', {}, t('profile.addresses.other_about')),
      [email.node, password.node, code.node],
    );
    made.actions.append(cancel(place, button));
    fill(place, h('div', { class: 'note' }, made.node));
    email.input.focus();
  };
  const button = h('button', { type: 'button', class: 'button quiet', onclick: open }, t('profile.addresses.other'));
  return group(h('div', { class: 'actions' }, button), place);
}

/**
 * Signs in to the other account, without leaving this one, and takes its address over.
 * @param {string} email
 * @param {string} password
 * @param {string} code of the authenticator app, if the account has one
 */
async function take(email, password, code) {
  const tokens = await tokensOf(email, password, code);
  try {
    const { data } = await call('POST', '/v1/me/addresses/proof', { token: tokens.IdToken });
    await call('POST', '/v1/me/addresses/take', { json: { proof: data.proof } });
    await reload();
    sayOnPage(t('profile.addresses.taken', { email: data.email }));
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
