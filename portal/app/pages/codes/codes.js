/** The codes that open a claim, as they are now, with what is used: to read, to print and as a file. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { t } from '../../elements/words.js';
import { askForActivity, printAndSave, staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { codeUses } from './code_uses.js';
import { makeGroups } from './make_groups.js';
import { makeSessionCodes } from './make_session_codes.js';
import { sheets } from './sheets.js';

/** @import { CodeListView, CodeView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

const MOST = 500; // codes that are shown: a page with thousands is slow on an old phone

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const id = query.get('activity') ?? '';
  const title = t('codes.title');
  if (!id) return askForActivity(title, '/staff/codes', t('codes.open'));
  const path = `/v1/staff/activities/${encodeURIComponent(id)}`;
  const [activity, codes] = await Promise.all([call('GET', path), call('GET', `${path}/codes`)]);
  const head = staffHead(t('codes.of', { title: activity.data.title }));
  if (query.has('sheets')) return { title, body: [head, sheetPage(codes.data, activity.data)], width: 'narrow' };
  const below = `${path}/codes`;
  const making = {
    group: () => makeGroups(below),
    session_code: () => makeSessionCodes(below, activity.data, activity.etag),
  }[/** @type {string} */ (codes.data.access)];
  const uses = codes.data.access !== 'none' && codeUses(below);
  return { title, body: [head, shown(codes.data, below, id), uses, making?.()] };
}

/**
 * @param {CodeListView} list
 * @param {{id: string, title: string}} activity
 */
function sheetPage(list, activity) {
  const back = `/staff/codes?${new URLSearchParams({ activity: activity.id })}`;
  return [
    h('p', { class: 'no-print' }, t('codes.sheet.about'), ' ', h('a', { href: back }, t('codes.sheet.back'))),
    printAndSave(),
    sheets(list, activity),
  ];
}

/**
 * @param {CodeListView} list
 * @param {string} path
 * @param {string} activity
 */
function shown(list, path, activity) {
  if (!list.items.length) return h('p', { class: 'note' }, t('codes.none'));
  const some = list.items.slice(0, MOST);
  const more = t('codes.some', { shown: some.length, count: list.items.length });
  return [
    h('p', { class: 'no-print' }, t(list.access === 'session_code' ? 'codes.about_sessions' : 'codes.about')),
    printAndSave({ path, name: 'codes.csv' }, hasSheets(list) && sheetLink(activity)),
    some.length < list.items.length && h('p', {}, more),
    table(list.access, some),
  ];
}

/** @param {CodeListView} list */
const hasSheets = (list) => ['group', 'session_code'].includes(list.access);

/** @param {string} activity */
const sheetLink = (activity) =>
  h(
    'a',
    { class: 'button quiet', href: `/staff/codes?${new URLSearchParams({ activity, sheets: 'yes' })}` },
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
