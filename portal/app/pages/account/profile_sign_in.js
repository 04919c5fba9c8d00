/** What one signs in with: the address, the password, and an authenticator app. */

import { fill, h } from '../../elements/dom.js';
import { codeField, field, form, newPasswordField, passwordField } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { answerChallenges } from '../../frame/sign_in_form.js';
import * as account from '../../platform/account_access.js';
import { call } from '../../platform/api.js';
import * as session from '../../platform/session.js';
import { done } from '../../profile/done.js';
import { appPart } from './authenticator.js';
import { sessionsPart } from './my_sessions.js';

/** @import { MySessionsView } from '#api' */
/** @import { Part } from '../../profile/done.js' */
/** @import { Page } from '../../frame/router.js' */
/** @import { Answer } from '../../platform/api.js' */

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
