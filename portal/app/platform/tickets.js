/**
 * The ticket of a sign-up: what this tab knows of an account that it signed up, and nobody else does. It goes along
 * with the code, so that somebody else's password never opens an account
 * (docs/decisions/2026-11-28-accounts-by-the-mailbox.md).
 */

import * as storage from './storage.js';

/** @param {string} email */
const keyOf = (email) => `laurel.sign_up.${email.trim().toLowerCase()}`;

/**
 * The ticket for signing up `email`: the one of an earlier attempt in this tab, or a new one.
 * @param {string} email
 * @returns {string}
 */
export function ticketFor(email) {
  const found = ticketOf(email);
  if (found) return found;
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(24)));
  const ticket = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  storage.write(keyOf(email), ticket);
  return ticket;
}

/**
 * The ticket with which this tab signed up `email`; null if it did not.
 * @param {string} email
 */
export const ticketOf = (email) => storage.read(keyOf(email));

/**
 * Forgets the ticket for `email`: it is no longer needed.
 * @param {string} email
 */
export const forgetTicket = (email) => storage.remove(keyOf(email));
