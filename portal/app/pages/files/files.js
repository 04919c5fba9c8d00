/** The files of providers: a list with their numbers, and one file with its undo. */

import { h } from '../../elements/dom.js';
import { tableOf } from '../../elements/table.js';
import { moment, t } from '../../elements/words.js';
import { staffHead } from '../../frame/staff_page.js';
import { handedBackOf } from '../../intake/rejected_rows.js';
import { call } from '../../platform/api.js';
import { undoSection } from './undo_file.js';

/** @import { FileView, FileWithUndo } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */

const COUNTS = /** @type {const} */ (['rows', 'credits', 'repeats', 'rejected']);

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const wanted = query.get('file');
  return wanted ? one(wanted) : all(query.get('provider'), query.get('cursor'));
}

/**
 * @param {string | null} provider
 * @param {string | null} cursor
 * @returns {Promise<Page>}
 */
async function all(provider, cursor) {
  const { data } = await call('GET', '/v1/staff/files', { query: { provider, cursor } });
  const next = data.next_cursor && new URLSearchParams({ ...(provider && { provider }), cursor: data.next_cursor });
  const body = [
    staffHead(t('staff.files.title')),
    h('p', {}, t('files.what')),
    data.items.length ? table(data.items) : h('p', { class: 'note' }, t('files.none')),
    next && h('p', {}, h('a', { class: 'button quiet', href: `/staff/files?${next}` }, t('activities.next_page'))),
  ];
  return { title: t('staff.files.title'), body };
}

/** @param {FileView[]} files */
function table(files) {
  const columns = ['name', 'provider', 'arrived', 'standing', ...COUNTS];
  /** @param {string} name */
  const isNumber = (name) => COUNTS.some((count) => count === name);
  /**
   * @param {string} name
   * @param {Child} inside
   */
  const cell = (name, inside) =>
    h('td', { role: 'cell', class: isNumber(name) && 'number', 'data-label': t(`files.columns.${name}`) }, inside);
  /** @param {FileView} file */
  const row = (file) =>
    h(
      'tr',
      { role: 'row' },
      h(
        'th',
        { scope: 'row', role: 'rowheader' },
        h('a', { href: `/staff/files?${new URLSearchParams({ file: file.file_id })}` }, h('bdi', {}, file.name)),
      ),
      cell('provider', h('bdi', {}, file.provider)),
      cell('arrived', h('span', { class: 'whole' }, moment(file.arrived_at))),
      cell('standing', standing(file)),
      COUNTS.map((name) => cell(name, String(file[name]))),
    );
  return tableOf({
    caption: t('staff.files.title'),
    columns: columns.map((name) => ({ title: t(`files.columns.${name}`), isNumber: isNumber(name) })),
    rows: files.map(row),
  });
}

/** @param {FileView} file */
function standing(file) {
  return file.outcome === 'refused'
    ? h('span', { class: 'badge bad' }, t('files.refused'))
    : h('span', { class: 'badge' }, t('files.taken'));
}

/**
 * @param {string} id
 * @returns {Promise<Page>}
 */
async function one(id) {
  /** @type {{data: FileWithUndo}} */
  const { data: file } = await call('GET', `/v1/staff/files/${encodeURIComponent(id)}`);
  const undo = file.outcome === 'refused' ? null : undoSection(file);
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/staff/files' }, t('staff.files.title'))),
    h('h1', {}, h('bdi', {}, file.name)),
    facts(file),
    back(file),
    h(
      'p',
      {},
      h('a', { href: `/staff/credits?${new URLSearchParams({ file: file.file_id })}` }, t('files.its_credits')),
    ),
    undo?.node,
  ];
  return { title: file.name, body, width: 'narrow', shown: undo?.watch, leave: undo?.leave };
}

/** @param {FileView} file */
function back(file) {
  const rejected = file.rejected + Number(file.outcome === 'refused');
  if (!rejected) return null;
  const path = `/v1/staff/files/${encodeURIComponent(file.file_id)}/rejected`;
  const made = handedBackOf({ path, name: file.name, counts: { rejected, noted: 0 } }, 'h3');
  return h('section', { class: 'card', 'aria-label': t('uploads.rejected_rows.title') }, [
    h('h2', {}, t('uploads.rejected_rows.title')),
    h('p', {}, made.button),
    made.place,
  ]);
}

/** @param {FileView} file */
function facts(file) {
  /**
   * @param {string} name
   * @param {Child} value
   */
  const fact = (name, value) => h('div', {}, h('dt', {}, t(`files.columns.${name}`)), h('dd', {}, value));
  return h(
    'section',
    { class: 'card', 'aria-label': t('files.numbers') },
    h('p', {}, standing(file)),
    file.message && h('p', { class: 'note bad' }, file.message),
    h(
      'dl',
      { class: 'facts' },
      fact('provider', h('bdi', {}, file.provider)),
      fact('arrived', moment(file.arrived_at)),
      fact('taken', moment(file.taken_at)),
      COUNTS.map((name) => fact(name, String(file[name]))),
    ),
  );
}
