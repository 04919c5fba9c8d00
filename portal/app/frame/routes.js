/** Which address shows which page; `learner` and `staff` say who must be signed in. Pages are loaded when needed. */

import { fetchWords } from '../elements/words.js';
import { loadKinds } from '../platform/kinds.js';

/** @import { PageModule } from './router.js' */

const LEARNER = 'learner';
const STAFF = 'staff';

/**
 * A page that names statements of credit waits for their list too.
 * @template T
 * @param {() => Promise<T>} load
 */
const withKinds = (load) => async () => (await Promise.all([load(), loadKinds()]))[0];

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

/** @type {[path: string, load: () => Promise<PageModule>, needs?: 'learner' | 'staff'][]} */
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
  ['/claims/:claim/sessions', withKinds(() => import('../pages/claim/sessions.js')), LEARNER],
  ['/claims/:claim/evaluation', withWords(() => import('../pages/claim/evaluation.js'), 'evaluation'), LEARNER],
  ['/claims/:claim/summary', withKinds(() => import('../pages/claim/summary.js')), LEARNER],
  ['/claims/:claim/certificate', withKinds(() => import('../pages/claim/certificate.js')), LEARNER],
  ['/transcript', withKinds(() => import('../pages/transcript.js')), LEARNER],
  ['/organizer', withKinds(() => import('../pages/organizer/organizer.js')), LEARNER],
  ['/organizer/why', () => import('../pages/organizer/diagnosis.js'), LEARNER],
  ['/organizer/manual-entry', withKinds(() => import('../pages/organizer/manual_entry.js')), LEARNER],
  ['/profile', withWords(() => import('../pages/account/profile.js'), 'audit', 'addresses'), LEARNER],
  ['/profile/sign-in', withWords(() => import('../pages/account/profile_sign_in.js'), 'account_change'), LEARNER],
  ['/profile/audit', withWords(() => import('../pages/account/audit.js'), 'audit'), LEARNER],
  ['/profile/data', withWords(() => import('../pages/account/your_data.js'), 'data'), LEARNER],
  ['/verify', withKinds(() => import('../pages/verify.js'))],
  ['/verify/:number', withKinds(() => import('../pages/verify.js'))],
  ['/help', withWords(() => import('../pages/help.js'), 'help')],
  ['/staff', withWords(() => import('../pages/staff/staff.js'), 'staff'), STAFF],
  ['/staff/uploads', withWords(() => import('../pages/staff/uploads.js'), 'uploads', 'staff'), STAFF],
  ['/staff/library', withWords(() => import('../pages/workbench/library.js'), 'staff', 'workbench'), STAFF],
  [
    '/staff/library/new',
    withWords(
      withKinds(() => import('../pages/workbench/new.js')),
      'staff',
      'workbench',
    ),
    STAFF,
  ],
  [
    '/staff/library/:activity',
    withWords(
      withKinds(() => import('../pages/workbench/edit.js')),
      'staff',
      'workbench',
    ),
    STAFF,
  ],
  [
    '/staff/library/:activity/preview',
    withWords(
      withKinds(() => import('../pages/workbench/preview.js')),
      'staff',
      'workbench',
      'preview',
    ),
    STAFF,
  ],
  [
    '/staff/library/:activity/sessions',
    withWords(
      withKinds(() => import('../pages/workbench/sessions.js')),
      'staff',
      'workbench',
      'session_files',
    ),
    STAFF,
  ],
  ['/staff/activities', withWords(() => import('../pages/staff/activities.js'), 'staff'), STAFF],
  [
    '/staff/learners',
    withWords(
      withKinds(() => import('../pages/staff/learners.js')),
      'staff',
      'audit',
    ),
    STAFF,
  ],
  [
    '/staff/people/:person',
    withWords(
      withKinds(() => import('../pages/people/person.js')),
      'staff',
      'audit',
      'people',
    ),
    STAFF,
  ],
  ['/staff/codes', withWords(() => import('../pages/codes/codes.js'), 'staff', 'codes'), STAFF],
  [
    '/staff/evaluations',
    withWords(() => import('../pages/evaluations/evaluations.js'), 'staff', 'evaluations', 'pace_lists'),
    STAFF,
  ],
  ['/staff/quarterly', withWords(() => import('../pages/pace/report.js'), 'staff', 'pace_lists'), STAFF],
  [
    '/staff/participants',
    withWords(
      withKinds(() => import('../pages/pace/participants.js')),
      'staff',
      'pace_lists',
    ),
    STAFF,
  ],
  ['/staff/request', withWords(() => import('../pages/pace/request.js'), 'staff', 'pace_lists'), STAFF],
  [
    '/staff/attendance_reports',
    withWords(() => import('../pages/attendance/attendance.js'), 'staff', 'attendance_reports'),
    STAFF,
  ],
  ['/staff/credits', withWords(() => import('../pages/staff/credits.js'), 'staff'), STAFF],
  ['/staff/files', withWords(() => import('../pages/files/files.js'), 'staff', 'files'), STAFF],
  ['/staff/runs', withWords(() => import('../pages/runs/runs.js'), 'staff'), STAFF],
  ['/staff/providers', withWords(() => import('../pages/staff/providers.js'), 'staff'), STAFF],
  ['/staff/clients', withWords(() => import('../pages/programs/clients.js'), 'staff'), STAFF],
  ['/staff/audit', withWords(() => import('../pages/staff/audit.js'), 'staff', 'audit'), STAFF],
  [
    '/staff/certificates',
    withWords(
      withKinds(() => import('../pages/staff/certificates.js')),
      'staff',
    ),
    STAFF,
  ],
];
