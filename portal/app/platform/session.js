/**
 * Who is signed in. Tokens are kept in memory and in the tab's own sessionStorage, never longer; a new tab is given
 * them by one that is open, and all tabs sign out together. A tab that a browser opens again after the idle limit is
 * not signed in.
 */

import { openChannel } from './channel.js';
import * as cognito from './cognito.js';
import * as typed from './drafts.js';
import { dueOf } from './idle_limits.js';
import { GivenUp, Problem } from './problems.js';
import * as storage from './storage.js';

const KEY = 'laurel.session';
const MAILED = 'EMAIL_OTP';
const EARLY = 60_000; // milliseconds before its end at which a token is renewed
const ASK_OTHERS = 80; // milliseconds that other tabs have to answer
const TELL_EVERY = 5000; // milliseconds between two notes of activity

/**
 * What Cognito gave at a sign-in. `until` is when it ends and `active` when the person last did something, in
 * milliseconds by the clock of this device; `shared` says that others use this computer, `language` (`es`) what the
 * person reads.
 * @typedef {{id: string, access: string, refresh: string, until: number, active: number, shared: boolean,
 *   language?: string}} Tokens
 */

/**
 * What Cognito asks for before it gives tokens.
 * `byCode` says that a code by e-mail was asked for; `respond` answers a challenge of another module.
 * @typedef {object} Challenge
 * @property {string} name
 * @property {string} session
 * @property {string} email
 * @property {string} [username]
 * @property {boolean} [byCode]
 * @property {(given: string) => Promise<Challenge | null>} [respond]
 */

/**
 * `isStaff`: operators, and the staff of a provider, who see what is their provider's.
 * `needsSecondFactor`: they are staff once they have an authenticator app; `needsPassword`: once they log in with it.
 * @typedef {object} Person
 * @property {string} id
 * @property {string} email
 * @property {boolean} isStaff
 * @property {boolean} isOperator
 * @property {string[]} providers whose staff they are
 * @property {boolean} needsSecondFactor
 * @property {boolean} needsPassword
 */

/** @typedef {'ended' | 'unsure'} AskedWhy the session ended, or this needs a sign-in of the last minutes */

const PROVIDER_GROUP = 'provider:';

/** @type {Tokens | null} */
let tokens = null;
/** @type {Promise<void> | null} */
let renewing = null;
/** @type {(email: string, why: AskedWhy) => Promise<boolean>} */
let askAgain = async () => false;
/** @type {() => void} */
let arrives = () => undefined;
/** @type {(id: string) => Promise<unknown>} */
let leaves = async () => undefined;
/** @type {import('./channel.js').Channel | null} */
let channel = null;
let isShared = false;
/** @type {Set<() => void>} */
const listeners = new Set();

/**
 * Finds out whether somebody is signed in: in this tab, or in another one. `settings` is settled when Cognito can be
 * called.
 * @param {Promise<unknown>} settings
 */
export async function restore(settings = Promise.resolve()) {
  channel = openChannel('laurel.session', heard);
  const kept = readTokens();
  if (kept && dueOf(kept, Date.now()) === 'end') storage.remove(KEY);
  else tokens = kept;
  if (!tokens && channel.isShared) await askOthers();
  if (!tokens && kept) {
    const { sub } = who(kept);
    if (kept.shared) typed.dropAll();
    else typed.keepFor(sub);
    settings.then(() => revoke(kept)).catch(() => null);
  }
}

/** @param {Tokens} held */
const revoke = (held) => cognito.revoke(held.refresh, who(held).aud);

/** @returns {Tokens | null} */
function readTokens() {
  try {
    const found = JSON.parse(storage.read(KEY) ?? 'null');
    return found && { active: Date.now(), shared: false, ...found };
  } catch {
    return null;
  }
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

/** @param {{wanted?: true, tokens?: Tokens, signedOut?: true, active?: number}} message */
function heard(message) {
  if (message.active && tokens) noteActivity(message.active);
  if (message.wanted && tokens) channel?.say({ tokens });
  else if (message.tokens && (!tokens || who(tokens).sub === who(message.tokens).sub)) keep(message.tokens);
  else if (message.signedOut && tokens) signedOutElsewhere();
}

/** What was typed here is kept for the same learner: they did not log out of this tab, and nobody asked them. */
function signedOutElsewhere() {
  if (tokens?.shared) typed.dropAll();
  else if (tokens) typed.keepFor(who(tokens).sub);
  keep(null);
}

/** When the person last did something, and whether others use this computer; null if nobody is signed in. */
export const activity = () => tokens && { active: tokens.active, shared: tokens.shared };

/** The language (`es`) that the person who is signed in chose; undefined if nobody is signed in, or none is known. */
export const language = () => tokens?.language;

/**
 * Notes the language that the person who is signed in reads: all tabs know.
 * @param {string} code
 */
export function setLanguage(code) {
  if (!tokens || tokens.language === code) return;
  keep({ ...tokens, language: code });
  channel?.say({ tokens });
}

/**
 * The person did something: all tabs know within seconds.
 * @param {number} [at] when
 */
export function touch(at = Date.now()) {
  if (!tokens || at - tokens.active < TELL_EVERY) return;
  noteActivity(at);
  channel?.say({ active: at });
}

/** @param {number} at */
function noteActivity(at) {
  if (!tokens) return;
  tokens = { ...tokens, active: Math.max(tokens.active, at) };
  storage.write(KEY, JSON.stringify(tokens));
}

/** Signs out somebody who did nothing for too long. What they typed stays for them, except on a shared computer. */
export function endIdle() {
  const ended = tokens;
  signedOutElsewhere();
  channel?.say({ signedOut: true });
  if (ended) left(ended);
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
 * What the page does when the sign-in has ended, or is too old: it asks for the password and says whether it was given.
 * @param {(email: string, why: AskedWhy) => Promise<boolean>} ask
 */
export function whenEnded(ask) {
  askAgain = ask;
}

/**
 * What the page does after each sign-in, and with the ID token of a session that ends.
 * @param {() => void} arriving
 * @param {(id: string) => Promise<unknown>} leaving
 */
export function whenSigned(arriving, leaving) {
  arrives = arriving;
  leaves = leaving;
}

/**
 * The person who is signed in; null if nobody is.
 * @returns {Person | null}
 */
export function person() {
  if (!tokens) return null;
  const claims = who(tokens);
  /** @type {string[]} */
  const groups = claims['cognito:groups'] ?? [];
  const isOperator = groups.includes('staff');
  const ofProviders = groups.filter((one) => one.startsWith(PROVIDER_GROUP));
  return {
    id: claims.sub,
    email: claims.email,
    isOperator,
    isStaff: isOperator || ofProviders.length > 0,
    providers: ofProviders.map((one) => one.slice(PROVIDER_GROUP.length)),
    needsSecondFactor: claims.second_factor_needed === 'true',
    needsPassword: claims.password_needed === 'true',
  };
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
 * Signs in; answers null, or the challenge that must be answered first. `shared` says that others use this computer;
 * without it, what was said at the sign-in before counts.
 * @param {string} email
 * @param {string} password
 * @param {{shared?: boolean}} [options]
 */
export async function signIn(email, password, { shared = tokens?.shared ?? false } = {}) {
  isShared = shared;
  return arrived(await cognito.signIn(email, password), email);
}

/**
 * Has a code e-mailed to sign in with; answers the challenge that asks for it. `shared` as for `signIn`. Throws a
 * Problem `no_mail_code` if the account does not take such codes.
 * @param {string} email
 * @param {{shared?: boolean}} [options]
 */
export async function askForCode(email, { shared = tokens?.shared ?? false } = {}) {
  isShared = shared;
  const told = await cognito.signInByCode(email);
  if (told.ChallengeName !== MAILED) throw new Problem(400, { code: 'no_mail_code' });
  return { name: MAILED, session: told.Session, email, byCode: true };
}

/**
 * Answers a challenge of `signIn` or `askForCode`: the code of an e-mail or of an authenticator app, or a new password.
 * @param {Challenge} challenge
 * @param {string} given
 */
export async function answer(challenge, given) {
  if (challenge.respond) return challenge.respond(given);
  const { name, session, email, byCode } = challenge;
  const responses = cognito.answersOf(challenge, given);
  return arrived(await cognito.answerChallenge(name, session, responses, byCode), email, byCode);
}

/**
 * @param {any} told what Cognito answered
 * @param {string} email
 * @param {boolean} [byCode]
 * @returns {Challenge | null}
 */
function arrived(told, email, byCode) {
  if (told.AuthenticationResult) {
    take(told.AuthenticationResult, Date.now());
    arrives();
    return null;
  }
  const username = told.ChallengeParameters?.USER_ID_FOR_SRP;
  return { name: told.ChallengeName, session: told.Session, email, username, byCode };
}

/**
 * @param {{IdToken: string, AccessToken: string, RefreshToken?: string, ExpiresIn: number}} result
 * @param {number} active
 */
function take(result, active) {
  // By the clock of this device alone, which may be wrong: how long a token lasts, not when it ends.
  const until = Date.now() + result.ExpiresIn * 1000;
  const refresh = result.RefreshToken ?? tokens?.refresh ?? '';
  const language = tokens?.language;
  keep({ id: result.IdToken, access: result.AccessToken, refresh, until, active, shared: isShared, language });
  channel?.say({ tokens });
}

/**
 * Signs out, here and in the other tabs, and revokes the refresh token with all that replaced it. The API accepts an ID
 * token that somebody copied before until it expires: within 15 minutes.
 */
export async function signOut() {
  const ended = tokens;
  typed.dropAll();
  keep(null);
  channel?.say({ signedOut: true });
  if (ended) await left(ended);
}

/**
 * Ends a session at Cognito, and in the learner's list of sessions unless its token has expired.
 * @param {Tokens} ended
 */
async function left(ended) {
  const told = ended.until > Date.now() ? leaves(ended.id) : null;
  await Promise.all([told, revoke(ended)]).catch(() => null);
}

/** An ID token that is good now; asks the person to sign in again when it has to. Throws GivenUp. */
export async function idToken() {
  if (tokens && tokens.until - EARLY < Date.now()) await renew();
  if (!tokens) await again();
  return current().id;
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
    const held = current();
    const { aud, session = '' } = who(held);
    const renewedTokens = await cognito.refresh(held.refresh, aud, session);
    const { active, shared } = current();
    isShared = shared;
    take(renewedTokens.AuthenticationResult, active);
  } catch (error) {
    // The sign-in stays: to send the password would have to wait too.
    if (!(error instanceof Problem) || error.code === cognito.LIMITED) throw error;
    await again();
  }
}

/** Asks the person to sign in again although they are signed in: the next step needs a recent sign-in. */
export const proveAgain = () => asked('unsure');

/** Asks the person to sign in. Throws GivenUp. */
async function again() {
  if (!(await asked('ended'))) throw new GivenUp();
}

/**
 * Whether the person signed in when asked. As another person they see the first page: what the one began is not done as
 * the other.
 * @param {AskedWhy} why
 */
async function asked(why) {
  const before = person();
  if (!(await askAgain(before?.email ?? '', why))) return false;
  if (!before || person()?.id === before.id) return true;
  location.assign('/');
  return false;
}
