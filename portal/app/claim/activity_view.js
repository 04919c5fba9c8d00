/** What the page of an activity says of it. */

import { fill, group, h, written } from '../elements/dom.js';
import { showProblem } from '../elements/problem_box.js';
import { hours, ownHours, t, weekday } from '../elements/words.js';
import { kindOf } from '../platform/kinds.js';
import { byDay } from './sessions/by_day.js';

/** @import { PublicActivity, PublicSession } from '#api' */
/** @import { Child } from '../elements/dom.js' */

/**
 * @param {PublicActivity} one
 * @param {() => Promise<PublicSession[]>} load the program
 */
export const activityView = (one, load) => [about(one), content(one), program(one, load), facts(one)];

/** @param {PublicActivity} one */
function about(one) {
  return group(
    one.description && h('p', { class: 'lead' }, written(one.description)),
    one.objectives.length > 0 &&
      group(
        h('h2', {}, t('activity.objectives')),
        h(
          'ul',
          {},
          one.objectives.map((text) => h('li', {}, written(text))),
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
          h('dt', {}, written(kindOf(offer.type).name)),
          h(
            'dd',
            {},
            h('strong', {}, t('activity.up_to', { credits: offer.maximum })),
            ` ${t('activity.steps', { step: offer.step })}`,
            h('span', { class: 'meta' }, h('br'), written(offer.wording)),
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
            written(part.title),
            h('span', { class: 'unseen' }, ` ${t('common.new_window')}`),
          ),
        ),
      ),
    ),
  );
}

const ROW = 3; // rem, about the height of a session in the list

/**
 * @param {PublicActivity} one
 * @param {() => Promise<PublicSession[]>} load
 */
function program(one, load) {
  const place = h('div', {});
  /** @param {{currentTarget: HTMLDetailsElement}} options */
  const open = async ({ currentTarget }) => {
    if (!currentTarget.open || place.childElementCount) return;
    // Room for the list, so that nothing below it moves when it arrives.
    place.style.minHeight = `min(${one.session_count * ROW}rem, 100vh)`;
    try {
      const sessions = await load();
      fill(
        place,
        byDay(sessions, (one) => one.day).map(([date, held]) =>
          group(
            h('h3', {}, weekday(date)),
            h(
              'ul',
              {},
              held.map((each) =>
                h(
                  'li',
                  {},
                  one.kind !== 'online' && h('span', { class: 'meta' }, `${heldAt(one, each)} `),
                  written(each.title),
                ),
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
      line('provider', written(one.provider)),
      line('number', one.number),
      line('level', t(`levels.${one.level}`)),
      line('approval', written(one.provider_statement)),
      line('contact', h('a', { href: `mailto:${one.contact}` }, one.contact)),
    ),
  );
}
