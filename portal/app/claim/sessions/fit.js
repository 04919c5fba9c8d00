/**
 * Which sessions can be claimed together, by the API's rules, so that the learner sees it before they try. Amounts
 * are in hundredths. The API decides.
 */

import { amount, cents, dateIn, day, t } from '../../elements/words.js';
import { kindOf } from '../../platform/kinds.js';

/** @import { ClaimView, EvaluatedSessionView, OfferedStatement } from '#api' */
/** @import { PublicActivity, PublicSession, StatementKindView } from '#api' */

/**
 * @typedef {Pick<EvaluatedSessionView, 'session_id' | 'title' | 'starts_at' | 'ends_at' | 'credits'>} ClaimedSession
 */

/**
 * The statement of `activity` that `claim` is for.
 * @param {PublicActivity} activity
 * @param {ClaimView} claim
 */
export const offerOf = (activity, claim) => activity.statements.find((one) => one.type === claim.statement);

/**
 * The credits that can be claimed for `session`, the most first; none if it gives no credit for this statement.
 * @param {PublicSession} session
 * @param {OfferedStatement | undefined} offer
 * @returns {string[]}
 */
export function creditsOf(session, offer) {
  const most = cents((offer && session.maximum[offer.type]) ?? '0');
  const step = cents(offer?.step ?? '0');
  const found = [];
  if (step > 0) for (let some = most - (most % step); some > 0; some -= step) found.push(amount(some));
  return found;
}

/**
 * Sessions among `claimed` that were held at the same time as `session`.
 * @param {PublicSession} session
 * @param {ClaimedSession[]} claimed
 * @param {PublicActivity} activity
 * @returns {ClaimedSession[]}
 */
export function overlapping(session, claimed, activity) {
  if (activity.kind === 'online') return [];
  return claimed.filter(
    (one) => one.session_id !== session.id && one.starts_at < session.ends_at && session.starts_at < one.ends_at,
  );
}

/**
 * @typedef {object} Wish
 * @property {PublicSession} session
 * @property {string} credits
 * @property {ClaimedSession[]} claimed
 * @property {PublicActivity} activity
 * @property {OfferedStatement | undefined} offer
 * @property {Pick<StatementKindView, 'name' | 'short_name' | 'hours_a_day'>} [kind]
 * @property {number} [now] milliseconds
 */

/**
 * Why `credits` for `session` cannot be claimed next to `claimed`; null if they can.
 * @param {Wish} wish
 * @returns {string | null}
 */
export function blocked({ session, credits, claimed, activity, offer, kind = kindOf(offer?.type ?? ''), now }) {
  if (!offer || !creditsOf(session, offer).length) return t('sessions.no_credit', { statement: kind.name });
  if (activity.kind !== 'online' && Date.parse(session.ends_at) > (now ?? Date.now())) return t('sessions.not_ended');
  const [other] = overlapping(session, claimed, activity);
  if (other) return t('sessions.overlaps', { title: other.title });
  const others = claimed.filter((one) => one.session_id !== session.id);
  /** @param {ClaimedSession[]} found */
  const sum = (found) => found.reduce((total, one) => total + cents(one.credits), cents(credits));
  if (kind.hours_a_day && activity.kind !== 'online') {
    const sameDay = others.filter((one) => dateIn(one.starts_at, activity.time_zone) === session.day);
    if (sum(sameDay) > cents(kind.hours_a_day))
      return t('sessions.day_limit', { statement: kind.short_name, hours: kind.hours_a_day, day: day(session.day) });
  }
  if (sum(others) > cents(offer.maximum)) return t('sessions.too_much', { maximum: offer.maximum });
  return null;
}
