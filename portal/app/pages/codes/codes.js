/** The codes that open a claim, as they are now, with what is used: to read, to print and as a file. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { t } from '../../elements/words.js';
import { askForActivity } from '../../frame/activity_choice.js';
import { printAndSave, staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { codeOf } from '../../platform/problems.js';
import { activityPath, draftPath } from '../../workbench/draft.js';
import { listIn } from '../../workbench/fields.js';
import { codeUses } from './code_uses.js';
import { makeGroups } from './make_groups.js';
import { makeSessionCodes } from './make_session_codes.js';
import { sheets } from './sheets.js';

/** @import { CodeListView, CodeView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

const MOST = 500; // codes that are shown: a page with thousands is slow on an old phone

/**
 * Whose codes are shown: those of a published activity, or of its draft.
 * @typedef {object} Shown
 * @property {string} id
 * @property {any} document
 * @property {string | null} etag of the activity or the draft
 * @property {CodeListView} list
 * @property {string} path of the codes
 * @property {boolean} isDraft
 */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const id = query.get('activity') ?? '';
  const title = t('codes.title');
  if (!id) return askForActivity(title, '/staff/codes', t('codes.open'));
  const shown = await look(id, query.has('draft'));
  const head = staffHead(t('codes.of', { title: shown.document.title || t('codes.untitled') }));
  const note = shown.isDraft && aboutDraft(id);
  if (query.has('sheets')) return { title, body: [head, note, sheetPage(shown)], width: 'narrow' };
  return { title, body: [head, note, contents(shown)] };
}

/**
 * The codes of the draft where it is asked for, or nothing is published; else the published ones.
 * @param {string} id
 * @param {boolean} wantsDraft
 * @returns {Promise<Shown>}
 */
async function look(id, wantsDraft) {
  const ways = wantsDraft ? [ofDraft, ofActivity] : [ofActivity, ofDraft];
  try {
    return await ways[0](id);
  } catch (error) {
    if (!['draft_not_found', 'activity_not_found'].includes(codeOf(error) ?? '')) throw error;
    return ways[1](id).catch(() => Promise.reject(error));
  }
}

/**
 * @param {string} id
 * @returns {Promise<Shown>}
 */
async function ofActivity(id) {
  const path = `${activityPath(id)}/codes`;
  const [activity, codes] = await Promise.all([call('GET', activityPath(id)), call('GET', path)]);
  return { id, document: activity.data, etag: activity.etag, list: codes.data, path, isDraft: false };
}

/**
 * @param {string} id
 * @returns {Promise<Shown>}
 */
async function ofDraft(id) {
  const path = `${draftPath(id)}/codes`;
  const [draft, codes] = await Promise.all([call('GET', draftPath(id)), call('GET', path)]);
  return { id, document: draft.data.document, etag: draft.etag, list: codes.data, path, isDraft: true };
}

/** @param {string} id */
const aboutDraft = (id) =>
  h('div', { class: 'note no-print' }, [
    h('p', {}, t('codes.draft.about')),
    h('p', {}, t('codes.draft.gone')),
    h('p', {}, h('a', { href: `/staff/library/${encodeURIComponent(id)}` }, t('codes.draft.back'))),
  ]);

/** @param {Shown} shown */
function contents(shown) {
  const { list, path, document, etag, isDraft } = shown;
  const later = () => h('p', {}, t('codes.draft.lists'));
  const making = {
    badge: () => isDraft && later(),
    group: () => (isDraft ? later() : makeGroups(path)),
    session_code: () => makeSessionCodes(isDraft ? path : `${path}/sessions`, listIn(document.sessions), etag),
  }[/** @type {string} */ (list.access)];
  const hasUses = !isDraft && list.access !== 'none';
  return [listed(shown), isUploaded(shown) && uploadLink(shown.id), hasUses && codeUses(path), making?.()];
}

/** @param {Shown} shown */
const isUploaded = ({ list, isDraft }) => !isDraft && ['badge', 'group'].includes(list.access);

/** @param {string} activity */
const uploadLink = (activity) =>
  h(
    'p',
    { class: 'no-print' },
    h('a', { href: `/staff/activities?${new URLSearchParams({ activity })}` }, t('codes.upload')),
  );

/** @param {Shown} shown */
function sheetPage(shown) {
  const back = `/staff/codes?${new URLSearchParams(addressed(shown))}`;
  return [
    h('p', { class: 'no-print' }, t('codes.sheet.about'), ' ', h('a', { href: back }, t('codes.sheet.back'))),
    printAndSave(),
    sheets(shown.list, { id: shown.id, title: shown.document.title ?? '' }),
  ];
}

/**
 * The query that shows these codes.
 * @param {Shown} shown
 * @returns {Record<string, string>}
 */
const addressed = ({ id, isDraft }) => (isDraft ? { activity: id, draft: 'yes' } : { activity: id });

/** @param {Shown} shown */
function listed(shown) {
  const { list, path } = shown;
  if (!list.items.length) return h('p', { class: 'note' }, t(shown.isDraft ? 'codes.draft.none' : 'codes.none'));
  const some = list.items.slice(0, MOST);
  const more = t('codes.some', { shown: some.length, count: list.items.length });
  return [
    h('p', { class: 'no-print' }, t(list.access === 'session_code' ? 'codes.about_sessions' : 'codes.about')),
    printAndSave({ path, name: 'codes.csv' }, hasSheets(list) && sheetLink(shown)),
    some.length < list.items.length && h('p', {}, more),
    table(list.access, some),
  ];
}

/** @param {CodeListView} list */
const hasSheets = (list) => ['group', 'session_code'].includes(list.access);

/** @param {Shown} shown */
const sheetLink = (shown) =>
  h(
    'a',
    {
      class: 'button quiet',
      href: `/staff/codes?${new URLSearchParams({ ...addressed(shown), sheets: 'yes' })}`,
    },
    t('codes.sheet.link'),
  );

/**
 * @param {string} access
 * @param {CodeView[]} codes
 */
function table(access, codes) {
  const columns = {
    badge: ['code', 'used'],
    group: ['code', 'site', 'capacity', 'used'],
    session_code: ['code', 'session', 'site'],
  }[access] ?? ['code'];
  return tableOf({
    caption: t('codes.list'),
    columns: columns.map((name) => ({ title: t(`codes.${name}`), isNumber: name === 'capacity' })),
    rows: codes.map((one) => row(one, columns, access)),
    hasLines: true,
  });
}

/**
 * @param {CodeView} one
 * @param {string[]} columns
 * @param {string} access
 */
function row(one, columns, access) {
  /** @type {Record<string, Child>} */
  const inside = {
    code: h('code', {}, one.code),
    site: h('bdi', {}, one.site ?? ''),
    session: h('bdi', {}, one.session ?? t('codes.whole')),
    capacity: one.capacity,
    used: access === 'badge' ? taker(one) : one.used,
  };
  const cells = columns.map((name) =>
    h('td', { role: 'cell', class: name === 'capacity' && 'number', 'data-label': t(`codes.${name}`) }, inside[name]),
  );
  return h('tr', { role: 'row' }, cells);
}

/** @param {CodeView} one */
function taker(one) {
  if (!one.learner_id) return t('codes.free');
  const href = `/staff/people/${encodeURIComponent(one.learner_id)}`;
  return h('a', { href, 'aria-label': t('codes.who', { code: one.code }) }, t('codes.taken'));
}
