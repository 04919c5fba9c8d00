/** A learner's credits, as several pages speak of them. */

import { all, call } from '/app/api.js';

const MOST = 50;

/** The first credits that wait for the learner to do something, and how many there are in all: `{items, total}`. */
export async function needsYou() {
  const { data } = await call('GET', '/v1/organizer', { query: { phase: 'needs_you', limit: MOST } });
  return { items: data.items, total: data.totals.by_phase.needs_you ?? 0 };
}

/** The credit of a certificate as it is now; null if it cannot be told, or lies under an address of somebody else. */
export async function creditOf(creditId) {
  try {
    const credits = await all('/v1/organizer', { query: { limit: 100 } });
    return credits.find((one) => one.credit_id === creditId) ?? null;
  } catch {
    return null;
  }
}
