/** Amazon Cognito's public calls, which need no library: JSON over HTTPS. */

import { setting } from './config.js';
import { endsAfter, Problem, Unreachable } from './problems.js';

/** The code of a call that AWS WAF refused: too many came from this network. It counts over so many seconds. */
export const LIMITED = 'cognito_Forbidden';
const WINDOW = 300;

/**
 * One call of Cognito.
 * @param {string} action
 * @param {object} body
 * @returns {Promise<any>}
 */
export async function call(action, body) {
  let answer;
  try {
    answer = await fetch(setting('sign_in_url'), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `AWSCognitoIdentityProviderService.${action}`,
      },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      signal: endsAfter(20_000),
    });
  } catch (error) {
    throw new Unreachable(action, error);
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  const code = codeOf(told, answer.status);
  const retryAfter = code === LIMITED ? WINDOW : null;
  throw new Problem(answer.status, { code, detail: saidAtSignUp(told) }, { retryAfter });
}

/**
 * What is wrong with the address of a sign-up, in our own words, which Cognito passes through.
 * @param {{message?: string}} told
 */
function saidAtSignUp(told) {
  const found = /^PreSignUp failed with error (.*)$/su.exec(told.message ?? '');
  return found ? found[1].replace(/\.\.$/u, '.') : '';
}

/**
 * Cognito's names of errors, without its name space, as codes of the portal.
 * @param {{__type?: string, message?: string}} told
 * @param {number} status
 */
function codeOf(told, status) {
  const name = String(told.__type ?? '')
    .replace(/^.*#/, '')
    .replace(/Exception$/, '');
  const said = told.message ?? '';
  // The guard of accounts refuses with these words; anything else means that it failed.
  const byGuard = /^(?:PreAuthentication|PostConfirmation) failed/u.test(said);
  if (byGuard && !said.includes('Set a new password first')) return 'cognito_GuardFailed';
  return name ? `cognito_${name}` : `http_${status}`;
}

const client = () => ({ ClientId: setting('user_pool_client_id') });

/**
 * Signs in with address and password. Answers `{AuthenticationResult}` or `{ChallengeName, Session}`.
 * @param {string} email
 * @param {string} password
 */
export const signIn = (email, password) =>
  call('InitiateAuth', {
    ...client(),
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });

/** Whether a code by e-mail can sign in. */
export const mailsCodes = () => Boolean(setting('mail_code_client_id'));

/**
 * E-mails a code to sign in with. Answers `{ChallengeName, Session}`: `EMAIL_OTP` if the account takes such codes.
 * @param {string} email
 */
export const signInByCode = (email) =>
  call('InitiateAuth', {
    ClientId: setting('mail_code_client_id'),
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME: email, PREFERRED_CHALLENGE: 'EMAIL_OTP' },
  });

/**
 * Answers a challenge, such as the code of an authenticator app. `byCode` if `signInByCode` asked for it.
 * @param {string} name
 * @param {string} session
 * @param {Record<string, string>} responses
 * @param {boolean} [byCode]
 */
export const answerChallenge = (name, session, responses, byCode = false) =>
  call('RespondToAuthChallenge', {
    ClientId: setting(byCode ? 'mail_code_client_id' : 'user_pool_client_id'),
    ChallengeName: name,
    Session: session,
    ChallengeResponses: responses,
  });

/**
 * The answer to a challenge, as Cognito takes it.
 * @param {{name: string, email: string, username?: string}} challenge
 * @param {string} given
 * @returns {Record<string, string>}
 */
export const answersOf = ({ name, email, username }, given) => ({
  USERNAME: username ?? email,
  [name === 'NEW_PASSWORD_REQUIRED' ? 'NEW_PASSWORD' : `${name}_CODE`]: given,
});

/**
 * Gets new tokens for a refresh token of the client `clientId`, which a new one replaces. `session` is the ticket of
 * the sign-in, by which the account guard knows whether the session was ended.
 * @param {string} token
 * @param {string} clientId
 * @param {string} session
 */
export const refresh = (token, clientId, session) =>
  call('GetTokensFromRefreshToken', { ClientId: clientId, RefreshToken: token, ClientMetadata: { session } });

/**
 * Invalidates a refresh token of the client `clientId`, all that replaced it, and their access tokens.
 * @param {string} token
 * @param {string} [clientId] the one for passwords without it
 */
export const revoke = (token, clientId = setting('user_pool_client_id')) =>
  call('RevokeToken', { ClientId: clientId, Token: token });

/**
 * `ticket` is known only to the browser that signed up: it is sent again with the code.
 * @param {string} email
 * @param {string} password
 * @param {string} ticket
 */
export const signUp = (email, password, ticket) =>
  call('SignUp', {
    ...client(),
    Username: email,
    Password: password,
    UserAttributes: [{ Name: 'email', Value: email }],
    ClientMetadata: { ticket },
  });

/**
 * Confirms an account with the code that was e-mailed, and the ticket if this browser signed up.
 * @param {string} email
 * @param {string} code
 * @param {string | null} ticket
 */
export const confirmSignUp = (email, code, ticket) =>
  call('ConfirmSignUp', {
    ...client(),
    Username: email,
    ConfirmationCode: code,
    ...(ticket ? { ClientMetadata: { ticket } } : {}),
  });

/**
 * Sends the code of a sign-up again.
 * @param {string} email
 */
export const sendCodeAgain = (email) => call('ResendConfirmationCode', { ...client(), Username: email });

/**
 * E-mails a code for a new password.
 * @param {string} email
 */
export const forgotPassword = (email) => call('ForgotPassword', { ...client(), Username: email });

/**
 * Sets a new password with that code.
 * @param {string} email
 * @param {string} code
 * @param {string} password
 */
export const newPassword = (email, code, password) =>
  call('ConfirmForgotPassword', { ...client(), Username: email, ConfirmationCode: code, Password: password });
