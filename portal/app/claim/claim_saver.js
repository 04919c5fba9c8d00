/**
 * Saves a claim while the learner edits it: one change at a time, each with the version that was read. A change that
 * cannot be sent is kept in the tab and sent later, also while another page is shown. A change made elsewhere in the
 * meantime is shown, and nothing is overwritten.
 */

import { call } from '../platform/api.js';
import { openChannel } from '../platform/channel.js';
import { GivenUp, Problem, Unreachable } from '../platform/problems.js';
import * as session from '../platform/session.js';
import { changesBetween, sessionOf } from './changes.js';
import { keepWaiting, noteRefused, waitingOf } from './unsaved.js';

const FIRST_WAIT = 2000; // milliseconds
const LONGEST_WAIT = 30_000;
const LATER = ['try_again', 'busy', 'too_many_requests', 'failed', 'http_502', 'http_503', 'http_504'];

const savers = new Map();
// What each saver that ended knew of its claim. A page may have read the claim before that saver's last change.
const known = new Map();
session.onChange(() => {
  for (const saver of [...savers.values()]) saver.leaveIfGone();
  for (const [claimId, { owner }] of known) if (owner !== session.person()?.id) known.delete(claimId);
});

/** Whether the saver of this claim is open, or still has changes to send. */
export function isOpen(claimId) {
  return savers.has(claimId);
}

/**
 * Opens the one saver of a claim. A page that opens it takes it over from the page before, and unsent changes are still
 * sent. `tell(what, details)` is called with `sending`, `saved`, `waiting`, `refused`, `conflict`
 * (each with `sessionId`) and `elsewhere` (with `changes`).
 */
export function openSaver({ claim, etag, tell }) {
  if (!savers.has(claim.claim_id)) savers.set(claim.claim_id, makeSaver(newest({ claim, etag })));
  return savers.get(claim.claim_id).open({ claim, etag, tell });
}

function newest(read) {
  const last = known.get(read.claim.claim_id);
  return last?.claim.version > read.claim.version ? last : read;
}

function makeSaver({ claim, etag }) {
  const channel = openChannel('laurel.claims', heard);
  const queue = new Map(Object.entries(waitingOf(claim.claim_id)));
  const saver = {
    claim,
    etag,
    put,
    remove,
    isWaiting: (id) => queue.has(id),
    coming,
    unsaved: () => queue.size,
    flush,
  };
  const owner = session.person()?.id;
  let page = null; // the page that has it open and is notified
  let busy = null;
  let timer = null;
  let wait = FIRST_WAIT;

  addEventListener('online', flush);

  function heard(message) {
    if (message.claim === claim.claim_id && message.version > saver.claim.version && !busy) reread().catch(() => null);
  }

  /** The saver as a page sees it; only the page that opened it last can close it. */
  function open({ claim: read, etag: its, tell: told }) {
    const mine = { tell: told };
    page = mine;
    if (read.version > saver.claim.version) take({ data: read, etag: its });
    return Object.create(saver, {
      close: {
        value: () => {
          if (page === mine) page = null;
          endIfDone();
        },
      },
    });
  }

  function tell(what, details) {
    if (page) page.tell(what, details);
    else if (what === 'refused' || what === 'conflict') noteRefused(claim.claim_id, details);
  }

  /** Unsaved changes of somebody who logged out are never sent for somebody else. */
  function leaveIfGone() {
    if (session.person()?.id === owner) return;
    page = null;
    end();
  }

  function endIfDone() {
    if (page || queue.size || busy) return;
    known.set(claim.claim_id, { claim: saver.claim, etag: saver.etag, owner });
    end();
  }

  function end() {
    queue.clear();
    clearTimeout(timer);
    removeEventListener('online', flush);
    channel.close();
    savers.delete(claim.claim_id);
  }

  function put(sessionId, wanted, title) {
    queue.set(sessionId, { wanted, title });
    store();
    return flush();
  }

  function remove(sessionId, title) {
    return put(sessionId, null, title);
  }

  /** The sessions of `program` that are being saved, as if they were in the claim. */
  function coming(program) {
    return program
      .filter((one) => queue.get(one.id)?.wanted)
      .map((one) => ({
        session_id: one.id,
        title: one.title,
        starts_at: one.starts_at,
        ends_at: one.ends_at,
        credits: queue.get(one.id).wanted.credits,
      }));
  }

  function store() {
    if (savers.get(claim.claim_id)?.saver === saver) keepWaiting(claim.claim_id, Object.fromEntries(queue));
  }

  function finish(sessionId, wanted) {
    if (queue.get(sessionId)?.wanted === wanted) queue.delete(sessionId);
    store();
  }

  /** Sends the waiting changes; resolves when they are sent, or have to wait longer. */
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
    // A learner who logged out in another tab is not asked for a password here: changes are sent after the next login.
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

  /** Sends one change; returns the seconds to wait if it could not be sent, otherwise 0. */
  async function attempt(sessionId, wanted, title) {
    tell('sending', { sessionId });
    const path = `/v1/claims/${claim.claim_id}/sessions/${encodeURIComponent(sessionId)}`;
    try {
      const body = wanted === null ? {} : { json: wanted };
      take(await call(wanted === null ? 'DELETE' : 'PUT', path, { ...body, ifMatch: saver.etag }));
    } catch (error) {
      return failed(sessionId, wanted, title, error);
    }
    wait = FIRST_WAIT;
    finish(sessionId, wanted);
    channel.say({ claim: claim.claim_id, version: saver.claim.version });
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
    finish(sessionId, wanted);
    if (error.code === 'claim_final') await reread().catch(() => null);
    tell('refused', { sessionId, title, problem: error });
    return 0;
  }

  async function changedElsewhere(sessionId, wanted, title) {
    const before = sessionOf(saver.claim, sessionId);
    try {
      await reread();
    } catch (error) {
      return failed(sessionId, wanted, title, error);
    }
    const theirs = sessionOf(saver.claim, sessionId);
    const untouched = JSON.stringify(before) === JSON.stringify(theirs);
    if (saver.claim.status === 'final' || !untouched) {
      finish(sessionId, wanted);
      tell('conflict', { sessionId, title, mine: wanted, theirs });
    }
    return 0;
  }

  async function reread() {
    const before = saver.claim;
    take(await call('GET', `/v1/claims/${claim.claim_id}`));
    const changes = changesBetween(before, saver.claim);
    if (changes.length) tell('elsewhere', { changes });
  }

  function take(answer) {
    saver.claim = answer.data;
    saver.etag = answer.etag;
  }

  return { saver, open, leaveIfGone };
}
