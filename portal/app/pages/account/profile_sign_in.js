/** What one signs in with: the address, the password, and an authenticator app. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { codeField, field, form, newPasswordField, passwordField } from '../../elements/forms.js';
import { qrCode } from '../../elements/qr_code.js';
import { t } from '../../elements/words.js';
import { answerChallenges } from '../../frame/sign_in_form.js';
import * as account from '../../platform/account_access.js';
import { call } from '../../platform/api.js';
import * as session from '../../platform/session.js';
import { endOthers, sessionsPart } from './my_sessions.js';

/** @import { MySessionsView } from '#api' */
/** @import { Page } from '../../frame/router.js' */
/** @import { Answer } from '../../platform/api.js' */

/**
 * Draws the part; `changed` shows the list of sessions as it is now.
 * @typedef {(place: HTMLElement, changed: () => Promise<void>) => void} Part
 */

/** @returns {Promise<Page>} */
export async function page() {
  /** @type {Answer<MySessionsView>} */
  const { data } = await call('GET', '/v1/me/sessions');
  const sessions = h('div', {});
  sessionsPart(sessions, data);
  // A change ends sessions, and begins one whose browser has no name yet.
  const changed = async () => {
    const { data: now } = await call('PUT', '/v1/me/sessions/this');
    sessionsPart(sessions, now);
  };
  /** @param {Part} draw */
  const drawn = (draw) => {
    const place = h('div', {});
    draw(place, changed);
    return place;
  };
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/profile' }, t('profile.title'))),
    h('h1', {}, t('profile.sign_in')),
    part('email', t('account.email'), drawn(emailPart)),
    part('password', t('account.password'), drawn(passwordPart)),
    part('app', t('account.app'), drawn(appPart)),
    part('sessions', t('my_sessions.title'), sessions),
  ];
  return { title: t('profile.sign_in'), body, width: 'narrow' };
}

/**
 * @param {string} id
 * @param {string} title
 * @param {HTMLElement} place
 */
function part(id, title, place) {
  return h('section', { class: 'card', 'aria-labelledby': id }, h('h2', { id }, title), place);
}

/**
 * @param {HTMLElement} place
 * @param {string} text
 * @param {Part} draw
 * @param {() => Promise<void>} changed
 */
function done(place, text, draw, changed) {
  announce(text);
  changed().catch(() => null); // the list of sessions stays as it was
  const said = h('p', { class: 'note ok', tabindex: '-1' }, text);
  const rest = h('div', {});
  draw(rest, changed);
  fill(place, said, rest);
  said.focus();
}

/**
 * Asks for the password, since the person at the screen may be another one. When the address is changed, all other
 * sessions end.
 * @type {Part}
 */
function emailPart(place, changed) {
  const email = field({ label: t('account.new_email'), type: 'email', required: true, autocomplete: 'email' });
  const password = passwordField({ label: t('account.your_password'), autocomplete: 'current-password' });
  const ask = async () => {
    await answerChallenges(place, await account.open(password.input.value), async () => {
      await account.changeEmail(email.input.value.trim());
      confirm(email.input.value.trim());
    });
  };
  /** @param {string} address */
  const confirm = (address) => {
    const code = codeField({ label: t('confirm.code') });
    const send = async () => {
      await account.verifyEmail(code.input.value.trim());
      await account.endAllSessions();
      const challenge = await session.signIn(address, password.input.value);
      const said = t('account.email_changed', { email: address });
      answerChallenges(place, challenge, () => done(place, said, emailPart, changed));
    };
    fill(
      place,
      form(
        { fields: [code], send, label: t('account.confirm_email') },
        h('p', { class: 'note' }, t('account.code_sent', { email: address })),
        code.node,
      ).node,
    );
    code.input.focus();
  };
  fill(
    place,
    h('p', {}, t('account.email_now', { email: session.person()?.email })),
    h('p', { class: 'hint' }, t('account.email_why')),
    form(
      { fields: [email, password], send: ask, label: t('account.send_code'), quiet: true },
      email.node,
      password.node,
    ).node,
  );
}

/** @type {Part} */
function passwordPart(place, changed) {
  const old = passwordField({ label: t('account.old_password'), autocomplete: 'current-password' });
  const fresh = newPasswordField({ label: t('sign_in.new_password') });
  const change = async () => {
    const email = session.person()?.email ?? '';
    await account.changePassword(old.input.value, fresh.input.value);
    await account.endAllSessions();
    const challenge = await session.signIn(email, fresh.input.value);
    answerChallenges(place, challenge, () => done(place, t('account.password_changed'), passwordPart, changed));
  };
  // With an authenticator app the code is asked for first: the password alone changes nothing.
  const send = async () => answerChallenges(place, await account.open(old.input.value), change);
  fill(
    place,
    form({ fields: [old, fresh], send, label: t('account.change_password'), quiet: true }, old.node, fresh.node).node,
  );
}

/**
 * Asks for the password first: then a stolen session cannot lock its owner out with an app of somebody else.
 * @type {Part}
 */
function appPart(place, changed) {
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
