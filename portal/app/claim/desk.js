/**
 * Saving a claim while it is worked on: one change at a time, each naming the version it saw. A change that cannot be
 * sent is kept in the tab and sent when it can, also while another page is shown; a change made elsewhere meanwhile is
 * told, and nothing is overwritten.
 */

import { call } from '/app/api.js';
import { openChannel } from '/app/channel.js';
import { changesBetween, sessionOf } from '/app/claim/changes.js';
import { keepWaiting, noteRefused, waitingOf } from '/app/claim/unsaved.js';
import { GivenUp, Problem, Unreachable } from '/app/problems.js';
import * as session from '/app/session.js';

const FIRST_WAIT = 2000; // milliseconds
const LONGEST_WAIT = 30_000;
const LATER = ['try_again', 'busy', 'too_many_requests', 'failed', 'http_502', 'http_503', 'http_504'];

const desks = new Map();
session.onChange(() => {
  for (const desk of [...desks.values()]) desk.leaveIfGone();
});

/** Whether the desk of this claim is open, or still has something to send. */
export function isOpen(claimId) {
  return desks.has(claimId);
}

/**
 * Opens the desk of a claim, of which there is one: a page that opens it takes it over from the page before, and what
 * that had not sent yet is sent on. `tell(what, details)` is called with `sending`, `saved`, `waiting`, `refused`, `conflict`
 * (each with `sessionId`) and `elsewhere` (with `changes`).
 */
export function openDesk({ claim, etag, tell }) {
  if (!desks.has(claim.claim_id)) desks.set(claim.claim_id, makeDesk({ claim, etag }));
  return desks.get(claim.claim_id).open({ claim, etag, tell });
}

function makeDesk({ claim, etag }) {
  const channel = openChannel('laurel.claims', heard);
  const queue = new Map(Object.entries(waitingOf(claim.claim_id)));
  const desk = { claim, etag, put, remove, isWaiting: (id) => queue.has(id), coming, unsaved: () => queue.size, flush };
  const owner = session.person()?.id;
  let page = null; // the page that has it open, which is told
  let busy = null;
  let timer = null;
  let wait = FIRST_WAIT;

  addEventListener('online', flush);

  function heard(message) {
    if (message.claim === claim.claim_id && message.version > desk.claim.version && !busy) reread().catch(() => null);
  }

  /** What a page sees of it; only the page that opened it last can close it. */
  function open({ claim: read, etag: its, tell: told }) {
    const mine = { tell: told };
    page = mine;
    if (read.version > desk.claim.version) take({ data: read, etag: its });
    return Object.create(desk, { close: { value: () => {
      if (page === mine) page = null;
      endIfDone();
    } } });
  }

  function tell(what, details) {
    if (page) page.tell(what, details);
    else if (what === 'refused' || what === 'conflict') noteRefused(claim.claim_id, details);
  }

  /** What waits of somebody who logged out stays kept, or is gone, in the tab; it is not sent for somebody else. */
  function leaveIfGone() {
    if (session.person()?.id === owner) return;
    page = null;
    end();
  }

  function endIfDone() {
    if (!page && !queue.size && !busy) end();
  }

  function end() {
    queue.clear();
    clearTimeout(timer);
    removeEventListener('online', flush);
    channel.close();
    desks.delete(claim.claim_id);
  }

  function put(sessionId, wanted, title) {
    queue.set(sessionId, { wanted, title });
    store();
    return flush();
  }

  function remove(sessionId, title) {
    return put(sessionId, null, title);
  }

  /** The sessions of `programme` that are on their way into the claim, as if they were in it. */
  function coming(programme) {
    return programme.filter((one) => queue.get(one.id)?.wanted).map((one) => ({
      session_id: one.id,
      title: one.title,
      starts_at: one.starts_at,
      ends_at: one.ends_at,
      credits: queue.get(one.id).wanted.credits,
    }));
  }

  function store() {
    if (desks.get(claim.claim_id)?.desk === desk) keepWaiting(claim.claim_id, Object.fromEntries(queue));
  }

  function settle(sessionId, wanted) {
    if (queue.get(sessionId)?.wanted === wanted) queue.delete(sessionId);
    store();
  }

  /** Sends what waits; settles when it is sent, or has to wait longer. */
  function flush() {
    if (!busy) {
      busy = sendAll().finally(() => {
        busy = null;
        endIfDone();
      });
    }
    return busy;
  }

  async function sendAll() {
    clearTimeout(timer);
    // Whoever logged out in another tab is not asked for a password here: it is sent when they log in again.
    while (queue.size && session.person()) {
      const [[sessionId, { wanted, title }]] = queue;
      const later = await attempt(sessionId, wanted, title);
      if (later) {
        again(later);
        break;
      }
    }
  }

  function again(seconds) {
    timer = setTimeout(flush, Math.max(wait, seconds * 1000));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  /** Sends one change; gives the seconds to wait when it could not be sent, else nothing. */
  async function attempt(sessionId, wanted, title) {
    tell('sending', { sessionId });
    const path = `/v1/claims/${claim.claim_id}/sessions/${encodeURIComponent(sessionId)}`;
    try {
      const body = wanted === null ? {} : { json: wanted };
      take(await call(wanted === null ? 'DELETE' : 'PUT', path, { ...body, ifMatch: desk.etag }));
    } catch (error) {
      return failed(sessionId, wanted, title, error);
    }
    wait = FIRST_WAIT;
    settle(sessionId, wanted);
    channel.say({ claim: claim.claim_id, version: desk.claim.version });
    tell('saved', { sessionId, removed: wanted === null });
    return 0;
  }

  async function failed(sessionId, wanted, title, error) {
    const later = error instanceof Unreachable || error instanceof GivenUp || LATER.includes(error.code);
    if (later) {
      tell('waiting', { sessionId, problem: error });
      return error.retryAfter ?? 1;
    }
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'changed_elsewhere') return changedElsewhere(sessionId, wanted, title);
    settle(sessionId, wanted);
    if (error.code === 'claim_final') await reread().catch(() => null);
    tell('refused', { sessionId, title, problem: error });
    return 0;
  }

  async function changedElsewhere(sessionId, wanted, title) {
    const before = sessionOf(desk.claim, sessionId);
    try {
      await reread();
    } catch (error) {
      return failed(sessionId, wanted, title, error);
    }
    const theirs = sessionOf(desk.claim, sessionId);
    const untouched = JSON.stringify(before) === JSON.stringify(theirs);
    if (desk.claim.status === 'final' || !untouched) {
      settle(sessionId, wanted);
      tell('conflict', { sessionId, title, mine: wanted, theirs });
    }
    return 0;
  }

  async function reread() {
    const before = desk.claim;
    take(await call('GET', `/v1/claims/${claim.claim_id}`));
    const changes = changesBetween(before, desk.claim);
    if (changes.length) tell('elsewhere', { changes });
  }

  function take(answer) {
    desk.claim = answer.data;
    desk.etag = answer.etag;
  }

  return { desk, open, leaveIfGone };
}
