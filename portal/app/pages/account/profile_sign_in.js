/** What one signs in with: the address, the password, and an authenticator app. */

import { mayLeave } from '../../claim/leaving.js';
import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { codeField, field, form, newPasswordField, passwordField } from '../../elements/forms.js';
import { qrCode } from '../../elements/qr_code.js';
import { t } from '../../elements/words.js';
import { answerChallenges } from '../../frame/sign_in_form.js';
import * as cognito from '../../platform/cognito.js';
import * as session from '../../platform/session.js';

/** @import { Page } from '../../frame/router.js' */

/** @returns {Promise<Page>} */
export async function page() {
  const { UserMFASettingList: used = [] } = await cognito.user(await session.accessToken());
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/profile' }, t('profile.title'))),
    h('h1', {}, t('profile.sign_in')),
    part('email', t('account.email'), emailPart),
    part('password', t('account.password'), passwordPart),
    part('app', t('account.app'), (place) => appPart(place, used.includes('SOFTWARE_TOKEN_MFA'))),
    part('everywhere', t('account.everywhere'), everywherePart),
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
  const said = h('p', { class: 'note ok', tabindex: '-1' }, text);
  const rest = h('div', {});
  draw(rest);
  fill(place, said, rest);
  said.focus();
}

/**
 * Asks for the password, since the person at the screen may be another one. When the address is changed, all other
 * sessions end.
 * @param {HTMLElement} place
 */
function emailPart(place) {
  const email = field({ label: t('account.new_email'), type: 'email', required: true, autocomplete: 'email' });
  const password = passwordField({ label: t('account.your_password'), autocomplete: 'current-password' });
  const ask = async () => {
    const challenge = await session.signIn(session.person()?.email ?? '', password.input.value);
    await answerChallenges(place, challenge, async () => {
      await cognito.changeEmail(await session.accessToken(), email.input.value.trim());
      confirm(email.input.value.trim());
    });
  };
  /** @param {string} address */
  const confirm = (address) => {
    const code = codeField({ label: t('confirm.code') });
    const send = async () => {
      await cognito.verifyEmail(await session.accessToken(), code.input.value.trim());
      await session.renew();
      const challenge = await session.endAllSessions(password.input.value);
      answerChallenges(place, challenge, () => done(place, t('account.email_changed', { email: address }), emailPart));
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

/** @param {HTMLElement} place */
function passwordPart(place) {
  const old = passwordField({ label: t('account.old_password'), autocomplete: 'current-password' });
  const fresh = newPasswordField({ label: t('sign_in.new_password') });
  const change = async () => {
    await cognito.changePassword(await session.accessToken(), old.input.value, fresh.input.value);
    const challenge = await session.endAllSessions(fresh.input.value);
    answerChallenges(place, challenge, () => done(place, t('account.password_changed'), passwordPart));
  };
  // With an authenticator app the code is asked for first: the password alone changes nothing.
  const send = async () => {
    const challenge = await session.signIn(session.person()?.email ?? '', old.input.value);
    await answerChallenges(place, challenge, change);
  };
  fill(
    place,
    form({ fields: [old, fresh], send, label: t('account.change_password'), quiet: true }, old.node, fresh.node).node,
  );
}

/** @param {HTMLElement} place */
function everywherePart(place) {
  const send = async () => {
    if (await mayLeave()) await session.signOutEverywhere();
  };
  fill(
    place,
    form({ send, label: t('account.everywhere_do'), quiet: true }, h('p', {}, t('account.everywhere_why'))).node,
  );
}

/**
 * @param {HTMLElement} place
 * @param {boolean} used
 */
function appPart(place, used) {
  if (used) {
    const off = async () => {
      await cognito.useAuthenticator(await session.accessToken(), false);
      await session.renew(); // staff are no longer staff
      done(place, t('account.app_off'), (rest) => appPart(rest, false));
    };
    fill(place, form({ send: off, label: t('account.app_stop'), quiet: true }, h('p', {}, t('account.app_used'))).node);
    return;
  }
  const begin = async () => {
    const { SecretCode: secret } = await cognito.newAuthenticator(await session.accessToken());
    enrol(place, secret);
  };
  fill(place, form({ send: begin, label: t('account.app_start'), quiet: true }, h('p', {}, t('account.app_why'))).node);
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
    const token = await session.accessToken();
    await cognito.verifyAuthenticator(token, code.input.value.replace(/\s/g, ''));
    await cognito.useAuthenticator(token, true);
    await session.renew(); // staff are staff from now on
    done(place, t('account.app_on'), (rest) => appPart(rest, true));
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
