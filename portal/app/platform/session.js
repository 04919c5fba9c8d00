/**
 * Who is signed in. Tokens are kept in memory and in the tab's own sessionStorage, never longer; a new tab is given
 * them by one that is open, and all tabs sign out together.
 */

import { openChannel } from './channel.js';
import * as cognito from './cognito.js';
import * as typed from './drafts.js';
import { GivenUp, Problem } from './problems.js';
import * as storage from './storage.js';

const KEY = 'laurel.session';
const EARLY = 60_000; // milliseconds before its end at which a token is renewed
const ASK_OTHERS = 80; // milliseconds that other tabs have to answer

/**
 * What Cognito gave at a sign-in; `until` is when it ends, in milliseconds by the clock of this device.
 * @typedef {{id: string, access: string, refresh: string, until: number}} Tokens
 */

/**
 * What Cognito asks for before it gives tokens.
 * @typedef {{name: string, session: string, email: string, username?: string}} Challenge
 */

/** @typedef {{id: string, email: string, isStaff: boolean}} Person */

/** @type {Tokens | null} */
let tokens = null;
/** @type {Promise<void> | null} */
let renewing = null;
/** @type {(email: string) => Promise<boolean>} */
let askAgain = async () => false;
/** @type {import('./channel.js').Channel | null} */
let channel = null;
/** @type {Set<() => void>} */
const listeners = new Set();

/** Finds out whether somebody is signed in: in this tab, or in another one. */
export async function restore() {
  channel = openChannel('laurel.session', heard);
  try {
    tokens = JSON.parse(storage.read(KEY) ?? 'null');
  } catch {
    tokens = null;
  }
  if (!tokens && channel.isShared) await askOthers();
}

/** @returns {Promise<void>} */
function askOthers() {
  channel?.say({ wanted: true });
  return new Promise((settle) => {
    const stop = () => {
      listeners.delete(stop);
      settle();
    };
    listeners.add(stop);
    setTimeout(stop, ASK_OTHERS);
  });
}

/** @param {{wanted?: true, tokens?: Tokens, signedOut?: true}} message */
function heard(message) {
  if (message.wanted && tokens) channel?.say({ tokens });
  else if (message.tokens && (!tokens || who(tokens).sub === who(message.tokens).sub)) keep(message.tokens);
  else if (message.signedOut && tokens) signedOutElsewhere();
}

/** What was typed here is kept for the same learner: they did not log out of this tab, and nobody asked them. */
function signedOutElsewhere() {
  if (tokens) typed.keepFor(who(tokens).sub);
  keep(null);
}

/** @param {Tokens | null} found */
function keep(found) {
  if (tokens && found && who(tokens).sub !== who(found).sub) typed.dropAll();
  tokens = found;
  if (found) {
    storage.write(KEY, JSON.stringify(found));
    typed.isHere(who(found).sub);
  } else {
    storage.remove(KEY);
  }
  for (const listener of [...listeners]) listener();
}

/**
 * Calls `listener` whenever somebody signs in or out, here or in another tab.
 * @param {() => void} listener
 */
export function onChange(listener) {
  listeners.add(listener);
}

/**
 * What the page does when the sign-in has ended: it asks for the password and says whether it was given.
 * @param {(email: string) => Promise<boolean>} ask
 */
export function whenEnded(ask) {
  askAgain = ask;
}

/**
 * The person who is signed in; null if nobody is.
 * @returns {Person | null}
 */
export function person() {
  if (!tokens) return null;
  const claims = who(tokens);
  return { id: claims.sub, email: claims.email, isStaff: (claims['cognito:groups'] ?? []).includes('staff') };
}

/**
 * The claims of the ID token.
 * @param {Tokens} found
 */
function who(found) {
  const [, payload] = found.id.split('.');
  const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/**
 * Signs in; answers null, or the challenge that must be answered first.
 * @param {string} email
 * @param {string} password
 */
export async function signIn(email, password) {
  return arrived(await cognito.signIn(email, password), email);
}

/**
 * Answers a challenge of `signIn`: the code of an authenticator app, or a new password.
 * @param {Challenge} challenge
 * @param {string} given
 */
export async function answer(challenge, given) {
  const asks = challenge.name === 'NEW_PASSWORD_REQUIRED' ? 'NEW_PASSWORD' : `${challenge.name}_CODE`;
  const responses = { USERNAME: challenge.username ?? challenge.email, [asks]: given };
  return arrived(await cognito.answerChallenge(challenge.name, challenge.session, responses), challenge.email);
}

/**
 * @param {any} told what Cognito answered
 * @param {string} email
 * @returns {Challenge | null}
 */
function arrived(told, email) {
  if (told.AuthenticationResult) {
    take(told.AuthenticationResult);
    return null;
  }
  const username = told.ChallengeParameters?.USER_ID_FOR_SRP;
  return { name: told.ChallengeName, session: told.Session, email, username };
}

/** @param {{IdToken: string, AccessToken: string, RefreshToken?: string, ExpiresIn: number}} result */
function take(result) {
  // By the clock of this device alone, which may be wrong: how long a token lasts, not when it ends.
  const until = Date.now() + result.ExpiresIn * 1000;
  const refresh = result.RefreshToken ?? tokens?.refresh ?? '';
  keep({ id: result.IdToken, access: result.AccessToken, refresh, until });
  channel?.say({ tokens });
}

/**
 * Signs out, here and in the other tabs, and revokes the refresh token with all that replaced it. The API accepts an ID
 * token that somebody copied before until it expires: within 15 minutes.
 */
export async function signOut() {
  const refresh = tokens?.refresh;
  typed.dropAll();
  keep(null);
  channel?.say({ signedOut: true });
  if (refresh) await cognito.revoke(refresh).catch(() => null);
}

/**
 * Ends all sessions of the account and signs in again with `password`; answers as `signIn` does.
 * @param {string} password
 */
export async function endAllSessions(password) {
  const email = person()?.email ?? '';
  await cognito.globalSignOut(await accessToken());
  return signIn(email, password);
}

/** An ID token that is good now; asks the person to sign in again when it has to. Throws GivenUp. */
export async function idToken() {
  if (tokens && tokens.until - EARLY < Date.now()) await renew();
  if (!tokens) await again();
  return current().id;
}

/** An access token for calls to Cognito itself. */
export async function accessToken() {
  await idToken();
  return current().access;
}

/** The tokens, after it was made sure that there are some. */
function current() {
  if (!tokens) throw new GivenUp();
  return tokens;
}

/** Renews the tokens; when that cannot be, the person is asked to sign in. Throws GivenUp. */
export function renew() {
  if (!renewing) {
    renewing = renewed().finally(() => {
      renewing = null;
    });
  }
  return renewing;
}

async function renewed() {
  try {
    take((await cognito.refresh(current().refresh)).AuthenticationResult);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await again();
  }
}

async function again() {
  const before = person();
  if (!(await askAgain(before?.email ?? ''))) throw new GivenUp();
  if (before && person()?.id !== before.id) location.assign('/');
}
