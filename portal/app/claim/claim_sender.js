/** Sends the changes of one claim, in their order, and again when they could not be sent. */

import { call } from '../platform/api.js';
import { openChannel } from '../platform/channel.js';
import { LIMITED } from '../platform/cognito.js';
import { GivenUp, Problem, Unreachable } from '../platform/problems.js';
import * as session from '../platform/session.js';
import { changesBetween, sessionOf } from './changes.js';
import { answerOtherTabs } from './other_tabs.js';
import { keepWaiting, noteRefused, waitingOf } from './unsaved.js';

/** @import { ClaimView } from '#api' */
/** @import { Answer } from '../platform/api.js' */
/** @import { ReadClaim } from './claim_saver.js' */
/** @import { Waiting, Wanted } from './unsaved.js' */

/**
 * What happened to a change, and its details: `sending`, `saved` (with `removed`), `waiting`, `refused` (with
 * `problem`), `conflict` (with `mine` and `theirs`), each with `sessionId`; `elsewhere` with `changes`.
 * @typedef {(what: 'sending' | 'saved' | 'waiting' | 'refused' | 'conflict' | 'elsewhere', details: any) => void}
 * Notify
 */

const FIRST_WAIT = 2000; // milliseconds
const LONGEST_WAIT = 30_000;
const LATER = ['try_again', 'busy', 'too_many_requests', LIMITED, 'failed', 'http_502', 'http_503', 'http_504'];

/** The changes of one claim that wait to be sent, and the claim as the API last returned it. */
export class ClaimSender {
  /**
   * @param {ReadClaim} read
   * @param {(isDone: boolean) => void} ended called once, when all is sent or the learner logged out
   */
  constructor({ claim, etag }, ended) {
    this.claimId = claim.claim_id;
    this.claim = claim;
    this.etag = etag;
    this.ended = ended;
    this.owner = session.person()?.id;
    /** @type {Map<string, Waiting>} */
    this.queue = new Map(Object.entries(waitingOf(claim.claim_id)));
    /** @type {Notify | null} the page that has it open and is notified */
    this.page = null;
    /** @type {Promise<void> | null} */
    this.busy = null;
    this.hasEnded = false;
    this.wait = FIRST_WAIT;
    this.timer = 0;
    this.channel = openChannel('laurel.claims', (message) => this.heard(message));
    this.online = () => this.flush();
    addEventListener('online', this.online);
    answerOtherTabs();
  }

  /**
   * A page opens it, with the claim as the page read it.
   * @param {Notify} notify
   * @param {ReadClaim} read
   */
  show(notify, { claim, etag }) {
    this.page = notify;
    if (claim.version > this.claim.version) this.take({ data: claim, etag });
  }

  /**
   * A page closes it.
   * @param {Notify} notify
   */
  hide(notify) {
    if (this.page === notify) this.page = null;
    this.endIfDone();
  }

  /**
   * Puts a change into the queue: null takes the session out of the claim.
   * @param {string} sessionId
   * @param {Wanted | null} wanted
   * @param {string} title
   */
  put(sessionId, wanted, title) {
    this.queue.set(sessionId, { wanted, title });
    this.store();
    return this.flush();
  }

  /** Sends the waiting changes; resolves when they are sent, or have to wait longer. */
  flush() {
    if (!this.busy) {
      this.busy = this.sendAll().finally(() => {
        this.busy = null;
        this.endIfDone();
      });
    }
    return this.busy;
  }

  /** Unsaved changes of somebody who logged out are never sent for somebody else. */
  leaveIfGone() {
    if (session.person()?.id === this.owner) return;
    this.page = null;
    this.end(false);
  }

  /** @param {{claim: string, version: number}} message from another tab */
  heard({ claim, version }) {
    if (claim === this.claimId && version > this.claim.version && !this.busy) this.reread().catch(() => null);
  }

  /** @type {Notify} */
  notify(what, details) {
    if (this.page) this.page(what, details);
    else if (what === 'refused' || what === 'conflict') noteRefused(this.claimId, details);
  }

  endIfDone() {
    if (!this.page && !this.queue.size && !this.busy) this.end(true);
  }

  /** @param {boolean} isDone */
  end(isDone) {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.queue.clear();
    clearTimeout(this.timer);
    removeEventListener('online', this.online);
    this.channel.close();
    this.ended(isDone);
  }

  store() {
    if (!this.hasEnded) keepWaiting(this.claimId, Object.fromEntries(this.queue));
  }

  /**
   * @param {string} sessionId
   * @param {Wanted | null} wanted
   */
  finish(sessionId, wanted) {
    if (this.queue.get(sessionId)?.wanted === wanted) this.queue.delete(sessionId);
    this.store();
  }

  async sendAll() {
    clearTimeout(this.timer);
    // A learner who logged out in another tab is not asked for a password here: changes are sent after the next login.
    while (this.queue.size && session.person()) {
      const [[sessionId, waiting]] = this.queue;
      const later = await this.attempt(sessionId, waiting);
      if (later) {
        this.again(later);
        break;
      }
    }
  }

  /** @param {number} seconds */
  again(seconds) {
    this.timer = setTimeout(() => this.flush(), Math.max(this.wait, seconds * 1000));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  /**
   * Sends one change; returns the seconds to wait if it could not be sent, otherwise 0.
   * @param {string} sessionId
   * @param {Waiting} change
   * @returns {Promise<number>}
   */
  async attempt(sessionId, change) {
    const { wanted } = change;
    this.notify('sending', { sessionId });
    const path = `/v1/claims/${this.claimId}/sessions/${encodeURIComponent(sessionId)}`;
    try {
      const body = wanted === null ? {} : { json: wanted };
      this.take(await call(wanted === null ? 'DELETE' : 'PUT', path, { ...body, ifMatch: this.etag }));
    } catch (error) {
      return this.failed(sessionId, change, error);
    }
    this.wait = FIRST_WAIT;
    this.finish(sessionId, wanted);
    this.channel.say({ claim: this.claimId, version: this.claim.version });
    this.notify('saved', { sessionId, removed: wanted === null });
    return 0;
  }

  /**
   * @param {string} sessionId
   * @param {Waiting} change
   * @param {unknown} error
   * @returns {Promise<number>} as `attempt`
   */
  async failed(sessionId, change, error) {
    const problem = error instanceof Problem ? error : null;
    if (error instanceof Unreachable || error instanceof GivenUp || LATER.includes(problem?.code ?? '')) {
      this.notify('waiting', { sessionId, problem: error });
      return problem?.retryAfter ?? 1;
    }
    if (!problem) throw error;
    if (problem.code === 'changed_elsewhere') return this.changedElsewhere(sessionId, change);
    this.finish(sessionId, change.wanted);
    if (problem.code === 'claim_final') await this.reread().catch(() => null);
    this.notify('refused', { sessionId, title: change.title, problem });
    return 0;
  }

  /**
   * @param {string} sessionId
   * @param {Waiting} change
   * @returns {Promise<number>} as `attempt`
   */
  async changedElsewhere(sessionId, change) {
    const before = sessionOf(this.claim, sessionId);
    try {
      await this.reread();
    } catch (error) {
      return this.failed(sessionId, change, error);
    }
    const theirs = sessionOf(this.claim, sessionId);
    const untouched = JSON.stringify(before) === JSON.stringify(theirs);
    if (this.claim.status === 'final' || !untouched) {
      this.finish(sessionId, change.wanted);
      this.notify('conflict', { sessionId, title: change.title, mine: change.wanted, theirs });
    }
    return 0;
  }

  async reread() {
    const before = this.claim;
    this.take(await call('GET', `/v1/claims/${this.claimId}`));
    const changes = changesBetween(before, this.claim);
    if (changes.length) this.notify('elsewhere', { changes });
  }

  /** @param {Pick<Answer<ClaimView>, 'data' | 'etag'>} answer */
  take({ data, etag }) {
    this.claim = data;
    this.etag = etag;
  }
}
