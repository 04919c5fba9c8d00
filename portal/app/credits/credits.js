/** A learner's credits, for several pages. */

import { call } from '../platform/api.js';

/** @import { CreditView } from '#api' */

const MOST = 50;

/**
 * The first credits that need an action of the learner, and their total number: `{items, total}`.
 * @returns {Promise<{items: CreditView[], total: number}>}
 */
export async function needsYou() {
  const { data } = await call('GET', '/v1/organizer', { query: { phase: 'needs_you', limit: MOST } });
  return { items: data.items, total: data.totals.by_phase.needs_you ?? 0 };
}

/**
 * The current credit of a certificate; null if it cannot be read, or belongs to an address of somebody else.
 * @param {string} creditId
 * @returns {Promise<CreditView | null>}
 */
export async function creditOf(creditId) {
  try {
    const { data } = await call('GET', '/v1/organizer', { query: { credit: creditId, limit: 1 } });
    return data.items.find((/** @type {CreditView} */ one) => one.credit_id === creditId) ?? null;
  } catch {
    return null;
  }
}
