/** Confirm an account with the code that was mailed, and go in. */

import { announce, sayOnPage } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { codeField, field, form, passwordField } from '../../elements/forms.js';
import { showProblem } from '../../elements/problem_box.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { answerChallenges } from '../../frame/sign_in_form.js';
import * as cognito from '../../platform/cognito.js';
import { Problem } from '../../platform/problems.js';
import * as session from '../../platform/session.js';
import { forgetTicket, ticketOf } from '../../platform/tickets.js';
import { newPasswordForm } from './reset_password.js';
import { nextAddress } from './sign_in.js';

/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {unknown} error
 * @param {...string} codes
 */
const is = (error, ...codes) => error instanceof Problem && codes.includes(error.code);

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
  const code = codeField({ label: t('confirm.code'), hint: t('confirm.code_hint') });
  const password = passwordField({
    label: t('sign_in.password'),
    hint: t('confirm.password_hint'),
    autocomplete: 'current-password',
  });
  const address = () => email.input.value.trim();

  /** @param {string} chosen */
  const enter = async (chosen) => {
    const ready = async () => {
      forgetTicket(address());
      await go(next, { replace: true });
      sayOnPage(t('confirm.ready'));
    };
    await answerChallenges(place, await session.signIn(address(), chosen), ready);
  };
  const send = async () => {
    const confirmed = await confirm(address(), code.input.value.trim());
    try {
      await enter(password.input.value);
    } catch (error) {
      const shut = is(error, 'cognito_UserLambdaValidation') || (confirmed && is(error, 'cognito_NotAuthorized'));
      if (!shut) throw error;
      await setNewPassword(place, { address: address(), password: password.input.value, enter });
    }
  };
  const made = form(
    { fields: [email, code, password], send, label: t('confirm.submit') },
    email.node,
    code.node,
    password.node,
  );
  fill(place, h('p', {}, t('confirm.why')), made.node, sendAgain(address, made.problems));
  return {
    title: t('confirm.title'),
    body: [h('h1', {}, t('confirm.title')), place],
    width: 'slim',
    shown: () => (address() ? code : email).input.focus(),
  };
}

/**
 * Whether the code was right; false where the account was confirmed before: then the password alone decides.
 * @param {string} address
 * @param {string} code
 */
async function confirm(address, code) {
  try {
    await cognito.confirmSignUp(address, code, ticketOf(address));
    return true;
  } catch (error) {
    if (!is(error, 'cognito_NotAuthorized', 'cognito_GuardFailed')) throw error;
    return false;
  }
}

/**
 * The account may have been created with somebody else's password: a second code sets a new one.
 * @param {HTMLElement} place
 * @param {{address: string, password: string, enter: (password: string) => unknown}} options
 */
async function setNewPassword(place, { address, password, enter }) {
  await cognito.forgotPassword(address);
  const made = newPasswordForm({
    address,
    password,
    done: enter,
    about: t('confirm.other_password', { email: address }),
  });
  fill(place, made.node);
  announce(t('reset.sent'));
  made.first.focus();
}

/**
 * @param {() => string} address
 * @param {HTMLElement} problems
 */
function sendAgain(address, problems) {
  const sent = h('p', { class: 'note ok', hidden: true });
  const again = async () => {
    let said = t('confirm.sent');
    try {
      await cognito.sendCodeAgain(address());
    } catch (error) {
      if (!is(error, 'cognito_InvalidParameter')) {
        showProblem(problems, error);
        return;
      }
      said = t('confirm.perhaps_sent');
    }
    sent.textContent = said;
    sent.hidden = false;
    announce(said);
  };
  const button = h('button', { type: 'button', class: 'link-button', onclick: again }, t('confirm.again'));
  return h('div', {}, sent, h('p', {}, t('confirm.none'), ' ', button));
}
