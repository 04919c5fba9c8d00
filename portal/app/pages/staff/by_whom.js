/** Names who did something, for staff. */

import { t } from '../../elements/words.js';
import { person } from '../../platform/session.js';

/**
 * The name of who did it: the reader, or the id of another account.
 * @param {string} by `staff:` or `learner:`, and their learner ID
 */
export function byWhom(by) {
  return by === `staff:${person()?.id}` ? t('history.by_you') : by.replace(/^staff:/, `${t('history.by_staff')} `);
}
