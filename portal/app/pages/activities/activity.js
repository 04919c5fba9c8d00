/** One activity: what it is, what it offers, and the way to claim. */

import { closesAt, loadActivity, loadProgram } from '../../claim/load.js';
import { byDay } from '../../claim/sessions/by_day.js';
import { fill, group, h } from '../../elements/dom.js';
import { showProblem } from '../../elements/problem_box.js';
import { bothMoments, days, deadline, hours, ownHours, t, weekday } from '../../elements/words.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';
import * as session from '../../platform/session.js';

/** @import { ClaimLine, ClaimListView, PublicActivity, PublicSession } from '#api' */
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
    h('h1', {}, one.title),
    h(
      'p',
      { class: 'meta' },
      [t(`kinds.${one.kind}.one`), days(one.starts_on, one.ends_on), one.location].filter(Boolean).join(' · '),
    ),
    h(
      'div',
      { class: 'columns' },
      h('aside', { 'aria-label': t('activity.claiming') }, claiming(one, claim)),
      h('div', {}, about(one), content(one), program(one), facts(one)),
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

/** @param {PublicActivity} one */
function about(one) {
  return group(
    one.description && h('p', { class: 'lead' }, one.description),
    one.objectives.length > 0 &&
      group(
        h('h2', {}, t('activity.objectives')),
        h(
          'ul',
          {},
          one.objectives.map((text) => h('li', {}, text)),
        ),
      ),
    h('h2', {}, t('activity.statements')),
    h(
      'dl',
      { class: 'card' },
      one.statements.map((offer) =>
        h(
          'div',
          { class: 'offer' },
          h('dt', {}, kindOf(offer.type).name),
          h(
            'dd',
            {},
            h('strong', {}, t('activity.up_to', { credits: offer.maximum })),
            ` ${t('activity.steps', { step: offer.step })}`,
            h('span', { class: 'meta' }, h('br'), offer.wording),
          ),
        ),
      ),
    ),
  );
}

/** @param {PublicActivity} one */
function content(one) {
  if (!one.content.length) return null;
  return group(
    h('h2', {}, t('activity.content')),
    h(
      'ol',
      {},
      one.content.map((part) =>
        h(
          'li',
          {},
          h(
            'a',
            { href: part.url, target: '_blank', rel: 'noopener noreferrer' },
            part.title,
            h('span', { class: 'unseen' }, ` ${t('common.new_window')}`),
          ),
        ),
      ),
    ),
  );
}

/** @param {PublicActivity} one */
function program(one) {
  const place = h('div', {});
  /** @param {{currentTarget: HTMLDetailsElement}} options */
  const open = async ({ currentTarget }) => {
    if (!currentTarget.open || place.childElementCount) return;
    try {
      const sessions = await loadProgram(one.id);
      fill(
        place,
        byDay(sessions, (one) => one.day).map(([date, held]) =>
          group(
            h('h3', {}, weekday(date)),
            h(
              'ul',
              {},
              held.map((each) =>
                h('li', {}, one.kind !== 'online' && h('span', { class: 'meta' }, `${heldAt(one, each)} `), each.title),
              ),
            ),
          ),
        ),
      );
    } catch (error) {
      showProblem(place, error);
    }
  };
  return h('details', { ontoggle: open }, h('summary', {}, t('activity.program', { count: one.session_count })), place);
}

/**
 * When a session is held; who attends from elsewhere reads it by their own clock too.
 * @param {PublicActivity} one
 * @param {PublicSession} each
 */
function heldAt(one, each) {
  const there = hours(each.starts_at, each.ends_at, one.time_zone);
  const own = one.kind === 'live_meeting' ? null : ownHours(each.starts_at, each.ends_at, one.time_zone);
  return own ? t('times.own', { said: there, own }) : there;
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

/** @param {PublicActivity} one */
function facts(one) {
  /**
   * @param {string} name
   * @param {Child} value
   */
  const line = (name, value) => value && h('div', {}, h('dt', {}, t(`activity.facts.${name}`)), h('dd', {}, value));
  return group(
    h('h2', {}, t('activity.about')),
    h(
      'dl',
      { class: 'card facts' },
      line('provider', one.provider),
      line('number', one.number),
      line('level', t(`levels.${one.level}`)),
      line('approval', one.provider_statement),
      line('contact', h('a', { href: `mailto:${one.contact}` }, one.contact)),
    ),
  );
}
