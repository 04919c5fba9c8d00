/** Sends what waits in this tab since before a reload, or since its learner was logged out. */

import { call } from '/app/api.js';
import { isOpen, openDesk } from '/app/claim/desk.js';
import { claimsWaiting } from '/app/claim/unsaved.js';

/** Sends on what waits; what cannot be sent stays kept, and its claim's pages try again. */
export async function resume() {
  for (const claimId of claimsWaiting()) {
    const answer = await call('GET', `/v1/claims/${claimId}`).catch(() => null);
    if (answer && !isOpen(claimId)) {
      const desk = openDesk({ claim: answer.data, etag: answer.etag, tell: () => null });
      desk.close();
      desk.flush();
    }
  }
}
