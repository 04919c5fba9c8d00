/** What can go wrong: the API refuses, nothing answers in time, or the person stops. */

/** @import { ProblemView } from '#api' */

/** @typedef {{code?: string, detail?: string, errors?: ProblemView[], request_id?: string}} ProblemBody */

/** The API refused: `code` is stable, `detail` is for people, `errors` are single problems with their paths. */
export class Problem extends Error {
  /**
   * @param {number} status of the HTTP answer
   * @param {ProblemBody} [body]
   * @param {{retryAfter?: number | null, etag?: string | null}} [headers] `retryAfter` in seconds
   */
  constructor(status, body = {}, { retryAfter = null, etag = null } = {}) {
    super(body.code ?? `http_${status}`);
    this.status = status;
    this.code = body.code ?? (status === 429 ? 'too_many_requests' : `http_${status}`);
    this.detail = body.detail ?? '';
    this.errors = body.errors ?? [];
    this.requestId = body.request_id ?? null;
    this.retryAfter = retryAfter;
    this.etag = etag;
  }
}

/** Nothing answered: no network, or no answer in time. */
export class Unreachable extends Error {
  /**
   * @param {string} what did not answer
   * @param {unknown} [reason] the error of the browser
   */
  constructor(what, reason) {
    super(what);
    this.reason = reason;
  }
}

/** The person chose not to go on, as by closing the window that asks to sign in. */
export class GivenUp extends Error {}

/**
 * The code of a refusal; empty for any other error.
 * @param {unknown} error
 */
export function codeOf(error) {
  return error instanceof Problem ? error.code : '';
}

/**
 * A signal that ends what listens to it after so many milliseconds.
 * @param {number} milliseconds
 * @returns {AbortSignal}
 */
export function endsAfter(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}
