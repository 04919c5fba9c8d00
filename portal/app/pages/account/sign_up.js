/** Create an account. */

import { h } from '../../elements/dom.js';
import { field, form, newPasswordField } from '../../elements/forms.js';
import { showProblem } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import * as cognito from '../../platform/cognito.js';
import { Problem } from '../../platform/problems.js';
import { ticketFor } from '../../platform/tickets.js';
import { nextAddress } from './sign_in.js';

/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Page}
 */
export function page({ query }) {
  const next = nextAddress(query);
  const email = field({
    label: t('sign_in.email'),
    hint: t('sign_up.email_hint'),
    type: 'email',
    autocomplete: 'username',
    required: true,
  });
  const password = newPasswordField({ label: t('sign_in.password') });
  const address = () => email.input.value.trim();
  const send = async () => {
    try {
      await cognito.signUp(address(), password.input.value, ticketFor(address()));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code } = error;
      if (code === 'cognito_InvalidPassword') password.complain(t(`problems.codes.${code}`));
      if (code === 'cognito_UserLambdaValidation')
        throw new Problem(error.status, { code: 'address_refused', detail: error.detail });
      if (code !== 'cognito_UsernameExists') throw error;
      showProblem(made.problems, error);
      made.problems.firstElementChild?.append(waysOn({ email: address(), next }, made.problems));
      return;
    }
    await go(`/confirm?${new URLSearchParams({ email: address(), next })}`);
  };
  const made = form({ fields: [email, password], send, label: t('sign_up.submit') }, email.node, password.node);
  const body = [
    h('h1', {}, t('sign_up.title')),
    h('p', {}, t('sign_up.why')),
    made.node,
    h(
      'p',
      {},
      t('sign_up.have_one'),
      ' ',
      h('a', { href: `/sign-in?${new URLSearchParams({ next })}` }, t('sign_in.title')),
    ),
  ];
  return { title: t('sign_up.title'), body, width: 'slim' };
}

/**
 * What to do where there is an account already: nobody here knows whether it was ever confirmed.
 * @param {{email: string, next: string}} query
 * @param {HTMLElement} problems
 */
function waysOn(query, problems) {
  /** @param {string} path */
  const to = (path) => `${path}?${new URLSearchParams(query)}`;
  const again = async () => {
    try {
      await cognito.sendCodeAgain(query.email);
    } catch (error) {
      // A confirmed account gets no such code; Cognito alone says so.
      if (!(error instanceof Problem) || error.code !== 'cognito_InvalidParameter') return showProblem(problems, error);
    }
    return go(to('/confirm'));
  };
  return h(
    'ul',
    {},
    h('li', {}, h('a', { href: to('/confirm') }, t('sign_up.enter_code'))),
    h('li', {}, h('button', { type: 'button', class: 'link-button', onclick: again }, t('confirm.again'))),
    h('li', {}, h('a', { href: to('/sign-in') }, t('sign_in.title'))),
    h('li', {}, h('a', { href: to('/reset-password') }, t('reset.title'))),
  );
}
