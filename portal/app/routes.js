/** Which address shows which page; `learner` and `staff` say who must be signed in. Pages are loaded when needed. */

const LEARNER = 'learner';
const STAFF = 'staff';

export const ROUTES = [
  ['/', () => import('/app/pages/home.js')],
  ['/sign-in', () => import('/app/pages/sign_in.js')],
  ['/sign-up', () => import('/app/pages/sign_up.js')],
  ['/confirm', () => import('/app/pages/confirm.js')],
  ['/reset-password', () => import('/app/pages/reset_password.js')],
  ['/activities', () => import('/app/pages/activities.js')],
  ['/activities/:activity', () => import('/app/pages/activity.js')],
  ['/activities/:activity/claim', () => import('/app/pages/claim_start.js'), LEARNER],
  ['/claims/:claim', () => import('/app/pages/claim_next.js'), LEARNER],
  ['/claims/:claim/statement', () => import('/app/pages/claim_statement.js'), LEARNER],
  ['/claims/:claim/access', () => import('/app/pages/claim_access.js'), LEARNER],
  ['/claims/:claim/disclosures', () => import('/app/pages/claim_disclosures.js'), LEARNER],
  ['/claims/:claim/course', () => import('/app/pages/claim_course.js'), LEARNER],
  ['/claims/:claim/sessions', () => import('/app/pages/claim_sessions.js'), LEARNER],
  ['/claims/:claim/summary', () => import('/app/pages/claim_summary.js'), LEARNER],
  ['/claims/:claim/certificate', () => import('/app/pages/claim_certificate.js'), LEARNER],
  ['/transcript', () => import('/app/pages/transcript.js'), LEARNER],
  ['/organizer', () => import('/app/pages/organizer.js'), LEARNER],
  ['/organizer/why', () => import('/app/pages/diagnosis.js'), LEARNER],
  ['/organizer/manual-entry', () => import('/app/pages/manual_entry.js'), LEARNER],
  ['/profile', () => import('/app/pages/profile.js'), LEARNER],
  ['/profile/sign-in', () => import('/app/pages/profile_sign_in.js'), LEARNER],
  ['/verify', () => import('/app/pages/verify.js')],
  ['/verify/:number', () => import('/app/pages/verify.js')],
  ['/help', () => import('/app/pages/help.js')],
  ['/staff', () => import('/app/pages/staff.js'), STAFF],
  ['/staff/activities', () => import('/app/pages/staff_activities.js'), STAFF],
  ['/staff/learners', () => import('/app/pages/staff_learners.js'), STAFF],
  ['/staff/credits', () => import('/app/pages/staff_credits.js'), STAFF],
  ['/staff/runs', () => import('/app/pages/staff_runs.js'), STAFF],
  ['/staff/certificates', () => import('/app/pages/staff_certificates.js'), STAFF],
];
