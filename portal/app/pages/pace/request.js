/** The form with which a provider asks for a program's approval, filled from the activity, for paper. */

import { h } from '../../elements/dom.js';
import { dateIn, day, days, hasText, hours, isDay, t } from '../../elements/words.js';
import { askForActivity } from '../../frame/activity_choice.js';
import { printAndSave, staffHead } from '../../frame/staff_page.js';
import { openDraft } from '../../workbench/draft.js';
import { listIn } from '../../workbench/fields.js';
import { isZone } from '../../workbench/times.js';
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
  const { document, isDraft } = await asked(id, query.has('draft'));
  const data = asTyped(document);
  const lacks = lacking(data, new Date());
  const body = [
    staffHead(title),
    isDraft && h('p', { class: 'note no-print' }, t('pace_lists.request.of_draft')),
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

/**
 * The draft where it is wanted and there is one, since a program is requested before it is published; else what is
 * published.
 * @param {string} id
 * @param {boolean} wantsDraft
 */
async function asked(id, wantsDraft) {
  const opened = await openDraft(id);
  const isDraft = Boolean(opened.etag) && (wantsDraft || !opened.published);
  return { document: isDraft ? opened.document : opened.published, isDraft };
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : '');

/** @param {unknown} value */
const textsIn = (value) => (Array.isArray(value) ? value.filter((one) => one && typeof one === 'string') : []);

/**
 * What the request needs of a document, also of a draft that lacks some of it.
 * @param {any} document
 * @returns {Activity}
 */
export function asTyped(document) {
  const names = ['title', 'provider', 'number', 'kind', 'starts_on', 'ends_on', 'location', 'level', 'contact'];
  const texts = Object.fromEntries([...names, 'description', 'time_zone'].map((name) => [name, text(document[name])]));
  const sessions = listIn(document.sessions).map((one) => ({
    title: text(one.title),
    starts_at: text(one.starts_at),
    ends_at: text(one.ends_at),
    speakers: textsIn(one.speakers),
    maximum: { pace: text(one.maximum?.pace) },
  }));
  const faculty = listIn(document.faculty).map((one) => ({ name: text(one.name), credentials: text(one.credentials) }));
  const lists = { objectives: textsIn(document.objectives), statements: listIn(document.statements) };
  return /** @type {any} */ ({ ...texts, ...lists, faculty, sessions });
}

/** @param {Activity} activity */
const paceOf = (activity) => activity.statements.find((one) => one.type === 'pace');

/** @param {Activity} activity */
const namesOf = (activity) => [...new Set(activity.sessions.flatMap((one) => one.speakers))];

/** @param {Session} session */
const minutesOf = (session) => (Date.parse(session.ends_at) - Date.parse(session.starts_at)) / MINUTE || 0;

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
    ['kind', hasText(`kinds.${activity.kind}.one`) && t(`kinds.${activity.kind}.one`)],
    ['dates', isDay(activity.starts_on) && isDay(activity.ends_on) && days(activity.starts_on, activity.ends_on)],
    ['location', activity.location],
    ['level', hasText(`levels.${activity.level}`) && t(`levels.${activity.level}`)],
    ['hours', text(paceOf(activity)?.maximum)],
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
      activity.kind === 'online' ? '–' : timeOf(one, zone),
      one.title,
      one.speakers.join(', '),
      String(minutesOf(one)),
      one.maximum.pace || '0',
    ]),
  );
}

/**
 * @param {Session} session
 * @param {string} zone
 */
function timeOf({ starts_at: start, ends_at: end }, zone) {
  if (!isZone(zone) || Number.isNaN(Date.parse(start)) || Number.isNaN(Date.parse(end))) return '–';
  return `${day(dateIn(start, zone), 'medium')}, ${hours(start, end, zone)}`;
}
