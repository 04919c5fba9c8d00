/** The words of the portal in English. Another language is another file and folder of this shape. */

import common from './en/common.js';
import problems from './en/problems.js';

export default {
  language: 'en-US',
  brand: 'Laurel',
  ...common,
  ...problems,
};

/** Words that only some pages need, fetched with those pages: `claims` and `credits` with all but the first page. */
export const later = {
  account_change: () => import('./en/account_change.js'),
  addresses: () => import('./en/addresses.js'),
  audit: () => import('./en/audit.js'),
  claims: () => import('./en/claims.js'),
  credits: () => import('./en/credits.js'),
  data: () => import('./en/data.js'),
  evaluation: () => import('./en/evaluation.js'),
  attendance_reports: () => import('./en/workbench/attendance.js'),
  codes: () => import('./en/workbench/codes.js'),
  credit_table: () => import('./en/workbench/credits.js'),
  evaluations: () => import('./en/evaluations.js'),
  files: () => import('./en/files.js'),
  help: () => import('./en/help.js'),
  where: () => import('./en/learner/where.js'),
  printing: () => import('./en/learner/printing.js'),
  program: () => import('./en/learner/program.js'),
  progress: () => import('./en/learner/progress.js'),
  pace_lists: () => import('./en/pace.js'),
  nights: () => import('./en/workbench/nights.js'),
  people: () => import('./en/workbench/people.js'),
  staff_codes: () => import('./en/workbench/problems.js'),
  staff: () => import('./en/staff.js'),
  transcript: () => import('./en/learner/transcript.js'),
  uploads: () => import('./en/uploads.js'),
  revisions: () => import('./en/workbench/history.js'),
  preview: () => import('./en/workbench/preview.js'),
  session_files: () => import('./en/workbench/sessions.js'),
  file_columns: () => import('./en/workbench/file_columns.js'),
  workbench: () => import('./en/workbench/form.js'),
};
