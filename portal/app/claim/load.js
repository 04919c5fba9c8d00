/** A claim with its activity. */

import { all, call } from '../platform/api.js';
import { LIMITS } from '../platform/limits.js';

/** @import { ClaimView, OwnAttendanceView, PublicActivity, PublicSession } from '#api' */

/** @type {Map<string, string>} the activities of the claims that this tab has seen */
const activityOf = new Map();

/**
 * A claim, with what `ask` finds for its activity; a claim that was seen before is asked for side by side with it.
 * @template T
 * @param {string} claimId
 * @param {(activityId: string) => Promise<T>} ask
 * @returns {Promise<{claim: ClaimView, etag: string | null, found: T}>}
 */
async function claimWith(claimId, ask) {
  const known = activityOf.get(claimId);
  const [{ data: claim, etag }, ahead] = await Promise.all([
    call('GET', `/v1/claims/${claimId}`),
    known ? ask(known) : null,
  ]);
  activityOf.set(claimId, claim.activity_id);
  return { claim, etag, found: ahead ?? (await ask(claim.activity_id)) };
}

/**
 * `{claim, etag, activity}`; throws Problem when there is no such claim of the learner.
 * @param {string} claimId
 * @returns {Promise<{claim: ClaimView, etag: string | null, activity: PublicActivity}>}
 */
export async function loadClaim(claimId) {
  const { found: activity, ...loaded } = await claimWith(claimId, loadActivity);
  return { ...loaded, activity };
}

/** @type {{claimId: string, answers: ReturnType<typeof askAll>} | null} what was asked for before the page was there */
let ahead = null;

/**
 * Asks for what `loadClaimWithProgram` answers next.
 * @param {string} claimId
 */
export function askForProgram(claimId) {
  ahead = { claimId, answers: askAll(claimId) };
  return ahead.answers;
}

/**
 * The same with the whole program, and with the learner's attendance.
 * @param {string} claimId
 */
export function loadClaimWithProgram(claimId) {
  const asked = ahead;
  ahead = null;
  return asked?.claimId === claimId ? asked.answers : askAll(claimId);
}

/** @param {string} claimId */
async function askAll(claimId) {
  const attending = loadAttendance(claimId);
  const both = (/** @type {string} */ id) => Promise.all([loadActivity(id), loadProgram(id)]);
  const { found, ...loaded } = await claimWith(claimId, both);
  return { ...loaded, activity: found[0], program: found[1], attendance: await attending };
}

/**
 * @param {string} activityId
 * @returns {Promise<PublicActivity>}
 */
export async function loadActivity(activityId) {
  const { data } = await call('GET', `/v1/activities/${encodeURIComponent(activityId)}`, { open: true });
  return data;
}

/**
 * The whole program of an activity, in order of time.
 * @param {string} activityId
 * @returns {Promise<PublicSession[]>}
 */
export function loadProgram(activityId) {
  return all(`/v1/activities/${encodeURIComponent(activityId)}/sessions`, {
    query: { limit: LIMITS.programSize },
    open: true,
  });
}

/**
 * What the organizer's reports say of the learner's attendance; null where it cannot be had now.
 * @param {string} claimId
 * @returns {Promise<OwnAttendanceView | null>}
 */
export async function loadAttendance(claimId) {
  try {
    return (await call('GET', `/v1/claims/${claimId}/attendance`)).data;
  } catch {
    return null;
  }
}

/**
 * Until when a claim can be changed and printed: the activity's window, or longer if staff gave the learner more time.
 * @param {PublicActivity} activity
 * @param {{open_until: string | null} | null} claim
 * @returns {string}
 */
export function closesAt(activity, claim) {
  const closes = activity.claim_window.closes_at;
  const open = claim?.open_until;
  return open && Date.parse(open) > Date.parse(closes) ? open : closes;
}

/**
 * Whether every disclosure was read in its current version.
 * @param {PublicActivity} activity
 * @param {ClaimView} claim
 * @returns {boolean}
 */
export function disclosuresRead(activity, claim) {
  return activity.disclosures.every((one) =>
    claim.acknowledged.some((read) => read.disclosure_id === one.id && read.version === one.version),
  );
}

/**
 * Whether a code of the learner opened the claim, which can be another one while the claim is a draft.
 * @param {PublicActivity} activity
 */
export const hasOwnCode = (activity) => ['badge', 'group'].includes(activity.access);

/**
 * Whether staff freed the Badge ID or Group ID of the claim, so that the learner has to enter their own.
 * @param {ClaimView} claim
 */
export const needsCode = (claim) => claim.summary.missing.some((one) => one.path === 'access_code');

/**
 * The step at which a learner continues a claim.
 * @param {PublicActivity} activity
 * @param {ClaimView} claim
 * @returns {string}
 */
export function nextStep(activity, claim) {
  if (claim.status === 'final') return 'certificate';
  if (needsCode(claim)) return 'access';
  if (!disclosuresRead(activity, claim)) return 'disclosures';
  if (claim.assessment && !claim.assessment.passed) return 'course';
  return claim.sessions.length < activity.session_count ? 'sessions' : afterSessions(activity, claim);
}

/**
 * The step after the sessions: the evaluation of the whole activity, as long as it lacks an answer.
 * @param {PublicActivity} activity
 * @param {ClaimView} claim
 */
export function afterSessions(activity, claim) {
  const isOpen = activity.overall_evaluation && !Object.keys(claim.evaluation).length;
  return isOpen || claim.summary.missing.some((one) => one.path === 'evaluation') ? 'evaluation' : 'summary';
}
