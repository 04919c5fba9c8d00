/** A claim without a step: goes on where it was left. */

import { loadClaim, nextStep } from '../../claim/load.js';

/** @import { Page, Visit } from '../../frame/router.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const { claim, activity } = await loadClaim(values.claim);
  return { moved: `/claims/${claim.claim_id}/${nextStep(activity, claim)}` };
}
