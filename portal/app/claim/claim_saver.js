/**
 * Saves a claim while the learner edits it: one change at a time, each with the version that was read. A change that
 * cannot be sent is kept in the tab and sent later, also while another page is shown. A change made elsewhere in the
 * meantime is shown, and nothing is overwritten.
 */

import * as session from '../platform/session.js';
import { ClaimSender } from './claim_sender.js';

/** @import { ClaimView, PublicSession } from '#api' */
/** @import { Notify } from './claim_sender.js' */
/** @import { Wanted } from './unsaved.js' */

/** @typedef {{claim: ClaimView, etag: string | null}} ReadClaim a claim with its version, as it was read */

/** @type {Map<string, ClaimSender>} */
const senders = new Map();
/**
 * What each sender that ended knew of its claim. A page may have read the claim before that sender's last change.
 * @type {Map<string, ReadClaim & {owner: string | undefined}>}
 */
const known = new Map();

session.onChange(() => {
  for (const sender of [...senders.values()]) sender.leaveIfGone();
  for (const [claimId, { owner }] of known) if (owner !== session.person()?.id) known.delete(claimId);
});

/**
 * Whether the saver of this claim is open, or still has changes to send.
 * @param {string} claimId
 */
export function isOpen(claimId) {
  return senders.has(claimId);
}

/**
 * Opens the one saver of a claim. A page that opens it takes it over from the page before, and unsent changes are still
 * sent. `notify(what, details)` is called with `sending`, `saved`, `waiting`, `refused`, `conflict`
 * (each with `sessionId`) and `elsewhere` (with `changes`).
 * @param {ReadClaim & {notify: Notify}} options
 * @returns {Saver}
 */
export function openSaver({ claim, etag, notify }) {
  const sender = senders.get(claim.claim_id) ?? newSender({ claim, etag });
  return new Saver(sender, { claim, etag }, notify);
}

/** @param {ReadClaim} read */
function newSender(read) {
  const { claim_id: claimId, version } = read.claim;
  const last = known.get(claimId);
  const sender = new ClaimSender(last && last.claim.version > version ? last : read, (isDone) => {
    const { claim, etag, owner } = sender;
    if (isDone) known.set(claimId, { claim, etag, owner });
    senders.delete(claimId);
  });
  senders.set(claimId, sender);
  return sender;
}

/** The saver of a claim as a page sees it; only the page that opened it last can close it. */
export class Saver {
  /**
   * @param {ClaimSender} sender
   * @param {ReadClaim} read
   * @param {Notify} notify
   */
  constructor(sender, read, notify) {
    this.sender = sender;
    this.notify = notify;
    sender.show(notify, read);
  }

  /** The claim in its latest version that is known here. */
  get claim() {
    return this.sender.claim;
  }

  /** The version of that claim, for `If-Match`. */
  get etag() {
    return this.sender.etag;
  }

  /**
   * Claims a session, or changes it. Resolves when it was sent, or has to wait.
   * @param {string} sessionId
   * @param {Wanted} wanted
   * @param {string} title
   */
  put(sessionId, wanted, title) {
    return this.sender.put(sessionId, wanted, title);
  }

  /**
   * Takes a session out of the claim. Resolves as `put` does.
   * @param {string} sessionId
   * @param {string} title
   */
  remove(sessionId, title) {
    return this.sender.put(sessionId, null, title);
  }

  /**
   * Whether a change of this session is not sent yet.
   * @param {string} sessionId
   */
  isWaiting(sessionId) {
    return this.sender.queue.has(sessionId);
  }

  /** The number of changes that are not sent yet. */
  unsaved() {
    return this.sender.queue.size;
  }

  /**
   * The sessions of `program` that are being saved, as if they were in the claim.
   * @param {PublicSession[]} program
   */
  coming(program) {
    if (!this.unsaved()) return [];
    return program.flatMap((one) => {
      const wanted = this.sender.queue.get(one.id)?.wanted;
      const { id, title, starts_at, ends_at } = one;
      return wanted ? [{ session_id: id, title, starts_at, ends_at, credits: wanted.credits }] : [];
    });
  }

  /** Sends the waiting changes; resolves when they are sent, or have to wait longer. */
  flush() {
    return this.sender.flush();
  }

  /** The page goes; unsent changes are still sent. */
  close() {
    this.sender.hide(this.notify);
  }
}
