/** A draft while it is edited: opened, saved, published or discarded by the API. */

import { call } from '../platform/api.js';
import { codeOf } from '../platform/problems.js';

/** @import { DraftView, ProblemView } from '#api' */

/**
 * What is edited: the document, the ETag of the draft (null if there is none yet), the published revision that it
 * changes (0 for none) and that revision's document.
 * @typedef {object} Opened
 * @property {string} id
 * @property {any} document
 * @property {string | null} etag
 * @property {number} base
 * @property {any} published
 * @property {number} revision the published one; 0 without one
 * @property {string} savedAt
 * @property {ProblemView[]} problems
 */

/** @param {string} id */
export const draftPath = (id) => `/v1/staff/drafts/${encodeURIComponent(id)}`;

/** @param {string} id */
export const activityPath = (id) => `/v1/staff/activities/${encodeURIComponent(id)}`;

/**
 * The answer to a question about something that may not be there; null if it is not.
 * @param {string} path
 * @param {string} missing the code that says so
 */
async function askedFor(path, missing) {
  try {
    return await call('GET', path);
  } catch (error) {
    if (codeOf(error) === missing) return null;
    throw error;
  }
}

/**
 * The draft of an activity, or else the published document. Throws Problem where there is neither.
 * @param {string} id
 * @returns {Promise<Opened>}
 */
export async function openDraft(id) {
  const [draft, published] = await Promise.all([
    askedFor(draftPath(id), 'draft_not_found'),
    askedFor(activityPath(id), 'activity_not_found'),
  ]);
  if (!draft && !published) await call('GET', draftPath(id));
  const revision = Number(published?.etag?.replace(/\D/g, '') ?? 0);
  /** @type {DraftView | null} */
  const found = draft?.data ?? null;
  return {
    id,
    document: found?.document ?? JSON.parse(JSON.stringify(published?.data)),
    etag: draft?.etag ?? null,
    base: found?.base ?? revision,
    published: published?.data ?? null,
    revision,
    savedAt: found?.saved_at ?? '',
    problems: found?.problems ?? [],
  };
}

/**
 * Saves the document as a draft, if nobody else has saved one since.
 * @param {Opened} opened
 * @param {any} document
 */
export async function saveDraft(opened, document) {
  const options = { query: { base: String(opened.base) }, json: document, ifMatch: opened.etag };
  const { data, etag } = await call('PUT', draftPath(opened.id), options);
  opened.etag = etag;
  opened.savedAt = data.saved_at;
  opened.problems = data.problems;
}

/**
 * Publishes the draft; a dry run only checks whether that would be refused.
 * @param {Opened} opened
 * @param {{isDry: boolean}} options
 */
export async function publishDraft(opened, { isDry }) {
  const query = isDry ? { dry_run: 'true' } : {};
  await call('POST', `${draftPath(opened.id)}/publish`, { query, ifMatch: opened.etag });
}

/**
 * Discards the draft, if nobody else has saved it since.
 * @param {Opened} opened
 */
export async function discardDraft(opened) {
  await call('DELETE', draftPath(opened.id), { ifMatch: opened.etag });
}
