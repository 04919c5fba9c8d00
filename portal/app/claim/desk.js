/**
 * Saving a claim while it is worked on: one change at a time, each naming the version it saw. A change that cannot be
 * sent is kept in the tab and sent when it can; a change made elsewhere meanwhile is told, and nothing is overwritten.
 */

import { call } from '/app/api.js';
import { openChannel } from '/app/channel.js';
import { changesBetween, sessionOf } from '/app/claim/changes.js';
import { GivenUp, Problem, Unreachable } from '/app/problems.js';
import { drop, keep, kept } from '/app/typed.js';

const FIRST_WAIT = 2000; // milliseconds
const LONGEST_WAIT = 30_000;
const LATER = ['try_again', 'busy', 'too_many_requests', 'failed', 'http_502', 'http_503', 'http_504'];

/**
 * Opens the desk of a claim. `tell(what, details)` is called with `sending`, `saved`, `waiting`, `refused`, `conflict`
 * (each with `sessionId`) and `elsewhere` (with `changes`).
 */
export function openDesk({ claim, etag, tell }) {
  const key = `unsaved.${claim.claim_id}`;
  const channel = openChannel('laurel.claims', heard);
  const queue = new Map(Object.entries(kept(key) ?? {}));
  const desk = { claim, put, remove, isWaiting: (id) => queue.has(id), coming, unsaved: () => queue.size, flush, close };
  let tag = etag;
  let busy = false;
  let timer = null;
  let wait = FIRST_WAIT;

  addEventListener('online', flush);

  function heard(message) {
    if (message.claim === claim.claim_id && message.version > desk.claim.version && !busy) reread().catch(() => null);
  }

  function put(sessionId, wanted) {
    queue.set(sessionId, wanted);
    store();
    return flush();
  }

  function remove(sessionId) {
    return put(sessionId, null);
  }

  /** The sessions of `programme` that are on their way into the claim, as if they were in it. */
  function coming(programme) {
    return programme.filter((one) => queue.get(one.id)).map((one) => ({
      session_id: one.id,
      title: one.title,
      starts_at: one.starts_at,
      ends_at: one.ends_at,
      credits: queue.get(one.id).credits,
    }));
  }

  function store() {
    if (queue.size) keep(key, Object.fromEntries(queue));
    else drop(key);
  }

  function settle(sessionId, wanted) {
    if (queue.get(sessionId) === wanted) queue.delete(sessionId);
    store();
  }

  async function flush() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    try {
      while (queue.size) {
        const [[sessionId, wanted]] = queue;
        const later = await attempt(sessionId, wanted);
        if (later) {
          again(later);
          break;
        }
      }
    } finally {
      busy = false;
    }
  }

  function again(seconds) {
    timer = setTimeout(flush, Math.max(wait, seconds * 1000));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  /** Sends one change; gives the seconds to wait when it could not be sent, else nothing. */
  async function attempt(sessionId, wanted) {
    tell('sending', { sessionId });
    const path = `/v1/claims/${claim.claim_id}/sessions/${encodeURIComponent(sessionId)}`;
    try {
      const body = wanted === null ? {} : { json: wanted };
      take(await call(wanted === null ? 'DELETE' : 'PUT', path, { ...body, ifMatch: tag }));
    } catch (error) {
      return failed(sessionId, wanted, error);
    }
    wait = FIRST_WAIT;
    settle(sessionId, wanted);
    channel.say({ claim: claim.claim_id, version: desk.claim.version });
    tell('saved', { sessionId, removed: wanted === null });
    return 0;
  }

  async function failed(sessionId, wanted, error) {
    const later = error instanceof Unreachable || error instanceof GivenUp || LATER.includes(error.code);
    if (later) {
      tell('waiting', { sessionId, problem: error });
      return error.retryAfter ?? 1;
    }
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'changed_elsewhere') return changedElsewhere(sessionId, wanted);
    settle(sessionId, wanted);
    if (error.code === 'claim_final') await reread().catch(() => null);
    tell('refused', { sessionId, problem: error });
    return 0;
  }

  async function changedElsewhere(sessionId, wanted) {
    const before = sessionOf(desk.claim, sessionId);
    try {
      await reread();
    } catch (error) {
      return failed(sessionId, wanted, error);
    }
    const theirs = sessionOf(desk.claim, sessionId);
    const untouched = JSON.stringify(before) === JSON.stringify(theirs);
    if (desk.claim.status === 'final' || !untouched) {
      settle(sessionId, wanted);
      tell('conflict', { sessionId, mine: wanted, theirs });
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
    tag = answer.etag;
  }

  function close() {
    clearTimeout(timer);
    removeEventListener('online', flush);
    channel.close();
  }

  return desk;
}
