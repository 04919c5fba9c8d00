/** Entries of the audit log as a table, for the learner whose data it is and for staff. */

import { h, written } from '../elements/dom.js';
import { tableOf } from '../elements/table.js';
import { hasText, moment, t } from '../elements/words.js';

/** @import { MyAuditLine, StaffAuditLine } from '#api' */
/** @import { Child } from '../elements/dom.js' */

const COLUMNS = /** @type {const} */ (['at', 'by', 'act', 'more']);

/**
 * The entries, and a link to the next page if there is one.
 * @param {(MyAuditLine | StaffAuditLine)[]} lines
 * @param {string | null} following the address of the next page
 * @returns {Child[]}
 */
export function auditList(lines, following) {
  if (!lines.length) return [h('p', { class: 'note', role: 'status' }, t('audit.none'))];
  return [
    tableOf({
      caption: t('audit.caption'),
      columns: COLUMNS.map((name) => ({ title: t(`audit.columns.${name}`) })),
      rows: lines.map(row),
    }),
    following && h('p', {}, h('a', { class: 'button quiet', href: following }, t('audit.next_page'))),
  ];
}

/** @param {MyAuditLine | StaffAuditLine} line */
function row(line) {
  const act = line.act.replace('.', '_');
  return h(
    'tr',
    { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader' }, moment(line.at)),
    cell('by', who(line)),
    cell('act', t(`audit.acts.${act}`), about(line)),
    cell('more', line.why && h('p', {}, `${t('audit.why')}: `, written(line.why)), changes(line)),
  );
}

/**
 * @param {string} name
 * @param {...Child} inside
 */
function cell(name, ...inside) {
  return h('td', { role: 'cell', 'data-label': t(`audit.columns.${name}`) }, inside);
}

/**
 * @param {MyAuditLine | StaffAuditLine} line
 * @returns {Child}
 */
function who(line) {
  if ('actor_id' in line) return [t(`audit.by.${line.by}`), h('br'), h('code', {}, line.actor_id)];
  if (line.by_you) return t('audit.by.you');
  return t(line.by === 'learner' ? 'audit.by.another' : `audit.by.${line.by}`);
}

/** @param {MyAuditLine | StaffAuditLine} line */
function about(line) {
  const named = [line.activity_id, line.certificate, ...line.credit_ids].filter((one) => one !== null);
  return named.length > 0 && h('p', { class: 'meta' }, named.join(' · '));
}

/** @param {MyAuditLine | StaffAuditLine} line */
function changes(line) {
  if (!line.changes.length) return null;
  return h(
    'ul',
    {},
    line.changes.map(({ field, before, after }) =>
      h('li', {}, `${fieldName(field)}: ${before ?? t('audit.empty')} → `, h('strong', {}, after ?? t('audit.empty'))),
    ),
  );
}

/** @param {string} field */
const fieldName = (field) => (hasText(`audit.fields.${field}`) ? t(`audit.fields.${field}`) : field);
