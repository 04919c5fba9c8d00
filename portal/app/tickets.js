/**
 * The ticket of a sign-up: what this browser knows of an account that it signed up, and nobody else does. It goes along
 * with the code, so that the password of a stranger never opens an account (docs/decisions/2026-11-28-accounts-by-the-mailbox.md).
 */

const KEY = 'laurel.sign_up';
let held = null;

function all() {
  if (held) return held;
  try {
    held = JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    held = {};
  }
  return held;
}

function keep(tickets) {
  held = tickets;
  try {
    if (Object.keys(tickets).length) sessionStorage.setItem(KEY, JSON.stringify(tickets));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Without storage it lasts as long as the page: whoever loads it again sets a new password.
  }
}

const name = (email) => email.trim().toLowerCase();

/** The ticket for signing up `email`: the one of an earlier try in this tab, or a new one. */
export function ticketFor(email) {
  const found = ticketOf(email);
  if (found) return found;
  const ticket = Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  keep({ ...all(), [name(email)]: ticket });
  return ticket;
}

/** The ticket with which this tab signed up `email`; undefined if it did not. */
export function ticketOf(email) {
  const tickets = all();
  return Object.hasOwn(tickets, name(email)) ? tickets[name(email)] : undefined;
}

/** Forgets the ticket for `email`: it has done its work. */
export function forgetTicket(email) {
  const { [name(email)]: gone, ...others } = all();
  if (gone) keep(others);
}
