/** The form with which a provider asks for a program's approval, filled from the activity, for paper. */

import { h } from '../../elements/dom.js';
import { dateIn, day, days, hours, t } from '../../elements/words.js';
import { askForActivity } from '../../frame/activity_choice.js';
import { printAndSave, staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { table } from './paper_table.js';

/** @import { Activity, Session } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BEFORE = 30; // days before the program by which it has to be requested
// What nobody can measure: an objective names what learners can do.
const VAGUE = /^(?:to )?(?:understand|know|learn|appreciate|be aware|become familiar|be familiar|realize)\b/i;

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const title = t('pace_lists.request.title');
  const id = query.get('activity');
  if (!id) return askForActivity(title, '/staff/request', t('pace_lists.open'));
  /** @type {{data: Activity}} */
  const { data } = await call('GET', `/v1/staff/activities/${encodeURIComponent(id)}`);
  const lacks = lacking(data, new Date());
  const body = [
    staffHead(title),
    printAndSave(),
    lacks.length > 0 &&
      h(
        'section',
        { class: 'note warn no-print', 'aria-labelledby': 'lacking' },
        h('h2', { id: 'lacking' }, t('pace_lists.request.lacking')),
        h(
          'ul',
          {},
          lacks.map((one) => h('li', {}, one)),
        ),
      ),
    facts(data),
    part('description', h('p', {}, data.description || '–')),
    part(
      'objectives',
      h(
        'ol',
        {},
        data.objectives.map((one) => h('li', {}, one)),
      ),
    ),
    part('speakers', speakers(data)),
    part('timetable', timetable(data)),
  ];
  return { title, body };
}

/** @param {Activity} activity */
const paceOf = (activity) => activity.statements.find((one) => one.type === 'pace');

/** @param {Activity} activity */
const namesOf = (activity) => [...new Set(activity.sessions.flatMap((one) => one.speakers))];

/** @param {Session} session */
const minutesOf = (session) => (Date.parse(session.ends_at) - Date.parse(session.starts_at)) / MINUTE;

/**
 * What the request still needs, in words.
 * @param {Activity} activity
 * @param {Date} now
 */
export function lacking(activity, now) {
  const known = new Set(activity.faculty.map((one) => one.name));
  const unknown = namesOf(activity).filter((name) => !known.has(name));
  const vague = activity.objectives.filter((one) => VAGUE.test(one));
  const isLate = Date.parse(activity.starts_on) - now.getTime() < BEFORE * DAY;
  return [
    !paceOf(activity) && t('pace_lists.request.no_pace'),
    !activity.description && t('pace_lists.request.no_description'),
    !activity.objectives.length && t('pace_lists.request.no_objectives'),
    ...vague.map((objective) => t('pace_lists.request.vague', { objective })),
    ...unknown.map((name) => t('pace_lists.request.no_credentials', { name })),
    isLate && t('pace_lists.request.late', { days: BEFORE }),
  ].filter((one) => one !== false);
}

/**
 * @param {string} name
 * @param {Child} inside
 */
const part = (name, inside) => h('section', {}, h('h2', {}, t(`pace_lists.request.${name}`)), inside);

/** @param {Activity} activity */
function facts(activity) {
  const minutes = activity.sessions.reduce((sum, one) => sum + minutesOf(one), 0);
  const told = [
    ['program', activity.title],
    ['provider', activity.provider],
    ['number', activity.number],
    ['kind', t(`kinds.${activity.kind}.one`)],
    ['dates', days(activity.starts_on, activity.ends_on)],
    ['location', activity.location],
    ['level', t(`levels.${activity.level}`)],
    ['hours', paceOf(activity)?.maximum],
    ['minutes', String(minutes)],
    ['contact', activity.contact],
  ];
  return h(
    'dl',
    {},
    told.flatMap(([name, value]) => [h('dt', {}, t(`pace_lists.request.${name}`)), h('dd', {}, value || '–')]),
  );
}

/** @param {Activity} activity */
function speakers(activity) {
  const names = namesOf(activity);
  if (!names.length && !activity.faculty.length) return h('p', {}, '–');
  const credentials = new Map(activity.faculty.map((one) => [one.name, one.credentials]));
  const everybody = [...new Set([...names, ...credentials.keys()])];
  return table(
    t('pace_lists.request.speakers'),
    ['speaker', 'credentials'].map((name) => ({ title: t(`pace_lists.request.${name}`) })),
    everybody.map((name) => [h('bdi', {}, name), credentials.get(name) ?? '']),
  );
}

/** @param {Activity} activity */
function timetable(activity) {
  const columns = ['time', 'session', 'speaker', 'length', 'session_hours'];
  const zone = activity.time_zone;
  const inOrder = [...activity.sessions].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
  return table(
    t('pace_lists.request.timetable'),
    columns.map((name) => ({
      title: t(`pace_lists.request.${name}`),
      isNumber: ['length', 'session_hours'].includes(name),
    })),
    inOrder.map((one) => [
      activity.kind === 'online'
        ? '–'
        : `${day(dateIn(one.starts_at, zone), 'medium')}, ${hours(one.starts_at, one.ends_at, zone)}`,
      one.title,
      one.speakers.join(', '),
      String(minutesOf(one)),
      one.maximum.pace ?? '0',
    ]),
  );
}
