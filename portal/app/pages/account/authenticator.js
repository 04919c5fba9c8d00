/** The authenticator app of an account: set it up, or turn it off. */

import { fill, h } from '../../elements/dom.js';
import { codeField, form, passwordField } from '../../elements/forms.js';
import { qrCode } from '../../elements/qr_code.js';
import { t } from '../../elements/words.js';
import { answerChallenges } from '../../frame/sign_in_form.js';
import * as account from '../../platform/account_access.js';
import * as session from '../../platform/session.js';
import { done } from '../../profile/done.js';
import { endOthers } from './my_sessions.js';

/** @import { Part } from '../../profile/done.js' */

/**
 * Asks for the password first: then a stolen session cannot lock its owner out with an app of somebody else.
 * @type {Part}
 */
export function appPart(place, changed) {
  const password = passwordField({ label: t('account.app_password'), autocomplete: 'current-password' });
  const begin = async () => {
    if (await account.hasAuthenticator()) return turnOff(place, changed);
    const { SecretCode: secret } = await account.newAuthenticator();
    return enrol(place, secret, changed);
  };
  const send = async () => answerChallenges(place, await account.open(password.input.value), begin);
  const fields = { fields: [password], send, label: t('account.app_start'), quiet: true };
  fill(place, form(fields, h('p', {}, t('account.app_why')), password.node).node);
}

/** @type {Part} */
function turnOff(place, changed) {
  const off = async () => {
    await account.useAuthenticator(false);
    await ended(place, t('account.app_off'), changed); // staff are no longer staff
  };
  const made = form({ send: off, label: t('account.app_stop'), quiet: true }, h('p', {}, t('account.app_used')));
  fill(place, made.node);
  made.button.focus();
}

/**
 * The sessions elsewhere end, because they began without the app, or with it.
 * @param {HTMLElement} place
 * @param {string} text
 * @param {() => Promise<void>} changed
 */
async function ended(place, text, changed) {
  await endOthers();
  await account.close();
  await session.renew();
  done(place, text, appPart, changed);
}

/**
 * @param {HTMLElement} place
 * @param {string} secret
 * @param {() => Promise<void>} changed
 */
function enrol(place, secret, changed) {
  const label = encodeURIComponent(`${t('brand')}:${session.person()?.email}`);
  const link = `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(t('brand'))}`;
  const code = codeField({ label: t('sign_in.app_code'), hint: t('sign_in.app_code_hint') });
  const send = async () => {
    await account.verifyAuthenticator(code.input.value.replace(/\s/g, ''));
    await account.useAuthenticator(true);
    await ended(place, t('account.app_on'), changed); // staff are staff from now on
  };
  const grouped = secret.replace(/(.{4})/g, '$1 ').trim();
  fill(
    place,
    form(
      { fields: [code], send, label: t('account.app_confirm') },
      h('p', {}, t('account.app_enter')),
      qrCode(link, t('account.app_qr')),
      h('p', {}, t('account.app_key'), ' ', h('code', {}, grouped)),
      h('p', {}, h('a', { href: link }, t('account.app_open'))),
      code.node,
    ).node,
  );
  code.input.focus();
}
