/** The words of the portal in English. Another language is another file and folder of this shape. */

import claims from './en/claims.js';
import common from './en/common.js';
import credits from './en/credits.js';
import problems from './en/problems.js';

export default {
  language: 'en-US',
  brand: 'Laurel',
  ...claims,
  ...common,
  ...credits,
  ...problems,
};

/** Words that only some pages need: they are fetched with those pages. */
export const later = {
  account_change: () => import('./en/account_change.js'),
  addresses: () => import('./en/addresses.js'),
  audit: () => import('./en/audit.js'),
  data: () => import('./en/data.js'),
  evaluation: () => import('./en/evaluation.js'),
  attendance_reports: () => import('./en/workbench/attendance.js'),
  codes: () => import('./en/workbench/codes.js'),
  credit_table: () => import('./en/workbench/credits.js'),
  evaluations: () => import('./en/evaluations.js'),
  files: () => import('./en/files.js'),
  help: () => import('./en/help.js'),
  pace_lists: () => import('./en/pace.js'),
  people: () => import('./en/workbench/people.js'),
  staff_codes: () => import('./en/workbench/problems.js'),
  staff: () => import('./en/staff.js'),
  uploads: () => import('./en/uploads.js'),
  revisions: () => import('./en/workbench/history.js'),
  preview: () => import('./en/workbench/preview.js'),
  session_files: () => import('./en/workbench/sessions.js'),
  workbench: () => import('./en/workbench/form.js'),
};
