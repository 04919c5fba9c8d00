/** Signing in: address and password, or a code by e-mail; then what Cognito may ask for besides. */

import { announce } from '../elements/announcements.js';
import { fill, h } from '../elements/dom.js';
import { codeField, complete, field, form, newPasswordField, passwordField, tick, whose } from '../elements/forms.js';
import { showProblem } from '../elements/problem_box.js';
import { t } from '../elements/words.js';
import { mailsCodes } from '../platform/cognito.js';
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
export function signInForm({ email: known = '', asksShared = false, done, unconfirmed, unproved }) {
  const place = h('div', {});
  const address = field({
    label: t('sign_in.email'),
    type: 'email',
    autocomplete: 'username',
    required: true,
    value: known,
  });
  const password = passwordField({ label: t('sign_in.password'), autocomplete: 'current-password' });
  const box = asksShared ? tick({ label: t('sign_in.shared'), about: t('sign_in.shared_about') }) : null;
  /** @type {Record<string, (email: string) => unknown>} */
  const elsewhere = { cognito_UserNotConfirmed: unconfirmed, cognito_UserLambdaValidation: unproved };
  const email = () => address.input.value.trim();
  const given = () => (box ? { shared: box.input.checked } : {});
  /** @param {() => Promise<unknown>} start */
  const orElsewhere = async (start) => {
    try {
      await start();
    } catch (error) {
      if (!(error instanceof Problem) || !elsewhere[error.code]) throw error;
      elsewhere[error.code](email());
    }
  };
  const send = () =>
    orElsewhere(async () => {
      answerChallenges(place, await session.signIn(email(), password.input.value, given()), done);
    });
  const byCode = () =>
    orElsewhere(async () => {
      const challenge = await session.askForCode(email(), given());
      const back = () => fill(place, made.node);
      answerChallenges(place, challenge, done, back);
      announce(t('reset.sent'));
    });
  const made = form(
    { fields: [address, password], send, label: t('sign_in.submit') },
    address.node,
    password.node,
    box?.node,
  );
  if (mailsCodes()) made.actions.append(onceAtATime(t('sign_in.by_code'), [address], made.problems, byCode));
  fill(place, made.node);
  return { node: place, focus: () => (known ? password : address).input.focus() };
}

/**
 * A second button of a form: it asks for `fields`, then calls `act`, once at a time.
 * @param {string} label
 * @param {import('../elements/forms.js').ToComplete[]} fields
 * @param {HTMLElement} problems
 * @param {() => Promise<unknown>} act
 */
function onceAtATime(label, fields, problems, act) {
  let busy = false;
  const onclick = async () => {
    if (busy || !complete(fields)) return;
    busy = true;
    problems.replaceChildren();
    await act().catch((error) => showProblem(problems, error));
    busy = false;
  };
  return h('button', { type: 'button', class: 'link-button', onclick }, label);
}

/** @type {Record<string, typeof codeStep>} */
const STEPS = { NEW_PASSWORD_REQUIRED: newPasswordStep, EMAIL_OTP: mailedCodeStep };

/**
 * Puts into `place` what `challenge` asks for, until nothing is asked any more (null); then calls `done`. `back` leads
 * to the form before.
 * @param {HTMLElement} place
 * @param {Challenge | null} challenge
 * @param {() => unknown} done
 * @param {() => unknown} [back]
 * @returns {unknown}
 */
export function answerChallenges(place, challenge, done, back) {
  if (!challenge) return done();
  const step = STEPS[challenge.name] ?? codeStep;
  const { node, first } = step(challenge, (further) => answerChallenges(place, further, done, back));
  const leave = back && h('button', { type: 'button', class: 'link-button', onclick: back }, t('sign_in.by_password'));
  fill(place, node, leave);
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
    whose(challenge.email),
    password.node,
  );
  return { node: made.node, first: password.input };
}

/**
 * @param {Challenge} challenge
 * @param {(further: Challenge | null) => unknown} advance
 */
function codeStep(challenge, advance) {
  const code = codeField({ label: t('sign_in.app_code'), hint: t('sign_in.app_code_hint') });
  const send = async () => advance(await session.answer(challenge, code.input.value.replace(/\s/g, '')));
  const made = form({ fields: [code], send, label: t('sign_in.submit') }, whose(challenge.email), code.node);
  return { node: made.node, first: code.input };
}

/**
 * @param {Challenge} challenge
 * @param {(further: Challenge | null) => unknown} advance
 */
function mailedCodeStep(challenge, advance) {
  const code = codeField({ label: t('confirm.code') });
  const send = async () => {
    let further;
    try {
      further = await session.answer(challenge, code.input.value.replace(/\s/g, ''));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'cognito_NotAuthorized') throw error;
      throw new Problem(error.status, { code: 'cognito_ExpiredCode' });
    }
    advance(further);
  };
  const about = h('p', { class: 'note' }, t('reset.sent_to', { email: challenge.email }));
  const made = form({ fields: [code], send, label: t('sign_in.submit') }, about, whose(challenge.email), code.node);
  return { node: made.node, first: code.input };
}
