/** One activity: what it is, what it offers, and the way to claim. */

import { activityView } from '../../claim/activity_view.js';
import { closesAt, loadActivity, loadProgram } from '../../claim/load.js';
import { h, inLine, written } from '../../elements/dom.js';
import { bothMoments, days, deadline, t } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import * as session from '../../platform/session.js';

/** @import { ClaimLine, ClaimListView, PublicActivity } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Answer } from '../../platform/api.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const [one, claim] = await Promise.all([loadActivity(values.activity), ownClaim(values.activity)]);
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/activities' }, t('activity.back'))),
    h('h1', {}, written(one.title)),
    h(
      'p',
      { class: 'meta' },
      inLine(t(`kinds.${one.kind}.one`), days(one.starts_on, one.ends_on), written(one.location)),
    ),
    h(
      'div',
      { class: 'columns' },
      h('aside', { 'aria-label': t('activity.claiming') }, claiming(one, claim)),
      h(
        'div',
        {},
        activityView(one, () => loadProgram(one.id)),
      ),
    ),
  ];
  return { title: one.title, body };
}

/**
 * The learner's claim for this activity, if they have one.
 * @param {string} activityId
 * @returns {Promise<ClaimLine | null>}
 */
async function ownClaim(activityId) {
  if (!session.person()) return null;
  /** @type {Answer<ClaimListView>} */
  const { data } = await call('GET', '/v1/claims');
  return data.items.find((one) => one.activity_id === activityId) ?? null;
}

/**
 * @param {PublicActivity} one
 * @param {ClaimLine | null} claim
 */
function claiming(one, claim) {
  const now = Date.now();
  const [opens, closes] = [one.claim_window.opens_at, closesAt(one, claim)];
  const closed = now >= Date.parse(closes);
  const early = now < Date.parse(opens);
  if (claim?.status === 'final') {
    return box(
      t('activity.is_final'),
      h('a', { class: 'button', href: `/claims/${claim.claim_id}/certificate` }, t('activity.see_certificate')),
    );
  }
  if (one.canceled) return box(t('activity.canceled'), mailTo(one));
  if (one.ends_on < '2010')
    return box(t('activity.old'), h('a', { class: 'button quiet', href: '/help' }, t('activity.old_help')));
  if (early || closed) {
    const said = early
      ? t('activity.opens', { when: bothMoments(opens, one.time_zone) })
      : t('activity.closed', { deadline: deadline(closes, one.time_zone) });
    return box(said, mailTo(one));
  }
  const until = t('activity.open', { deadline: deadline(closes, one.time_zone) });
  if (claim) return box(until, h('a', { class: 'button', href: `/claims/${claim.claim_id}` }, t('activity.go_on')));
  const start = h(
    'a',
    { class: 'button', href: `/activities/${encodeURIComponent(one.id)}/claim` },
    t('activity.claim'),
  );
  return box(session.person() ? until : `${until} ${t('activity.sign_in_first')}`, start, need(one));
}

/**
 * @param {string} text
 * @param {...Child} rest
 */
function box(text, ...rest) {
  return h('section', { class: 'card' }, h('h2', {}, t('activity.claiming')), h('p', {}, text), rest);
}

/** @param {PublicActivity} one */
function need(one) {
  return one.access === 'none' ? null : h('p', { class: 'meta' }, t(`access.${one.access}.needed`));
}

/** @param {PublicActivity} one */
function mailTo(one) {
  return h('p', {}, t('activity.help'), ' ', h('a', { href: `mailto:${one.contact}` }, one.contact));
}
