/** Sends this tab's unsaved changes from before a reload, or from before the learner was logged out. */

import { call } from '../platform/api.js';
import { isOpen, openSaver } from './claim_saver.js';
import { answerOtherTabs } from './other_tabs.js';
import { claimsWaiting } from './unsaved.js';

/** Sends all unsaved changes; those that cannot be sent stay in the tab, and the pages of the claim try again. */
export async function resume() {
  answerOtherTabs();
  for (const claimId of claimsWaiting()) {
    const answer = await call('GET', `/v1/claims/${claimId}`).catch(() => null);
    if (answer && !isOpen(claimId)) {
      const saver = openSaver({ claim: answer.data, etag: answer.etag, notify: () => null });
      saver.close();
      saver.flush();
    }
  }
}
