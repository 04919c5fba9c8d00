/** Which address shows which page of staff. Pages are loaded when needed, and this list with the first of them. */

import { withKinds, withWords } from './routes.js';

/** @import { Route } from './routes.js' */

const STAFF = 'staff';

/** @type {Route[]} */
export const STAFF_ROUTES = [
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
      'evaluation',
    ),
    STAFF,
  ],
  [
    '/staff/library/:activity/history',
    withWords(
      withKinds(() => import('../pages/workbench/history.js')),
      'staff',
      'workbench',
      'revisions',
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
      'file_columns',
    ),
    STAFF,
  ],
  [
    '/staff/activities',
    withWords(
      withKinds(() => import('../pages/staff/activities.js')),
      'workbench',
      'file_columns',
      'staff',
    ),
    STAFF,
  ],
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
      'where',
      'staff',
      'audit',
      'people',
    ),
    STAFF,
  ],
  [
    '/staff/codes',
    withWords(
      withKinds(() => import('../pages/codes/codes.js')),
      'staff',
      'codes',
    ),
    STAFF,
  ],
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
  [
    '/staff/request',
    withWords(
      withKinds(() => import('../pages/pace/request.js')),
      'staff',
      'pace_lists',
    ),
    STAFF,
  ],
  [
    '/staff/attendance_reports',
    withWords(() => import('../pages/attendance/attendance.js'), 'staff', 'attendance_reports', 'file_columns'),
    STAFF,
  ],
  ['/staff/ambiguous', withWords(() => import('../pages/credits/ambiguous.js'), 'staff', 'credit_table'), STAFF],
  ['/staff/credits', withWords(() => import('../pages/credits/credits.js'), 'staff', 'credit_table'), STAFF],
  ['/staff/files', withWords(() => import('../pages/files/files.js'), 'staff', 'files', 'uploads'), STAFF],
  ['/staff/runs', withWords(() => import('../pages/runs/runs.js'), 'staff', 'nights', 'uploads'), STAFF],
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
