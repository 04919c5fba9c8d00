/**
 * Changes of one's own account at Cognito. No token of a session can make them: the password, and the code of an
 * authenticator app where there is one, give access for a quarter of an hour.
 */

import { call as api } from './api.js';
import { answersOf, call, revoke } from './cognito.js';
import { setting } from './config.js';
import { Problem } from './problems.js';
import { person } from './session.js';

/** @import { Challenge } from './session.js' */

/** @type {{access: string, refresh: string, until: number} | null} */
let held = null;

const client = () => ({ ClientId: setting('account_client_id') });

/**
 * Opens the account of the person who is signed in; answers null, or the challenge that must be answered first.
 * @param {string} password
 */
export async function open(password) {
  const email = person()?.email ?? '';
  const given = { USERNAME: email, PASSWORD: password };
  return arrived(
    await call('InitiateAuth', { ...client(), AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: given }),
    email,
  );
}

/**
 * @param {any} told what Cognito answered
 * @param {string} email
 * @returns {Challenge | null}
 */
function arrived(told, email) {
  if (told.AuthenticationResult) {
    const { AccessToken: access, RefreshToken: refresh, ExpiresIn } = told.AuthenticationResult;
    held = { access, refresh, until: Date.now() + ExpiresIn * 1000 };
    return null;
  }
  const { ChallengeName: name, Session: session, ChallengeParameters: parameters } = told;
  /** @type {Challenge} */
  const challenge = { name, session, email, username: parameters?.USER_ID_FOR_SRP };
  challenge.respond = async (given) => {
    const responses = answersOf(challenge, given);
    const body = { ...client(), ChallengeName: name, Session: session, ChallengeResponses: responses };
    return arrived(await call('RespondToAuthChallenge', body), email);
  };
  return challenge;
}

/** Ends the access. */
export async function close() {
  const ended = held;
  held = null;
  if (ended) await revoke(ended.refresh, setting('account_client_id')).catch(() => null);
}

/**
 * @param {string} action
 * @param {object} [body]
 */
function own(action, body) {
  if (!held || held.until < Date.now()) throw new Problem(401, { code: 'account_access_ended' });
  return call(action, { AccessToken: held.access, ...body });
}

/** Ends all sessions of the account, on all devices including this one: first in the list, which needs one of them. */
export async function endAllSessions() {
  await api('DELETE', '/v1/me/sessions').catch(() => null);
  await own('GlobalSignOut');
  held = null;
}

/**
 * Replaces the password.
 * @param {string} previous
 * @param {string} proposed
 */
export const changePassword = (previous, proposed) =>
  own('ChangePassword', { PreviousPassword: previous, ProposedPassword: proposed });

/**
 * Requests another address; it takes effect when the learner enters the code that is e-mailed there.
 * @param {string} email
 */
export const changeEmail = (email) =>
  own('UpdateUserAttributes', { UserAttributes: [{ Name: 'email', Value: email }] });

/**
 * Confirms the new address with the code that was e-mailed there.
 * @param {string} code
 */
export const verifyEmail = (code) => own('VerifyUserAttribute', { AttributeName: 'email', Code: code });

/** Whether a log-in asks for the code of an authenticator app. */
export async function hasAuthenticator() {
  const { UserMFASettingList: used = [] } = await own('GetUser');
  return used.includes('SOFTWARE_TOKEN_MFA');
}

/** A new secret for an authenticator app. */
export const newAuthenticator = () => own('AssociateSoftwareToken');

/**
 * Confirms that the app has the secret.
 * @param {string} code
 */
export const verifyAuthenticator = (code) => own('VerifySoftwareToken', { UserCode: code });

/**
 * Turns the authenticator app on or off.
 * @param {boolean} wanted
 */
export const useAuthenticator = (wanted) =>
  own('SetUserMFAPreference', { SoftwareTokenMfaSettings: { Enabled: wanted, PreferredMfa: wanted } });
