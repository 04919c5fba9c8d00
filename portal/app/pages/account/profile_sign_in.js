/** What one signs in with: the address, the password, and an authenticator app. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { codeField, field, form, newPasswordField, passwordField, whose } from '../../elements/forms.js';
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

/** @type {(sessions: MySessionsView) => void} */
let show;

/** @returns {Promise<Page>} */
export async function page() {
  /** @type {Answer<MySessionsView>} */
  const { data } = await call('GET', '/v1/me/sessions');
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/profile' }, t('profile.title'))),
    h('h1', {}, t('profile.sign_in')),
    part('email', t('account.email'), emailPart),
    part('password', t('account.password'), passwordPart),
    part('app', t('account.app'), appPart),
    part('sessions', t('my_sessions.title'), (place) => {
      show = (sessions) => sessionsPart(place, sessions);
      show(data);
    }),
  ];
  return { title: t('profile.sign_in'), body, width: 'narrow' };
}

/**
 * @param {string} id
 * @param {string} title
 * @param {(place: HTMLElement) => void} draw
 */
function part(id, title, draw) {
  const place = h('div', {});
  draw(place);
  return h('section', { class: 'card', 'aria-labelledby': id }, h('h2', { id }, title), place);
}

/**
 * @param {HTMLElement} place
 * @param {string} text
 * @param {(place: HTMLElement) => void} draw
 */
function done(place, text, draw) {
  announce(text);
  // A change ends sessions and begins one.
  call('PUT', '/v1/me/sessions/this').then(
    ({ data }) => show(data),
    () => null,
  );
  const said = h('p', { class: 'note ok', tabindex: '-1' }, text);
  const rest = h('div', {});
  draw(rest);
  fill(place, said, rest);
  said.focus();
}

/**
 * Asks for the password: the person at the screen may be another one.
 * @param {HTMLElement} place
 */
function emailPart(place) {
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
      answerChallenges(place, challenge, () => done(place, t('account.email_changed', { email: address }), emailPart));
    };
    fill(
      place,
      form(
        { fields: [code], send, label: t('account.confirm_email') },
        h('p', { class: 'note' }, t('account.code_sent', { email: address })),
        whose(address),
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
      whose(session.person()?.email),
      password.node,
    ).node,
  );
}

/** @param {HTMLElement} place */
function passwordPart(place) {
  const old = passwordField({ label: t('account.old_password'), autocomplete: 'current-password' });
  const fresh = newPasswordField({ label: t('sign_in.new_password') });
  const change = async () => {
    const email = session.person()?.email ?? '';
    await account.changePassword(old.input.value, fresh.input.value);
    await account.endAllSessions();
    const challenge = await session.signIn(email, fresh.input.value);
    answerChallenges(place, challenge, () => done(place, t('account.password_changed'), passwordPart));
  };
  // With an app, its code is asked for too.
  const send = async () => answerChallenges(place, await account.open(old.input.value), change);
  fill(
    place,
    form(
      { fields: [old, fresh], send, label: t('account.change_password'), quiet: true },
      whose(session.person()?.email),
      old.node,
      fresh.node,
    ).node,
  );
}

/**
 * Asks for the password: a stolen session must not lock its owner out.
 * @param {HTMLElement} place
 */
function appPart(place) {
  const password = passwordField({ label: t('account.app_password'), autocomplete: 'current-password' });
  const begin = async () => {
    if (await account.hasAuthenticator()) return turnOff(place);
    const { SecretCode: secret } = await account.newAuthenticator();
    return enrol(place, secret);
  };
  const send = async () => answerChallenges(place, await account.open(password.input.value), begin);
  const fields = { fields: [password], send, label: t('account.app_start'), quiet: true };
  fill(place, form(fields, h('p', {}, t('account.app_why')), whose(session.person()?.email), password.node).node);
}

/** @param {HTMLElement} place */
function turnOff(place) {
  const off = async () => {
    await account.useAuthenticator(false);
    await ended(place, t('account.app_off')); // staff are no longer staff
  };
  const made = form({ send: off, label: t('account.app_stop'), quiet: true }, h('p', {}, t('account.app_used')));
  fill(place, made.node);
  made.button.focus();
}

/**
 * @param {HTMLElement} place
 * @param {string} text
 */
async function ended(place, text) {
  await endOthers(); // they began without the app, or with it
  await account.close();
  await session.renew();
  done(place, text, appPart);
}

/**
 * @param {HTMLElement} place
 * @param {string} secret
 */
function enrol(place, secret) {
  const label = encodeURIComponent(`${t('brand')}:${session.person()?.email}`);
  const link = `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(t('brand'))}`;
  const code = codeField({ label: t('sign_in.app_code'), hint: t('sign_in.app_code_hint') });
  const send = async () => {
    await account.verifyAuthenticator(code.input.value.replace(/\s/g, ''));
    await account.useAuthenticator(true);
    await ended(place, t('account.app_on')); // staff are staff from now on
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
      whose(session.person()?.email),
      code.node,
    ).node,
  );
  code.input.focus();
}
