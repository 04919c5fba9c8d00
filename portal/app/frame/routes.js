/**
 * Which address shows which page; `learner` and `staff` say who must be signed in. Pages are loaded when needed, and
 * `staff_routes.js` has those of staff.
 */

import { fetchWords } from '../elements/words.js';
import { loadKinds } from '../platform/kinds.js';

/** @import { PageModule } from './router.js' */

const LEARNER = 'learner';

/**
 * A page that names statements of credit waits for their list too.
 * @template T
 * @param {() => Promise<T>} load
 */
export const withKinds = (load) => async () => (await Promise.all([load(), loadKinds()]))[0];

/**
 * A page with words that only some pages need waits for them too.
 * @template T
 * @param {() => Promise<T>} load
 * @param {(keyof typeof import('../../texts/en.js').later)[]} parts
 */
export const withWords =
  (load, ...parts) =>
  async () =>
    (await Promise.all([load(), ...parts.map(fetchWords)]))[0];

/**
 * `ask` is what such a page asks the API for, while its module is still on the way.
 * @typedef {[path: string, load: () => Promise<PageModule>, needs?: 'learner' | 'staff',
 *   ask?: (values: Record<string, string>) => Promise<unknown>]} Route
 */

/** @param {Record<string, string>} values */
const askForProgram = async ({ claim }) => (await import('../claim/load.js')).askForProgram(claim);

/** @type {Route[]} */
export const ROUTES = [
  ['/', () => import('../pages/home.js')],
  ['/sign-in', () => import('../pages/account/sign_in.js')],
  ['/sign-up', () => import('../pages/account/sign_up.js')],
  ['/confirm', () => import('../pages/account/confirm.js')],
  ['/reset-password', () => import('../pages/account/reset_password.js')],
  ['/account-change', withWords(() => import('../pages/account/account_change.js'), 'account_change')],
  ['/account-erased', withWords(() => import('../pages/account/erased.js'), 'data')],
  ['/activities', withKinds(() => import('../pages/activities/activities.js'))],
  ['/activities/:activity', withKinds(() => import('../pages/activities/activity.js'))],
  ['/activities/:activity/claim', withKinds(() => import('../pages/claim/start.js')), LEARNER],
  ['/claims/:claim', () => import('../pages/claim/next.js'), LEARNER],
  ['/claims/:claim/statement', withKinds(() => import('../pages/claim/statement.js')), LEARNER],
  ['/claims/:claim/access', () => import('../pages/claim/access.js'), LEARNER],
  ['/claims/:claim/disclosures', () => import('../pages/claim/disclosures.js'), LEARNER],
  ['/claims/:claim/course', () => import('../pages/claim/course.js'), LEARNER],
  [
    '/claims/:claim/sessions',
    withKinds(withWords(() => import('../pages/claim/sessions.js'), 'program')),
    LEARNER,
    askForProgram,
  ],
  ['/claims/:claim/evaluation', withWords(() => import('../pages/claim/evaluation.js'), 'evaluation'), LEARNER],
  ['/claims/:claim/summary', withKinds(withWords(() => import('../pages/claim/summary.js'), 'printing')), LEARNER],
  ['/claims/:claim/certificate', withKinds(() => import('../pages/claim/certificate.js')), LEARNER],
  ['/progress', withWords(() => import('../pages/progress.js'), 'progress'), LEARNER],
  [
    '/transcript',
    withWords(
      withKinds(() => import('../pages/transcript/transcript.js')),
      'transcript',
    ),
    LEARNER,
  ],
  [
    '/own-credits',
    withWords(
      withKinds(() => import('../pages/transcript/own_credits.js')),
      'transcript',
    ),
    LEARNER,
  ],
  [
    '/own-credits/new',
    withWords(
      withKinds(() => import('../pages/transcript/own_credit.js')),
      'transcript',
    ),
    LEARNER,
  ],
  [
    '/own-credits/:credit',
    withWords(
      withKinds(() => import('../pages/transcript/own_credit.js')),
      'transcript',
    ),
    LEARNER,
  ],
  ['/organizer', withKinds(withWords(() => import('../pages/organizer/organizer.js'), 'where')), LEARNER],
  ['/organizer/why', withWords(() => import('../pages/organizer/diagnosis.js'), 'where'), LEARNER],
  ['/organizer/manual-entry', withKinds(() => import('../pages/organizer/manual_entry.js')), LEARNER],
  ['/profile', withWords(() => import('../pages/account/profile.js'), 'audit', 'addresses'), LEARNER],
  ['/profile/sign-in', withWords(() => import('../pages/account/profile_sign_in.js'), 'account_change'), LEARNER],
  ['/profile/audit', withWords(() => import('../pages/account/audit.js'), 'audit'), LEARNER],
  ['/profile/data', withWords(() => import('../pages/account/your_data.js'), 'data'), LEARNER],
  ['/verify', withKinds(() => import('../pages/verify.js'))],
  ['/verify/:number', withKinds(() => import('../pages/verify.js'))],
  ['/help', withWords(() => import('../pages/help.js'), 'help')],
];
