/** A forgotten password: a code by mail, then a new password. It ends every other session and signs in here. */

import { announce, sayOnPage } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { codeField, field, form, newPasswordField, whose } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { answerChallenges } from '../../frame/sign_in_form.js';
import * as cognito from '../../platform/cognito.js';
import * as session from '../../platform/session.js';
import { nextAddress } from './sign_in.js';

/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Page}
 */
export function page({ query }) {
  const next = nextAddress(query);
  const place = h('div', {});
  const email = field({
    label: t('sign_in.email'),
    type: 'email',
    autocomplete: 'username',
    required: true,
    value: query.get('email') ?? '',
  });
  const address = () => email.input.value.trim();
  const ask = async () => {
    await cognito.forgotPassword(address());
    announce(t('reset.sent'));
    second();
  };
  const second = () => {
    const passed = new URLSearchParams({ email: address(), next });
    /** @param {string} to */
    const leave = async (to) => {
      await go(to, { replace: true });
      sayOnPage(t('reset.done'));
    };
    /** @param {string} password */
    const done = async (password) => {
      try {
        await answerChallenges(place, await session.signIn(address(), password), () => leave(next));
      } catch {
        await leave(`/sign-in?${passed}`); // the code works only once: the form here is of no use
      }
    };
    const made = newPasswordForm({ address: address(), done, about: t('reset.sent_to', { email: address() }) });
    fill(
      place,
      made.node,
      h('p', {}, t('reset.none'), ' ', h('a', { href: `/confirm?${passed}` }, t('reset.confirm_first'))),
    );
    made.first.focus();
  };
  const why = query.get('why') === 'unproved' && h('p', { class: 'note' }, t('reset.unproved'));
  fill(
    place,
    why,
    form({ fields: [email], send: ask, label: t('reset.ask') }, h('p', {}, t('reset.why')), email.node).node,
  );
  return { title: t('reset.title'), body: [h('h1', {}, t('reset.title')), place], width: 'slim' };
}

/**
 * The code that was mailed to `address` and a new password: `{node, first}`; `done(password)` once it is set.
 * @param {{address: string, about: string, done: (password: string) => unknown, password?: string}} options
 */
export function newPasswordForm({ address, about, done, password: typed = '' }) {
  const code = codeField({ label: t('confirm.code') });
  const password = newPasswordField({ label: t('sign_in.new_password'), value: typed });
  const send = async () => {
    await cognito.newPassword(address, code.input.value.trim(), password.input.value);
    await done(password.input.value);
  };
  const made = form(
    { fields: [code, password], send, label: t('reset.submit') },
    h('p', { class: 'note' }, about),
    whose(address),
    code.node,
    password.node,
  );
  return { node: made.node, first: code.input };
}
